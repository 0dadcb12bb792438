// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using NanoTcp.HostSim;

namespace NanoTcp.Tests.HostSim.Commands;

/// <summary>Every request is done or refused and never silently ignored. The help says it once.</summary>
public class SeparateMeaningsTests
{
    [Theory]
    [InlineData("soak --seed 5 --seeds 10", "--seed runs that seed alone: --seeds and --from have no meaning with it.")]
    [InlineData("soak --seed 5 --from 10", "--seed runs that seed alone: --seeds and --from have no meaning with it.")]
    [InlineData("soak --trace", "--trace needs --seed.")]
    [InlineData("fuzz --seed 5 --seeds 10", "--seed runs that seed alone: --seeds, --count, --minutes and --from have no meaning with it.")]
    [InlineData("fuzz --seed 5 --count 10", "--seed runs that seed alone: --seeds, --count, --minutes and --from have no meaning with it.")]
    [InlineData("fuzz --seed 5 --from 10", "--seed runs that seed alone: --seeds, --count, --minutes and --from have no meaning with it.")]
    [InlineData("fuzz --count 5 --minutes 1", "--seeds, --count and --minutes exclude each other.")]
    [InlineData("fuzz --frames 5", "--frames needs --seed.")]
    [InlineData("fuzz --trace", "--trace needs --seed.")]
    [InlineData("memory --code --connections 5", "--code has no meaning together with other options.")]
    [InlineData("memory --connections 65535 --receive-buffer 65535 --send-buffer 65535", "The buffers of all connections would take 8191 MiB, and 512 MiB is the most.")]
    [InlineData("goodput --smoltcp --rate 5", "--smoltcp has a setting of its own: of the other options only --seeds has a meaning with it.")]
    [InlineData("throughput --tick 1", "--tick needs --platform esp32.")]
    [InlineData("throughput --op-price 1 --platform none", "--op-price needs --platform esp32.")]
    [InlineData("throughput --blocking", "--blocking needs --platform esp32.")]
    [InlineData("--tick 1", "--tick needs --platform esp32.")]
    [InlineData("--op-price 2", "--op-price needs --platform esp32.")]
    [InlineData("--platform esp32 --tap nano0", "--tap does not go with --platform: the interface needs the desktop's build of the stack.")]
    [InlineData("peer --tap nano0 --ip 10.0.0.2 --serve --ctl", "--serve and --ctl exclude each other.")]
    public void An_option_that_would_have_no_effect_is_refused(string arguments, string sentence)
    {
        Assert.Equal(sentence, CommandLine.Refusal(arguments.Split(' ')));
    }

    [Theory]
    [InlineData("memory --application y", "--application takes none, http or sensor, not 'y'.")]
    [InlineData("memory --application 1", "--application takes none, http or sensor, not '1'.")]
    [InlineData("throughput --board none", "--board takes all, ")]
    [InlineData("throughput --platform stm32", "--platform takes none or esp32, not 'stm32'.")]
    [InlineData("throughput --platform esp32 --tick 5", "--tick takes 1 or 10, not '5'.")]
    [InlineData("throughput --platform esp32 --op-price 0", "--op-price takes microseconds from 0.01 to 100, not '0'.")]
    [InlineData("throughput --platform esp32 --op-price 1 -2", "--op-price takes microseconds from 0.01 to 100, not '-2'.")]
    [InlineData("throughput --platform esp32 --op-price 1,5", "--op-price takes microseconds from 0.01 to 100, not '1,5'.")]
    [InlineData("memory --board nothing", "--board takes none, ")]
    [InlineData("--board nothing", "--board takes esp32-devkitc-enc28j60, ")]
    public void Whoever_gives_a_wrong_word_is_told_the_right_ones(string arguments, string sentence)
    {
        Assert.StartsWith(sentence, Assert.Single(CommandLine.Errors(arguments.Split(' '))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("peer")]
    [InlineData("throughput")]
    [InlineData("latency")]
    [InlineData("memory")]
    [InlineData("goodput")]
    [InlineData("soak")]
    [InlineData("fuzz")]
    public void The_help_says_a_default_once(string command)
    {
        StringWriter help = new();
        string[] arguments = [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"];
        Assert.Equal(0, Program.Parse(Program.CreateCommands(), arguments).Invoke(new InvocationConfiguration { Output = help }));
        string[] options = help.ToString().Split("\n  -");
        Assert.True(options.Length > 2);
        Assert.All(options, option => Assert.InRange(option.Split("[default").Length, 1, 2));
    }
}
