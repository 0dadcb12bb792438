// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Seeds;

namespace NanoTcp.Measure.Fuzz.Traffic;

/// <summary>The requests that clients send, right and wrong ones, cut into segments anywhere.</summary>
internal sealed class HttpText(SplitMix64 random)
{
    private static readonly byte[][] s_requests =
    [
        [.. "GET / HTTP/1.1\r\nHost: 192.168.7.2\r\n\r\n"u8],
        [.. "GET /long HTTP/1.1\r\nHost: nanotcp\r\nAccept: text/html\r\nAccept-Encoding: gzip\r\nConnection: keep-alive\r\n\r\n"u8],
        [.. "HEAD / HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\n\r\n"u8],
        [.. "GET /none?a=b&c=%20%zz HTTP/1.0\r\n\r\n"u8],
        [.. "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello"u8],
        [.. "GET http://192.168.7.2/ HTTP/1.1\r\nHost: 192.168.7.2\r\nHost: other\r\n\r\n"u8],
        [.. "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nFFFFFFFFFFFFFFFF\r\n0\r\n\r\n"u8],
        [.. "GET / HTTP/9.9\r\nA : b\r\n c\r\n: d\r\n\r\n"u8],
        [.. "\r\n\r\nOPTIONS * HTTP/1.1\r\nHost:\r\n\r\n"u8],
        [.. "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4294967297\r\nContent-Length: -1\r\n\r\n"u8],
        [.. System.Text.Encoding.ASCII.GetBytes($"GET /{new string('a', 3000)} HTTP/1.1\r\nHost: a\r\n\r\n")],
        [.. System.Text.Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: {i}\r\n"))}\r\n")],
    ];

    /// <summary>Writes the next piece of what the flow sends.</summary>
    public void Write(FuzzFrame frame, TcpFlow flow)
    {
        byte[] request = s_requests[flow.TextNumber % s_requests.Length];
        int left = request.Length - flow.TextPosition;
        int count = Math.Min(left, random.Below(4) switch { 0 => 1 + random.Below(10), 1 => 1 + random.Below(100), _ => 1000 });
        int start = frame.Length;
        frame.BeginRecord();
        frame.Write(request.AsSpan(flow.TextPosition, count));
        frame.EndRecord();
        if (random.Chance(0.1))
        {
            frame.Data[start + random.Below(count)] = (byte)random.Next();
        }

        flow.TextPosition += count;
        if (count == left)
        {
            flow.TextPosition = 0;
            flow.TextNumber = random.Below(1 << 20);
        }
    }
}
