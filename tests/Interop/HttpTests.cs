// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;

namespace NanoTcp.Tests.Interop;

/// <summary>The HTTP server on the stack against curl on the kernel's TCP.</summary>
public class HttpTests : InteropTests
{
    private const string Url = $"http://{Peer.Address}";

    [Fact]
    public void Curl_fetches_a_megabyte_byte_for_byte_and_again()
    {
        Needs.Curl();
        using Peer peer = Peer.Serve();
        byte[] expected = Pattern(1 << 20);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(expected, Curl(peer, $"{Url}/bytes/1048576").Succeeded().Output);
        }

        string counters = peer.Stop();
        Assert.Equal(2, Peer.Value(counters, "tcp_passive_opens"));
        Assert.Equal(0, Peer.Value(counters, "tcp_resets_sent"));
    }

    [Fact]
    public void A_thousand_connections_one_after_another_are_all_served()
    {
        Needs.Curl();
        using Peer peer = Peer.Serve();
        ProgramResult curl = Curl(
            peer, "-H", "Connection: close", "-o", "/dev/null", "-w", "%{http_code} %{num_connects} %{size_download}\\n", $"{Url}/bytes/[1-1000]");
        Assert.Equal(Enumerable.Range(1, 1000).Select(length => $"200 1 {length}"), curl.Succeeded().Lines);
        Assert.Equal(1000, Peer.Value(peer.Stop(), "tcp_passive_opens"));
    }

    [Fact]
    public void Eight_connections_at_once_are_all_served()
    {
        Needs.Curl();
        using Peer peer = Peer.Serve();
        string files = Path.Combine(Folder, "#1");
        Curl(peer, "--parallel", "--parallel-immediate", "--parallel-max", "8", "-o", files, $"{Url}/bytes/[300001-300008]").Succeeded();
        for (int length = 300001; length <= 300008; length++)
        {
            byte[] content = File.ReadAllBytes(Path.Combine(Folder, length.ToString(CultureInfo.InvariantCulture)));
            Assert.Equal(Pattern(length), content);
        }

        Assert.Equal(8, Peer.Value(peer.Stop(), "tcp_passive_opens"));
    }

    [Fact]
    public void Two_requests_share_one_connection()
    {
        Needs.Curl();
        using Peer peer = Peer.Serve();
        ProgramResult curl = Curl(peer, "-o", "/dev/null", "-w", "%{http_code} %{num_connects}\\n", $"{Url}/", $"{Url}/bytes/5", "-o", "/dev/null");
        Assert.Equal(["200 1", "200 0"], curl.Succeeded().Lines);
        Assert.Equal(1, Peer.Value(peer.Stop(), "tcp_passive_opens"));
    }

    [Fact]
    public void Head_tells_the_length_and_sends_no_content()
    {
        Needs.Curl();
        using Peer peer = Peer.Serve();
        ProgramResult curl = Curl(peer, "-I", "-w", "%{size_download} %{num_connects}\\n", $"{Url}/bytes/1000", $"{Url}/bytes/10");
        Assert.Contains("Content-Length: 1000", curl.Succeeded().Lines);
        Assert.Contains("Content-Length: 10", curl.Lines);
        Assert.Equal(["0 1", "0 0"], curl.Lines.Where(line => line.StartsWith("0 ", StringComparison.Ordinal)));
        peer.Stop();
    }

    [Fact]
    public void Pipelined_requests_are_answered_in_their_order()
    {
        Needs.Netcat();
        using Peer peer = Peer.Serve();
        RunningProgram client = peer.Network.Start("nc", Peer.Address, "80");
        client.Write(
            "GET /bytes/3 HTTP/1.1\r\nHost: a\r\n\r\n"
            + "GET /none HTTP/1.1\r\nHost: a\r\n\r\n"
            + "GET /bytes/7 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        client.WaitForText("\0\u0001\u0002\u0003\u0004\u0005\u0006");
        client.EndInput();
        string text = client.Wait().Succeeded().Text;

        // The content ends without a newline, so the next answer begins in the middle of a line.
        Assert.Equal(["200", "404", "200"], text.Split("HTTP/1.1 ").Skip(1).Select(answer => answer[..3]));
        peer.Stop();
    }

    [Fact]
    public void What_is_not_there_is_a_404_and_the_connection_stays()
    {
        Needs.Curl();
        using Peer peer = Peer.Serve();
        ProgramResult curl = Curl(peer, "-o", "/dev/null", "-w", "%{http_code} %{num_connects}\\n", $"{Url}/none", $"{Url}/", "-o", "/dev/null");
        Assert.Equal(["404 1", "200 0"], curl.Succeeded().Lines);
        peer.Stop();
    }

    [Fact]
    public void What_is_no_HTTP_is_a_400_and_the_next_client_is_served()
    {
        Needs.Netcat();
        Needs.Curl();
        using Peer peer = Peer.Serve();
        RunningProgram client = peer.Network.Start("nc", "-N", Peer.Address, "80");
        client.Write("nonsense\r\n\r\n");
        client.EndInput();
        Assert.StartsWith("HTTP/1.1 400 ", client.Wait().Text);
        Curl(peer, $"{Url}/").Succeeded();
        peer.Stop();
    }

    private static ProgramResult Curl(Peer peer, params IReadOnlyList<string> arguments)
    {
        return peer.Network.Try("curl", ["--silent", "--show-error", .. arguments]);
    }
}
