// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using Mono.Cecil;
using Mono.Cecil.Cil;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Tcp;
using NanoTcp.Tests.Architecture;
using NanoTcp.Tests.Stack.Ip;
using NanoTcp.Tests.Stack.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Host;

/// <summary>Packets of several protocols are made up in one frame: whoever writes claims it, and nobody relies on what another has overwritten.</summary>
public sealed class TransmitFrameTests
{
    private readonly TcpBench _bench = new();

    [Fact]
    public void Who_claims_the_frame_takes_it_from_who_wrote_last()
    {
        Datagrams one = new(_bench.Stack, 17);
        Datagrams other = new(_bench.Stack, 136);
        Assert.Null(one.Frame);

        Assert.Same(_bench.Stack.Claim(one), one.Frame);
        Assert.Same(_bench.Stack.Claim(other), other.Frame);

        Assert.Null(one.Frame);
    }

    [Fact]
    public void A_claim_forgets_the_headers_in_front_unless_they_are_the_claimers_own()
    {
        TransmitFrame frame = _bench.Stack.Claim(_bench.Ip);
        frame.HeaderKey = 1;
        Assert.Equal(1, _bench.Stack.Claim(_bench.Ip).HeaderKey);

        _bench.Stack.Claim(new Datagrams(_bench.Stack, 17));

        Assert.Equal(0, frame.HeaderKey);
    }

    [Fact]
    public void A_segment_has_all_of_its_header_whatever_was_sent_before_it()
    {
        TcpConnection connection = _bench.Established();
        Datagrams datagrams = new(_bench.Stack, 17);
        Action[] others =
        [
            () => { },
            () => _bench.Link.Arrive(IpBench.Ping(Frames.Peer, new byte[100])),
            () => _bench.Link.Arrive(Frames.Arp(ArpPacket.Request, Frames.PeerMac, Frames.Peer, new byte[6], Frames.Own)),
            () => _bench.Link.Arrive(Frames.IPv4(17, [0xAA, 0xBB, 0xCC, 0xDD, 0, 0, 0, 0])),
            () => _bench.Queue(Segment.Parse("SYN from=7 to=9 seq=1")),
        ];

        uint sequence = 301;
        for (int i = 0; i < others.Length * others.Length; i++)
        {
            others[i % others.Length]();
            others[i / others.Length]();
            _bench.Write(connection, 10);
            _bench.Poll();
            _bench.Poll();

            byte[] segment = Assert.Single(SegmentsOf(connection));
            Assert.Equal(0, Frames.InternetChecksum(segment.AsSpan(14, 20)));
            Assert.Equal(0, SegmentSum(segment));
            Assert.Equal(0x50, segment[46]);
            Assert.Equal(0, BinaryPrimitives.ReadUInt16BigEndian(segment.AsSpan(52)));
            _bench.Arrives($"ACK seq=101 ack={sequence += 10} win=4096");
        }

        Assert.Equal(2 * others.Length, datagrams.Sent);

        byte[][] SegmentsOf(TcpConnection of)
        {
            byte[][] sent = [.. _bench.Link.Sent.Where(frame => frame[12] == 8 && frame[13] == 0 && frame[23] == IPv4Header.ProtocolTcp && BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(36)) == of.RemotePort)];
            _bench.Link.Sent.Clear();
            return sent;
        }
    }

    [Fact]
    public void The_pointer_of_urgent_text_is_in_no_segment_after_it()
    {
        TcpConnection urgent = _bench.Established();
        Assert.Equal(3, urgent.SendUrgent([1, 2, 3], 0, 3, out _));
        _bench.Poll();
        Assert.Equal(2, BinaryPrimitives.ReadUInt16BigEndian(_bench.Link.Sent.Dequeue().AsSpan(52)));
        _bench.Arrives("ACK seq=101 ack=304 win=4096");
        _bench.Write(urgent, 5);
        _bench.Poll();

        byte[] next = _bench.Link.Sent.Dequeue();
        Assert.Equal(0, BinaryPrimitives.ReadUInt16BigEndian(next.AsSpan(52)));
        Assert.Equal(0, SegmentSum(next));
    }

    [Fact]
    public void Only_a_claim_hands_the_frame_out()
    {
        using ModuleDefinition module = DeviceAssembly.Read("NanoTcp");
        TypeDefinition[] types = [.. module.GetTypes()];
        string frame = typeof(TransmitFrame).FullName!;

        Assert.Equal(
            ["FrameWriter.Frame", "NetworkStack._transmitFrame"],
            types.SelectMany(type => type.Fields).Where(field => field.FieldType.FullName == frame).Select(field => $"{field.DeclaringType.Name}.{field.Name}").Order());
        Assert.Equal([".ctor", "Claim", "ForgetHeader"], MethodsWith(types, "_transmitFrame", _ => true));
        Assert.Equal(["Claim"], MethodsWith(types, nameof(FrameWriter.Frame), code => code == Code.Stfld));
    }

    private static string[] MethodsWith(IEnumerable<TypeDefinition> types, string field, Func<Code, bool> uses)
    {
        return [.. types.SelectMany(type => type.Methods).Where(method => method.HasBody && method.Body.Instructions
            .Any(instruction => uses(instruction.OpCode.Code) && instruction.Operand is FieldReference used && used.Name == field && used.FieldType.Name == nameof(TransmitFrame)))
            .Select(method => method.Name).Distinct().Order(StringComparer.Ordinal)];
    }

    // Of the pseudo header and the segment.
    private static int SegmentSum(byte[] frame)
    {
        int length = BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(16)) - 20;
        byte[] summed = [.. frame[26..34], 0, IPv4Header.ProtocolTcp, (byte)(length >> 8), (byte)length, .. frame[34..(34 + length)]];
        return Frames.InternetChecksum(summed);
    }

    /// <summary>A transport of the smallest kind: it sends what it gets back, without knowing what anybody else does.</summary>
    private sealed class Datagrams : Transport
    {
        private readonly NetworkStack _stack;

        public Datagrams(NetworkStack stack, int protocol)
            : base(protocol)
        {
            _stack = stack;
            stack.Register(this);
        }

        public int Sent { get; private set; }

        internal override void Receive(FrameBuffer frame, int offset, int length, Peer source)
        {
            TransmitFrame answer = _stack.Claim(this);
            Array.Copy(frame.Data, offset, answer.Data, TransmitFrame.PayloadOffset, length);
            if (_stack.Send(answer, source, Protocol, length))
            {
                Sent++;
            }
        }

        internal override long Poll(long now) => long.MaxValue;

        internal override void SendQueued()
        {
        }

        internal override void PeerUnreachable(Peer peer)
        {
        }

        internal override void ErrorArrives(Peer peer, PathError error, int maxPayload, byte[] data, int offset)
        {
        }

        internal override void AddressChanging()
        {
        }
    }
}
