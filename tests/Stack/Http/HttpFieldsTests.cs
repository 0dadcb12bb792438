// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using System.Text.RegularExpressions;
using NanoTcp.Http;

namespace NanoTcp.Tests.Stack.Http;

/// <summary>The fields that decide something are read as the grammar of RFC 9112 §5 reads them.</summary>
public partial class HttpFieldsTests
{
    private const string Line = "GET / HTTP/1.1\r\n";

    [GeneratedRegex("""\A(?<line>(?<name>[-!#$%&'*+.^_`|~0-9A-Za-z]+):(?<value>[\t -~\x80-\xff]*)\r?\n)*\r?\n""")]
    private static partial Regex Fields();

    [GeneratedRegex("""\A[ \t]*[-!#$%&'*+.^_`|~0-9A-Za-z:\[\]]*[ \t]*\z""")]
    private static partial Regex Host();

    /// <summary>Whether the client keeps the connection; null when the fields are malformed or not complete.</summary>
    private static bool? Expected(string fields)
    {
        Match match = Fields().Match(fields);
        if (!match.Success)
        {
            return null;
        }

        (string Name, string Value)[] all =
            [.. match.Groups["name"].Captures.Zip(match.Groups["value"].Captures, (name, value) => (name.Value.ToLowerInvariant(), value.Value))];
        string[] hosts = [.. all.Where(field => field.Name == "host").Select(field => field.Value)];
        return hosts.Length != 1 || !Host().IsMatch(hosts[0])
            ? null
            : !all.Where(field => field.Name == "connection").SelectMany(field => field.Value.Split(',')).Any(IsClose);

        static bool IsClose(string option) => option.Trim(' ', '\t').Equals("close", StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Host: 10.0.0.2\r\nUser-Agent: curl/8\r\nAccept: */*\r\nConnection: close\r\n\r\n")]
    [InlineData("connection: Close\r\naccept:*/*\r\nuser-agent:\r\nhost:nano\r\n\r\n")]
    [InlineData("CONNECTION: keep-alive\r\nACCEPT: \r\nHOST: \t[fe80::1]:8080 \t\r\nUSER-AGENT:a\tb\r\n\r\n")]
    [InlineData("Connection: keep-alive\nHost: sensor-node.local\nConnection: close\n\n")]
    [InlineData("Accept-Language: en\r\nConnection: keep-alive, close\r\nHost: 192.168.1.200:80\r\nUser-Agents: x\r\nConnections: close\r\n\r\n")]
    public void Any_byte_in_any_place_is_taken_or_refused_as_the_grammar_says(string fields)
    {
        // One parser for all, because it remembers.
        HttpRequest request = new(512);
        HttpParser parser = new(request, null);
        for (int position = 0; position < fields.Length; position++)
        {
            for (int value = 0; value < 256; value++)
            {
                string changed = fields[..position] + (char)value + fields[(position + 1)..];
                bool? expected = Expected(changed);
                foreach (int cut in new[] { 0, position, position + 1 })
                {
                    Encoding.Latin1.GetBytes(Line + changed).CopyTo(request.Buffer, 0);
                    int status = cut == 0 ? HttpParser.Incomplete : parser.Parse(Line.Length + cut, 0);
                    if (status == HttpParser.Incomplete)
                    {
                        Encoding.Latin1.GetBytes(Line + changed).CopyTo(request.Buffer, 0);
                        status = parser.Parse(Line.Length + changed.Length, 0);
                    }

                    if (expected != (status == HttpStatus.Ok ? request.KeepAlive : null))
                    {
                        Assert.Fail($"{value} at {position}, cut at {cut}: {status}, {request.KeepAlive}.");
                    }
                }
            }
        }
    }
}
