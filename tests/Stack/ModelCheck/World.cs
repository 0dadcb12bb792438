// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.ModelCheck;

/// <summary>Two hosts, the frames between them, and the faults that may still happen.</summary>
internal sealed class World
{
    // It is so large that no other number in a stack is taken for a time.
    private const long Beginning = 0x5_4000_0000;

    // Waits longer than this (ARP's) are none.
    private const long Horizon = 100_000_000;

    // Frames and applications may be late, but never so late that a stack stops waiting for them.
    private const long Patience = 10_000;

    private readonly Scenario _scenario;
    private readonly Host[] _hosts;
    private readonly CheckedFrame[][] _underWay = [[], []];
    private int _losses;
    private int _duplicates;
    private int _delays;
    private bool _hasOldSegments;

    public World(Scenario scenario, Bounds bounds)
    {
        _scenario = scenario;
        _losses = bounds.Losses;
        _duplicates = bounds.Duplicates;
        _delays = bounds.Delays;
        _hosts =
        [
            new Host("client", Frames.PeerMac, Frames.Peer, Frames.Own, scenario.Client, 1),
            new Host("server", Frames.OwnMac, Frames.Own, Frames.Peer, scenario.Server, 2),
        ];
        Introduce(_hosts[0], Frames.OwnMac, Frames.Own, Frames.Peer);
        Introduce(_hosts[1], Frames.PeerMac, Frames.Peer, Frames.Own);
        for (int i = 0; i < scenario.Beginning; i++)
        {
            Array.ForEach(_hosts, host => host.DoStep(Now));
        }
    }

    public long Now { get; private set; } = Beginning;

    /// <summary>The initial sequence numbers that the hosts have sent, in that order.</summary>
    public uint[] InitialSequences { get; private set; } = [];

    /// <summary>The frames that the last transition has put on the wire.</summary>
    public CheckedFrame[] LastSent { get; private set; } = [];

    /// <summary>Which rule does not hold any more, or null.</summary>
    public string? Violation { get; private set; }

    public bool IsHeld(ControlBlock block)
    {
        return _hosts.Any(host => host.Connection?.Block == block);
    }

    /// <summary>All that can happen next; nothing at the end.</summary>
    public List<Transition> Next()
    {
        List<Transition> next = [];
        for (int i = 0; i < _hosts.Length; i++)
        {
            AddFrames(next, i);
            if (_hosts[i].CanStep)
            {
                next.Add(new Transition(TransitionKind.Call, i));
            }

            if (_hosts[i].Due <= Now)
            {
                next.Add(new Transition(TransitionKind.Poll, i));
            }
        }

        long due = Math.Min(_hosts[0].Due, _hosts[1].Due);
        bool isLate = IsSomethingOpen();
        if (due > Now && due < Now + (isLate ? Patience : Horizon) && (_delays > 0 || !isLate))
        {
            for (int i = 0; i < _hosts.Length; i++)
            {
                if (_hosts[i].Due == due)
                {
                    next.Add(new Transition(TransitionKind.Wait, i));
                }
            }
        }

        return next;
    }

    /// <summary>Lets it happen.</summary>
    public void Apply(Transition transition)
    {
        LastSent = [];
        Host host = _hosts[transition.Host];
        switch (transition.Kind)
        {
            case TransitionKind.Deliver:
                // One that overtakes others makes them old.
                _hasOldSegments |= transition.Frame > 0;
                Deliver(host, Remove(transition));
                break;
            case TransitionKind.Duplicate:
                _duplicates--;
                _hasOldSegments = true;
                Deliver(host, _underWay[transition.Host][transition.Frame]);
                break;
            case TransitionKind.Lose:
                _losses--;
                Remove(transition);
                break;
            case TransitionKind.Call:
                host.DoStep(Now);
                break;
            case TransitionKind.Wait:
                if (IsSomethingOpen())
                {
                    _delays--;
                    _hasOldSegments = true;
                }

                Now = host.Due;
                host.Poll(Now);
                break;
            default:
                host.Poll(Now);
                break;
        }

        TakeSent(transition.Host);
        CheckConnections();
    }

    /// <summary>The broken rule of a world in which nothing can happen any more, or null. The world is used up by that.</summary>
    public string? CheckEnd()
    {
        foreach (Host host in _hosts)
        {
            if (host.NextStep is { IsOptional: false } waiting)
            {
                return $"the {host.Name} waits for ever to {waiting.Name}";
            }

            if (!host.AllIsReturned())
            {
                return $"something is left of a connection at the {host.Name}";
            }
        }

        bool complete = _hosts[0].BytesSent == _hosts[1].BytesReceived && _hosts[1].BytesSent == _hosts[0].BytesReceived;
        return _scenario.IsOrderly && !complete ? "not all that was sent has been received" : null;
    }

    public UInt128 Key()
    {
        StateWriter writer = new(this);
        writer.Add((ulong)(_losses << 20 | _duplicates << 10 | _delays << 1 | (_hasOldSegments ? 1 : 0)));
        UInt128 key = 0;
        for (int i = 0; i < _hosts.Length; i++)
        {
            Host host = _hosts[i];
            writer.Add((ulong)(host.StepsDone << 20 | host.BytesSent << 10 | host.BytesReceived));
            writer.Long(host.Due);
            writer.Reference(host.Connection);
            writer.Reference(host.Listener);
            writer.Reference(host.Tcp);
            foreach (CheckedFrame frame in _underWay[i])
            {
                // Their order does not matter, so their sum represents them.
                StateWriter one = new(this);
                one.Add((ulong)i);
                frame.Write(one);
                key += one.Key;
            }
        }

        return key + writer.Key;
    }

    /// <summary>A transition of this world, in words.</summary>
    public string Describe(Transition transition)
    {
        Host host = _hosts[transition.Host];
        string frame = transition.Kind <= TransitionKind.Lose ? Describe(_underWay[transition.Host][transition.Frame], 1 - transition.Host) : "";
        return transition.Kind switch
        {
            TransitionKind.Deliver => $"{frame} arrives at the {host.Name}",
            TransitionKind.Duplicate => $"{frame} arrives at the {host.Name} and stays under way",
            TransitionKind.Lose => $"{frame} to the {host.Name} is lost",
            TransitionKind.Call => $"the {host.Name} calls: {host.NextStep!.Name}",
            TransitionKind.Poll => $"the {host.Name} is polled",
            _ => $"{host.Due - Now} ms pass until the {host.Name} is due",
        };
    }

    /// <summary>The segments that an end has sent in the last transition, and the state of its application's connection.</summary>
    public string DescribeResult(Transition transition)
    {
        string sent = string.Concat(LastSent.Select(frame => $"; it sends {Describe(frame, transition.Host)}"));
        return $"{sent} [{string.Join(", ", _hosts.Select(host => host.Connection?.State.ToString() ?? "-"))}]";
    }

    private string Describe(CheckedFrame frame, int sender)
    {
        return frame.Describe(Initial(sender), Initial(1 - sender));
    }

    // It is only for messages. With several connections it is the state of the first.
    private uint Initial(int host)
    {
        return InitialSequences.Length > host ? InitialSequences[host] : 0;
    }

    private void Introduce(Host host, byte[] otherMac, uint other, uint own)
    {
        host.Link.Arrive(new CheckedFrame(Frames.Arp(ArpPacket.Request, otherMac, other, new byte[EthernetHeader.AddressLength], own)));
        host.Poll(Now);
        for (long now = host.Due; now < Now + Horizon; now = host.Due)
        {
            Now = now;
            host.Poll(now);
        }

        host.Link.TakeSent();
    }

    private void AddFrames(List<Transition> next, int host)
    {
        CheckedFrame[] frames = _underWay[host];
        for (int i = 0; i < frames.Length; i++)
        {
            if (Array.FindIndex(frames, frame => frame.HasSameSegment(frames[i])) < i)
            {
                continue;
            }

            next.Add(new Transition(TransitionKind.Deliver, host, i));
            if (_duplicates > 0)
            {
                next.Add(new Transition(TransitionKind.Duplicate, host, i));
            }

            if (_losses > 0)
            {
                next.Add(new Transition(TransitionKind.Lose, host, i));
            }
        }
    }

    /// <summary>Whether the wire or an application could act at once.</summary>
    private bool IsSomethingOpen()
    {
        return _underWay[0].Length + _underWay[1].Length > 0 || _hosts[0].CanStep || _hosts[1].CanStep;
    }

    private CheckedFrame Remove(Transition transition)
    {
        CheckedFrame[] frames = _underWay[transition.Host];
        CheckedFrame frame = frames[transition.Frame];
        _underWay[transition.Host] = [.. frames[..transition.Frame], .. frames[(transition.Frame + 1)..]];
        return frame;
    }

    private void Deliver(Host host, CheckedFrame frame)
    {
        host.Link.Arrive(frame);
        host.Poll(Now);
    }

    private void TakeSent(int sender)
    {
        CheckedFrame[] sent = TakeSegments(_hosts[sender]);
        LastSent = sent;
        foreach (CheckedFrame frame in sent)
        {
            if (frame.IsSyn)
            {
                // A repeated SYN: the first one may arrive when nobody expects it any more.
                bool isAgain = Array.IndexOf(InitialSequences, frame.SequenceNumber) >= 0;
                _hasOldSegments |= isAgain;
                InitialSequences = isAgain ? InitialSequences : [.. InitialSequences, frame.SequenceNumber];
            }

            if (frame.IsReset && _scenario.IsOrderly && !_hasOldSegments)
            {
                Violation ??= $"the {_hosts[sender].Name} sends an RST, though every segment was sent once and in order";
            }
        }

        int receiver = 1 - sender;
        _underWay[receiver] = [.. _underWay[receiver], .. sent];
    }

    /// <summary>The frames of a host. ARP is not checked here. A host that is asked whether it still has its address answers at once.</summary>
    private CheckedFrame[] TakeSegments(Host host)
    {
        CheckedFrame[] sent = host.Link.TakeSent();
        while (Array.Find(sent, frame => !frame.IsTcp) is { } request)
        {
            byte[] confirmation = Frames.ArpConfirmation(request.Bytes)
                ?? throw new InvalidOperationException("The hosts know each other, and yet one sends something other than TCP.");
            host.Link.Arrive(new CheckedFrame(confirmation));
            host.Poll(Now);
            sent = [.. sent.Where(frame => frame != request), .. host.Link.TakeSent()];
        }

        return sent;
    }

    private void CheckConnections()
    {
        for (int i = 0; i < _hosts.Length && _scenario.IsOrderly; i++)
        {
            TcpConnection? connection = _hosts[i].Connection;
            if (connection == null)
            {
                continue;
            }

            if (connection.Error != SocketError.Success)
            {
                Violation ??= $"the connection of the {_hosts[i].Name} is lost: {connection.Error}";
            }
            else if (connection.State == TcpState.Established && !_hosts[1 - i].HasConnection())
            {
                Violation ??= $"the {_hosts[i].Name} is ESTABLISHED, and nothing is at the other end";
            }
        }
    }
}
