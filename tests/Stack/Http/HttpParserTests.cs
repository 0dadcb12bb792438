// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Http;
using HttpMethod = NanoTcp.Http.HttpMethod;

namespace NanoTcp.Tests.Stack.Http;

/// <summary>The head of a request, whole and cut into pieces at every place.</summary>
public class HttpParserTests
{
    private const string Get = "GET /a/b?c=d&e HTTP/1.1\r\nHost: nano\r\nUser-Agent: test: 1\r\n\r\n";

    private static (int Status, HttpRequest Request, int HeadLength) Parse(string text, params int[] cuts)
    {
        HttpRequest request = new(512);
        HttpParser parser = new(request, null);
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        int length = 0;
        int status = HttpParser.Incomplete;
        foreach (int end in cuts.Append(bytes.Length))
        {
            Array.Copy(bytes, length, request.Buffer, length, end - length);
            length = end;
            status = parser.Parse(length, 0);
            if (status != HttpParser.Incomplete)
            {
                break;
            }
        }

        return (status, request, parser.HeadLength);
    }

    private static string Path(HttpRequest request)
    {
        return Encoding.Latin1.GetString(request.Buffer, request.PathOffset, request.PathLength);
    }

    private static string Query(HttpRequest request)
    {
        return Encoding.Latin1.GetString(request.Buffer, request.QueryOffset, request.QueryLength);
    }

    [Fact]
    public void A_request_cut_at_any_place_is_the_same_request()
    {
        for (int cut = 0; cut < Get.Length; cut++)
        {
            (int status, HttpRequest request, int headLength) = Parse(Get + "rest", cut);
            Assert.Equal(HttpStatus.Ok, status);
            Assert.Equal(HttpMethod.Get, request.Method);
            Assert.Equal("/a/b", Path(request));
            Assert.Equal("c=d&e", Query(request));
            Assert.True(request.KeepAlive);
            Assert.Equal(Get.Length, headLength);
        }
    }

    [Fact]
    public void A_request_in_single_bytes_is_complete_with_its_last_byte()
    {
        (int status, HttpRequest request, int headLength) = Parse(Get, [.. Enumerable.Range(1, Get.Length)]);
        Assert.Equal(HttpStatus.Ok, status);
        Assert.Equal("/a/b", Path(request));
        Assert.Equal(Get.Length, headLength);
        Assert.Equal(HttpParser.Incomplete, Parse(Get[..^1]).Status);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\nHost: x\n\n", "/", "")]
    [InlineData("\r\n\n\r\nGET /x HTTP/1.1\r\nHost: x\r\n\r\n", "/x", "")]
    [InlineData("GET http://nano/x?y HTTP/1.1\r\nHost: nano\r\n\r\n", "/x", "y")]
    [InlineData("GET HTTPS://nano:80 HTTP/1.1\r\nHost: nano\r\n\r\n", "/", "")]
    [InlineData("GET http://nano?y HTTP/1.1\r\nHost: nano\r\n\r\n", "/", "y")]
    [InlineData("GET /? HTTP/1.1\r\nHost: nano\r\n\r\n", "/", "")]
    [InlineData("GET /?a?b HTTP/1.1\r\nHost: nano\r\n\r\n", "/", "a?b")]
    [InlineData("GET /:a?b HTTP/1.1\r\nHost: nano\r\n\r\n", "/:a", "b")]
    [InlineData("GET /%41 HTTP/1.1\r\nHost:\r\n\r\n", "/%41", "")]
    [InlineData("GET /a HTTP/1.9\r\nhOsT: [fe80::1]:8080\t \r\n\r\n", "/a", "")]
    [InlineData("GET /a HTTP/1.0\r\n\r\n", "/a", "")]
    [InlineData("GET /a HTTP/1.1\r\nHost:x\r\nX: \u00e4 (\"\t\r\n\r\n", "/a", "")]
    public void These_requests_are_understood(string text, string path, string query)
    {
        for (int cut = 0; cut < text.Length; cut++)
        {
            (int status, HttpRequest request, _) = Parse(text, cut);
            Assert.Equal(HttpStatus.Ok, status);
            Assert.Equal(path, Path(request));
            Assert.Equal(query, Query(request));
        }
    }

    [Theory]
    [InlineData(400, "GET /\r\n")]
    [InlineData(400, "GET\r\n")]
    [InlineData(400, " GET / HTTP/1.1\r\n")]
    [InlineData(400, "GET  / HTTP/1.1\r\n")]
    [InlineData(400, "GET / HTTP/1.1 \r\n")]
    [InlineData(400, "GET\t/ HTTP/1.1\r\n")]
    [InlineData(400, "GET /\tHTTP/1.1\r\n")]
    [InlineData(400, "GET / / HTTP/1.1\r\n")]
    [InlineData(400, "GET / http/1.1\r\n")]
    [InlineData(400, "GET / HTTP/11\r\n")]
    [InlineData(400, "GET / HTTP/1.11\r\n")]
    [InlineData(400, "GET / HTTP/1.x\r\n")]
    [InlineData(400, "G(T / HTTP/1.1\r\n")]
    [InlineData(400, "GET a HTTP/1.1\r\n")]
    [InlineData(400, "GET * HTTP/1.1\r\n")]
    [InlineData(400, "GET ftp://nano/ HTTP/1.1\r\n")]
    [InlineData(400, "GET http:///x HTTP/1.1\r\n")]
    [InlineData(400, "GET /\0 HTTP/1.1\r\n")]
    [InlineData(400, "GET /\r HTTP/1.1\r\n")]
    [InlineData(400, "\u0016\u0003\u0001")]
    [InlineData(400, "\0")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\n\0\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\nX\0: a\r\n\r\n")]
    [InlineData(400, "GET ? HTTP/1.1\r\n")]
    [InlineData(400, "GET  HTTP/1.1\r\n")]
    [InlineData(400, "GET HTTP/1.1\r\n")]
    [InlineData(400, "GET /?a b HTTP/1.1\r\n")]
    [InlineData(400, "GET /\u007f HTTP/1.1\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x y\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1 1\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: 10.0.0.2\r\nHost: 10.0.0.2\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost : x\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\n Host: x\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n\tb: c\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\n: a\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\nX\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\nX[: a\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\nX: a\rb\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\nX: a\0\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\nX: a\u007f\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: \r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1, 1\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999z\r\n\r\n")]
    [InlineData(413, "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 2147483648\r\n\r\n")]
    [InlineData(413, "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData(501, "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData(501, "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTRANSFER-ENCODING: gzip\r\n\r\n")]
    [InlineData(505, "GET / HTTP/2.0\r\n")]
    [InlineData(505, "GET / HTTP/0.9\r\n")]
    [InlineData(505, "PRI * HTTP/2.0\r\n")]
    public void These_requests_are_refused(int expected, string text)
    {
        for (int cut = 0; cut < text.Length; cut++)
        {
            Assert.Equal(expected, Parse(text, cut).Status);
        }
    }

    [Theory]
    [InlineData("GET", HttpMethod.Get)]
    [InlineData("HEAD", HttpMethod.Head)]
    [InlineData("POST", HttpMethod.Post)]
    [InlineData("PUT", HttpMethod.Put)]
    [InlineData("DELETE", HttpMethod.Delete)]
    [InlineData("OPTIONS", HttpMethod.Options)]
    [InlineData("TRACE", HttpMethod.Trace)]
    [InlineData("PATCH", HttpMethod.Patch)]
    [InlineData("get", HttpMethod.Unknown)]
    [InlineData("G", HttpMethod.Unknown)]
    [InlineData("PROPFIND", HttpMethod.Unknown)]
    [InlineData("CONNECT", HttpMethod.Unknown)]
    public void Methods_are_told_apart_by_case_too(string name, HttpMethod method)
    {
        (int status, HttpRequest request, _) = Parse(name + " / HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Equal(HttpStatus.Ok, status);
        Assert.Equal(method, request.Method);
    }

    [Theory]
    [InlineData("HTTP/1.1", "", true)]
    [InlineData("HTTP/1.0", "", false)]
    [InlineData("HTTP/1.1", "Connection: close\r\n", false)]
    [InlineData("HTTP/1.1", "connection: Keep-Alive , CLOSE\r\n", false)]
    [InlineData("HTTP/1.1", "Connection: closed\r\n", true)]
    [InlineData("HTTP/1.1", "Connection: clos\r\n", true)]
    [InlineData("HTTP/1.1", "Connection: close x\r\n", true)]
    [InlineData("HTTP/1.1", "Connection: close\t , x\r\n", false)]
    [InlineData("HTTP/1.1", "Connection: x,,CLOSE\r\n", false)]
    [InlineData("HTTP/1.1", "Connection:close\r\n", false)]
    [InlineData("HTTP/1.1", "Connektion: close\r\n", true)]
    [InlineData("HTTP/1.1", "Connectiom: close\r\n", true)]
    [InlineData("HTTP/1.0", "Connection: Keep-Alive2\r\n", false)]
    [InlineData("HTTP/1.0", "Connection: keep-alivE\t\r\n", true)]
    [InlineData("HTTP/1.0", "Connection: Keep-Alive\r\n", true)]
    [InlineData("HTTP/1.0", "Connection: close\r\nConnection: keep-alive\r\n", false)]
    [InlineData("HTTP/1.1", "Expect: 100-continue\r\nContent-Length: 1\r\n", false)]
    [InlineData("HTTP/1.1", "Expect: 100-continue\r\n", true)]
    public void The_connection_is_kept_as_RFC_9112_9_3_says(string version, string fields, bool keepAlive)
    {
        Assert.Equal(keepAlive, Parse("GET / " + version + "\r\nHost: x\r\n" + fields + "\r\n").Request.KeepAlive);
    }

    [Fact]
    public void A_head_may_fill_the_buffer_and_not_exceed_it()
    {
        string start = "GET / HTTP/1.1\r\nHost: x\r\nX: ";
        Assert.Equal(HttpStatus.Ok, Parse(start + new string('a', 508 - start.Length) + "\r\n\r\n").Status);
        Assert.Equal(HttpStatus.HeaderFieldsTooLarge, Parse(start + new string('a', 509 - start.Length) + "\r\n\r").Status);
        Assert.Equal(HttpStatus.HeaderFieldsTooLarge, Parse(start + new string('a', 512 - start.Length)).Status);
        Assert.Equal(HttpStatus.UriTooLong, Parse("GET /" + new string('a', 507)).Status);
        Assert.Equal(HttpStatus.UriTooLong, Parse(string.Concat(Enumerable.Repeat("\r\n", 256))).Status);
        Assert.Equal(HttpParser.Incomplete, Parse("GET /" + new string('a', 506)).Status);
    }

    // The first line has no form that is read in one pass, but the second has.
    [Theory]
    [InlineData("GET /a?b HTTP/1.1\r\nHost: n\r\nContent-Length: 9\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /abcd HTTP/1.1\r\nHost: n\r\nExpect: 100-continue\r\n\r\n")]
    public void Any_byte_in_any_place_gets_a_defined_answer_however_it_comes(string text)
    {
        int[] defined = [HttpParser.Incomplete, 200, 400, 413, 414, 431, 501, 505];
        for (int position = 0; position < text.Length; position++)
        {
            for (int value = 0; value < 256; value++)
            {
                string changed = text[..position] + (char)value + text[(position + 1)..];
                int whole = Parse(changed).Status;
                Assert.Contains(whole, defined);
                Assert.Equal(whole, Parse(changed, [.. Enumerable.Range(1, changed.Length)]).Status);
            }
        }
    }

    [Fact]
    public void Nothing_behind_what_has_come_is_read()
    {
        // The rest of the buffer still holds a longer request. It must not complete the next request.
        for (int length = 0; length < Get.Length; length++)
        {
            HttpRequest request = new(512);
            HttpParser parser = new(request, null);
            Encoding.ASCII.GetBytes(Get).CopyTo(request.Buffer, 0);
            Assert.Equal(HttpParser.Incomplete, parser.Parse(length, 0));
            Assert.Equal(HttpParser.Incomplete, parser.Parse(length, 0));
            Encoding.ASCII.GetBytes(Get).CopyTo(request.Buffer, 0);
            Assert.Equal(HttpStatus.Ok, parser.Parse(Get.Length, 0));
            Assert.Equal(Get.Length, parser.HeadLength);
        }
    }

    [Fact]
    public void Nothing_is_left_of_the_request_before()
    {
        HttpRequest request = new(512);
        HttpParser parser = new(request, null);
        byte[] first = Encoding.ASCII.GetBytes("HEAD /x?y HTTP/1.0\r\nContent-Length: 4\r\nConnection: keep-alive\r\n\r\n");
        first.CopyTo(request.Buffer, 0);
        Assert.Equal(HttpStatus.Ok, parser.Parse(first.Length, 0));
        Assert.Equal(4, request.ContentLength);
        byte[] second = Encoding.ASCII.GetBytes("GET / HTTP/1.0\r\n\r\n");
        second.CopyTo(request.Buffer, 0);
        Assert.Equal(HttpStatus.Ok, parser.Parse(second.Length, 0));
        Assert.Equal(HttpMethod.Get, request.Method);
        Assert.Equal(0, request.ContentLength);
        Assert.Equal("", Query(request));
        Assert.False(request.KeepAlive);
    }

    [Theory]
    [InlineData("GET /abcd HTTP/1.1\r\nHost: n\r\nContent-Length: 19\r\nConnection: close\r\n\r\n")]
    [InlineData("GET / HTTP/1.0\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: 10.0.0.2\r\nAccept: */*\r\n\r\n")]
    public void A_request_that_nearly_repeats_the_one_before_is_read_for_itself(string text)
    {
        HttpRequest request = new(512);
        HttpParser parser = new(request, null);
        for (int position = 0; position < text.Length; position++)
        {
            for (int value = 0; value < 256; value++)
            {
                Assert.Equal(HttpStatus.Ok, Begin(parser, request, text));
                string changed = text[..position] + (char)value + text[(position + 1)..];
                (int status, HttpRequest alone, int headLength) = Parse(changed);
                Assert.Equal(status, Begin(parser, request, changed));
                if (status == HttpStatus.Ok)
                {
                    Assert.Equal(headLength, parser.HeadLength);
                    Assert.Equal(Meaning(alone), Meaning(request));

                    // And now it is the one before.
                    Assert.Equal(HttpStatus.Ok, Begin(parser, request, changed));
                    Assert.Equal(Meaning(alone), Meaning(request));
                }
            }
        }
    }

    [Fact]
    public void A_request_of_which_more_or_less_comes_at_once_than_of_the_one_before_is_read_for_itself()
    {
        HttpRequest request = new(512);
        HttpParser parser = new(request, null);
        for (int length = 1; length < Get.Length; length++)
        {
            Assert.Equal(HttpStatus.Ok, Begin(parser, request, Get));
            Assert.Equal(HttpParser.Incomplete, Begin(parser, request, Get[..length]));
            Encoding.ASCII.GetBytes(Get).CopyTo(request.Buffer, 0);
            Assert.Equal(HttpStatus.Ok, parser.Parse(Get.Length, 0));
            Assert.Equal(HttpStatus.Ok, Begin(parser, request, Get + "rest"));
            Assert.Equal(Get.Length, parser.HeadLength);
            Assert.Equal("/a/b", Path(request));
        }
    }

    [Fact]
    public void What_was_incomplete_is_read_again_only_when_an_empty_line_has_come()
    {
        HttpRequest request = new(512);
        HttpParser parser = new(request, null);
        foreach (string text in new[] { Get, Get.Replace("\r\n", "\n") })
        {
            Encoding.ASCII.GetBytes(text).CopyTo(request.Buffer, 0);
            for (int seen = 1; seen < text.Length; seen++)
            {
                Assert.Equal(HttpParser.Incomplete, parser.Parse(seen, seen - 1));
                Encoding.ASCII.GetBytes(text).CopyTo(request.Buffer, 0);
                Assert.Equal(HttpStatus.Ok, parser.Parse(text.Length, seen));
            }
        }

        // It is refused then, and not before; or when nothing more has room.
        byte[] wrong = Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost : x\r\n\r\n");
        wrong.CopyTo(request.Buffer, 0);
        Assert.Equal(HttpParser.Incomplete, parser.Parse(wrong.Length - 2, 5));
        wrong.CopyTo(request.Buffer, 0);
        Assert.Equal(HttpStatus.BadRequest, parser.Parse(wrong.Length, 5));
        Array.Fill(request.Buffer, (byte)'x', 0, 512);
        Assert.Equal(HttpStatus.UriTooLong, parser.Parse(512, 511));
    }

    private static int Begin(HttpParser parser, HttpRequest request, string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        if (parser.Stands(bytes, bytes.Length))
        {
            return HttpStatus.Ok;
        }

        bytes.CopyTo(request.Buffer, 0);
        return parser.Parse(bytes.Length, 0);
    }

    private static object Meaning(HttpRequest request)
    {
        return (request.Method, Path(request), Query(request), request.KeepAlive, request.ContentLength, request.IsVersion10);
    }
}
