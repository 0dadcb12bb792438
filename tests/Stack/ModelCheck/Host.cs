// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.ModelCheck;

/// <summary>One end: a real stack, and an application that follows a script.</summary>
internal sealed class Host
{
    public const int Connections = 2;
    private const int BufferSize = 8;
    private const int Timeout = 1000;

    private readonly NetworkStack _stack;

    public Host(string name, byte[] mac, uint address, uint other, Step[] script, int seed)
    {
        Name = name;
        Other = other;
        Script = new Script(script);
        Link = new CheckedLink(mac);
        _stack = new NetworkStack(Link, new FixedEntropy(seed), new StackOptions { Peers = 2 });

        // A fixed timeout avoids states that differ in nothing else.
        TcpOptions options = new()
        {
            MaxConnections = Connections,
            MaxListeners = 1,
            MaxBacklog = 1,
            FinWait2Entries = 2,
            TimeWaitEntries = 2,
            ReceiveBuffer = BufferSize,
            SendBuffer = BufferSize,
            InitialRto = Timeout,
            MinRto = Timeout,
            MaxRto = Timeout,
            SynRetries = 4,
            SynAckRetries = 3,
            DataRetries = 4,

            // Silent connections do not end, because that would hide connections that nobody closes.
            Server = new TcpConnectionOptions(),
        };
        Tcp = new TcpTransport(_stack, options);
        new IPv4(_stack, new IPv4Options { ArpEntries = 1, ArpLifetime = int.MaxValue }).Configure(new HostAddress(address), 24, HostAddress.Any);
    }

    public string Name { get; }

    /// <summary>The other end's address.</summary>
    public uint Other { get; }

    public CheckedLink Link { get; }

    public TcpTransport Tcp { get; }

    public Script Script { get; }

    /// <summary>Steps of the script that are done.</summary>
    public int StepsDone { get; private set; }

    public TcpListener? Listener { get; set; }

    public TcpConnection? Connection { get; set; }

    /// <summary>Bytes that the application has sent, and received.</summary>
    public int BytesSent { get; set; }

    public int BytesReceived { get; set; }

    /// <summary>When the stack wants to be polled next.</summary>
    public long Due { get; private set; }

    public Step? NextStep => StepsDone < Script.Steps.Length ? Script.Steps[StepsDone] : null;

    public bool CanStep => NextStep != null && NextStep.IsPossible(this);

    public void DoStep(long now)
    {
        NextStep!.Do(this);
        StepsDone++;
        Due = now;
    }

    /// <summary>Whether any part of the connection is left at this end, held by the application or not.</summary>
    public bool HasConnection()
    {
        return Tcp.CountConnections(TcpState.Closed) < Connections || Tcp.CountConnections(TcpState.TimeWait) > 0
            || Tcp.CountConnections(TcpState.FinWait2) > 0
            || Tcp.CountConnections(TcpState.SynReceived) > 0;
    }

    /// <summary>Does the step that was done last once more.</summary>
    public void GoBack()
    {
        StepsDone--;
    }

    public void Poll(long now)
    {
        Due = _stack.Poll(now);
    }

    /// <summary>Whether no slot is taken or lost: all connections can be opened.</summary>
    public bool AllIsReturned()
    {
        if (Tcp.CountConnections(TcpState.Closed) != Connections || Tcp.CountConnections(TcpState.TimeWait) != 0
            || Tcp.CountConnections(TcpState.FinWait2) != 0)
        {
            return false;
        }

        Listener?.Close();

        for (int i = 0; i < Connections; i++)
        {
            if (Tcp.Connect(new HostAddress(Other), Step.Port, Step.ClientPort + i, out _) != SocketError.Success)
            {
                return false;
            }
        }

        return true;
    }
}
