// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.HostSim.Commands;
using NanoTcp.Measure.ChipFaults;

namespace NanoTcp.Tests.HostSim.Measure.ChipFaults;

/// <summary>Some seeds of each kind of fault. <c>host-sim chipfaults</c> runs any number.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public class ChipFaultTests
{
    private const string W5500 = "esp32-devkitc-w5500";
    private const string Enc28J60 = "esp32-devkitc-enc28j60";

    [Theory]
    [InlineData(W5500)]
    [InlineData(Enc28J60)]
    public async Task Whatever_fails_at_a_controller_the_board_serves_again(string board)
    {
        int seeds = 4 * Enum.GetValues<ChipFault>().Length;
        ChipFaultRunner runner = new(board, first: 1, seeds);
        await runner.RunAsync();
        Assert.Equal(seeds, runner.Finished);
        Assert.True(runner.Requests > 20 * seeds);
        Assert.Empty(runner.Failures.Select(failure => $"seed {failure.Seed}: {failure.Failure!.Rule}: {failure.Failure.Message}"));
    }

    [Theory]
    [InlineData(W5500, 1)]
    [InlineData(W5500, 11)]
    [InlineData(Enc28J60, 3)]
    [InlineData(Enc28J60, 12)]
    public void One_seed_always_gives_the_same_transfers(string board, ulong seed)
    {
        ChipFaultResult first = new ChipFaultWorld(board, seed).Run();
        List<string> lines = [];
        ChipFaultResult traced = new ChipFaultWorld(board, seed, lines.Add).Run();
        Assert.Equal(first, traced);
        Assert.True(lines.Count > 10);
    }

    [Theory]
    [InlineData(W5500, nameof(ChipFault.ChipSelectLost))]
    [InlineData(W5500, nameof(ChipFault.MisoHigh))]
    [InlineData(Enc28J60, nameof(ChipFault.MosiLow))]
    [InlineData(Enc28J60, nameof(ChipFault.MisoLow))]
    public void A_board_that_does_not_serve_again_is_found(string board, string fault)
    {
        FaultPlan plan = new(1) { Fault = Enum.Parse<ChipFault>(fault), LengthMs = FaultPlan.ForEver };
        ChipFaultResult result = new ChipFaultWorld(board, plan).Run();
        Assert.Equal(ChipFaultRule.ServesAgain, result.Failure?.Rule);
    }

    [Theory]
    [InlineData("--seeds 5 --from 3", null)]
    [InlineData("--board esp32-devkitc-enc28j60 --seed 3 --trace", null)]
    [InlineData("--board nobody", "'nobody'")]
    [InlineData("--seeds 0", "'0'")]
    public void It_takes_a_board_and_seeds(string line, string? problem)
    {
        string errors = string.Join(' ', ChipFaultsCommand.Create().Parse(line).Errors.Select(error => error.Message));
        Assert.Contains(problem ?? "", errors);
        Assert.Equal(problem == null, errors.Length == 0);
    }
}
