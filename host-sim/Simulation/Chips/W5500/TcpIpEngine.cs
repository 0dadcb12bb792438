// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Simulation.Chips.W5500;

/// <summary>
/// The part of the hard-wired TCP/IP that can disturb a stack on MACRAW. With an address in SIPR the chip itself answers ARP and ping; data sheet
/// 4.1, SIPR and MR.PB.
/// </summary>
internal sealed class TcpIpEngine(EthernetLink medium, RegisterBlock common, W5500Counters counters)
{
    private const int Arp = EthernetHeader.Length;
    private const int ArpOperation = Arp + 6;
    private const int ArpSender = Arp + 8;
    private const int ArpSenderIP = Arp + 14;
    private const int ArpTarget = Arp + 18;
    private const int ArpTargetIP = Arp + 24;
    private const int IP = EthernetHeader.Length;
    private const int IPProtocol = IP + 9;
    private const int IPSource = IP + 12;
    private const int IPDestination = IP + 16;
    private const int ProtocolIcmp = 1;
    private const int EchoRequest = 8;

    private readonly FrameBuffer _answer = new(EthernetHeader.MaxFrame);

    private bool HasAddress =>
        (common[CommonRegister.SourceIP] | common[CommonRegister.SourceIP + 1]
            | common[CommonRegister.SourceIP + 2] | common[CommonRegister.SourceIP + 3]) != 0;

    public void OnFrame(ReadOnlySpan<byte> frame)
    {
        if (!HasAddress)
        {
            return;
        }

        int type = (frame[EthernetHeader.EtherType] << 8) | frame[EthernetHeader.EtherType + 1];
        if (type == EthernetHeader.TypeArp)
        {
            OnArp(frame);
        }
        else if (type == EthernetHeader.TypeIPv4)
        {
            OnIPv4(frame);
        }
    }

    private void OnArp(ReadOnlySpan<byte> frame)
    {
        if (IsOwn(frame, ArpSenderIP, CommonRegister.SourceIP, 4))
        {
            common[CommonRegister.Interrupt] |= CommonRegister.InterruptConflict;
        }

        if (frame[ArpOperation + 1] != 1 || !IsOwn(frame, ArpTargetIP, CommonRegister.SourceIP, 4))
        {
            return;
        }

        Span<byte> answer = Begin(frame);
        answer[ArpOperation + 1] = 2;
        frame.Slice(ArpSender, 10).CopyTo(answer[ArpTarget..]);
        PutOwn(answer, ArpSender, CommonRegister.HardwareAddress, 6);
        PutOwn(answer, ArpSenderIP, CommonRegister.SourceIP, 4);
        Send();
    }

    private void OnIPv4(ReadOnlySpan<byte> frame)
    {
        int icmp = IP + ((frame[IP] & 15) * 4);
        if ((common[CommonRegister.Mode] & CommonRegister.ModePingBlock) != 0
            || frame[IPProtocol] != ProtocolIcmp || icmp + 4 > frame.Length || frame[icmp] != EchoRequest
            || !IsOwn(frame, IPDestination, CommonRegister.SourceIP, 4)
            || !IsOwn(frame, EthernetHeader.Destination, CommonRegister.HardwareAddress, 6))
        {
            return;
        }

        Span<byte> answer = Begin(frame);
        frame.Slice(IPSource, 4).CopyTo(answer[IPDestination..]);
        PutOwn(answer, IPSource, CommonRegister.SourceIP, 4);

        // The type changes from 8 to 0. The ones' complement sum falls by 0x0800, and its complement rises by as much.
        answer[icmp] = 0;
        int sum = ((answer[icmp + 2] << 8) | answer[icmp + 3]) + (EchoRequest << 8);
        sum = (sum & 0xFFFF) + (sum >> 16);
        answer[icmp + 2] = (byte)(sum >> 8);
        answer[icmp + 3] = (byte)sum;
        Send();
    }

    private bool IsOwn(ReadOnlySpan<byte> frame, int offset, int register, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (frame[offset + i] != common[register + i])
            {
                return false;
            }
        }

        return true;
    }

    private void PutOwn(Span<byte> frame, int offset, int register, int count)
    {
        for (int i = 0; i < count; i++)
        {
            frame[offset + i] = common[register + i];
        }
    }

    /// <summary>A copy of the request, back to its sender.</summary>
    private Span<byte> Begin(ReadOnlySpan<byte> frame)
    {
        _answer.Offset = FrameBuffer.HeadRoom;
        _answer.Length = frame.Length;
        Span<byte> answer = _answer.Data.AsSpan(_answer.Offset, frame.Length);
        frame.CopyTo(answer);
        frame.Slice(EthernetHeader.Source, 6).CopyTo(answer);
        PutOwn(answer, EthernetHeader.Source, CommonRegister.HardwareAddress, 6);
        return answer;
    }

    private void Send()
    {
        if (medium.Transmit(_answer))
        {
            counters.EngineAnswers++;
        }
    }
}
