// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary><see cref="TcpOptions.TrustsEthernetForText"/>: only the text of an expected segment is taken without its checksum.</summary>
public class TrustTests
{
    private const int Text = 20;

    // The first text of a flow is expected, too.
    private const int First = 1;
    private const int SourceMac = 6;
    private const int Type = 12;
    private const int SegmentStart = EthernetHeader.Length + IPv4Header.MinLength;
    private const int TextStart = SegmentStart + TcpHeader.MinLength;
    private const int PushBit = (SegmentStart + TcpHeader.Flags) * 8 + 3;

    [Fact]
    public void With_trust_a_flipped_bit_in_the_text_of_an_expected_segment_reaches_the_application()
    {
        for (int bit = 0; bit < Text * 8; bit++)
        {
            PredictedFlow flow = Trusting();
            byte[] frame = flow.Next(Text, out TcpConnection connection);
            Flip(frame, TextStart * 8 + bit);
            flow.Arrives(frame);

            byte[] text = flow.Bench.Read(connection)[PredictedFlow.FirstText..];
            Assert.Equal(frame[TextStart..], text);
            Assert.NotEqual(TcpBench.Text(201, Text), text);
            Assert.Equal(First + 1, flow.Bench.Count(TcpCounter.TextUnverified));
            Assert.Equal(0, flow.Bench.Count(TcpCounter.ChecksumError));
        }
    }

    [Fact]
    public void Without_trust_no_text_is_taken_unverified()
    {
        PredictedFlow flow = new();
        byte[] frame = flow.Next(Text, out TcpConnection connection);
        flow.Arrives(frame);

        Assert.True(PredictedFlow.IsTaken(connection, Text));
        Assert.Equal(0, flow.Bench.Count(TcpCounter.TextUnverified));
    }

    // The source MAC address does not matter, because a router may have got another interface. PSH and an urgent pointer without URG tell nothing, and
    // the checksum is not asked.
    [Theory]
    [InlineData(0)]
    [InlineData(Text)]
    public void With_trust_a_flipped_bit_in_a_header_is_refused_or_changes_nothing(int text)
    {
        for (int bit = 0; bit < TextStart * 8; bit++)
        {
            PredictedFlow flow = Trusting();
            byte[] frame = flow.Next(text, out TcpConnection connection);
            Flip(frame, bit);
            flow.Arrives(frame);

            bool means = bit / 8 is not (>= SourceMac and < Type) && (text == 0 || (bit != PushBit && bit / 8 < SegmentStart + TcpHeader.SegmentChecksum));
            Assert.True(means != PredictedFlow.IsTaken(connection, text), $"bit {bit % 8} of byte {bit / 8}");
            byte[] expected = TcpBench.Text(101, PredictedFlow.FirstText + (means ? 0 : text));
            Assert.Equal(expected, flow.Bench.Read(connection));
            Assert.InRange(flow.Bench.Count(TcpCounter.TextUnverified), First, means ? First : First + 1);
        }
    }

    [Theory]
    [InlineData("ACK seq=201 ack=301 win=4000 len=20")]
    [InlineData("ACK seq=201 ack=302 win=4096 len=20")]
    [InlineData("ACK seq=201 ack=300 win=4096 len=20")]
    [InlineData("ACK seq=202 ack=301 win=4096 len=20")]
    [InlineData("ACK seq=200 ack=301 win=4096 len=20")]
    [InlineData("ACK seq=101 ack=301 win=4096 len=120")]
    [InlineData("ACK seq=201 ack=301 win=4096 ts=1/0 len=20")]
    [InlineData("FIN,ACK seq=201 ack=301 win=4096 len=20")]
    [InlineData("RST,ACK seq=201 ack=301 win=4096 len=20")]
    [InlineData("SYN,ACK seq=201 ack=301 win=4096 len=20")]
    [InlineData("URG,ACK seq=201 ack=301 win=4096 urg=5 len=20")]
    [InlineData("- seq=201 ack=301 win=4096 len=20")]
    public void With_trust_a_segment_that_was_not_expected_is_verified(string segment)
    {
        PredictedFlow flow = Trusting();
        TcpConnection connection = flow.Middle();
        ArrivesDamaged(flow, segment);

        Assert.Equal(PredictedFlow.FirstText, connection.Available);
        Assert.Equal(TcpState.Established, connection.State);
        Assert.Equal(1, flow.Bench.Count(TcpCounter.ChecksumError));
        Assert.Equal(First, flow.Bench.Count(TcpCounter.TextUnverified));
    }

    [Fact]
    public void With_trust_text_beyond_the_window_is_verified()
    {
        PredictedFlow flow = new(options =>
        {
            options.TrustsEthernetForText = true;
            options.ReceiveBuffer = PredictedFlow.FirstText + Text - 1;
        });
        TcpConnection connection = flow.Middle();
        ArrivesDamaged(flow, $"ACK seq=201 ack=301 win=4096 len={Text}");

        Assert.Equal(PredictedFlow.FirstText, connection.Available);
        Assert.Equal(1, flow.Bench.Count(TcpCounter.ChecksumError));
    }

    [Fact]
    public void With_trust_text_that_nobody_will_read_is_verified()
    {
        PredictedFlow flow = Trusting();
        TcpConnection connection = flow.Middle();
        flow.Bench.Read(connection);
        connection.Shutdown(SocketShutdown.Receive);
        ArrivesDamaged(flow, $"ACK seq=201 ack=301 win=4096 len={Text}");

        Assert.Equal(1, flow.Bench.Count(TcpCounter.ChecksumError));
        Assert.Equal(First, flow.Bench.Count(TcpCounter.TextUnverified));
    }

    [Fact]
    public void Each_segment_of_a_stream_counts_that_was_taken_unverified()
    {
        PredictedFlow flow = Trusting();
        TcpConnection connection = flow.Middle();
        for (int i = 0; i < 5; i++)
        {
            flow.Arrives(flow.Frame($"ACK seq={201 + Text * i} ack=301 win=4096 len={Text}"));
        }

        Assert.Equal(TcpBench.Text(101, PredictedFlow.FirstText + 5 * Text), flow.Bench.Read(connection));
        Assert.Equal(First + 5, flow.Bench.Count(TcpCounter.TextUnverified));
    }

    [Fact]
    public void Text_that_the_link_has_verified_is_not_counted_as_unverified()
    {
        PredictedFlow flow = Trusting();
        flow.Bench.Link.Vouches = true;
        byte[] frame = flow.Next(Text, out TcpConnection connection);
        flow.Arrives(frame);

        Assert.True(PredictedFlow.IsTaken(connection, Text));
        Assert.Equal(0, flow.Bench.Count(TcpCounter.TextUnverified));
    }

    private static PredictedFlow Trusting() => new(options => options.TrustsEthernetForText = true);

    /// <summary>A segment arrives whose last bit of text was flipped on the way.</summary>
    private static void ArrivesDamaged(PredictedFlow flow, string segment)
    {
        byte[] frame = flow.Frame(segment);
        Flip(frame, frame.Length * 8 - 1);
        flow.Arrives(frame);
    }

    private static void Flip(byte[] frame, int bit) => frame[bit / 8] ^= (byte)(1 << (bit % 8));
}
