// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;
using NanoTcp.Tests.Architecture;
using NanoTcp.Tests.Interop;

namespace NanoTcp.Tests.HostSim.Run;

/// <summary>host-sim --app: a program with sockets on the simulated board, as a user starts it.</summary>
public sealed class AppTests
{
    private static readonly string s_helloSocket = App("HelloSocket");
    private static readonly string s_webServer = App("InteropApp");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> NoPrograms => new()
    {
        { Repository.Path("none.dll"), "There is no file" },
        { App("NanoTcp"), "has no entry point" },
        { Repository.Path("README.md"), "cannot be loaded" },
    };

    [Theory]
    [InlineData("esp32-devkitc-w5500")]
    [InlineData("esp32-devkitc-enc28j60")]
    public async Task Eight_clients_of_an_echo_server_get_back_what_they_send(string board)
    {
        Needs.Signals();
        int port = FreePort();
        using Interop.Board running = Interop.Board.Boot("--app", s_helloSocket, "--board", board, "--forward", $"{port}:7");
        running.Program.WaitForText("Echoes on port 7");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => EchoAsync(port, number)));

        running.Stop();
    }

    [Fact]
    public async Task A_web_server_that_knows_nothing_of_NanoTcp_serves_a_browser()
    {
        Needs.Signals();
        using Interop.Board running = Interop.Board.Boot("--app", s_webServer);
        running.Program.WaitForText("Serves");
        using HttpClient browser = new();

        byte[] bytes = await browser.GetByteArrayAsync($"{running.Url}/bytes/20000", Cancellation);

        Assert.Equal(20_000, bytes.Length);
        Assert.All(Enumerable.Range(0, bytes.Length), i => Assert.Equal(i % 251, bytes[i]));
        running.Stop();
    }

    [Fact]
    public async Task It_ends_with_its_program_and_what_the_program_has_sent_arrives()
    {
        using Interop.Board running = Interop.Board.Boot("--app", s_webServer);
        running.Program.WaitForText("Serves");
        using HttpClient browser = new();

        Assert.Equal("hello\n", await browser.GetStringAsync($"{running.Url}/end", Cancellation));

        Assert.Contains("Main returns", running.Program.Wait().Succeeded().Text);
    }

    [Fact]
    public async Task An_exception_that_nobody_catches_ends_it_and_is_told()
    {
        using Interop.Board running = Interop.Board.Boot("--app", s_webServer);
        running.Program.WaitForText("Serves");
        using HttpClient browser = new();

        await Assert.ThrowsAsync<HttpRequestException>(() => browser.GetStringAsync($"{running.Url}/throw", Cancellation));

        Assert.StartsWith("The program has failed: System.InvalidOperationException: thrown by a page", running.Program.Wait().Exited(1).ErrorText);
    }

    [Theory]
    [MemberData(nameof(NoPrograms))]
    public void What_is_no_program_is_told_in_a_sentence(string path, string part)
    {
        using RunningProgram program = HostSimProgram.Start("--app", path);

        ProgramResult result = program.Wait().Exited(2);

        Assert.Empty(result.Text);
        Assert.Contains(part, Assert.Single(result.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData("--echo")]
    [InlineData("--cors")]
    [InlineData("--platform", "esp32")]
    public void Options_of_the_firmware_that_serves_sensors_have_no_meaning_with_it(params string[] options)
    {
        using RunningProgram program = HostSimProgram.Start(["--app", s_helloSocket, .. options]);

        Assert.Contains("--app", program.Wait().Exited(2).ErrorText);
    }

    private static string App(string name)
    {
        return Path.Combine(AppContext.BaseDirectory, $"{name}.dll");
    }

    private static int FreePort()
    {
        using TcpListener trial = new(IPAddress.Loopback, 0);
        trial.Start();
        return ((IPEndPoint)trial.LocalEndpoint).Port;
    }

    private static async Task EchoAsync(int port, int number)
    {
        byte[] sent = new byte[5000 + number];
        new Random(number).NextBytes(sent);
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, port, Cancellation);
        NetworkStream stream = client.GetStream();
        Task writing = Task.Run(async () =>
        {
            await stream.WriteAsync(sent, Cancellation);
            client.Client.Shutdown(SocketShutdown.Send);
        }, Cancellation);
        using MemoryStream received = new();
        await stream.CopyToAsync(received, Cancellation);
        await writing;
        Assert.Equal(sent, received.ToArray());
    }
}
