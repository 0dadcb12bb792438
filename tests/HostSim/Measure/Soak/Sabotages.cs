// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Link;
using NanoTcp.Measure.Occupation;
using NanoTcp.Measure.Segments;
using NanoTcp.Measure.Soak;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Measure.Soak;

/// <summary>Stacks and applications that break one rule each.</summary>
internal static class Sabotages
{
    internal sealed class SpoilsReceivedText : SegmentSabotage
    {
        protected override bool ChangesReceived(in TcpSegment segment, Span<byte> tcp)
        {
            tcp[^1] ^= (byte)(segment.Length > 0 ? 1 : 0);
            return segment.Length > 0;
        }
    }

    internal sealed class SpoilsSentText : SegmentSabotage
    {
        protected override bool ChangesSent(in TcpSegment segment, Span<byte> tcp)
        {
            tcp[^1] ^= (byte)(segment.Length > 0 ? 1 : 0);
            return segment.Length > 0;
        }
    }

    internal sealed class TakesClockForExact : Sabotage
    {
        public override void Starts(SoakHost host)
        {
            // Its timers end up to a step early.
            host.Plan.Stack.ClockStep = 1;
        }
    }

    internal sealed class KeepsVisitorsOut : Sabotage
    {
        public override void Crowds(OccupationWorld world)
        {
            world.Visitors.Cable.SetLink(false);
        }
    }

    internal sealed class SendsFinEarly : SegmentSabotage
    {
        protected override bool ChangesSent(in TcpSegment segment, Span<byte> tcp)
        {
            tcp[TcpHeader.Flags] |= segment.Length > 0 ? (byte)TcpHeader.Fin : (byte)0;
            return segment.Length > 0;
        }
    }

    internal sealed class ReceivesFinEarly : SegmentSabotage
    {
        protected override bool ChangesReceived(in TcpSegment segment, Span<byte> tcp)
        {
            tcp[TcpHeader.Flags] |= segment.Length > 0 ? (byte)TcpHeader.Fin : (byte)0;
            return segment.Length > 0;
        }
    }

    internal sealed class ReceivesReset : SegmentSabotage
    {
        protected override bool ChangesReceived(in TcpSegment segment, Span<byte> tcp)
        {
            tcp[TcpHeader.Flags] |= segment.Length > 0 ? (byte)TcpHeader.Rst : (byte)0;
            return segment.Length > 0;
        }
    }

    internal sealed class KeepsConnections : Sabotage
    {
        public override bool Forgets(SoakFlow flow) => flow.State == TcpState.Established;
    }

    internal sealed class KeepsEndedConnections : Sabotage
    {
        public override bool Forgets(SoakFlow flow) => flow.State is TcpState.TimeWait or TcpState.Closed;
    }

    internal sealed class TakesWindowBack : SegmentSabotage
    {
        private int _sent;

        protected override bool ChangesSent(in TcpSegment segment, Span<byte> tcp)
        {
            if (segment.Has(TcpHeader.Syn | TcpHeader.Rst) || ++_sent % 4 != 0)
            {
                return false;
            }

            BinaryPrimitives.WriteUInt16BigEndian(tcp[TcpHeader.Window..], (ushort)(segment.Window / 2));
            return true;
        }
    }

    internal sealed class IgnoresWindow : SegmentSabotage
    {
        protected override bool ChangesReceived(in TcpSegment segment, Span<byte> tcp)
        {
            BinaryPrimitives.WriteUInt16BigEndian(tcp[TcpHeader.Window..], ushort.MaxValue);
            return true;
        }
    }

    internal sealed class LeavesGap : SegmentSabotage
    {
        protected override bool ChangesSent(in TcpSegment segment, Span<byte> tcp)
        {
            bool isOrdinary = !segment.Has(TcpHeader.Syn | TcpHeader.Rst);
            Add(tcp[TcpHeader.SequenceNumber..], isOrdinary ? 1u << 16 : 0);
            return isOrdinary;
        }
    }

    internal sealed class AcknowledgesTooMuch : SegmentSabotage
    {
        protected override bool ChangesSent(in TcpSegment segment, Span<byte> tcp)
        {
            bool isOrdinary = !segment.Has(TcpHeader.Syn | TcpHeader.Rst);
            Add(tcp[TcpHeader.AcknowledgmentNumber..], isOrdinary ? 1u : 0);
            return isOrdinary;
        }
    }

    internal sealed class AcknowledgesTooLittle : SegmentSabotage
    {
        private int _sent;

        protected override bool ChangesSent(in TcpSegment segment, Span<byte> tcp)
        {
            bool isChosen = !segment.Has(TcpHeader.Syn | TcpHeader.Rst) && ++_sent % 4 == 0;
            Add(tcp[TcpHeader.AcknowledgmentNumber..], isChosen ? uint.MaxValue : 0);
            return isChosen;
        }
    }

    internal sealed class AcknowledgesTooMuchSelectively : SegmentSabotage
    {
        protected override bool ChangesSent(in TcpSegment segment, Span<byte> tcp)
        {
            return AddToOption(segment, tcp, TcpHeader.OptionSack, 6, 1 << 16);
        }
    }

    internal sealed class EchoesWrongTimestamp : SegmentSabotage
    {
        protected override bool ChangesSent(in TcpSegment segment, Span<byte> tcp)
        {
            return !segment.Has(TcpHeader.Syn) && AddToOption(segment, tcp, TcpHeader.OptionTimestamps, 6, 1 << 30);
        }
    }

    internal sealed class ShiftsUrgentPointer : SegmentSabotage
    {
        protected override bool ChangesSent(in TcpSegment segment, Span<byte> tcp)
        {
            BinaryPrimitives.WriteUInt16BigEndian(tcp[TcpHeader.UrgentPointer..], segment.Has(TcpHeader.Urg) ? (ushort)40_000 : (ushort)0);
            return segment.Has(TcpHeader.Urg);
        }
    }

    /// <summary>Both ends ask for small segments, but each reads in the other's SYN that it takes large ones.</summary>
    internal sealed class IgnoresSegmentSize : SegmentSabotage
    {
        protected override bool ChangesSent(in TcpSegment segment, Span<byte> tcp)
        {
            return SetMss(segment, tcp, 100);
        }

        protected override bool ChangesReceived(in TcpSegment segment, Span<byte> tcp)
        {
            return SetMss(segment, tcp, 1460);
        }

        private static bool SetMss(in TcpSegment segment, Span<byte> tcp, ushort size)
        {
            if (segment.Mss < 0 || tcp[TcpHeader.MinLength] != TcpHeader.OptionMss)
            {
                return false;
            }

            BinaryPrimitives.WriteUInt16BigEndian(tcp[(TcpHeader.MinLength + 2)..], size);
            return true;
        }
    }

    /// <summary>Answers an RST with an RST.</summary>
    internal sealed class AnswersReset : SegmentSabotage
    {
        private bool _isAnswering;

        protected override bool ChangesSent(in TcpSegment segment, Span<byte> tcp)
        {
            tcp[TcpHeader.Flags] = _isAnswering ? (byte)TcpHeader.Rst : tcp[TcpHeader.Flags];
            return _isAnswering;
        }

        protected override bool ChangesReceived(in TcpSegment segment, Span<byte> tcp)
        {
            _isAnswering = segment.Has(TcpHeader.Rst);
            if (_isAnswering)
            {
                tcp[TcpHeader.Flags] = TcpHeader.Ack;
                Add(tcp[TcpHeader.SequenceNumber..], 1u << 30);
            }

            return _isAnswering;
        }
    }

    internal sealed class SpoilsChecksum : Sabotage
    {
        public override bool Sends(SoakHost host, FrameBuffer frame)
        {
            frame.Data[frame.Offset + frame.Length - 1] ^= 1;
            return true;
        }
    }

    internal sealed class SendsChecksumOfOnes : Sabotage
    {
        public override bool Sends(SoakHost host, FrameBuffer frame)
        {
            Span<byte> packet = frame.Data.AsSpan(frame.Offset + EthernetHeader.Length);
            if (packet[0] == 0x45)
            {
                // The identification, which is 0, takes what is missing.
                packet[10..12].CopyTo(packet[4..6]);
                packet[10..12].Fill(0xFF);
            }

            return true;
        }
    }

    internal sealed class SendsFromNowhere : SegmentSabotage
    {
        protected override bool ChangesSent(in TcpSegment segment, Span<byte> tcp)
        {
            bool isOrdinary = !segment.Has(TcpHeader.Syn | TcpHeader.Rst);
            tcp[0] ^= isOrdinary ? (byte)0x80 : (byte)0;
            return isOrdinary;
        }
    }

    internal sealed class Allocates : Sabotage
    {
        public byte[] Allocated { get; private set; } = [];

        public override void Polls(SoakHost host) => Allocated = new byte[1];
    }

    internal sealed class AnnouncesLate : Sabotage
    {
        public override long Announces(SoakHost host, long due) => due < long.MaxValue ? due + 100 : due;
    }

    internal sealed class NeverRests : Sabotage
    {
        public override long Announces(SoakHost host, long due) => host.World.Now;
    }

    internal sealed class TakesNoText : Sabotage
    {
        public override void Receives(SoakHost host, FrameBuffer frame)
        {
            // Before that the network is to blame. Most connections would have ended by then.
            if (host.World.IsHealed && TcpSegment.Read(frame.Data, frame.Offset, frame.Length, out TcpSegment segment) == FrameKind.Segment && segment.Length > 0)
            {
                frame.Data[segment.Text] ^= 1;
            }
        }
    }

    internal sealed class Throws : Sabotage
    {
        public override void Polls(SoakHost host) => throw new InvalidOperationException("on purpose");
    }
}
