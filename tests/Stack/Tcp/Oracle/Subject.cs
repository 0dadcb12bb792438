// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp.Oracle;

/// <summary>The states in which a segment may find a connection, and the ways into one of them that make a difference.</summary>
public enum Situation
{
    Closed,
    Listen,
    SynSent,
    SynReceivedFromListen,
    SynReceivedFromSynSent,
    Established,
    EstablishedWithClosedWindow,
    FinWait1,
    FinWait2,
    CloseWait,
    Closing,
    LastAck,
    TimeWait,
}

/// <summary>
/// The real stack, brought into a state over the wire: 200 bytes sent and acknowledged, 200 more and, where the state says so, a FIN
/// in flight.
/// </summary>
internal sealed class Subject
{
    /// <summary>The window that the other end offers, always.</summary>
    public const int Window = 4096;

    private const uint Iss = TcpBench.Iss;

    private readonly TcpListener? _listener;
    private TcpConnection? _connection;
    private uint _rightEdge;

    public Subject(Situation situation)
    {
        Bench = new TcpBench(options =>
        {
            options.MaxConnections = 2;
            options.MaxListeners = 1;
            options.ReceiveBuffer = 1000;
            options.SendBuffer = 1000;
            options.InitialRto = 1000;
            options.MinRto = 1000;   // so that nothing is repeated in the half second in which a delayed acknowledgment is due
        });
        if (situation is Situation.SynSent or Situation.SynReceivedFromSynSent)
        {
            _connection = Bench.Connect();
            Bench.Poll();
            Sends("SYN seq=300");
        }
        else if (situation != Situation.Closed)
        {
            _listener = Bench.Listen();
        }

        if (situation is Situation.SynReceivedFromSynSent or > Situation.SynSent)
        {
            Bench.Arrives($"SYN seq=100 win={Window} mss=1000");
            Sends("SYN,ACK seq=300 ack=101");
        }

        Before = situation switch
        {
            Situation.Closed => new Tcb(TcpState.Closed, 0, 0, 0, 101, 1000),
            Situation.Listen => new Tcb(TcpState.Listen, Iss, Iss, Iss, 101, 1000),
            Situation.SynSent => new Tcb(TcpState.SynSent, Iss, Iss, Iss + 1, 101, 1000, Passive: false),
            Situation.SynReceivedFromListen => new Tcb(TcpState.SynReceived, Iss, Iss, Iss + 1, 101, _rightEdge - 101),
            Situation.SynReceivedFromSynSent => new Tcb(TcpState.SynReceived, Iss, Iss, Iss + 1, 101, _rightEdge - 101, Passive: false),
            _ => Synchronize(situation),
        };
        Assert.Equal(Before.State, State);
        Bench.SendsNothing();
    }

    public TcpBench Bench { get; }

    /// <summary>The present values of the standard's variables.</summary>
    public Tcb Before { get; }

    /// <summary>The connection as the application holds it, or would if it accepted it now.</summary>
    public TcpConnection? Connection => _connection = _listener?.Accept() ?? _connection;

    /// <summary>Whether a service listens at the port, whatever becomes of the connection.</summary>
    public bool Listens => _listener is not null;

    /// <summary>The state of the one connection that there is; CLOSED or LISTEN if there is none.</summary>
    public TcpState State
    {
        get
        {
            TcpState[] states = [.. Enum.GetValues<TcpState>().Where(state => state is not (TcpState.Closed or TcpState.Listen) && Bench.Tcp.CountConnections(state) > 0)];
            return states.Length > 0 ? states.Single() : Before.State == TcpState.Listen ? TcpState.Listen : TcpState.Closed;
        }
    }

    private Tcb Synchronize(Situation situation)
    {
        Bench.Arrives($"ACK seq=101 ack=301 win={Window}");
        uint next = 101;
        if (situation == Situation.EstablishedWithClosedWindow)
        {
            Bench.Arrives($"ACK seq=101 ack=301 win={Window} len=1000");
            Bench.UntilSends();
            Sends("ACK seq=301 ack=1101 win=0");
            next = 1101;
        }

        if (situation is Situation.CloseWait or Situation.LastAck)
        {
            Finish(301);
            next = 102;
        }

        bool closes = situation is not (Situation.Established or Situation.EstablishedWithClosedWindow or Situation.CloseWait);
        Bench.Write(Connection!, 200);
        Bench.Poll();
        Sends("ACK seq=301 len=200");
        Bench.Arrives($"ACK seq={next} ack=501 win={Window}");
        Bench.Write(Connection!, 200);
        Bench.Poll();
        Sends("ACK seq=501 len=200");
        if (closes)
        {
            Connection!.Shutdown(SocketShutdown.Send);
            Bench.Poll();
            Sends("FIN,ACK seq=701");
        }

        uint una = 501;
        if (situation is Situation.FinWait2 or Situation.TimeWait)
        {
            una = 702;
            Bench.Arrives($"ACK seq={next} ack=702 win={Window}");
        }

        if (situation is Situation.Closing or Situation.TimeWait)
        {
            Finish(una);
            next = 102;
        }

        if (situation == Situation.TimeWait)
        {
            // Its window need not be the connection's: the other end learns it when it repeats its FIN.
            Finish(una);
            Bench.Advance(5000);
        }

        TcpState state = situation == Situation.EstablishedWithClosedWindow ? TcpState.Established : Enum.Parse<TcpState>(situation.ToString());
        return new Tcb(state, Iss, una, closes ? 702u : 701u, next, _rightEdge - next, FinSent: closes);
    }

    private void Finish(uint ack)
    {
        Bench.Arrives($"FIN,ACK seq=101 ack={ack} win={Window}");
        Bench.UntilSends();
        Sends("ACK ack=102");
    }

    private void Sends(string expected)
    {
        Segment sent = Bench.Sends(expected);
        _rightEdge = sent.Ack!.Value + (uint)sent.Win!.Value;
    }
}
