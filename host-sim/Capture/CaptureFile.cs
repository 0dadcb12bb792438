// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Runtime.InteropServices;
using NanoTcp.Simulation.Capture;

namespace NanoTcp.HostSim.Capture;

/// <summary>
/// Makes the file of a capture anew, and writes only to a regular file. The program may run as root in a folder that others can write to. A link
/// there must not lead it to another file, and a FIFO must not block it.
/// </summary>
internal static partial class CaptureFile
{
    private const int CurrentFolder = -100;
    private const int NotThroughLinks = 0x100;
    private const uint TypeOnly = 1;
    private const int StatusLength = 256;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;
    private const int Fifo = 0x1000;
    private const int Regular = 0x8000;
    private const int Socket = 0xC000;

    /// <summary>Records into a file, which is created or replaced. If it fails later, <paramref name="tell"/> gets a sentence about that, once.</summary>
    /// <exception cref="CaptureException">It cannot be written.</exception>
    public static PcapWriter Record(string path, DateTimeOffset start, Action<string> tell)
    {
        FileStream? file = null;
        try
        {
            file = Create(path);
            return new PcapWriter(file, start, why => tell($"The capture file '{path}' takes no more, the run goes on without it: {why}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            file?.Dispose();
            throw new CaptureException($"The capture file '{path}' cannot be written: {e.Message}");
        }
    }

    /// <summary>Creates the file, or replaces a regular one. The stream does not buffer.</summary>
    /// <exception cref="IOException">The path is no regular file, or cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of permission.</exception>
    public static FileStream Create(string path)
    {
        FileInfo known = new(path);
        if (known.LinkTarget != null)
        {
            throw new IOException("it is a link, and links are not followed.");
        }

        if (Directory.Exists(path))
        {
            throw new IOException("it is a folder.");
        }

        if (known.Exists)
        {
            if (SpecialKind(path) is string kind)
            {
                throw new IOException($"it is a {kind} and not a regular file.");
            }

            if (known.IsReadOnly)
            {
                throw new IOException("it is there and read-only.");
            }

            known.Delete();
        }

        // O_EXCL does not follow a link that appears there meanwhile.
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    // .NET distinguishes a FIFO or a device from a file only after opening it, which may block for ever.
    private static unsafe string? SpecialKind(string path)
    {
        byte* status = stackalloc byte[StatusLength];
        if (!OperatingSystem.IsLinux() || Status(CurrentFolder, path, NotThroughLinks, TypeOnly, status) != 0)
        {
            return null;
        }

        return (BinaryPrimitives.ReadUInt16LittleEndian(new ReadOnlySpan<byte>(status + ModeOffset, sizeof(ushort))) & TypeMask) switch
        {
            Regular => null,
            Fifo => "FIFO",
            Socket => "socket",
            _ => "device",
        };
    }

    /// <summary>Its structure is the same on all processors, unlike that of stat.</summary>
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Status(int folder, string path, int flags, uint mask, byte* status);
}
