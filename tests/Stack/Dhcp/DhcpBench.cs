// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Dhcp;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Simulation.Time;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Dhcp;

/// <summary>A DHCP client on a stack, and the test as the servers and hosts of its network, in virtual time.</summary>
internal sealed class DhcpBench
{
    public const uint LeaseSeconds = 3600;

    public static readonly uint Server = Host(1);
    public static readonly uint OtherServer = Host(2);
    public static readonly uint Leased = Host(50);
    public static readonly byte[] OtherMac = [2, 0, 0, 0, 0, 9];

    private readonly Queue<SentMessage> _messages = new();
    private long _due;

    public DhcpBench(Action<DhcpOptions>? configure = null, bool starts = true, int seed = 1, long start = 0, int clockStep = 1)
    {
        Now = start;
        Clock = new SteppedClock(0, clockStep);
        var options = new DhcpOptions();
        configure?.Invoke(options);
        Stack = new NetworkStack(Link, new FixedEntropy(seed), new StackOptions { ClockStep = clockStep });
        Ip = new IPv4(Stack, new IPv4Options());
        Udp = new UdpTransport(Stack);
        Client = new DhcpClient(Udp, Ip, Settings, options);
        if (starts)
        {
            Assert.Equal(SocketError.Success, Client.Start());
        }
    }

    public ScriptedLink Link { get; } = new(Frames.OwnMac);

    public NetworkStack Stack { get; }

    public IPv4 Ip { get; }

    public UdpTransport Udp { get; }

    public NetworkSettings Settings { get; } = new();

    public DhcpClient Client { get; }

    public long Now { get; private set; }

    /// <summary>What stack and client see of the time.</summary>
    public SteppedClock Clock { get; }

    /// <summary>Stations that answer ARP requests.</summary>
    public Dictionary<uint, byte[]> Neighbours { get; } = new() { [Server] = Frames.PeerMac };

    /// <summary>The frames that are no messages of DHCP.</summary>
    public List<byte[]> Others { get; } = [];

    public static uint Host(int last) => IPv4Address.From(192, 168, 7, (byte)last);

    public int Count(DhcpCounter counter) => Client.GetCount(counter);

    /// <summary>A reply arrives, by broadcast if the test does not say otherwise.</summary>
    public void Arrives(Reply reply, uint destination = IPv4Address.Broadcast, uint? source = null) => Arrives(reply.ToBytes(), destination, source);

    public void Arrives(byte[] message, uint destination = IPv4Address.Broadcast, uint? source = null)
    {
        Link.Arrive(Frames.Udp(67, 68, message, source ?? Server, destination));
        Poll();
    }

    public void ArrivesFrame(byte[] frame)
    {
        Link.Arrive(frame);
        Poll();
    }

    /// <summary>Expects a message within ten minutes, and lets the time pass until then.</summary>
    public SentMessage Sends(int type, long within = 600_000)
    {
        long end = Now + within;
        _due = Now;
        while (_messages.Count == 0 && Step(end))
        {
        }

        Assert.True(_messages.TryDequeue(out SentMessage? message), $"nothing was sent, and the state is {Client.State}");
        Assert.Equal(type, message.Type);
        return message;
    }

    /// <summary>Lets time pass.</summary>
    public void Advance(long milliseconds)
    {
        long end = Now + milliseconds;
        _due = Now;
        while (Step(end))
        {
        }
    }

    public void SendsNothingFor(long milliseconds)
    {
        Advance(milliseconds);
        Assert.Empty(_messages);
    }

    public void SendsNothing() => SendsNothingFor(0);

    /// <summary>The clock falls back, as a counter of ticks does that wraps.</summary>
    public void ClockFallsBackTo(long now)
    {
        Now = now;
        Poll();
    }

    /// <summary>Messages that were sent and not expected one by one.</summary>
    public List<SentMessage> TakeMessages()
    {
        List<SentMessage> taken = [.. _messages];
        _messages.Clear();
        return taken;
    }

    /// <summary>Goes to REQUESTING, and returns the REQUEST.</summary>
    public SentMessage Requested(uint? address = null, uint? server = null)
    {
        Arrives(Reply.Offer(Sends(Option.Discover), address, server));
        return Sends(Option.Request);
    }

    /// <summary>Goes to BOUND by way of all states before, and returns the request that was granted.</summary>
    public SentMessage Bound(Action<Reply>? change = null, uint? address = null, uint? server = null)
    {
        SentMessage request = Requested(address, server);
        Arrives(Reply.Ack(request, address, server).But(change ?? (_ => { })));
        Assert.Equal(DhcpState.Checking, Client.State);
        FindsItFree();
        return request;
    }

    /// <summary>Lets the probes pass: nobody has the address.</summary>
    public void FindsItFree()
    {
        Advance(8000);
        Assert.Equal(DhcpState.Bound, Client.State);
        Assert.NotNull(Client.Lease);
    }

    /// <summary>Another station answers the probes.</summary>
    public void FindsItTaken(uint address)
    {
        Advance(3000);
        ArrivesFrame(Frames.Arp(ArpPacket.Reply, OtherMac, address, Frames.OwnMac, 0));
    }

    public void SetCable(bool isPlugged)
    {
        Link.HasCable = isPlugged;
        Advance(100);
    }

    public void Poll()
    {
        _due = Now;
        Step(Now);
    }

    /// <summary>Polls when something is due. False when that is after the end; the time is the end then.</summary>
    private bool Step(long end)
    {
        if (_due > end)
        {
            Now = end;
            return false;
        }

        Now = Math.Max(_due, Now);
        long now = Clock.Read(Now);
        long next = Clock.Awaits(Math.Min(Math.Min(Stack.Poll(now), Client.Poll(now)), Stack.Flush(now)), Now);

        // At once means the next millisecond, so that a client that never rests is seen.
        _due = Collect() ? Now : Math.Max(next, Now + 1);
        return true;
    }

    /// <summary>Takes what was sent, and answers ARP. Returns whether an answer has to be polled.</summary>
    private bool Collect()
    {
        bool answered = false;
        while (Link.Sent.TryDequeue(out byte[]? frame))
        {
            if (frame[23] == IPv4Header.ProtocolUdp && BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(36)) == 67)
            {
                Assert.Equal(0, Frames.UdpChecksum(frame));
                _messages.Enqueue(new SentMessage(frame, Now));
                continue;
            }

            Others.Add(frame);
            uint target = BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(38));
            if (BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(12)) == EthernetHeader.TypeArp && Neighbours.TryGetValue(target, out byte[]? mac))
            {
                Link.Arrive(Frames.Arp(ArpPacket.Reply, mac, target, Frames.OwnMac, BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(28))));
                answered = true;
            }
        }

        return answered;
    }
}
