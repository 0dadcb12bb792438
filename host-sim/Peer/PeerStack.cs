// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Ip;
using NanoTcp.Link;
using NanoTcp.Tcp;

namespace NanoTcp.HostSim.Peer;

/// <summary>The stack under test with its clock.</summary>
internal sealed class PeerStack
{
    /// <summary>
    /// More polls in a row than a TAP interface's queue can keep busy: under a flood commands are not answered later than this.
    /// </summary>
    private const int MaxPolls = 64;

    /// <summary>
    /// A server answers what it has before it takes more: while the client works on one answer it works on the next, and what it has
    /// received is still in the processor's cache.
    /// </summary>
    private const int ServerFramesPerPoll = 1;

    private const int FramesPerPoll = 64;

    private readonly Func<long> _clock;

    public PeerStack(PeerOptions options, EthernetLink link, EntropySource entropy, Func<long> clock)
    {
        _clock = clock;
        Ip = new NetworkStack(link, entropy, new StackOptions { ArpEntries = 256, ArpQueueFrames = 64, Peers = 256, MaxFramesPerPoll = options.Serve ? ServerFramesPerPoll : FramesPerPoll });
        Tcp = new TcpTransport(Ip, new TcpOptions
        {
            MaxConnections = options.Connections,
            MaxListeners = options.Listeners,
            MaxBacklog = options.Backlog,
            TimeWaitEntries = 4096,
            ReceiveBuffer = options.ReceiveBuffer,
            SendBuffer = options.SendBuffer,
        });
        Ip.Configure(options.Address.Address, options.Address.Length, options.Gateway);
    }

    public NetworkStack Ip { get; }

    public TcpTransport Tcp { get; }

    public long Now => _clock();

    /// <summary>When the stack wants to be polled next.</summary>
    public long Due { get; private set; }

    /// <summary>Handles every frame that is readable and sends everything that can be sent now.</summary>
    public void Settle()
    {
        for (int polls = 0; polls < MaxPolls; polls++)
        {
            long now = _clock();
            Due = Ip.Poll(now);
            if (Due > now)
            {
                return;
            }
        }
    }
}
