// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using NanoTcp.Testing;
using TestedPrograms;
using SocketError = nano::System.Net.Sockets.SocketError;

namespace NanoTcp.Tests.HostSim.Testing;

public sealed class EchoTests
{
    private const string Server = "192.168.1.10";
    private const int Clients = 8;

    [Fact]
    public void The_same_seed_gives_the_same_frames_however_many_threads_there_are()
    {
        Assert.Equal(ServeManyClients(seed: 1), ServeManyClients(seed: 1));
    }

    [Fact]
    public void Another_seed_gives_other_frames()
    {
        Assert.NotEqual(ServeManyClients(seed: 1), ServeManyClients(seed: 2));
    }

    [Fact]
    public void A_round_trip_takes_two_switches_of_threads_and_no_virtual_time_on_a_perfect_wire()
    {
        (long Switches, long Time) cost = MeasureRoundTrips(10_000);

        // Once in 100 calls a program that never waits for time gives up a millisecond.
        Assert.InRange(cost.Switches, 20_000, 20_500);
        Assert.InRange(cost.Time, 1, 500);
        Assert.Equal(cost, MeasureRoundTrips(10_000));
    }

    [Fact]
    public void A_receive_timeout_takes_exactly_its_virtual_time()
    {
        using TestNetwork network = NewNetwork(out _, out TestHost client);
        client.Run(() => EchoPrograms.Ask(Server, 1));
        long start = network.Now;

        Assert.Equal(SocketError.TimedOut, client.Run(() => EchoPrograms.ReceiveInVain(Server, 1000)));
        Assert.Equal(1000, network.Now - start);
    }

    [Fact]
    public void One_thread_sends_by_a_socket_while_another_one_receives()
    {
        using TestNetwork network = NewNetwork(out _, out TestHost client);

        Assert.Equal(100 * 64, client.Run(() => EchoPrograms.AskWithTwoThreads(Server, 100)));
    }

    [Fact]
    public void A_cable_that_is_out_for_a_while_delays_the_echo()
    {
        using TestNetwork network = NewNetwork(out TestHost server, out TestHost client);
        int echoes = 0;
        TestProgram program = client.Start(() => echoes = EchoPrograms.Ask(Server, 500));
        network.RunFor(1);
        server.PullCable();
        network.RunFor(5000);
        Assert.False(program.HasEnded);

        server.PlugCable();
        program.Join();

        Assert.Equal(500, echoes);
        Assert.InRange(network.Now, 5001, 20_000);
    }

    [Fact]
    public void A_host_that_vanishes_is_missed_and_one_that_comes_back_knows_no_connection()
    {
        using TestNetwork network = NewNetwork(out TestHost server, out TestHost client);
        SocketError error = SocketError.Success;
        TestProgram program = client.Start(() => error = EchoPrograms.SendUntilItFails(Server));
        network.RunFor(250);

        server.SwitchOff();
        network.RunFor(2000);
        Assert.False(program.HasEnded);
        server.SwitchOn();
        program.Join();

        Assert.Equal(SocketError.ConnectionReset, error);
    }

    [Fact]
    public void A_wire_that_gets_worse_loses_frames_and_no_bytes()
    {
        using TestNetwork network = NewNetwork(out _, out TestHost client);
        Assert.Equal(10, client.Run(() => EchoPrograms.Ask(Server, 10)));

        network.Loss = 0.2;
        network.Duplicate = 0.1;
        network.Reorder = 0.1;
        network.Corrupt = 0.05;
        network.DelayMs = 2;
        network.JitterMs = 3;

        Assert.Equal(100, client.Run(() => EchoPrograms.Ask(Server, 100)));
    }

    [Fact]
    public void A_host_without_an_address_gets_one_from_the_router()
    {
        using TestNetwork network = new(seed: 1);
        network.AddRouter("192.168.1.1");
        network.AddHost(Server).Start(EchoPrograms.Serve);
        TestHost client = network.AddDhcpHost();
        Assert.False(client.HasAddress);

        network.RunUntil(() => client.HasAddress);

        Assert.Equal("192.168.1.100", client.Address);
        Assert.Equal(1, client.Run(() => EchoPrograms.Ask(Server, 1)));
    }

    [Fact]
    public void The_frames_of_a_test_can_be_read_as_a_ladder()
    {
        using TestNetwork network = NewNetwork(out TestHost server, out TestHost client);
        client.Run(() => EchoPrograms.Ask(Server, 1));

        string ladder = network.ToLadder(server);

        Assert.Contains("192.168.1.10:7", ladder, StringComparison.Ordinal);
        Assert.Contains("SYN", ladder, StringComparison.Ordinal);
        Assert.Contains("ESTABLISHED", ladder, StringComparison.Ordinal);
    }

    [Fact]
    public void The_capture_holds_the_newest_frames()
    {
        const int fileHeader = 24;
        using TestNetwork network = NewNetwork(out _, out TestHost client);
        network.RecordedFrames = 3;
        client.Run(() => EchoPrograms.Ask(Server, 20));

        byte[] capture = network.ToPcap();

        int records = 0;
        for (int at = fileHeader; at < capture.Length; at += 16 + BitConverter.ToInt32(capture, at + 8))
        {
            records++;
        }

        Assert.Equal(0xA1B23C4D, BitConverter.ToUInt32(capture, 0));
        Assert.Equal(3, records);
    }

    private static ulong ServeManyClients(ulong seed)
    {
        using TestNetwork network = new(seed) { Loss = 0.02, Duplicate = 0.02, DelayMs = 1 };
        network.AddHost(Server).Start(EchoPrograms.Serve);
        int[] echoes = new int[Clients];
        TestProgram[] programs = new TestProgram[Clients];
        for (int i = 0; i < Clients; i++)
        {
            int number = i;
            programs[i] = network.AddHost($"192.168.1.{20 + i}").Start(() => echoes[number] = EchoPrograms.Ask(Server, 50));
        }

        Array.ForEach(programs, program => program.Join());
        Assert.All(echoes, count => Assert.Equal(50, count));
        return network.FrameHash;
    }

    private static (long Switches, long Time) MeasureRoundTrips(int count)
    {
        using TestNetwork network = NewNetwork(out _, out TestHost client);
        Assert.Equal(count, client.Run(() => EchoPrograms.Ask(Server, count)));
        return (network.Switches, network.Now);
    }

    private static TestNetwork NewNetwork(out TestHost server, out TestHost client)
    {
        TestNetwork network = new(seed: 1);
        server = network.AddHost(Server);
        server.Start(EchoPrograms.Serve);
        client = network.AddHost("192.168.1.11");
        return network;
    }
}
