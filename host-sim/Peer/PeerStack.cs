// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.HostSim.Tap;
using NanoTcp.Ip;
using NanoTcp.Link;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Tcp;
using NanoTcp.Udp;

namespace NanoTcp.HostSim.Peer;

/// <summary>The stack under test with its clock.</summary>
internal sealed class PeerStack
{
    /// <summary>More frames than a TAP interface's queue holds: under a flood commands are not answered later than this.</summary>
    private const int MaxPolls = 4096;

    /// <summary>
    /// Each frame is answered separately, however many have arrived. Scripts expect that. It also helps servers: while a client works on one answer,
    /// the server works on the next, and the received text is still in the processor's cache.
    /// </summary>
    private const int FramesPerPoll = 1;

    /// <summary>
    /// Without offload a sender's two frames come together. They should share one acknowledgment, instead of the second sharing one with the first of
    /// the next two.
    /// </summary>
    private const int WireFramesPerPoll = 8;

    /// <summary>The longest packet, without its header (RFC 791 §3.1). A kernel takes it too.</summary>
    private const int MaxPayload = 65_515;

    private readonly Func<long> _clock;

    public PeerStack(PeerOptions options, EthernetLink link, EntropySource entropy, Func<long> clock)
    {
        _clock = clock;
        StackOptions sizes = new()
        {
            Peers = 256,
            MaxFramesPerPoll = options.Serve && !options.Offload ? WireFramesPerPoll : FramesPerPoll,
        };
        Stack = new NetworkStack(link, entropy, sizes);
        IPv4 = new IPv4(Stack, new IPv4Options { ArpEntries = 256, ArpQueueFrames = 64, MaxGroups = 16, FragmentBuffers = 4, FragmentBufferSize = MaxPayload });
        TcpOptions tcp = new()
        {
            MaxConnections = options.Connections,
            MaxListeners = options.Listeners,
            MaxBacklog = options.Backlog,
            HalfOpenEntries = Math.Max(256, options.Backlog),
            FinWait2Entries = 4096,
            TimeWaitEntries = 4096,
            SackRanges = 8,
            AckEachSegment = true,
            ReceiveBuffer = options.ReceiveBuffer,
            SendBuffer = options.SendBuffer,
        };
        if (!options.Serve)
        {
            // Options as in an operating system: timestamps are on, and no connection is reset for being silent.
            tcp.Timestamps = true;
            tcp.DelayedAck = 30;
            tcp.Client = Defaults;
            tcp.Server = Defaults;
        }

        Tcp = new TcpTransport(Stack, tcp);
        Udp = new UdpTransport(Stack);
        IPv4.Configure(options.Address.Address.ToHostAddress(), options.Address.Length, options.Gateway.ToHostAddress());
    }

    public NetworkStack Stack { get; }

    public IPv4 IPv4 { get; }

    public TcpTransport Tcp { get; }

    public UdpTransport Udp { get; }

    /// <summary>The TAP interface behind the link, if there is one.</summary>
    public TapLink? Tap { get; init; }

    /// <summary>The default options of a socket. Not to be changed.</summary>
    public TcpConnectionOptions Defaults { get; } = new();

    public long Now => _clock();

    /// <summary>When the stack wants to be polled next.</summary>
    public long Due { get; private set; }

    /// <summary>Handles every frame that is readable and sends everything that can be sent now.</summary>
    public void Settle()
    {
        for (int polls = 0; polls < MaxPolls; polls++)
        {
            long now = _clock();
            Due = Stack.Poll(now);
            if (Due > now)
            {
                return;
            }
        }
    }
}
