// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;

namespace NanoTcp.Tests.Interop;

/// <summary>The kernel computes checksums and cuts long segments, as with --serve.</summary>
public class OffloadTests : InteropTests
{
    private const int LongestFrame = 1514;

    [Fact]
    public void Frames_longer_than_the_wire_takes_go_both_ways_and_carry_every_byte()
    {
        Needs.Tshark();
        Needs.Program("dumpcap", "wireshark-common");
        Needs.Netcat();
        using Peer peer = Peer.Serve();
        string file = Path.Combine(Folder, "offload.pcap");
        RunningProgram capture = peer.Network.Start("dumpcap", "-i", Peer.Tap, "-w", file, "-B", "64");
        capture.EndInput();
        capture.WaitForErrorText("File: ");
        byte[] sent = Noise(4 << 20);
        RunningProgram echo = peer.Network.Start("nc", "-N", Peer.Address, "7");
        echo.Write(sent);
        echo.EndInput();
        Assert.Equal(sent, echo.Wait().Succeeded().Output);
        capture.Signal(RunningProgram.SigTerm);
        capture.Wait().Succeeded();
        Assert.True(LongestOf(file, Peer.Address) > LongestFrame, "The stack sent no long segment.");
        Assert.True(LongestOf(file, Peer.KernelAddress) > LongestFrame, "The kernel sent no long segment.");
        Assert.Empty(CapturedTraffic.Values(file, "_ws.malformed || ip.checksum.status == 0", "frame.number"));
        string counters = peer.Stop();
        Assert.Equal(0, Peer.Value(counters, "tcp_checksum_error"));
        Assert.Equal(0, Peer.Value(counters, "tap_oversized"));
    }

    [Fact]
    public void Every_answer_of_HTTP_is_whole()
    {
        Needs.Curl();
        using Peer peer = Peer.Serve();
        ProgramResult curl = peer.Network.Run("curl", "--silent", "--show-error", $"http://{Peer.Address}/bytes/1000000");
        Assert.Equal(Pattern(1_000_000), curl.Output);
        peer.Stop();
    }

    [Fact]
    public void A_peer_that_obeys_commands_offloads_when_asked_to()
    {
        using Peer peer = Peer.Control("--offload", "true");
        int listener = peer.OrderHandle("tcp");
        peer.Order($"bind {listener} * 9");
        peer.Order($"listen {listener} 1");
        using RunningProgram client = peer.Network.Start("bash", "-c", $"exec 3<>/dev/tcp/{Peer.Address}/9; echo text >&3; cat <&3");
        string accepted = peer.Await($"accept {listener}")["ok ".Length..].Split(' ')[0];
        Assert.Equal("ok 5 746578740a", peer.Await($"recv {accepted} 100"));
        Assert.Equal(0, peer.Counter("tcp_checksum_error"));
        peer.Order($"close {accepted}");
        client.EndInput();
        client.Wait().Succeeded();
    }

    private static int LongestOf(string file, string source)
    {
        return CapturedTraffic.Values(file, $"ip.src == {source}", "frame.len").Max(length => int.Parse(length, CultureInfo.InvariantCulture));
    }
}
