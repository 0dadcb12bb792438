// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Measure.Segments;
using NanoTcp.Measure.Soak;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Measure.Segments;

/// <summary>Segments as the checker reads them.</summary>
public class TcpSegmentTests
{
    [Theory]
    [InlineData(new byte[] { 3, 3, 2, 1, 3, 3, 9, 1 }, -1, 9)]
    [InlineData(new byte[] { 3, 3, 9, 1, 3, 3, 2, 1 }, -1, 9)]
    [InlineData(new byte[] { 2, 4, 5, 0, 2, 4, 1, 0 }, 1280, -1)]
    [InlineData(new byte[] { 2, 4, 1, 0, 2, 4, 5, 0 }, 1280, -1)]
    public void Of_an_option_that_comes_twice_the_one_that_permits_more_counts(byte[] options, int mss, int scale)
    {
        FrameBuffer frame = new FrameMaker(SoakPlan.MacOf(0)).Segment(SoakPlan.MacOf(1), new TcpSegment { Flags = TcpHeader.Syn }, options, []);
        Assert.Equal(FrameKind.Segment, TcpSegment.Read(frame.Data, frame.Offset, frame.Length, out TcpSegment segment));
        Assert.Equal((mss, scale), (segment.Mss, segment.Scale));
    }
}
