// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Dhcp;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Dhcp;

/// <summary>A stack without an address and an AutoIP client on it, and the test as all the other stations, in virtual time.</summary>
internal sealed class AutoIpBench
{
    private static readonly byte[] s_otherMac = [2, 0, 0, 0, 0, 9];

    private readonly byte[] _mac;

    public AutoIpBench(byte[]? mac = null)
    {
        _mac = mac ?? Frames.OwnMac;
        Link = new ScriptedLink(_mac);
        Stack = new NetworkStack(Link, new FixedEntropy(), new StackOptions());
        Ip = new IPv4(Stack, new IPv4Options());
        Auto = new AutoIp(Ip);
        Stack.Poll(0);
    }

    public ScriptedLink Link { get; }

    public NetworkStack Stack { get; }

    public IPv4 Ip { get; }

    public AutoIp Auto { get; }

    public long Now { get; private set; }

    /// <summary>The address that it tries or has, as a number.</summary>
    public uint Address
    {
        get
        {
            byte[] bytes = new byte[4];
            Auto.Address.CopyTo(bytes, 0);
            return BinaryPrimitives.ReadUInt32BigEndian(bytes);
        }
    }

    /// <summary>A bench whose client has an address, past its announcements.</summary>
    public static AutoIpBench Settled()
    {
        var bench = new AutoIpBench();
        bench.Auto.Start();
        bench.Advance(20_000);
        Assert.True(bench.Auto.IsConfigured);
        bench.Link.Sent.Clear();
        return bench;
    }

    public int Count(AutoIpCounter counter) => Auto.GetCount(counter);

    public void Arrives(byte[] frame)
    {
        Link.Arrive(frame);
        Poll();
    }

    /// <summary>Another station announces that it has an address.</summary>
    public void Claims(uint address) => Arrives(Frames.Arp(ArpPacket.Request, s_otherMac, address, new byte[6], address));

    /// <summary>Expects a probe for an address.</summary>
    public void SendsProbe(uint address) => Sends(IPv4Address.Any, address);

    /// <summary>Expects an announcement of an address.</summary>
    public void SendsAnnouncement(uint address) => Sends(address, address);

    /// <summary>Lets time pass, polling as often as stack and client want.</summary>
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

    /// <summary>Lets time pass until so many frames have been sent.</summary>
    public void AdvanceToSent(int number)
    {
        for (int i = 0; Link.Sent.Count < number; i++)
        {
            Assert.InRange(i, 0, 100_000);
            Advance(1);
        }
    }

    /// <summary>Stations take each address that it tries, until it has tried so many.</summary>
    public void Refuse(int addresses)
    {
        for (int i = 0; i < addresses; i++)
        {
            AdvanceToSent(1);
            Link.Sent.Clear();
            Claims(Address);
        }
    }

    private void Sends(uint sender, uint target)
    {
        Assert.True(Link.Sent.TryDequeue(out byte[]? frame), "nothing was sent");
        Assert.Equal(Convert.ToHexString(Frames.Arp(ArpPacket.Request, _mac, sender, new byte[6], target)), Convert.ToHexString(frame));
    }

    private long Poll()
    {
        long next = Stack.Poll(Now);
        next = Math.Min(Auto.Poll(Now), next);
        return Math.Min(Stack.Flush(Now), next);
    }
}
