// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Floor;
using NanoTcp.Meter;
using NanoTcp.Meter.Scenarios;

namespace NanoTcp.Tests.Economy;

/// <summary>The least cost of a step, counted on working sequences made by hand: the other end of their connection accepts their segments.</summary>
public sealed class FloorTests
{
    private const int Port = 9;
    private const int FarPort = 50_000;
    private const uint Sequence = 1000;
    private const uint FarSequence = 2000;
    private const int MacAddresses = 12;

    private static readonly byte[] s_mac = [2, 0, 0, 0, 0, 2];
    private static readonly MeterSession s_session = new();

    // As dotnet run --project tests/Meter -- floor prints them. A buffer's end comes every fourth time, which makes the quarters.
    [Theory]
    [InlineData("full segment received and delivered", 187.5, 359.5, 342.5)]
    [InlineData("full segment sent", 124.75, 259.75, 255.75)]
    [InlineData("pure ACK received", 135, 307, 269)]
    [InlineData("pure ACK sent", 36, 126, 104)]
    [InlineData("whole HTTP GET of the sensors", 1454.25, 2629.25, 2412.25)]
    public void A_step_has_a_floor_below_its_budget(string step, double core, double w5500, double enc28j60)
    {
        FloorComparison compared = FloorComparison.All.Single(one => one.Step == step);

        Assert.Equal([core, w5500, enc28j60], MeterSession.Links.Select(link => compared.Floor(FloorComparison.RunFloor(s_session, link))));
        Assert.All([core, w5500, enc28j60], floor => Assert.True(floor < compared.Budget));
    }

    // The sequences skip no check: they refuse a segment with any change in a header or in the text.
    [Theory]
    [InlineData(0, Layout.Headers)]
    [InlineData(Layout.SegmentSize, Layout.FullFrame)]
    public void It_takes_a_segment_only_as_it_was_sent(int text, int end)
    {
        FarHost host = new(s_mac, new Cable(s_mac));
        uint acknowledgment = text == 0 ? Sequence + Layout.SegmentSize : Sequence;
        byte[] frame = host.Segment(FarPort, Port, text == 0 ? Flag.Ack : Flag.Ack | Flag.Push, FarSequence, acknowledgment, new byte[text]);
        for (int i = MacAddresses * 8; i < end * 8; i++)
        {
            byte[] changed = [.. frame];
            changed[i / 8] ^= (byte)(1 << (i % 8));
            Assert.False(Takes(host, changed, text), $"bit {i % 8} of byte {i / 8}");
        }

        Assert.True(Takes(host, frame, text));
    }

    [Fact]
    public void The_other_end_refuses_a_segment_with_a_wrong_checksum()
    {
        Cable cable = new(s_mac);
        FarHost host = new(s_mac, cable);
        byte[] frame = host.Template(FarPort, Port, Sequence, FarSequence, Layout.Buffer, 0);
        cable.Sent.Enqueue(frame);
        Assert.Single(host.Take());

        frame[^7] ^= 1;
        cable.Sent.Enqueue(frame);
        Assert.Throws<InvalidOperationException>(host.Take);
    }

    private static bool Takes(FarHost host, byte[] frame, int text)
    {
        Connection connection = new(
            host.Template(FarPort, Port, Sequence, FarSequence, Layout.Buffer, 0),
            host.Template(FarPort, Port, Sequence, FarSequence, Layout.Buffer, Layout.SegmentSize),
            Sequence,
            FarSequence);
        if (text == 0)
        {
            Assert.True(connection.Write(new byte[Layout.SegmentSize], 0));
        }

        frame.CopyTo(connection.Received, Layout.Received);
        return text == 0 ? connection.TakeAck(0) : connection.TakeSegment(0);
    }
}
