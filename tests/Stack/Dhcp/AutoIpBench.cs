// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Dhcp;
using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Dhcp;

/// <summary>An AutoIP client on a stack.</summary>
internal sealed class AutoIpBench : ServiceBench
{
    private static readonly byte[] s_otherMac = [2, 0, 0, 0, 0, 9];

    private readonly byte[] _mac;

    public AutoIpBench(byte[]? mac = null, int clockStep = 1)
        : base(mac ?? Frames.OwnMac, clockStep: clockStep)
    {
        _mac = mac ?? Frames.OwnMac;
        Auto = new AutoIp(Ip);
    }

    public AutoIp Auto { get; }

    protected override NetworkService Service => Auto;

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

    /// <summary>Another station announces that it has an address.</summary>
    public void Claims(uint address) => Arrives(Frames.Arp(ArpPacket.Request, s_otherMac, address, new byte[6], address));

    /// <summary>Expects a probe for an address.</summary>
    public void SendsProbe(uint address) => Sends(IPv4Address.Any, address);

    /// <summary>Expects an announcement of an address.</summary>
    public void SendsAnnouncement(uint address) => Sends(address, address);

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
}
