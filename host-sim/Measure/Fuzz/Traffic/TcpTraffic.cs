// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Fuzz.Traffic;

/// <summary>TCP clients of the web server, each with the state of its connection: handshake, requests, acknowledgments, ends (RFC 9293).</summary>
internal sealed class TcpTraffic(FuzzHost host, SplitMix64 random) : FuzzTraffic(host, random)
{
    private const int Flows = 12;
    private const int FirstPort = 20_000;

    private readonly HttpText _text = new(random);
    private readonly TcpFlow[] _flows = [.. Enumerable.Range(0, Flows).Select(index => new TcpFlow(FirstPort + index))];

    /// <inheritdoc/>
    public override int Weight => 10;

    /// <inheritdoc/>
    public override IEnumerable<(string Name, int Count)> Counts => CountsOf<TcpCounter>(Host.Tcp.GetCount);

    /// <inheritdoc/>
    public override void Make(FuzzFrame frame)
    {
        TcpFlow flow = _flows[Random.Below(Flows)];
        if (!flow.IsOpen)
        {
            Open(frame, flow);
            return;
        }

        switch (Random.Below(16))
        {
            case < 6:
                WriteText(frame, flow, 0);
                break;
            case < 10:
                Write(frame, flow, TcpHeader.Ack, flow.Next);
                break;
            case 10:
                // A hole in front of it: it is kept, and acknowledged selectively.
                WriteText(frame, flow, 1 + Random.Below(600));
                break;
            case 11:
                WriteText(frame, flow, -1 - Random.Below(300));
                break;
            case 12:
                Write(frame, flow, TcpHeader.Ack | TcpHeader.Fin, flow.Next);
                flow.Next++;
                break;
            case 13:
                Write(frame, flow, Random.Chance(0.3) ? TcpHeader.Rst : TcpHeader.Rst | TcpHeader.Ack, flow.Next);
                flow.IsOpen = Random.Chance(0.5);
                break;
            case 14:
                Open(frame, flow);
                break;
            default:
                Write(frame, flow, Random.Below(64), flow.Next + (uint)Random.Below(4) - 1);
                break;
        }
    }

    /// <inheritdoc/>
    public override void Heard(ReadOnlySpan<byte> frame)
    {
        int tcp = EthernetHeader.Length + IPv4Header.MinLength;
        if (frame.Length < tcp + TcpHeader.MinLength || frame[EthernetHeader.EtherType + 1] != 0 || frame[EthernetHeader.Length + IPv4Header.Protocol] != IPv4Header.ProtocolTcp)
        {
            return;
        }

        ReadOnlySpan<byte> segment = frame[tcp..];
        int index = BinaryPrimitives.ReadUInt16BigEndian(segment[TcpHeader.DestinationPort..]) - FirstPort;
        if ((uint)index >= Flows || BinaryPrimitives.ReadUInt32BigEndian(frame[(EthernetHeader.Length + IPv4Header.Destination)..]) != _flows[index].Address)
        {
            return;
        }

        TcpFlow flow = _flows[index];
        int flags = segment[TcpHeader.Flags];
        uint sequence = BinaryPrimitives.ReadUInt32BigEndian(segment[TcpHeader.SequenceNumber..]);
        int text = segment.Length - (segment[TcpHeader.DataOffset] >> 4) * 4;
        if ((flags & TcpHeader.Rst) != 0)
        {
            flow.IsOpen = false;
        }
        else if ((flags & TcpHeader.Syn) != 0)
        {
            flow.IsOpen = true;
            flow.Acknowledgment = sequence + 1;
            flow.Next = BinaryPrimitives.ReadUInt32BigEndian(segment[TcpHeader.AcknowledgmentNumber..]);
        }
        else if (sequence == flow.Acknowledgment)
        {
            flow.Acknowledgment += (uint)(text + ((flags & TcpHeader.Fin) != 0 ? 1 : 0));
        }

        flow.HeardTimestamp(segment[..((segment[TcpHeader.DataOffset] >> 4) * 4)]);
    }

    private void Open(FuzzFrame frame, TcpFlow flow)
    {
        flow.Begin(FuzzNetwork.PickSource(Random), Random);
        Write(frame, flow, TcpHeader.Syn, flow.Next++);
    }

    private void WriteText(FuzzFrame frame, TcpFlow flow, int ahead)
    {
        Write(frame, flow, TcpHeader.Ack | (Random.Chance(0.5) ? TcpHeader.Psh : 0), flow.Next + (uint)ahead);
        int before = frame.Length;
        if (Random.Chance(0.9))
        {
            _text.Write(frame, flow);
        }
        else
        {
            WriteContent(frame, 1 + Random.Below(1000));
        }

        flow.Next += ahead == 0 ? (uint)(frame.Length - before) : 0;
    }

    private void Write(FuzzFrame frame, TcpFlow flow, int flags, uint sequence)
    {
        frame.WriteEthernet(FuzzNetwork.OwnMac, FuzzNetwork.MacOf(flow.Address), EthernetHeader.TypeIPv4);
        frame.WriteIPv4(IPv4Header.ProtocolTcp, flow.Address, Host.Own, Random.Below(65536));
        int start = frame.Length;
        frame.Write16(flow.Port);
        frame.Write16(Random.Chance(0.98) ? FuzzHost.HttpPort : 81);
        frame.Write32(sequence);
        frame.Write32((flags & TcpHeader.Ack) != 0 ? flow.Acknowledgment - (Random.Chance(0.1) ? (uint)Random.Below(200) : 0) : 0);
        frame.Write8(0);
        frame.Write8(flags);
        frame.Write16(Random.Below(10) switch { 0 => 0, 1 => 1 + Random.Below(100), _ => 8192 });
        frame.Write16(0);
        frame.Write16((flags & TcpHeader.Urg) != 0 ? Random.Below(2000) : 0);
        flow.WriteOptions(frame, (flags & TcpHeader.Syn) != 0, Random);
        frame.Data[start + TcpHeader.DataOffset] = (byte)((frame.Length - start) / 4 << 4);
    }
}
