// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Runtime.InteropServices;

namespace NanoTcp.HostSim.Tap;

/// <summary>The calls and numbers of Linux that the TAP link needs. The numbers are those of x86, ARM and RISC-V.</summary>
internal static unsafe partial class Libc
{
    public const int ORdwr = 2;
    public const int ONonBlock = 0x800;
    public const int OCloExec = 0x80000;
    public const int CloneFiles = 0x400;
    public const int EfdNonBlock = ONonBlock;
    public const int EfdCloExec = OCloExec;
    public const int AfInet = 2;
    public const int SockDgram = 2;
    public const int SockCloExec = OCloExec;
    public const short PollIn = 1;
    public const short PollOut = 4;
    public const short PollErr = 8;
    public const short PollHup = 16;
    public const short PollNval = 32;

    public const int ProtRead = 1;
    public const int ProtWrite = 2;
    public const int MapShared = 1;
    public const int MapPopulate = 0x8000;
    public static readonly void* MapFailed = (void*)-1;

    public const int EPerm = 1;
    public const int ENoEnt = 2;
    public const int EIntr = 4;
    public const int EIo = 5;
    public const int EAgain = 11;
    public const int ENoMem = 12;
    public const int EAccess = 13;
    public const int EBusy = 16;
    public const int ENoDev = 19;
    public const int EInval = 22;
    public const int EPipe = 32;
    public const int ENetDown = 100;
    public const int ENoBufs = 105;

    [StructLayout(LayoutKind.Sequential)]
    public struct PollFd
    {
        public int Fd;
        public short Events;
        public short Revents;
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Piece
    {
        public byte* Start;
        public nint Length;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int fd);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int fd, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int fd, byte* buffer, nint count);

    /// <summary>
    /// For a file that never blocks. It takes a few microseconds, for which a collection can wait. So the collector is not told of it. The error is
    /// in <see cref="Marshal.GetLastSystemError"/> until the next call.
    /// </summary>
    [LibraryImport("libc", EntryPoint = "read")]
    [SuppressGCTransition]
    public static partial nint ReadAtOnce(int fd, byte* buffer, nint count);

    /// <summary>As <see cref="ReadAtOnce"/>.</summary>
    [LibraryImport("libc", EntryPoint = "write")]
    [SuppressGCTransition]
    public static partial nint WriteAtOnce(int fd, byte* buffer, nint count);

    /// <summary>As <see cref="ReadAtOnce"/>: one frame, from several places.</summary>
    [LibraryImport("libc", EntryPoint = "writev")]
    [SuppressGCTransition]
    public static partial nint WriteAtOnce(int fd, Piece* pieces, int count);

    /// <summary>Like <see cref="ReadAtOnce"/>, for calls without a function of their own that do not wait.</summary>
    [LibraryImport("libc", EntryPoint = "syscall")]
    [SuppressGCTransition]
    public static partial nint SystemCall(nint number, nint first, nint second, nint third, nint fourth, nint fifth, nint sixth);

    [LibraryImport("libc", EntryPoint = "mmap")]
    public static partial void* Map(void* address, nuint length, int protection, int flags, int fd, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    public static partial int Unmap(void* address, nuint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollFd* fds, nuint count, int timeout);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Ioctl(int fd, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int fd, void* address, uint size);

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    public static partial int Unshare(int parts);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventFd(uint initial, int flags);
}
