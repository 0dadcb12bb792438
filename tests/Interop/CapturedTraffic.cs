// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Interop;

/// <summary>A capture file, as tshark and capinfos see it.</summary>
internal static class CapturedTraffic
{
    /// <summary>Asserts that every frame is well formed, its checksums included, and that the stack sent no segment twice or out of order.</summary>
    /// <param name="path">The capture.</param>
    /// <param name="stack">
    /// The stack's address. The kernel sends a segment again after some milliseconds without an acknowledgment. On a busy machine the stack may wait
    /// that long for the processor. The kernel also writes a TCP checksum of 0 as 0xFFFF, which tshark does not take.
    /// </param>
    public static void AssertClean(string path, string stack)
    {
        string filter = "_ws.malformed || ip.checksum.status == 0 || icmp.checksum.status == 0"
            + $" || (tcp.checksum.status == 0 && (ip.src == {stack} || tcp.checksum != 0xffff))"
            + $" || (ip.src == {stack} && (tcp.analysis.retransmission || tcp.analysis.lost_segment || tcp.analysis.out_of_order || tcp.analysis.keep_alive))";
        string[] problems = Tshark("-r", path, "-Y", filter).Lines;
        Assert.True(problems.Length == 0, string.Join('\n', problems));
    }

    /// <summary>The values of a field in the frames that the filter selects.</summary>
    public static string[] Values(string path, string filter, string field)
    {
        return Tshark("-r", path, "-Y", filter, "-T", "fields", "-e", field).Lines;
    }

    /// <summary>Asserts that capinfos reads the file to its end, and returns the number of packets.</summary>
    public static int CountPackets(string path)
    {
        using RunningProgram capinfos = RunningProgram.Start("capinfos", ["-Mc", path]);
        capinfos.EndInput();
        string line = Assert.Single(capinfos.Wait().Succeeded().Lines, line => line.StartsWith("Number of packets", StringComparison.Ordinal));
        return int.Parse(line[(line.IndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static ProgramResult Tshark(params IReadOnlyList<string> arguments)
    {
        string[] options = ["-n", "-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE"];
        using RunningProgram tshark = RunningProgram.Start("tshark", [.. options, .. arguments]);
        tshark.EndInput();
        return tshark.Wait().Succeeded();
    }
}
