// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using NanoTcp.HostSim.Commands;
using NanoTcp.Measure.Goodput;
using Spectre.Console;

namespace NanoTcp.Tests.HostSim.Measure.Goodput;

public class GoodputCommandTests
{
    [Theory]
    [InlineData("--seeds 0", "--seeds takes a number from 1 to 10000, not '0'.")]
    [InlineData("--delay -1", "--delay takes a number from 0 to 10000, not '-1'.")]
    [InlineData("--rate fast", "--rate takes a number from 1 to 10000000, not 'fast'.")]
    [InlineData("--queue 0", "--queue takes a number")]
    [InlineData("--bogus", "'--bogus'")]
    public void A_bad_command_line_is_refused_with_a_sentence(string arguments, string expected)
    {
        ParseResult parsed = GoodputCommand.Create().Parse(arguments);
        Assert.NotEmpty(parsed.Errors);
        Assert.Contains(expected, parsed.Errors[0].Message);
    }

    [Fact]
    public void The_table_has_a_line_for_each_loss_and_others_beside_it()
    {
        StringWriter output = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        GoodputSetting setting = new() { Size = 100_000, DelayNanoseconds = 1_000_000, BitRate = 25_000_000, NearBuffers = 16_384, FarBuffers = 16_384 };
        GoodputReport.Show(console, setting, 1);
        string[] lines = output.ToString().Split('\n');
        foreach (string loss in (string[])["0 %", "1 %", "3 %", "5 %", "10 %"])
        {
            Assert.Equal(3, lines.Count(line => line.Contains($" {loss} │")));
        }

        Assert.Equal(2, lines.Count(line => line.Contains("lwIP 2.2 │")));
    }
}
