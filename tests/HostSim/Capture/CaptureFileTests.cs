// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;
using System.Net.Sockets;
using NanoTcp.HostSim.Capture;
using NanoTcp.Simulation.Capture;
using NanoTcp.Simulation.Wire;

namespace NanoTcp.Tests.HostSim.Capture;

/// <summary>A capture goes to a file of its own. Anything else at the path stays unchanged.</summary>
public sealed class CaptureFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanotcp-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "x.pcap");

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_and_not_written_into()
    {
        string other = System.IO.Path.Combine(_folder, "other");
        File.WriteAllText(Path, "what was there");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs hard links");
        Run("ln", Path, other);
        using FileStream file = CaptureFile.Create(Path);
        Assert.Equal(0, file.Length);
        Assert.Equal("what was there", File.ReadAllText(other));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_is_refused_wherever_it_leads(bool leadsSomewhere)
    {
        string target = System.IO.Path.Combine(_folder, "target");
        if (leadsSomewhere)
        {
            File.WriteAllText(target, "precious");
        }

        File.CreateSymbolicLink(Path, target);
        Assert.Contains("link", Refusal());
        Assert.Equal(leadsSomewhere, File.Exists(target));
        Assert.Equal(leadsSomewhere ? "precious" : "", leadsSomewhere ? File.ReadAllText(target) : "");
    }

    [Fact]
    public void A_folder_is_refused()
    {
        Directory.CreateDirectory(Path);
        Assert.Contains("folder", Refusal());
    }

    [Fact]
    public void A_FIFO_that_nobody_reads_is_refused_at_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux");
        Run("mkfifo", Path);
        Assert.Contains("FIFO", Refusal());
        Assert.True(File.Exists(Path));
    }

    [Fact]
    public void A_socket_and_a_device_are_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux");
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path));
        Assert.Contains("socket", Refusal());
        Assert.Contains("device", Assert.Throws<IOException>(() => CaptureFile.Create("/dev/full")).Message);
        Assert.True(File.Exists("/dev/full"));
    }

    [Fact]
    public void A_read_only_file_is_refused()
    {
        File.WriteAllText(Path, "kept");
        File.SetAttributes(Path, FileAttributes.ReadOnly);
        Assert.Contains("read-only", Refusal());
        Assert.Equal("kept", File.ReadAllText(Path));
        File.SetAttributes(Path, FileAttributes.Normal);
    }

    [Fact]
    public void The_file_is_whole_before_the_writer_is_closed()
    {
        using PcapWriter writer = CaptureFile.Record(Path, DateTimeOffset.UnixEpoch, Assert.Fail);
        writer.Write(0, new byte[60], 0, 60, FrameFate.Delivered);
        Assert.Equal(24 + 16 + 60, new FileInfo(Path).Length);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_told_in_one_sentence()
    {
        string path = System.IO.Path.Combine(_folder, "missing", "x.pcap");
        CaptureException e = Assert.Throws<CaptureException>(() => CaptureFile.Record(path, DateTimeOffset.UnixEpoch, Assert.Fail));
        Assert.StartsWith($"The capture file '{path}' cannot be written: ", e.Message);
        Assert.False(File.Exists(path));
    }

    private string Refusal()
    {
        return Assert.Throws<IOException>(() => CaptureFile.Create(Path)).Message;
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
