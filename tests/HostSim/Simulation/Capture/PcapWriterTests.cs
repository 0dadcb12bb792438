// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Capture;
using NanoTcp.Simulation.Wire;

namespace NanoTcp.Tests.HostSim.Simulation.Capture;

public class PcapWriterTests
{
    [Fact]
    public void The_file_header_is_that_of_a_little_endian_Ethernet_capture_in_nanoseconds()
    {
        using MemoryStream file = new();
        using PcapWriter writer = new(file, DateTimeOffset.UnixEpoch, Assert.Fail);
        Assert.Equal("4D3CB2A1" + "0200" + "0400" + "00000000" + "00000000" + "EA050000" + "01000000", Convert.ToHexString(file.ToArray()));
    }

    [Fact]
    public void A_record_has_its_time_and_both_lengths_in_front_of_the_frame()
    {
        using MemoryStream file = new();
        using PcapWriter writer = new(file, DateTimeOffset.UnixEpoch.AddSeconds(16).AddMilliseconds(999), Assert.Fail);
        byte[] data = [0, 0, 1, 2, 3, 4, 0];
        writer.Write(nanoseconds: 1_000_003, data, offset: 2, length: 4, FrameFate.Delivered);
        Assert.Equal("11000000" + "03000000" + "04000000" + "04000000" + "01020304", Convert.ToHexString(file.ToArray()[24..]));
    }

    [Fact]
    public void A_lost_frame_is_not_in_the_file_and_a_duplicated_one_is_twice()
    {
        using MemoryStream file = new();
        using PcapWriter writer = new(file, DateTimeOffset.UnixEpoch, Assert.Fail);
        writer.Write(0, new byte[60], 0, 60, FrameFate.Lost);
        Assert.Equal(24, file.Length);
        writer.Write(0, new byte[60], 0, 60, FrameFate.Duplicated | FrameFate.Corrupted);
        Assert.Equal(24 + 2 * (16 + 60), file.Length);
    }

    [Theory]
    [InlineData(24 + 76)]
    [InlineData(24 + 76 + 1)]
    [InlineData(24 + 76 + 75)]
    public void A_disk_that_fills_up_leaves_whole_records_and_is_told_once(int room)
    {
        using FillingDisk disk = new(room);
        List<string> told = [];
        using PcapWriter writer = new(disk, DateTimeOffset.UnixEpoch, told.Add);
        for (int i = 0; i < 5; i++)
        {
            writer.Write(0, new byte[60], 0, 60, FrameFate.Duplicated);
        }

        Assert.True(writer.HasFailed);
        Assert.Equal(["The disk is full."], told);
        Assert.Equal(24 + 16 + 60, disk.Length);
    }

    [Fact]
    public void A_disk_that_is_gone_is_told_once_too()
    {
        using FillingDisk disk = new(room: 24) { IsGone = true };
        List<string> told = [];
        using PcapWriter writer = new(disk, DateTimeOffset.UnixEpoch, told.Add);
        writer.Write(0, new byte[60], 0, 60, FrameFate.Delivered);
        writer.Write(0, new byte[60], 0, 60, FrameFate.Delivered);
        Assert.Single(told);
    }
}
