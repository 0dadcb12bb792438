// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;

namespace NanoTcp.Tests.Interop;

/// <summary>
/// While clients of the kernel hold connections to the board, a visitor is served. The simulation (<c>host-sim occupation</c>) has the exact times.
/// Here the times only distinguish a server that serves from one that does not.
/// </summary>
[Trait(Speed.Trait, Speed.Slow)]
public class VisitorTests : InteropTests
{
    private const int Visits = 5;

    // Seconds. Without room a visitor waited for a minute or more; one that is served waits for half of that only where the machine stands still.
    private const double UsualWait = 30;

    /// <summary>The number of clients, the port of the board, and the text of each client in the form of printf.</summary>
    public static TheoryData<int, int, string> Crowds => new()
    {
        { 8, 80, @"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n" },
        { 20, 80, @"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n" },
        { 9, 80, @"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" },
        { 30, 80, @"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" },
        { 8, 80, @"GET / HTTP/1.1\r\nHost: 127.0" },
        { 100, 80, "G" },
        { 20, 80, "" },
        { 12, 80, @"GET /bytes/1000000 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" },
        { 20, 7, "" },
    };

    [Theory]
    [MemberData(nameof(Crowds))]
    public void A_visitor_is_served_beside_clients_that_keep_their_connections(int clients, int port, string text)
    {
        Needs.Curl();
        using NetworkNamespace network = new();
        using Board board = Board.Boot(network, "--tap", Peer.Tap, "--ip", $"{Peer.Address}/24", "--echo");
        using RunningProgram crowd = network.Start("bash", "-c", Occupy(Peer.Address, port, clients, text));
        crowd.WaitForText("all here");

        double[] waits = [.. Enumerable.Range(0, Visits).Select(_ => Visit(network.Try("curl", VisitArguments($"http://{Peer.Address}/"))))];

        AssertServed(waits);
        board.Stop();
    }

    [Theory]
    [MemberData(nameof(Crowds))]
    public void A_visitor_behind_the_URL_is_served_as_well(int clients, int port, string text)
    {
        Needs.Curl();
        string echo = FreePort();
        using Board board = Board.Boot("--echo", "--forward", $"{echo}:7");
        string own = port == 7 ? echo : board.Port.ToString(CultureInfo.InvariantCulture);
        using RunningProgram crowd = RunningProgram.Start("bash", ["-c", Occupy("127.0.0.1", int.Parse(own, CultureInfo.InvariantCulture), clients, text)]);
        crowd.WaitForText("all here");

        double[] waits = [.. Enumerable.Range(0, Visits).Select(_ => Visit(RunningProgram.Start("curl", VisitArguments(board.Url)).Wait()))];

        AssertServed(waits);
        board.Stop();
    }

    // The shell's own sockets: they stay open until the shell ends.
    private static string Occupy(string address, int port, int clients, string text)
    {
        return $"for i in $(seq {clients}); do exec {{fd}}<>/dev/tcp/{address}/{port}; printf '{text}' >&$fd; done; echo all here; sleep 600";
    }

    private static string[] VisitArguments(string url)
    {
        return ["-s", "-o", "/dev/null", "-w", "%{http_code} %{time_total}", url];
    }

    private static double Visit(ProgramResult curl)
    {
        string[] words = curl.Succeeded().Text.Split(' ');
        Assert.Equal("200", words[0]);
        return double.Parse(words[1], CultureInfo.InvariantCulture);
    }

    private static void AssertServed(double[] waits)
    {
        Array.Sort(waits);
        Assert.InRange(waits[Visits / 2], 0, UsualWait);
    }
}
