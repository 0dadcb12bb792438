// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>What the handshake of a client says of the round trip, and the timer before the first measurement (RFC 6298 §2, §3).</summary>
public class HandshakeRoundTripTests
{
    private const string Syn = "SYN seq=100 win=4096";
    private const string LastStep = "ACK seq=101 ack=301 win=4096";

    /// <summary>An accepted connection whose last step comes so long after the SYN,ACK.</summary>
    private static TcpConnection Accept(TcpBench bench, int roundTrip)
    {
        TcpListener listener = bench.Listen();
        bench.Arrives(Syn);
        bench.Sends("SYN,ACK seq=300");
        bench.Advance(roundTrip);
        bench.Arrives(LastStep);
        return listener.Accept()!;
    }

    /// <summary>A connection whose last step has found no slot, because another one had it until now.</summary>
    private static TcpConnection AcceptLate(TcpBench bench, Action handshake)
    {
        TcpListener listener = bench.Listen();
        bench.Arrives("SYN from=5001 seq=100 win=4096");
        bench.Sends("SYN,ACK to=5001 seq=300");
        bench.Arrives("ACK from=5001 seq=101 ack=301 win=4096");
        TcpConnection holder = listener.Accept()!;
        bench.Arrives(Syn);
        bench.Sends("SYN,ACK seq=300 win=0");
        handshake();
        bench.Arrives(LastStep);
        holder.Abort();
        bench.Sends("RST,ACK to=5001");
        bench.Poll();
        bench.Sends("ACK seq=301 ack=101");
        TcpConnection connection = listener.Accept()!;

        // The other end tells its window anew.
        bench.Arrives(LastStep);
        return connection;
    }

    private static long Timeout(TcpBench bench, TcpConnection connection)
    {
        bench.Write(connection, 10);
        bench.Poll();
        bench.Sends("ACK seq=301 len=10");
        long timeout = bench.UntilSends();
        bench.Sends("ACK seq=301 len=10");
        return timeout;
    }

    private static void WithOneSlot(TcpOptions options)
    {
        options.MaxConnections = 1;
    }

    [Fact]
    public void The_last_step_is_measured_from_the_SYN_ACK_also_when_the_first_timeout_is_above_the_upper_bound()
    {
        TcpBench bench = new(options =>
        {
            options.InitialRto = 3000;
            options.MaxRto = 1000;
        });
        Assert.Equal(300, Timeout(bench, Accept(bench, 100)));
    }

    [Fact]
    public void The_first_timeout_is_not_above_the_upper_bound()
    {
        // RFC 6298 §2.5.
        TcpBench bench = new(options =>
        {
            options.InitialRto = 3000;
            options.MaxRto = 1000;
        });
        bench.Connect();
        bench.Poll();
        bench.Sends("SYN seq=300");
        Assert.Equal(1000, bench.UntilSends());
        bench.Sends("SYN seq=300");
    }

    [Fact]
    public void A_SYN_ACK_that_was_sent_again_for_a_repeated_SYN_is_not_measured()
    {
        // Karn's rule: the last step may answer either of them. So the first timeout stays.
        TcpBench bench = new();
        TcpListener listener = bench.Listen();
        bench.Arrives(Syn);
        bench.Sends("SYN,ACK seq=300");
        bench.Advance(500);
        bench.Arrives(Syn);
        bench.Sends("SYN,ACK seq=300");
        bench.Advance(100);
        bench.Arrives(LastStep);
        Assert.Equal(1000, Timeout(bench, listener.Accept()!));
    }

    [Fact]
    public void A_short_round_trip_of_who_waits_for_a_slot_is_remembered()
    {
        TcpBench bench = new(WithOneSlot);
        Assert.Equal(220, Timeout(bench, AcceptLate(bench, () => bench.Advance(20))));
    }

    [Fact]
    public void A_round_trip_too_long_to_be_remembered_is_not_taken_for_a_shorter_one()
    {
        TcpBench bench = new(WithOneSlot);
        Assert.Equal(1000, Timeout(bench, AcceptLate(bench, () => bench.Advance(400))));
    }

    [Fact]
    public void A_SYN_that_comes_again_while_its_client_waits_for_a_slot_leaves_the_round_trip_as_it_was()
    {
        TcpBench bench = new(WithOneSlot);
        TcpConnection connection = AcceptLate(bench, () =>
        {
            bench.Advance(20);
            bench.Arrives(LastStep);
            bench.Arrives(Syn);
            bench.Sends("SYN,ACK seq=300 win=0");
        });
        Assert.Equal(220, Timeout(bench, connection));
    }

    [Fact]
    public void A_long_first_timeout_of_a_SYN_ACK_doubles_up_to_the_upper_bound_and_not_beyond_what_a_number_holds()
    {
        TcpBench bench = new(options =>
        {
            options.InitialRto = 1_000_000;
            options.MaxRto = 1_500_000;
            options.SynAckRetries = 15;
        });
        bench.Listen();
        bench.Arrives(Syn);
        bench.Sends("SYN,ACK seq=300");
        Assert.Equal(1_000_000, bench.UntilSends());
        bench.Sends("SYN,ACK seq=300");
        for (int repetition = 2; repetition <= 15; repetition++)
        {
            Assert.Equal(1_500_000, bench.UntilSends(2_000_000));
            bench.Sends("SYN,ACK seq=300");
        }
    }
}
