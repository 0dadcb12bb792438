// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Ip;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Fuzz.Traffic;

/// <summary>ARP: requests, answers (to the host's questions, and to none), probes and announcements (RFC 826, RFC 5227).</summary>
internal sealed class ArpTraffic(FuzzHost host, SplitMix64 random) : FuzzTraffic(host, random)
{
    private static readonly byte[] s_noMac = new byte[EthernetHeader.AddressLength];

    private uint _asked;
    private bool _isProbe;

    /// <inheritdoc/>
    public override int Weight => 2;

    /// <inheritdoc/>
    public override IEnumerable<(string Name, int Count)> Counts => CountsOf<ArpCounter>(Host.IP.GetCount);

    /// <inheritdoc/>
    public override void Make(FuzzFrame frame)
    {
        if (_asked != IPv4Address.Any && Random.Chance(0.8))
        {
            Write(frame, ArpPacket.Reply, _asked, FuzzNetwork.OwnMac, Host.Own);
            _asked = IPv4Address.Any;
            return;
        }

        uint sender = (FuzzNetwork.Own & 0xFFFFFF00) + (uint)Random.Below(24);
        switch (Random.Below(8))
        {
            case 0 or 1 or 2:
                Write(frame, ArpPacket.Request, sender, s_noMac, Host.Own);
                break;
            case 3:
                Write(frame, ArpPacket.Reply, sender, FuzzNetwork.OwnMac, Host.Own);
                break;
            case 4:
                Write(frame, ArpPacket.Request, IPv4Address.Any, s_noMac, Random.Chance(0.5) ? Host.Own : sender);
                break;
            case 5:
                Write(frame, ArpPacket.Request, sender, s_noMac, sender);
                break;
            case 6:
                // Somebody else claims the host's address.
                Write(frame, ArpPacket.Request, Host.Own, s_noMac, Random.Chance(0.5) ? Host.Own : sender);
                break;
            default:
                Write(frame, ArpPacket.Reply, FuzzNetwork.Gateway, FuzzNetwork.OwnMac, Host.Own);
                break;
        }
    }

    /// <inheritdoc/>
    public override void Heard(ReadOnlySpan<byte> frame)
    {
        if (frame[EthernetHeader.EtherType + 1] == (EthernetHeader.TypeArp & 0xFF) && frame[EthernetHeader.Length + ArpPacket.Operation + 1] == ArpPacket.Request)
        {
            _isProbe = BinaryPrimitives.ReadUInt32BigEndian(frame[(EthernetHeader.Length + ArpPacket.SenderAddress)..]) == IPv4Address.Any;
            _asked = BinaryPrimitives.ReadUInt32BigEndian(frame[(EthernetHeader.Length + ArpPacket.TargetAddress)..]);
        }
    }

    /// <inheritdoc/>
    public override bool Answer(FuzzFrame frame)
    {
        uint asked = _asked;
        _asked = IPv4Address.Any;
        if (asked == IPv4Address.Any || asked == Host.Own || _isProbe)
        {
            return false;
        }

        Write(frame, ArpPacket.Reply, asked, FuzzNetwork.OwnMac, Host.Own);
        return true;
    }

    private void Write(FuzzFrame frame, int operation, uint sender, byte[] targetMac, uint target)
    {
        byte[] mac = sender == Host.Own ? FuzzNetwork.MacOf(FuzzNetwork.Visitor) : FuzzNetwork.MacOf(sender);
        frame.WriteEthernet(operation == ArpPacket.Request ? FuzzNetwork.BroadcastMac : FuzzNetwork.OwnMac, mac, EthernetHeader.TypeArp);
        frame.Write16(1);
        frame.Write16(EthernetHeader.TypeIPv4);
        frame.Write8(EthernetHeader.AddressLength);
        frame.Write8(4);
        frame.Write16(operation);
        frame.Write(mac);
        frame.Write32(sender);
        frame.Write(targetMac);
        frame.Write32(target);
    }
}
