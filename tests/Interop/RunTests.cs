// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace NanoTcp.Tests.Interop;

/// <summary>The simulated board behind its URL on 127.0.0.1, without any privilege.</summary>
public class RunTests : InteropTests
{
    [Fact]
    public void The_page_opens()
    {
        Needs.Signals();
        Needs.Curl();
        using Board board = Board.Boot("--port", FreePort());
        ProgramResult page = Curl("--fail", "-w", "\\n%{content_type}", $"{board.Url}/").Succeeded();
        Assert.StartsWith("text/html", page.Lines[^1]);
        Assert.Contains("</html>", page.Text);
        board.Stop();
    }

    [Fact]
    public void The_sensors_are_valid_JSON()
    {
        Needs.Signals();
        Needs.Curl();
        using Board board = Board.Boot("--port", FreePort());
        ProgramResult curl = Curl("--fail", "-w", "%{content_type}", $"{board.Url}/api/sensors").Succeeded();
        Assert.Equal("application/json", curl.Lines[^1]);
        using JsonDocument sensors = JsonDocument.Parse(curl.Lines[0]);
        Assert.InRange(sensors.RootElement.GetProperty("temperature").GetDouble(), -40, 85);
        Assert.InRange(sensors.RootElement.GetProperty("humidity").GetDouble(), 0, 100);
        Assert.Equal("192.168.7.2", sensors.RootElement.GetProperty("address").GetString());
        board.Stop();
    }

    [Fact]
    public void Anything_else_is_a_404()
    {
        Needs.Signals();
        Needs.Curl();
        using Board board = Board.Boot("--port", FreePort());
        Assert.Equal("404", Curl("-o", Path.Combine(Folder, "page"), "-w", "%{http_code}", $"{board.Url}/nothing").Succeeded().Text);
        board.Stop();
    }

    [Fact]
    public void A_large_transfer_through_the_URL_is_exact()
    {
        Needs.Signals();
        Needs.Curl();
        using Board board = Board.Boot("--port", FreePort());
        Assert.Equal(Pattern(1 << 20), Curl("--fail", $"{board.Url}/bytes/1048576").Succeeded().Output);
        board.Stop();
    }

    [Fact]
    public void When_the_port_is_taken_another_one_is_used_and_that_is_said()
    {
        Needs.Signals();
        Needs.Curl();
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using Board board = Board.Boot("--port", port.ToString(CultureInfo.InvariantCulture));
        Assert.NotEqual(port, board.Port);
        Assert.Contains($"{port} is taken: the next free one is used", board.Program.Text);
        Curl("--fail", $"{board.Url}/").Succeeded();
        board.Stop();
    }

    [Fact]
    public void Whoever_asks_for_another_host_gets_421_unless_it_is_allowed()
    {
        Needs.Signals();
        Needs.Curl();
        using (Board board = Board.Boot("--port", FreePort()))
        {
            Assert.Equal("200", Status(board, "localhost"));
            Assert.Equal("200", Status(board, "[::1]:8080"));
            Assert.Equal("421", Status(board, "rebound.example"));
            board.Stop();
        }

        using (Board board = Board.Boot("--port", FreePort(), "--allow-host", "sensor.example", "--cors"))
        {
            Assert.Equal("200", Status(board, "sensor.example"));
            Assert.Equal("421", Status(board, "rebound.example"));
            Assert.Contains("Access-Control-Allow-Origin: *", Curl("--include", $"{board.Url}/api/sensors").Succeeded().Lines);
            board.Stop();
        }
    }

    [Fact]
    public void A_forwarded_port_leads_to_another_service_of_the_board()
    {
        Needs.Signals();
        Needs.Netcat();
        string port = FreePort();
        using Board board = Board.Boot("--port", FreePort(), "--echo", "--forward", $"{port}:7");
        Assert.Contains("TCP 7 echo", board.Program.Text);
        Assert.Contains($"127.0.0.1:{port} to the board's port 7", board.Program.Text);
        using RunningProgram client = RunningProgram.Start("nc", ["-N", "127.0.0.1", port]);
        client.Write("there and back\n");
        client.EndInput();
        Assert.Equal(["there and back"], client.Wait().Succeeded().Lines);
        board.Stop();
    }

    [Fact]
    public void A_forwarded_port_that_is_taken_is_told_in_one_sentence()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using RunningProgram program = HostSimProgram.Start("--port", FreePort(), "--forward", $"{port}:7");
        program.EndInput();
        ProgramResult result = program.Wait().Exited(1);
        Assert.StartsWith($"Port {port} of 127.0.0.1 cannot be opened: ", Assert.Single(result.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void When_the_disk_of_the_capture_is_full_the_run_goes_on_and_its_exit_status_tells()
    {
        Needs.Root();
        Needs.Curl();
        Needs.Program("unshare", "util-linux");
        string file = Path.Combine(Folder, "run.pcap");
        string port = FreePort();

        // A disk of 64 KB that only this program sees.
        using RunningProgram program = RunningProgram.Start(
            "unshare",
            [
                "--mount", "sh", "-c", "mount -t tmpfs -o size=64k tmpfs \"$1\" && shift && exec \"$@\"", "sh",
                Folder, HostSimProgram.Dotnet, HostSimProgram.Assembly, "--port", port, "--pcap", file,
            ]);
        program.WaitForText("Ctrl-C ends.");
        Assert.Equal(Pattern(200_000), Curl("--fail", $"http://127.0.0.1:{port}/bytes/200000").Succeeded().Output);
        Curl("--fail", $"http://127.0.0.1:{port}/").Succeeded();
        program.Signal(RunningProgram.SigTerm);
        string sentence = Assert.Single(program.Wait().Exited(1).ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"The capture file '{file}' takes no more, the run goes on without it: ", sentence);
    }

    [Fact]
    public void A_capture_file_that_is_a_link_or_a_FIFO_is_refused_in_one_sentence()
    {
        string precious = Path.Combine(Folder, "precious");
        File.WriteAllText(precious, "as it was");
        string link = Path.Combine(Folder, "link.pcap");
        File.CreateSymbolicLink(link, precious);
        AssertRefused("it is a link", "--pcap", link);
        Assert.Equal("as it was", File.ReadAllText(precious));
        if (OperatingSystem.IsLinux())
        {
            AssertRefused("it is a device", "--pcap", "/dev/full");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ctrl_C_ends_it_whether_or_not_a_client_is_connected(bool connected)
    {
        Needs.CtrlC();
        using Board board = Board.Boot("--port", FreePort());
        using TcpClient client = new();
        if (connected)
        {
            client.Connect(IPAddress.Loopback, board.Port);
            client.GetStream().Write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8);
            Assert.Equal('H', client.GetStream().ReadByte());
        }

        board.Stop(RunningProgram.SigInt);
    }

    [Fact]
    public void The_trace_names_the_steps_of_handshake_and_close_with_the_states_entered()
    {
        Needs.Signals();
        Needs.Curl();
        using Board board = Board.Boot("--port", FreePort(), "--trace");
        Curl("--fail", "-H", "Connection: close", $"{board.Url}/").Succeeded();
        board.Program.WaitForText("close 4/4 ACK");
        string[] lines = board.Stop().Lines;
        AssertStep(lines, "handshake 1/3 SYN", "SYN-SENT", "─ SYN ─");
        AssertStep(lines, "handshake 2/3 SYN,ACK", "ESTABLISHED", "─ SYN,ACK ─", "SYN-RECEIVED");
        AssertStep(lines, "handshake 3/3 ACK", "─ ACK ─", "ESTABLISHED");

        // The first FIN may come with the last data.
        AssertStep(lines, "close 1/4 FIN", "CLOSE-WAIT", "─ FIN,", "FIN-WAIT-1");
        AssertStep(lines, "close 2/4 ACK of FIN", "─ ACK ─", "FIN-WAIT-2");
        AssertStep(lines, "close 3/4 FIN", "LAST-ACK", "─ FIN,ACK ─", "TIME-WAIT");
        AssertStep(lines, "close 4/4 ACK", "CLOSED", "─ ACK ─");
    }

    [Fact]
    public void The_capture_is_read_by_capinfos_and_clean_to_tshark()
    {
        Needs.Signals();
        Needs.Curl();
        Needs.Tshark();
        string file = Path.Combine(Folder, "run.pcap");
        using (Board board = Board.Boot("--port", FreePort(), "--pcap", file))
        {
            Curl("--fail", "-H", "Connection: close", $"{board.Url}/bytes/50000").Succeeded();
            board.Stop();
        }

        Assert.InRange(CapturedTraffic.CountPackets(file), 35 + 7, 200);
        CapturedTraffic.AssertClean(file, "192.168.7.2");
        Assert.Equal(["1460", "1460"], CapturedTraffic.Values(file, "tcp.flags.syn == 1", "tcp.options.mss_val"));
    }

    [Theory]
    [InlineData("--ip", "300.1.2.3")]
    [InlineData("--ip", "192.168.7.2/40")]
    [InlineData("--ip", "192.168.7.255/24")]
    [InlineData("--ip", "")]
    [InlineData("--port", "70000")]
    [InlineData("--port", "many")]
    [InlineData("--loss", "101")]
    [InlineData("--mac", "01:00:00:00:00:00")]
    [InlineData("--tap", "a/b")]
    [InlineData("--nonsense", "1")]
    [InlineData("--tap", "-x")]
    [InlineData("--board", null)]
    [InlineData("--tap", null)]
    [InlineData("--gw", null)]
    [InlineData("--errata", null)]
    [InlineData("--chip-faults", null)]
    public void Bad_input_is_told_in_one_sentence_and_status_2(string option, string? value)
    {
        string file = Path.Combine(Folder, "none.pcap");
        string[] arguments = value == null ? ["--pcap", file, option] : ["--pcap", file, option, value];
        AssertRefused(option, arguments);
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData("2>/dev/full", "--board", "nothing", 2)]
    [InlineData("2>&-", "--board", "nothing", 2)]
    [InlineData(">/dev/full", "memory", "--board=none", 1)]
    [InlineData(">&-", "memory", "--board=none", 1)]
    public void Where_nothing_can_be_told_the_exit_status_still_tells(string redirection, string first, string second, int status)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /dev/full");
        using RunningProgram program = RunningProgram.Start(
            "sh", ["-c", $"exec \"$@\" {redirection}", "sh", HostSimProgram.Dotnet, HostSimProgram.Assembly, first, second]);
        program.EndInput();
        Assert.DoesNotContain("   at ", program.Wait().Exited(status).ErrorText);
    }

    private static string Status(Board board, string host)
    {
        return Curl("-o", "/dev/null", "-w", "%{http_code}", "-H", $"Host: {host}", $"{board.Url}/api/sensors").Succeeded().Text;
    }

    private static void AssertRefused(string part, params string[] arguments)
    {
        using RunningProgram program = HostSimProgram.Start(arguments);
        program.EndInput();
        ProgramResult result = program.Wait().Exited(2);
        Assert.Empty(result.Text);
        string sentence = Assert.Single(result.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(part, sentence);
        Assert.EndsWith(".", sentence.TrimEnd());
    }

    private static void AssertStep(string[] lines, string step, params string[] parts)
    {
        string line = Assert.Single(lines, line => line.EndsWith($"  {step}", StringComparison.Ordinal) || line.Contains($"  {step}, "));
        int position = 0;
        foreach (string part in parts)
        {
            position = line.IndexOf(part, position, StringComparison.Ordinal);
            Assert.True(position >= 0, $"No {part} where it belongs in: {line}");
            position += part.Length;
        }
    }

    private static ProgramResult Curl(params IReadOnlyList<string> arguments)
    {
        using RunningProgram curl = RunningProgram.Start("curl", ["--noproxy", "*", "--silent", "--show-error", .. arguments]);
        curl.EndInput();
        return curl.Wait();
    }
}
