// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Measure.Memory;
using NanoTcp.Simulation.Boards;
using NanoTcp.Tests.Architecture;

namespace NanoTcp.Tests.Economy;

/// <summary>The limits of the core's memory on the device. The figures are those of <c>host-sim memory</c> without options.</summary>
public class MemoryBudgetTests
{
    private const int Kilobyte = 1024;

    // Four listeners, eight connections with buffers of a kilobyte each way, and eight entries each for ARP, FIN-WAIT-2 and TIME-WAIT.
    private static readonly MemoryConfiguration s_configuration = new(null, MemoryApplication.None);

    public static TheoryData<string> Boards => [.. BoardCatalog.CreateAll().Select(board => board.Id)];

    [Fact]
    public void The_core_fits_its_budget()
    {
        Assert.InRange(MemoryModel.Bytes(s_configuration, MemoryParts.Core), 1, 37_100);
    }

    [Fact]
    public void An_idle_connection_without_its_buffers_fits_its_budget()
    {
        Assert.InRange(MemoryCosts.Connection(s_configuration), 1, 630);
    }

    [Fact]
    public void A_half_open_connection_fits_its_budget()
    {
        Assert.InRange(MemoryCosts.HalfOpen(s_configuration), 1, 40);
    }

    [Fact]
    public void A_closed_connection_in_FIN_WAIT_2_fits_its_budget()
    {
        Assert.InRange(MemoryCosts.FinWait2(s_configuration), 1, 44);
    }

    [Fact]
    public void A_connection_in_TIME_WAIT_fits_its_budget()
    {
        Assert.InRange(MemoryCosts.TimeWait(s_configuration), 1, 40);
    }

    [Fact]
    public void The_code_of_the_core_fits_its_budget()
    {
        Assert.InRange(StoredCode.Read(Repository.Path("stack", "NanoTcp", "bin", Repository.Configuration, "NanoTcp.dll")).Total, 1, 75 * Kilobyte);
    }

    // An ESP32 without PSRAM has about 100 KB of managed heap, and with it megabytes.
    [Theory]
    [MemberData(nameof(Boards))]
    public void The_sensor_node_fits_the_heap_of_a_board_with_its_driver(string id)
    {
        Board board = BoardCatalog.Find(id)!;
        IReadOnlyList<CountedObject> counted = MemoryModel.Count(MemoryConfiguration.Of(board, MemoryApplication.Sensor));
        Assert.InRange(counted.Sum(one => one.Bytes), 1, (board.HasPsram ? 256 : 89) * Kilobyte);
        foreach (string part in (string[])[MemoryParts.Driver, MemoryParts.Board, MemoryParts.Http, MemoryParts.Application])
        {
            Assert.Contains(counted, one => one.Part == part);
        }
    }

    [Theory]
    [InlineData(MemoryParts.Stack)]
    [InlineData(MemoryParts.Arp)]
    [InlineData(MemoryParts.Peers)]
    [InlineData(MemoryParts.Tcp)]
    [InlineData(MemoryParts.Listeners)]
    [InlineData(MemoryParts.Connections)]
    [InlineData(MemoryParts.Buffers)]
    [InlineData(MemoryParts.TimeWait)]
    public void A_part_is_found_under_the_name_of_its_type(string part)
    {
        Assert.NotEqual(0, MemoryModel.Bytes(s_configuration, part));
    }

    /// <summary>
    /// The desktop's build also has what the files *.Desktop.cs hold: TcpInfo, counting by state, news of connections, links that offload or gather, and
    /// acknowledgments of each segment. The device's build also has three attributes of the compiler.
    /// </summary>
    [Fact]
    public void The_builds_for_desktop_and_device_take_nearly_the_same()
    {
        int device = StoredCode.Read(Repository.Path("stack", "NanoTcp", "bin", Repository.Configuration, "NanoTcp.dll")).Total;
        int desktop = StoredCode.Read(Path.Combine(AppContext.BaseDirectory, "NanoTcp.dll")).Total;
        Assert.InRange(device - desktop, -2000, 0);
    }
}
