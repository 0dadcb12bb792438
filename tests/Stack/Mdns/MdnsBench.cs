// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Mdns;
using NanoTcp.Simulation.Time;
using NanoTcp.Tests.Stack.Ip;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Mdns;

/// <summary>A responder at 192.168.7.2/24 that wants the name kitchen, and the test as all the other hosts, in virtual time.</summary>
internal sealed class MdnsBench
{
    public const int Port = 5353;

    /// <summary>The longest time until a name is established, without a conflict: a random time, and three probes.</summary>
    public const int ProbingTime = 1000;

    public static readonly uint Group = IPv4Address.From(224, 0, 0, 251);

    public MdnsBench(string? name = "kitchen", int seed = 1, Action<MdnsOptions>? configure = null, int clockStep = 1)
    {
        Clock = new SteppedClock(0, clockStep);
        Stack = new NetworkStack(Link, new FixedEntropy(seed), new StackOptions { ClockStep = clockStep });
        Udp = new UdpTransport(Stack);
        Ip = new IPv4(Stack, new IPv4Options());
        Ip.Configure(Frames.OwnHost, 24, Frames.PeerHost);
        MdnsOptions options = new() { Name = name };
        configure?.Invoke(options);
        Responder = new MdnsResponder(Udp, Ip, options);
    }

    public ScriptedLink Link { get; } = new(Frames.OwnMac);

    public NetworkStack Stack { get; }

    public UdpTransport Udp { get; }

    public IPv4 Ip { get; }

    public MdnsResponder Responder { get; }

    public long Now { get; private set; } = 1_000_000;

    /// <summary>What stack and responder see of the time.</summary>
    public SteppedClock Clock { get; }

    /// <summary>The messages that were sent and that the test has not looked at.</summary>
    public Queue<MdnsMessage> Sent { get; } = new();

    /// <summary>A responder whose name is established and announced, long ago.</summary>
    public static MdnsBench Established(string? name = "kitchen", Action<MdnsOptions>? configure = null, params MdnsService[] services)
    {
        MdnsBench bench = new(name, configure: configure);
        foreach (MdnsService service in services)
        {
            Assert.True(bench.Responder.Add(service));
        }

        bench.Start();
        bench.Advance(10_000);
        bench.Sent.Clear();
        return bench;
    }

    /// <summary>The same with a web page named Kitchen.</summary>
    public static MdnsBench WithPage(params string[] txt)
    {
        return Established(services: new MdnsService { Instance = "Kitchen", Txt = txt });
    }

    public void Start()
    {
        Assert.Equal(SocketError.Success, Responder.Start());
        Poll();
    }

    public int Count(MdnsCounter counter) => Responder.GetCount(counter);

    /// <summary>A message of another host arrives, for all or for this host.</summary>
    public void Arrives(MdnsMessage message, int host = 1, int port = Port, bool isUnicast = false)
        => Arrives(message.ToBytes(), IpBench.Host(host), port, isUnicast);

    public void Arrives(byte[] message, uint source, int port = Port, bool isUnicast = false)
    {
        Link.Arrive(Frames.Udp(port, Port, message, source, isUnicast ? null : Group));
        Poll();
    }

    /// <summary>Goes on to the next millisecond, and polls nothing.</summary>
    public long Tick() => ++Now;

    /// <summary>Polls once, and answers ARP.</summary>
    public long Poll()
    {
        long now = Clock.Read(Now);
        long next = Stack.Poll(now);
        next = Math.Min(next, Responder.Poll(now));
        next = Clock.Awaits(Math.Min(next, Stack.Flush(now)), Now);
        bool asked = false;
        while (Link.Sent.TryDequeue(out byte[]? frame))
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(12)) == EthernetHeader.TypeArp)
            {
                asked |= AnswersArp(frame);
            }
            else if (frame[23] == IPv4Header.ProtocolUdp)
            {
                Sent.Enqueue(MdnsMessage.Read(frame, Now));
            }
        }

        return asked ? Poll() : next;
    }

    /// <summary>Lets time pass, polling as often as the stack and the responder want.</summary>
    public void Advance(long milliseconds)
    {
        long end = Now + milliseconds;
        for (long next = Poll(); next <= end; next = Poll())
        {
            Now = Math.Max(next, Now);
        }

        Now = end;
        Poll();
    }

    /// <summary>Lets time pass until a message is sent, and returns it.</summary>
    public MdnsMessage SendsWithin(long milliseconds)
    {
        long end = Now + milliseconds;
        for (long next = Poll(); Sent.Count == 0 && next <= end; next = Poll())
        {
            Now = Math.Max(next, Now);
        }

        Assert.True(Sent.Count > 0, $"nothing was sent within {milliseconds} ms");
        return Sent.Dequeue();
    }

    /// <summary>Expects a message now.</summary>
    public MdnsMessage Sends() => SendsWithin(0);

    /// <summary>Expects a response to all now, with these answers.</summary>
    public void Answers(params string[] answers)
    {
        MdnsMessage message = Sends();
        Assert.True(message.IsMulticast);
        Assert.Equal(answers, message.Answers);
    }

    public void SendsNothing() => Assert.Empty(Sent.Select(message => string.Join(", ", message.Questions.Concat(message.Answers))));

    /// <summary>Expects nothing for a time.</summary>
    public void SendsNothingFor(long milliseconds)
    {
        Advance(milliseconds);
        SendsNothing();
    }

    /// <summary>Polls until the first probe is sent.</summary>
    public MdnsMessage FirstProbe()
    {
        MdnsMessage probe = SendsWithin(250);
        Assert.False(probe.IsResponse);
        return probe;
    }

    private bool AnswersArp(byte[] frame)
    {
        uint target = BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(14 + ArpPacket.TargetAddress));
        uint sender = BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(14 + ArpPacket.SenderAddress));
        if (frame[14 + ArpPacket.Operation + 1] != ArpPacket.Request || target == sender || sender == 0)
        {
            return false;
        }

        Link.Arrive(Frames.Arp(ArpPacket.Reply, IpBench.Mac((int)(target & 0xFF)), target, Frames.OwnMac, sender));
        return true;
    }
}
