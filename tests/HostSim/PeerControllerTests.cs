// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;

namespace NanoTcp.Tests.HostSim;

/// <summary>The promises of the conversation also hold when frames need time to get through a controller.</summary>
public class PeerControllerTests
{
    public static TheoryData<Board> Boards => [new Esp32DevKitC(), new Esp32DevKitCEnc28J60()];

    [Theory]
    [MemberData(nameof(Boards))]
    public void A_frame_that_lies_on_the_cable_is_processed_before_the_next_command(Board board)
    {
        using PeerBench bench = new(board: board);
        bench.Connect();
        bench.Far.Expect("abort 1", "ok");
        bench.Near.Expect("error 2", "ok ECONNRESET");
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void All_frames_that_lie_there_are(Board board)
    {
        using PeerBench bench = new(board: board);
        bench.Connect();
        bench.Far.Expect("opt 1 nodelay 1", "ok");
        for (int i = 0; i < 3; i++)
        {
            bench.Far.Expect("send 1 0102", "ok 2");
        }

        bench.Near.Expect("recv 2 100", "ok 6 010201020102");
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void A_frame_that_a_command_causes_has_left_before_the_reply(Board board)
    {
        using PeerBench bench = new(board: board);
        bench.Connect();
        bench.Near.Expect("send 2 0a0b", "ok 2");
        bench.Far.Expect("recv 1 100", "ok 2 0a0b");
    }
}
