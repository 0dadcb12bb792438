// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;
using NanoTcp.HostSim.Commands;

namespace NanoTcp.Tests.HostSim.Run;

/// <summary>The program as a user starts it: a process with its output, ended by a signal.</summary>
public class RunProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData()]
    [InlineData("--platform", "esp32")]
    public async Task It_prints_a_URL_that_answers_traces_records_and_ends_cleanly_when_asked_to(params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no way to send Ctrl-C to another console process.");
        string pcap = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using Process process = Start([.. arguments, "--trace", "--pcap", pcap]);
            string url = await ReadUrlAsync(process);
            using (HttpClient client = new())
            {
                Assert.Contains("temperature", await client.GetStringAsync(url + "api/sensors", Cancellation));
            }

            await EndAsync(process);
            string rest = await process.StandardOutput.ReadToEndAsync(Cancellation);
            await process.WaitForExitAsync(Cancellation);
            Assert.Equal(0, process.ExitCode);
            Assert.Contains("handshake 1/3 SYN", rest);
            Assert.Contains("handshake 2/3 SYN,ACK", rest);
            Assert.Contains("handshake 3/3 ACK", rest);
            Assert.Equal("", await process.StandardError.ReadToEndAsync(Cancellation));
            Assert.Equal((await File.ReadAllBytesAsync(pcap, Cancellation)).Length, WholeRecordsEnd(await File.ReadAllBytesAsync(pcap, Cancellation)));
        }
        finally
        {
            File.Delete(pcap);
        }
    }

    [Fact]
    public async Task On_a_platform_an_answer_takes_the_time_of_its_IL()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no way to send Ctrl-C to another console process.");

        // Handshake, request and answer are some 10 000 instructions. A slow machine only makes it longer.
        const int MicrosecondsPerOp = 50;
        TimeSpan least = TimeSpan.FromMicroseconds(4_000 * MicrosecondsPerOp);
        using Process process = Start("--platform", "esp32", "--op-price", MicrosecondsPerOp.ToString());
        string url = await ReadUrlAsync(process);
        using HttpClient client = new();
        await client.GetStringAsync(url + "api/sensors", Cancellation);

        long start = Stopwatch.GetTimestamp();
        await client.GetStringAsync(url + "api/sensors", Cancellation);

        Assert.InRange(Stopwatch.GetElapsedTime(start), least, TimeSpan.MaxValue);
        await EndAsync(process);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task A_capture_file_that_cannot_be_written_is_one_sentence_and_status_2()
    {
        string pcap = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "x.pcap");
        using Process process = Start("--pcap", pcap);
        string error = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(2, process.ExitCode);
        Assert.StartsWith($"The capture file '{pcap}' cannot be written: ", error);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    private static Process Start(params string[] arguments)
    {
        string assembly = typeof(RunCommand).Assembly.Location;
        ProcessStartInfo start = new("dotnet", [assembly, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }

    private static async Task EndAsync(Process process)
    {
        using Process kill = Process.Start("kill", ["-TERM", process.Id.ToString()]);
        await kill.WaitForExitAsync(Cancellation);
    }

    private static async Task<string> ReadUrlAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync(Cancellation) is string line)
        {
            int start = line.IndexOf("http://", StringComparison.Ordinal);
            if (start >= 0)
            {
                return line[start..(line.LastIndexOf('/') + 1)];
            }
        }

        throw new InvalidOperationException("The program ended without a URL: " + await process.StandardError.ReadToEndAsync(Cancellation));
    }

    private static int WholeRecordsEnd(byte[] file)
    {
        int end = 24;
        while (end + 16 <= file.Length && end + 16 + BitConverter.ToInt32(file, end + 8) <= file.Length)
        {
            end += 16 + BitConverter.ToInt32(file, end + 8);
        }

        return end;
    }
}
