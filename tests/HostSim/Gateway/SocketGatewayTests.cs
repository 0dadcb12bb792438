// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;
using System.Text;
using NanoTcp.HostSim.Gateway;
using NanoTcp.Simulation.Wire;
using StackError = NanoTcp.Host.SocketError;

namespace NanoTcp.Tests.HostSim.Gateway;

public class SocketGatewayTests
{
    private const int EchoPort = 7;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_browser_on_this_machine_reads_the_sensors()
    {
        using RunningGateway gateway = new();
        using HttpClient client = new() { BaseAddress = gateway.Url };
        Assert.Contains("<html", await client.GetStringAsync("/", Cancellation), StringComparison.OrdinalIgnoreCase);
        using HttpResponseMessage json = await client.GetAsync("/api/sensors", Cancellation);
        Assert.Equal("application/json", json.Content.Headers.ContentType?.MediaType);
        Assert.Contains("\"temperature\":", await json.Content.ReadAsStringAsync(Cancellation));
        using HttpResponseMessage missing = await client.GetAsync("/nothing/here", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task A_megabyte_arrives_whole()
    {
        using RunningGateway gateway = new();
        using HttpClient client = new() { BaseAddress = gateway.Url };
        byte[] body = await client.GetByteArrayAsync("/bytes/1048576", Cancellation);
        Assert.Equal(1 << 20, body.Length);
    }

    [Fact]
    public async Task It_also_arrives_whole_over_a_bad_wire()
    {
        using RunningGateway gateway = new(faults: new WireFaults { Loss = 0.02, Duplicate = 0.02, Reorder = 0.02, Corrupt = 0.02, Seed = 5 });
        using HttpClient client = new() { BaseAddress = gateway.Url };
        byte[] body = await client.GetByteArrayAsync("/bytes/50000", Cancellation);
        Assert.Equal(50_000, body.Length);
    }

    [Fact]
    public async Task More_clients_than_connections_are_all_served()
    {
        using RunningGateway gateway = new();
        string[] answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(async _ =>
        {
            using HttpClient client = new() { BaseAddress = gateway.Url };
            client.DefaultRequestHeaders.ConnectionClose = true;
            return await client.GetStringAsync("/api/sensors", Cancellation);
        }));
        Assert.All(answers, answer => Assert.Contains("temperature", answer));
    }

    [Fact]
    public async Task The_end_of_one_direction_is_passed_on_and_the_other_goes_on()
    {
        using RunningGateway gateway = new(EchoPort);
        using Socket client = await ConnectAsync(gateway);
        byte[] sent = new byte[300_000];
        new Random(1).NextBytes(sent);
        Task sending = Task.Run(
            async () =>
            {
                for (int done = 0; done < sent.Length;)
                {
                    done += await client.SendAsync(sent.AsMemory(done), Cancellation);
                }

                client.Shutdown(SocketShutdown.Send);
            },
            Cancellation);
        using MemoryStream received = new();
        byte[] buffer = new byte[4096];
        for (int count = -1; count != 0;)
        {
            count = await client.ReceiveAsync(buffer.AsMemory(), Cancellation);
            received.Write(buffer, 0, count);
        }

        await sending;
        Assert.Equal(sent, received.ToArray());
    }

    [Fact]
    public async Task A_client_that_resets_frees_its_connection()
    {
        using RunningGateway gateway = new(EchoPort);
        for (int i = 0; i < 30; i++)
        {
            using Socket client = await ConnectAsync(gateway);
            await client.SendAsync(new byte[] { (byte)i }, Cancellation);
            byte[] answer = new byte[1];
            Assert.Equal(1, await client.ReceiveAsync(answer.AsMemory(), Cancellation));
            Assert.Equal(i, answer[0]);
            client.LingerState = new LingerOption(true, 0);
        }
    }

    [Fact]
    public async Task A_port_that_the_board_has_closed_resets_the_client()
    {
        using RunningGateway gateway = new(boardPort: 81);

        // The reset may come so soon that the connect call reports it.
        SocketException e = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using Socket client = await ConnectAsync(gateway);
            await client.ReceiveAsync(new byte[1].AsMemory(), Cancellation);
        });
        Assert.Equal(SocketError.ConnectionReset, e.SocketErrorCode);
    }

    [Fact]
    public async Task The_board_reaches_a_program_on_this_machine_through_its_gateway()
    {
        using Socket program = LoopbackListener.Open(0);
        program.Blocking = true;
        int port = ((IPEndPoint)program.LocalEndPoint!).Port;
        BoardClient client = new(port, "from the board"u8.ToArray());
        using RunningGateway gateway = new(reach: [port], boardClient: client);
        using Socket accepted = await program.AcceptAsync(Cancellation);
        Assert.Equal("from the board", Encoding.ASCII.GetString(await ReadAsync(accepted, 14)));
        await accepted.SendAsync("to the board"u8.ToArray(), Cancellation);
        accepted.Shutdown(SocketShutdown.Send);
        Assert.Equal("to the board", Encoding.ASCII.GetString(await client.Received.WaitAsync(Cancellation)));
    }

    [Fact]
    public async Task A_port_of_this_machine_that_was_not_named_or_where_nobody_listens_refuses_the_board()
    {
        using Socket program = LoopbackListener.Open(0);
        int port = ((IPEndPoint)program.LocalEndPoint!).Port;
        BoardClient client = new(port, []);
        using (RunningGateway gateway = new(boardClient: client))
        {
            Assert.Equal(StackError.ConnectionRefused, await client.Failure.WaitAsync(Cancellation));
        }

        Assert.False(program.Poll(0, SelectMode.SelectRead));
        program.Dispose();
        client = new(port, []);
        using RunningGateway reaching = new(reach: [port], boardClient: client);
        Assert.Equal(StackError.ConnectionReset, await client.Failure.WaitAsync(Cancellation));
    }

    [Fact]
    public void A_taken_port_gives_another_one_on_this_machine_only()
    {
        using Socket first = LoopbackListener.Open(0);
        IPEndPoint taken = Assert.IsType<IPEndPoint>(first.LocalEndPoint);
        using Socket second = LoopbackListener.OpenOrNext(taken.Port, out SocketError refusal);
        IPEndPoint other = Assert.IsType<IPEndPoint>(second.LocalEndPoint);
        Assert.Equal(SocketError.AddressAlreadyInUse, refusal);
        Assert.NotEqual(taken.Port, other.Port);
        Assert.Equal(IPAddress.Loopback, other.Address);
    }

    private static async Task<byte[]> ReadAsync(Socket socket, int count)
    {
        byte[] bytes = new byte[count];
        for (int read = 0; read < count;)
        {
            int more = await socket.ReceiveAsync(bytes.AsMemory(read), Cancellation);
            Assert.NotEqual(0, more);
            read += more;
        }

        return bytes;
    }

    private static async Task<Socket> ConnectAsync(RunningGateway gateway)
    {
        Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, gateway.Port, Cancellation);
        return client;
    }
}
