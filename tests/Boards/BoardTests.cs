// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Drivers;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Simulation.Boards;
using NanoTcp.Tests.HostSim.Hardware;
using NanoTcp.Tests.Stack;

namespace NanoTcp.Tests.Boards;

public class BoardTests
{
    public static TheoryData<string> Ids => [.. BoardCatalog.CreateAll().Select(board => board.Id)];

    [Fact]
    public void The_catalog_has_every_board_and_each_has_an_id_a_name_and_an_address_of_its_own()
    {
        Board[] boards = BoardCatalog.CreateAll();

        Assert.InRange(boards.Length, 6, int.MaxValue);
        Assert.Equal(boards.Length, boards.DistinctBy(board => board.Id).Count());
        Assert.Equal(boards.Length, boards.DistinctBy(board => board.Name).Count());
        Assert.Equal(boards.Length, boards.DistinctBy(board => Convert.ToHexString(board.MacAddress)).Count());
        Assert.IsType<Esp32DevKitC>(BoardCatalog.Find(BoardCatalog.DefaultId));
        Assert.Null(BoardCatalog.Find("no-such-board"));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_board_has_a_local_address_and_leaves_half_of_its_heap(string id)
    {
        Board board = BoardCatalog.Find(id)!;

        Assert.Matches("^[a-z0-9-]+$", board.Id);
        Assert.Equal(6, board.MacAddress.Length);
        Assert.Equal(2, board.MacAddress[0] & 3);
        Assert.NotSame(board.MacAddress, BoardCatalog.Find(id)!.MacAddress);

        // External memory has megabytes.
        int half = board.HasPsram ? 200_000 : 50_000;
        Assert.InRange(board.TcpOptions.MaxConnections * (board.TcpOptions.SendBuffer + board.TcpOptions.ReceiveBuffer), half / 2, half);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_board_is_wired_as_its_table_in_the_readme_says(string id)
    {
        Board board = BoardCatalog.Find(id)!;
        ControllerWiring wiring = board.Wiring;
        WiringTable table = WiringTable.Of(board.Name);

        Assert.Contains($"| `{board.Id}` | {board.Name} | `{board.GetType().Name}.cs` |", WiringTable.Readme);
        Assert.Equal(table.Pin("MOSI"), wiring.Mosi);
        Assert.Equal(table.Pin("MISO"), wiring.Miso);
        Assert.Equal(table.Pin("SCLK"), wiring.Sclk);
        Assert.Equal(table.Pin("CS"), wiring.ChipSelect);
        Assert.Equal(table.Pin("INT"), wiring.Interrupt);
        Assert.Equal(table.Pin("RST"), wiring.Reset);
        Assert.Equal(table.Pin("Bus"), wiring.SpiBus);
        Assert.Equal(table.Megahertz, Math.Round(wiring.ClockHz / 1e6, 2));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_bus_adapter_reaches_a_chip_that_is_wired_as_the_board_says(string id)
    {
        Board board = BoardCatalog.Find(id)!;
        ControllerWiring wiring = board.Wiring;
        FakeChip chip = new() { MaxClockHz = board.Controller == EthernetController.Enc28J60 ? 20_000_000 : 33_300_000 };
        VirtualBoard hardware = BoardHardware.Build(board, chip, new ManualClock(), 0);
        using IDisposable activation = hardware.Activate();
        Esp32Pins.AssignSpi(wiring.SpiBus, wiring.Mosi, wiring.Miso, wiring.Sclk);
        SpiBus bus = new(wiring.SpiBus, wiring.ChipSelect, wiring.ClockHz, wiring.Interrupt, wiring.Reset);
        bus.Attach(new ScriptedLink([2, 0, 0, 0, 0, 1]));
        bus.Reset(1);
        ushort[] read = new ushort[1];
        bus.Exchange([0x1234], read);
        bus.ClearInterrupt();
        chip.SetInterrupt(true);
        hardware.DeliverInterrupts();

        Assert.Equal([0x34, 0x12], chip.LastInstruction);
        Assert.Equal(0xEDCB, read[0]);
        Assert.True(bus.InterruptPending());
        Assert.Equal(wiring.ClockHz, chip.LastClockHz);
        Assert.False(chip.ResetLow);
    }
}
