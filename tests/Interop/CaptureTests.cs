// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Interop;

/// <summary>dumpcap records the TAP interface on the kernel's side, and tshark judges the frames.</summary>
public class CaptureTests : InteropTests
{
    [Fact]
    public void A_clean_transfer_has_no_malformed_frame_no_wrong_checksum_and_no_retransmission()
    {
        Needs.Tshark();
        Needs.Program("dumpcap", "wireshark-common");
        Needs.Curl();
        Needs.Netcat();
        Needs.Ping();
        using Peer peer = Peer.Serve("--offload", "false");
        string file = Path.Combine(Folder, "clean.pcap");
        RunningProgram capture = peer.Network.Start("dumpcap", "-i", Peer.Tap, "-w", file, "-B", "64");
        capture.EndInput();
        capture.WaitForErrorText("File: ");
        Pings.Send(peer.Network, 3, 1400);
        peer.Network.Run("curl", "--silent", "--show-error", "-o", "/dev/null", $"http://{Peer.Address}/bytes/1048576");
        byte[] sent = Noise(300_000);
        RunningProgram echo = peer.Network.Start("nc", "-N", Peer.Address, "7");
        echo.Write(sent);
        echo.EndInput();
        Assert.Equal(sent, echo.Wait().Succeeded().Output);
        capture.Signal(RunningProgram.SigTerm);
        capture.Wait().Succeeded();
        Assert.InRange(CapturedTraffic.CountPackets(file), 1000, 10_000);
        CapturedTraffic.AssertClean(file, Peer.Address);

        // Every segment of the stack that opens a connection offers the largest size that an Ethernet frame has room for.
        Assert.Equal(["1460", "1460"], CapturedTraffic.Values(file, $"tcp.options.mss_val && ip.src == {Peer.Address}", "tcp.options.mss_val"));
        string counters = peer.Stop();
        Assert.Equal(0, Peer.Value(counters, "tcp_retransmissions"));
        Assert.Equal(0, Peer.Value(counters, "tcp_checksum_error"));
    }
}
