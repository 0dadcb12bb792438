// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Browser;
using NanoTcp.Simulation.Boards;
using NanoTcp.Tests.Architecture;
using NanoTcp.Tests.Interop;

namespace NanoTcp.Tests.HostSim.Simulation;

/// <summary>The simulation in a browser's virtual machine: tests/Browser, published for WebAssembly and run by node.</summary>
public sealed class WebAssemblyTests
{
    private const string Publish = "dotnet publish tests/Browser -c Release";

    private static readonly string s_published = Repository.Path("tests", "Browser", "bin", "Release", "net10.0", "publish");

    public static TheoryData<string> Boards => [.. BoardCatalog.Ids];

    [Theory]
    [MemberData(nameof(Boards))]
    public void A_board_boots_in_virtual_time_and_answers_a_GET_always_in_the_same_way(string board)
    {
        string[] lines = VisitHere(board);
        Assert.Contains(lines, line => line.EndsWith("handshake 3/3 ACK", StringComparison.Ordinal));
        Assert.Contains("HTTP/1.1 200 OK", lines);
        Assert.Contains(lines, line => line.StartsWith("{\"temperature\":", StringComparison.Ordinal));
        Assert.Equal(lines, VisitHere(board));
    }

    [Fact]
    public void In_WebAssembly_every_board_does_the_same_as_here()
    {
        Needs.Program("node", "nodejs");
        NeedsPublication();
        using RunningProgram node = RunningProgram.Start("node", [Path.Combine(s_published, "wwwroot", "main.mjs"), .. BoardCatalog.Ids]);
        node.EndInput();
        string there = node.Wait().Succeeded().Text;
        Assert.Equal(BoardCatalog.Ids.SelectMany(VisitHere), Lines(there));
    }

    private static string[] VisitHere(string board)
    {
        StringWriter output = new();
        BoardVisit.Run(board, output);
        return Lines(output.ToString());
    }

    private static string[] Lines(string text)
    {
        return text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
    }

    // It is built separately, because publishing takes as long as all other builds together.
    private static void NeedsPublication()
    {
        FileInfo stamp = new(Path.Combine(s_published, "published"));
        if (!stamp.Exists)
        {
            Needs.Refuse($"needs the simulation in WebAssembly: run \"{Publish}\"");
        }

        string[] sources = [.. Repository.Find("*.cs", "stack", "boards", "firmware", "host-sim/Hardware", "host-sim/Simulation", "tests/Browser")];
        if (sources.Any(source => !source.Contains("/obj/", StringComparison.Ordinal) && File.GetLastWriteTimeUtc(Repository.Path(source)) > stamp.LastWriteTimeUtc))
        {
            Needs.Refuse($"needs the simulation in WebAssembly as its sources are now: run \"{Publish}\" again");
        }
    }
}
