// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text.RegularExpressions;
using NanoTcp.Boards;
using NanoTcp.Host;
using NanoTcp.HostSim.Peer;
using NanoTcp.Http;
using NanoTcp.Ip;
using NanoTcp.Platform;
using NanoTcp.SensorNode;
using NanoTcp.Tcp;
using NanoTcp.Tests.Architecture;

namespace NanoTcp.Tests.Docs;

/// <summary>All names in SECURITY.md exist, and its limits are those of a board.</summary>
public sealed partial class SecurityTests
{
    private const string Document = "../SECURITY.md";

    private static readonly HashSet<string> s_counters =
    [
        .. Enum.GetValues<Counter>().Select(counter => CounterName.InFull(counter)),
        .. Enum.GetValues<ArpCounter>().Select(counter => CounterName.InFull(counter)),
        .. Enum.GetValues<IPv4Counter>().Select(counter => CounterName.InFull(counter)),
        .. Enum.GetValues<IcmpCounter>().Select(counter => CounterName.InFull(counter)),
        .. Enum.GetValues<TcpCounter>().Select(counter => CounterName.InFull(counter)),
    ];

    [Fact]
    public void Its_counters_exist()
    {
        Assert.All(MarkdownTable.Read(Document, "## Counters to watch").SelectMany(row => Names(row[0])), Exists);
    }

    [Fact]
    public void What_counts_a_full_table_exists()
    {
        Assert.All(MarkdownTable.Read(Document, "## Limits").SelectMany(row => Names(row[2])), Exists);
    }

    [Fact]
    public void Its_limits_are_those_of_a_board()
    {
        Board board = new Esp32DevKitC();
        int[] limits =
        [
            board.TcpOptions.MaxConnections, board.TcpOptions.HalfOpenEntries, board.StackOptions.MaxFramesPerPoll, board.TcpOptions.ChallengeAcks,
            new HttpServerOptions().RequestBuffer,
        ];

        Assert.Equal(limits, MarkdownTable.Read(Document, "## Limits").Select(row => MarkdownTable.Number(row[1])));
    }

    [Fact]
    public void Where_it_says_that_something_is_shown_there_are_tests()
    {
        IEnumerable<string> places = MarkdownTable.Read(Document, "## What is defended").SelectMany(row => Names(row[2])).Where(name => name.StartsWith("tests/", StringComparison.Ordinal));

        Assert.NotEmpty(places);
        Assert.All(places, place => Assert.True(Path.Exists(Repository.Path(place)), place));
    }

    private static void Exists(string name)
    {
        string[] parts = name.Split('.');
        bool exists = parts.Length == 1
            ? s_counters.Contains(name)
            : ((Type[])[typeof(Node), typeof(DeviceClock)]).Any(type => type.Name == parts[0] && type.GetProperty(parts[1]) is not null);
        Assert.True(exists, name);
    }

    private static IEnumerable<string> Names(string cell)
    {
        return BackTicked().Matches(cell).Select(match => match.Groups[1].Value);
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex BackTicked();
}
