// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using System.Text;

namespace NanoTcp.Tests.Stack.Http;

/// <summary>An answer, read strictly by RFC 9112.</summary>
internal sealed record HttpReply(int Status, string Head, Dictionary<string, string> Fields, byte[] Content)
{
    public string Text => Encoding.ASCII.GetString(Content);

    /// <summary>Reads all answers. <paramref name="requestMethods"/> shows which belong to HEAD. Nothing may be left over.</summary>
    public static List<HttpReply> ReadAll(byte[] bytes, params string[] requestMethods)
    {
        List<HttpReply> replies = [];
        int offset = 0;
        while (offset < bytes.Length)
        {
            int end = bytes.AsSpan(offset).IndexOf("\r\n\r\n"u8);
            Assert.True(end >= 0, "The head of an answer does not end.");
            string head = Encoding.ASCII.GetString(bytes, offset, end + 4);
            string[] lines = head.TrimEnd().Split("\r\n");
            Assert.Matches("^HTTP/1\\.1 [1-5][0-9][0-9] .+$", lines[0]);
            Dictionary<string, string> fields = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1]);
            offset += end + 4;
            bool isHead = replies.Count < requestMethods.Length && requestMethods[replies.Count] == "HEAD";
            int length = isHead ? 0 : int.Parse(fields["Content-Length"], CultureInfo.InvariantCulture);
            Assert.True(offset + length <= bytes.Length, $"{bytes.Length - offset} bytes of {length} have come.");
            replies.Add(new HttpReply(int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture), head, fields, bytes[offset..(offset + length)]));
            offset += length;
        }

        return replies;
    }
}
