// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;

namespace NanoTcp.Tests.Interop;

/// <summary>The kernel resets a connection whose program ends with unread text. The stack can still read what that program has sent before.</summary>
public class ResetTests : InteropTests
{
    [Fact]
    public void What_a_client_sent_before_its_RST_can_be_read_and_then_the_error()
    {
        using Peer peer = Peer.Control();
        int listener = peer.OrderHandle("tcp");
        peer.Order($"bind {listener} * 9");
        peer.Order($"listen {listener} 1");
        RunningProgram client = peer.Network.Start("bash", "-c", $"exec 3<>/dev/tcp/{Peer.Address}/9; echo text >&3; read line");
        int accepted = int.Parse(peer.Await($"accept {listener}").Split(' ')[1], CultureInfo.InvariantCulture);
        peer.Order($"send {accepted} 00");
        peer.Await($"info {accepted}", reply => reply.Contains(" unread=5 ", StringComparison.Ordinal) && reply.Contains(" unacked=0 ", StringComparison.Ordinal));
        client.Write("\n");
        client.EndInput();
        client.Wait().Succeeded();
        peer.Await($"state {accepted}", "ok CLOSED");
        Assert.Equal("ok 2", peer.Tell($"peek {accepted} 2"));
        Assert.Equal("ok 3 746578", peer.Tell($"recv {accepted} 3"));
        Assert.Equal("ok 2 740a", peer.Tell($"recv {accepted} 100"));
        Assert.Equal("err ECONNRESET", peer.Tell($"recv {accepted} 100"));
        Assert.Equal("ok 0", peer.Tell($"error {accepted}"));
    }

    [Fact]
    public void A_client_that_is_gone_before_its_request_is_handled_is_not_answered_and_the_next_one_is()
    {
        Needs.Curl();
        using Peer peer = Peer.Serve();
        RunningProgram client = peer.Network.Start("bash", "-c", $"exec 3<>/dev/tcp/{Peer.Address}/80; printf 'GET /bytes/100000 HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n' >&3; read -n 1 byte <&3");
        client.EndInput();
        client.Wait().Succeeded();
        Assert.Equal(Pattern(1000), peer.Network.Run("curl", "--silent", "--show-error", $"http://{Peer.Address}/bytes/1000").Output);
        peer.Stop();
    }
}
