// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using NanoTcp.Metering;
using NanoTcp.Metering.Instrumentation;
using NanoTcp.Tests.Architecture;

namespace NanoTcp.Tests.Firmware;

/// <summary>
/// BoardReport's build for the device, on a board whose processor takes time: the measurements find the prices that the model was given. That also proves
/// the numbers of IL instructions by which they divide.
/// </summary>
public sealed class PricedReportTests
{
    private const int OpNanoseconds = 1_000;
    private const int Transaction = 10_000;

    private static readonly string[] s_device =
    [
        .. DeviceBuild.Firmware,
        DeviceBuild.Output("firmware/BoardReport", "BoardReport.exe"),
    ];

    private static readonly Lazy<string[]> s_lines = new(() =>
        (string[])new PricedContext(s_device, typeof(PricedReport).Assembly.GetName().Name!).Call(typeof(PricedReport), nameof(PricedReport.Of), OpNanoseconds, Transaction)!);

    // Two times of half a second each lack up to a step of 10 ms, and their difference is divided.
    [Theory]
    [InlineData("IL op, empty loop")]
    [InlineData("IL op, field")]
    [InlineData("IL op, call")]
    public void An_IL_instruction_takes_what_it_costs(string line)
    {
        Assert.InRange(NumberOf(line), 0.95 * OpNanoseconds, 1.05 * OpNanoseconds);
    }

    // If the stack now takes more or fewer instructions for a byte, restate StackRound.Ops.
    [Fact]
    public void An_IL_instruction_of_the_stack_takes_what_it_costs()
    {
        Assert.InRange(NumberOf("IL op, stack"), 0.9 * OpNanoseconds, 1.1 * OpNanoseconds);
    }

    [Fact]
    public void A_program_that_sleeps_wakes_at_a_tick()
    {
        Assert.InRange(NumberOf("Thread.Sleep(1)"), 9_800_000, 10_000_000);
    }

    [Fact]
    public void A_yield_takes_a_thread_switch()
    {
        Assert.InRange(NumberOf("Thread.Sleep(0)"), 51 * OpNanoseconds, 60 * OpNanoseconds);
    }

    // The way of an edge through the platform has some 208 instructions; the yields and switches come on top.
    [Fact]
    public void An_edge_takes_its_way_through_the_platform()
    {
        Assert.InRange(NumberOf("edge"), 208 * OpNanoseconds, 500 * OpNanoseconds);
    }

    [Fact]
    public void A_register_takes_a_transaction_its_bytes_and_the_IL_of_the_call()
    {
        Assert.InRange(NumberOf("SPI, 4 B by words"), Transaction + 4 * 400, Transaction + 4 * 400 + 30 * OpNanoseconds);
    }

    [Fact]
    public void It_takes_less_than_a_minute()
    {
        Assert.InRange(NumberOf(PricedReport.Duration), 1_000, 60_000);
    }

    // The figures move a little with the stack.
    [Fact]
    public void The_page_shows_about_what_is_printed()
    {
        string[] page = [.. File.ReadLines(Repository.Path("docs", "measure-your-board.md")).SkipWhile(line => line != s_lines.Value[0]).TakeWhile(line => line.Length > 0 && line[0] != '`')];

        Assert.Equal(s_lines.Value[..^1].Select(line => line.Split(": ")[0]), page.Select(line => line.Split(": ")[0]));
        foreach (string line in page.Where(line => line.Contains(" ns (", StringComparison.Ordinal)))
        {
            string[] parts = line.Split(": ");
            long shown = long.Parse(parts[1].Split(' ')[0], CultureInfo.InvariantCulture);
            Assert.InRange(NumberOf(parts[0]), shown * 3 / 4, shown * 5 / 4);
        }
    }

    private static long NumberOf(string name)
    {
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', s_lines.Value));
        string value = Assert.Single(s_lines.Value, line => line.StartsWith(name + ": ", StringComparison.Ordinal))[(name.Length + 2)..];
        return long.Parse(value.Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
