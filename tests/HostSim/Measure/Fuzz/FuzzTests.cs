// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Measure.Fuzz;
using Spectre.Console;

namespace NanoTcp.Tests.HostSim.Measure.Fuzz;

/// <summary>Some seeds of the fuzzer. <c>host-sim fuzz</c> runs any number.</summary>
public class FuzzTests
{
    /// <summary>
    /// The host always has a route and room in its controller, and verifies all text. Nobody serves DNS over TCP. The others need a rare order of events.
    /// </summary>
    private static readonly string[] s_outOfReach =
    [
        "IPv4Counter.NoRoute", "IPv4Counter.FragmentBuffersFull", "IPv4Counter.LoopbackFull", "IcmpCounter.RateLimited", "DhcpCounter.NotSent", "UdpCounter.NotConnectedTo",
        "TcpCounter.TextUnverified", "TcpCounter.LostEvicted", "TcpCounter.TimeWaitEvicted", "TcpCounter.ChallengesSuppressed", "TcpCounter.BacklogFull", "TcpCounter.TimestampOld", "TcpCounter.KeepAliveProbes",
        "ResolverCounter.TcpQueries", "ResolverCounter.LookupsExhausted", "SntpCounter.RateLimited", "SntpCounter.Denied", "SntpCounter.Refused",
        "MdnsCounter.GoodbyesSent", "MdnsCounter.PendingFull", "MdnsCounter.UnicastDropped",
    ];

    /// <summary>The services with a fault, and the rule that each breaks.</summary>
    public static TheoryData<string, string> Faults => new()
    {
        { nameof(FaultyServices.Throws), nameof(FuzzInvariant.Exception) },
        { nameof(FaultyServices.Allocates), nameof(FuzzInvariant.Allocation) },
        { nameof(FaultyServices.Amplifies), nameof(FuzzInvariant.Amplification) },
        { nameof(FaultyServices.AnswersManyTimes), nameof(FuzzInvariant.Amplification) },
        { nameof(FaultyServices.TellsEverybody), nameof(FuzzInvariant.Amplification) },
        { nameof(FaultyServices.KeepsConnections), nameof(FuzzInvariant.Leak) },
        { nameof(FaultyServices.Spins), nameof(FuzzInvariant.Bound) },
        { nameof(FaultyServices.SendsFromOthers), nameof(FuzzInvariant.Malformed) },
        { nameof(FaultyServices.LosesTheAddress), nameof(FuzzInvariant.Served) },
    };

    private static Func<FuzzHost, NetworkService> Make(string fault)
    {
        Type type = typeof(FaultyServices).GetNestedType(fault, System.Reflection.BindingFlags.NonPublic)!;
        return host => (NetworkService)Activator.CreateInstance(type, host)!;
    }

    private static IAnsiConsole ConsoleOn(TextWriter output)
    {
        return AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Interactive = InteractionSupport.No });
    }

    [Fact]
    [Trait(Speed.Trait, Speed.Slow)]
    public async Task Whatever_arrives_every_rule_holds()
    {
        FuzzRunner runner = new(first: 1, count: 200);
        await runner.RunAsync();
        Assert.Equal(200, runner.Finished);
        Assert.True(runner.Frames >= 200 * FuzzCase.FramesPerSeed);
        Assert.Empty(runner.Failures.Select(failure => $"seed {failure.Seed}: {failure.Violation!.Invariant}: {failure.Violation.Message}"));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100_001)]
    public void One_seed_always_gives_the_same_frames(ulong seed)
    {
        FuzzResult first = FuzzCase.RunSurely(() => new FuzzCase(seed));
        Assert.Equal(first, FuzzCase.RunSurely(() => new FuzzCase(seed)));
        Assert.True(first.Sent > 100);
    }

    [Fact]
    public void Each_seed_is_another_case()
    {
        Assert.Equal(20, Enumerable.Range(1, 20).Select(seed => FuzzCase.RunSurely(() => new FuzzCase((ulong)seed, 200)).Hash).Distinct().Count());
    }

    [Fact]
    public void Recorded_frames_give_what_the_seed_gave()
    {
        List<FuzzArrival> arrivals = [];
        FuzzCase.RunSurely(() => new FuzzCase(5));
        FuzzResult recorded = new FuzzCase(5) { Recording = arrivals }.Run();
        FuzzResult replayed = new FuzzCase(5).Replay([.. arrivals.Take(FuzzCase.FramesPerSeed)]);
        Assert.Equal(recorded, replayed);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_service_that_breaks_a_rule_is_found(string fault, string invariant)
    {
        FuzzRunner runner = new(1, 25, Make(fault));
        await runner.RunAsync();
        Assert.NotEmpty(runner.Failures);
        Assert.All(runner.Failures, failure => Assert.Equal(invariant, failure.Violation!.Invariant.ToString()));
    }

    [Fact]
    public void The_printed_command_replays_the_finding_and_few_frames_are_enough_for_it()
    {
        StringWriter output = new();
        Assert.False(FuzzReport.Run(ConsoleOn(output), 1, 10, Make(nameof(FaultyServices.Throws))));
        string command = output.ToString().Split('\n').First(line => line.Contains("-- fuzz --seed")).Trim();
        string[] words = command.Split(' ');
        ulong seed = ulong.Parse(words[^3]);
        int frames = int.Parse(words[^1]);
        Assert.StartsWith("dotnet run --project host-sim -- fuzz --seed ", command);

        StringWriter one = new();
        Assert.False(FuzzReport.RunOne(ConsoleOn(one), seed, frames, trace: false, Make(nameof(FaultyServices.Throws))));
        Assert.Contains($"seed {seed}: Exception after frame {frames}", one.ToString());
        string[] lines = one.ToString().TrimEnd().Split('\n');
        int enough = Array.FindIndex(lines, line => line.Contains("frames are enough for Exception:"));
        string last = lines[^1].Split(' ')[^1].Trim();
        Assert.InRange(lines.Length - enough - 1, 1, 2);
        Assert.StartsWith("020000000002", last);

        // One frame less, and nothing is found.
        Assert.True(FuzzReport.RunOne(ConsoleOn(new StringWriter()), seed, frames - 1, trace: false, Make(nameof(FaultyServices.Throws))));
    }

    [Fact]
    public void The_traffic_reaches_every_part_of_the_stack()
    {
        FuzzCase[] cases = [.. Enumerable.Range(1, 400).Select(seed => new FuzzCase((ulong)seed))];
        foreach (FuzzCase one in cases)
        {
            one.Run();
        }

        IEnumerable<string> never = cases.SelectMany(one => one.Counts).GroupBy(count => count.Name).Where(counts => counts.All(count => count.Count == 0)).Select(counts => counts.Key);
        Assert.Empty(never.Except(s_outOfReach));
    }
}
