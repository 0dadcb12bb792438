// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Measure.Throughput;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Time;
using NanoTcp.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.Measure.ChipFaults;

/// <summary>
/// One seed in virtual time. A board runs the sensor application with its driver and the model of its controller. A fault hits the controller or its
/// wires for a while. A visitor is at the other end of the cable.
/// </summary>
internal sealed class ChipFaultWorld
{
    private const int PrefixLength = 24;

    // The bit rate of 100BASE-TX.
    private const long FastByteNanoseconds = 80;

    private static readonly uint s_hostAddress = IPv4Address.From(192, 168, 7, 1);
    private static readonly byte[] s_hostMac = [0x02, 0, 0, 0, 0, 0x01];

    private readonly Action<string>? _log;
    private readonly FaultPlan _plan;
    private readonly EventClock _clock = new();
    private readonly FaultTarget _target;
    private readonly FaultyChip _chip;
    private readonly SplitMix64 _random;
    private readonly Board _board;
    private readonly PacedWire _wire;

    public ChipFaultWorld(string boardId, ulong seed, Action<string>? log = null)
        : this(boardId, new FaultPlan(seed), log)
    {
    }

    public ChipFaultWorld(string boardId, FaultPlan plan, Action<string>? log = null)
    {
        _log = log;
        _plan = plan;
        _board = BoardCatalog.Find(boardId) ?? throw new ArgumentException($"There is no board {boardId}.", nameof(boardId));
        _wire = new PacedWire(_clock, s_hostMac, _board.MacAddress, _board.Controller == EthernetController.W5500 ? FastByteNanoseconds : 0);
        _clock.Add(_wire);
        _target = new FaultTarget(_board, _clock, _wire.BoardEnd, OnRuleBroken, _plan.Seeds.Next());
        _random = new SplitMix64(_plan.Seeds.Next());
        _chip = new FaultyChip(_target, new SplitMix64(_plan.Seeds.Next()));
    }

    public ChipFaultResult Run()
    {
        _log?.Invoke(_plan.ToString());
        if (!IPv4Prefix.TryParse("192.168.7.2/24", out IPv4Prefix address, out string problem))
        {
            throw new InvalidOperationException(problem);
        }

        using FaultyBoard board = new(_board, _clock, _plan, _chip, address);
        FastHost host = new(_clock, _wire, s_hostAddress, PrefixLength);
        Visitor visitor = new(host, address.Address, _log);
        host.Application = visitor;
        _clock.Add(host);
        _clock.Add(new FaultScript(_plan, _clock, Begin, End));
        ChipFaultException? failure = null;
        try
        {
            board.RunUntil(_plan.JudgedFromMs + FaultPlan.StableMs + Visitor.PatienceMs);
            Judge(visitor);
        }
        catch (ChipFaultException found)
        {
            failure = found;
        }
        catch (Exception thrown)
        {
            failure = new ChipFaultException(ChipFaultRule.Exception, thrown.ToString());
        }

        _log?.Invoke(board.Describe());
        return new ChipFaultResult(_plan.Seed, _chip.Hash, visitor.Visits.Count, visitor.Visits.Count(visit => visit.IsServed), _clock.Milliseconds, failure);

        void Begin()
        {
            _chip.Begin(_plan.Fault, _plan.Rate);
            board.LoseEdges(_plan.Fault == ChipFault.LostEdges);
            if (_plan.Fault == ChipFault.StuckTransmissions)
            {
                _target.StickTransmissions(1 + _random.Below(5));
            }
            else if (_plan.Fault == ChipFault.BrokenHeaders)
            {
                _target.BreakHeaders(1 + _random.Below(5), _random);
            }
        }

        void End()
        {
            _chip.End();
            board.LoseEdges(false);
        }
    }

    private void OnRuleBroken(string rule)
    {
        if (!_chip.IsSpoilt)
        {
            throw new ChipFaultException(ChipFaultRule.DataSheet, rule);
        }
    }

    private void Judge(Visitor visitor)
    {
        (long BegunAt, bool IsServed)[] judged = [.. visitor.Visits.Where(visit => visit.BegunAt >= _plan.JudgedFromMs)];
        int lost = judged.Count(visit => !visit.IsServed);
        if (lost > 0 || judged.Length == 0)
        {
            throw new ChipFaultException(ChipFaultRule.ServesAgain, $"{lost} of {judged.Length} requests from {_plan.JudgedFromMs} ms on are not served; {_plan}");
        }
    }
}
