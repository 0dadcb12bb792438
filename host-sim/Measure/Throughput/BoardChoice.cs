// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Simulation.Boards;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Throughput;

/// <summary>The boards to measure, as a command line names them.</summary>
/// <param name="Id">The name of one, or <see cref="AllBoards"/>.</param>
/// <param name="FullDuplex">Whether an ENC28J60 and its switch port are set to full duplex.</param>
/// <param name="Buffers">Bytes of the send and the receive buffer, or <see cref="OwnBuffers"/>.</param>
/// <param name="TrustsEthernet">Whether the text of expected segments is taken without its checksum.</param>
internal sealed record BoardChoice(string Id, bool FullDuplex, int Buffers, bool TrustsEthernet)
{
    public const string AllBoards = "all";
    public const int OwnBuffers = 0;

    public IReadOnlyList<Board> Make()
    {
        Board[] boards = Array.FindAll(BoardCatalog.CreateAll(), known => Id == AllBoards || known.Id == Id);
        foreach (Board one in boards)
        {
            one.Wiring.FullDuplex |= FullDuplex;
            one.TcpOptions.TrustsEthernetForText = TrustsEthernet;
            SetBuffers(one.TcpOptions);
        }

        return boards;
    }

    private void SetBuffers(TcpOptions options)
    {
        if (Buffers != OwnBuffers)
        {
            options.SendBuffer = Buffers;
            options.ReceiveBuffer = Buffers;
        }
    }
}
