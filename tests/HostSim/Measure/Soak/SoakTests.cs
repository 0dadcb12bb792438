// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Soak;

namespace NanoTcp.Tests.HostSim.Measure.Soak;

/// <summary>A few hundred seeds of the simulation. <c>host-sim soak</c> runs any number.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public class SoakTests
{
    [Fact]
    public async Task Whole_networks_with_faults_keep_every_invariant()
    {
        SoakRunner runner = new(first: 1, count: 300);
        await runner.RunAsync();
        Assert.Equal(300, runner.Finished);
        Assert.True(runner.Frames > 100_000);
        Assert.Empty(runner.Failures.Select(failure => $"seed {failure.Seed}: {failure.Violation!.Invariant}: {failure.Violation.Message}"));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(100_001)]
    public void One_seed_always_gives_the_same_frames(ulong seed)
    {
        SoakResult first = new SoakWorld(seed).Run();
        SoakResult second = new SoakWorld(seed).Run();
        Assert.Equal(first.Hash, second.Hash);
        Assert.Equal(first.Frames, second.Frames);
        Assert.Equal(first.Time, second.Time);
        Assert.True(first.Frames > 20);
    }

    [Fact]
    public void Tracing_changes_nothing()
    {
        List<string> lines = [];
        SoakResult traced = new SoakWorld(7, lines.Add).Run();
        Assert.Equal(new SoakWorld(7).Run().Hash, traced.Hash);
        Assert.True(lines.Count > traced.Frames);
    }

    [Fact]
    public void Each_seed_is_another_network()
    {
        Assert.Equal(20, Enumerable.Range(1, 20).Select(seed => new SoakWorld((ulong)seed).Run().Hash).Distinct().Count());
    }
}
