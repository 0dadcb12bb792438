// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Runtime.InteropServices;

namespace NanoTcp.HostSim.Tap;

/// <summary>
/// io_uring(7): several reads and writes in one system call, done in their order before it returns. None of them waits. The buffer of a read or a
/// write must stay in its place until <see cref="Submit"/> has returned.
/// </summary>
internal sealed unsafe class IoRing : IDisposable
{
    // Every architecture has these numbers.
    private const nint SetupCall = 425;
    private const nint EnterCall = 426;

    // A kernel that can skip completions of successful operations (5.17) also knows that a TAP interface need not wait.
    private const uint FeatureCqeSkip = 1 << 11;
    private const byte CqeSkipSuccess = 1 << 6;

    private const byte OperationRead = 22;
    private const byte OperationWrite = 23;
    private const int RwfNoWait = 8;

    private const nint SqesOffset = 0x10000000;

    private readonly int _fd;
    private readonly byte* _rings;
    private readonly nuint _ringsSize;
    private readonly SubmissionEntry* _submissions;
    private readonly nuint _submissionsSize;
    private readonly uint* _submissionTail;
    private readonly uint _submissionMask;
    private readonly CompletionEntry* _completions;
    private readonly uint* _completionHead;
    private readonly uint* _completionTail;
    private readonly uint _completionMask;
    private int _prepared;

    private IoRing(int fd, byte* rings, nuint ringsSize, SubmissionEntry* submissions, nuint submissionsSize, in Parameters layout)
    {
        _fd = fd;
        _rings = rings;
        _ringsSize = ringsSize;
        _submissions = submissions;
        _submissionsSize = submissionsSize;
        _submissionTail = (uint*)(rings + layout.SubmissionTail);
        _submissionMask = *(uint*)(rings + layout.SubmissionMask);
        _completions = (CompletionEntry*)(rings + layout.Completions);
        _completionHead = (uint*)(rings + layout.CompletionHead);
        _completionTail = (uint*)(rings + layout.CompletionTail);
        _completionMask = *(uint*)(rings + layout.CompletionMask);

        // An entry is submitted from where it stands.
        uint* order = (uint*)(rings + layout.SubmissionOrder);
        for (uint i = 0; i < layout.SubmissionEntries; i++)
        {
            order[i] = i;
        }
    }

    /// <summary>Makes a ring, or returns null where the kernel is too old or does not allow it.</summary>
    /// <param name="entries">How many operations are submitted at once, at most; a power of two.</param>
    public static IoRing? TryCreate(int entries)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        Parameters layout = default;
        int fd = (int)Libc.SystemCall(SetupCall, entries, (nint)(&layout), 0, 0, 0, 0);
        if (fd < 0)
        {
            return null;
        }

        nuint ringsSize = Math.Max(
            layout.SubmissionOrder + layout.SubmissionEntries * sizeof(uint),
            layout.Completions + layout.CompletionEntries * (uint)sizeof(CompletionEntry));
        nuint submissionsSize = layout.SubmissionEntries * (uint)sizeof(SubmissionEntry);
        if ((layout.Features & FeatureCqeSkip) != 0)
        {
            void* rings = Map(fd, ringsSize, 0);
            void* submissions = Map(fd, submissionsSize, SqesOffset);
            if (rings != Libc.MapFailed && submissions != Libc.MapFailed)
            {
                return new IoRing(fd, (byte*)rings, ringsSize, (SubmissionEntry*)submissions, submissionsSize, layout);
            }
        }

        // The mappings made so far end with the process.
        _ = Libc.Close(fd);
        return null;
    }

    /// <summary>Adds a read. It completes with the number of bytes or a negated error. One of the errors says that there is nothing to read.</summary>
    /// <param name="tag">Comes back with the completion; not negative.</param>
    public void PrepareRead(int fd, byte* buffer, int size, int tag)
    {
        Prepare(new SubmissionEntry { Operation = OperationRead, Fd = fd, Address = buffer, Length = size, RwFlags = RwfNoWait, Tag = tag });
    }

    /// <summary>Adds a write, which completes only if it fails, with a negated error and the tag -1.</summary>
    public void PrepareWrite(int fd, byte* data, int length)
    {
        Prepare(new SubmissionEntry { Operation = OperationWrite, Flags = CqeSkipSuccess, Fd = fd, Address = data, Length = length, Tag = -1 });
    }

    /// <summary>Has the kernel do what was added.</summary>
    /// <exception cref="IOException">It does not. A failing file is no such case: it gives a completion.</exception>
    public void Submit()
    {
        if (Libc.SystemCall(EnterCall, _fd, _prepared, 0, 0, 0, 0) != _prepared)
        {
            throw new IOException($"io_uring failed: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastSystemError())}.");
        }

        _prepared = 0;
    }

    /// <summary>Takes the next completion. False when there is none.</summary>
    public bool TryComplete(out int tag, out int result)
    {
        uint head = *_completionHead;
        if (head == Volatile.Read(ref *_completionTail))
        {
            tag = result = 0;
            return false;
        }

        CompletionEntry* completion = &_completions[head & _completionMask];
        tag = (int)completion->Tag;
        result = completion->Result;
        Volatile.Write(ref *_completionHead, head + 1);
        return true;
    }

    public void Dispose()
    {
        _ = Libc.Unmap(_rings, _ringsSize);
        _ = Libc.Unmap(_submissions, _submissionsSize);
        _ = Libc.Close(_fd);
    }

    private void Prepare(in SubmissionEntry entry)
    {
        uint tail = *_submissionTail;
        _submissions[tail & _submissionMask] = entry;
        Volatile.Write(ref *_submissionTail, tail + 1);
        _prepared++;
    }

    private static void* Map(int fd, nuint size, nint offset)
    {
        return Libc.Map(null, size, Libc.ProtRead | Libc.ProtWrite, Libc.MapShared | Libc.MapPopulate, fd, offset);
    }

    /// <summary>struct io_uring_params, with the members of struct io_sqring_offsets and io_cqring_offsets in place.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 120)]
    private struct Parameters
    {
        [FieldOffset(0)]
        public uint SubmissionEntries;

        [FieldOffset(4)]
        public uint CompletionEntries;

        [FieldOffset(20)]
        public uint Features;

        [FieldOffset(44)]
        public uint SubmissionTail;

        [FieldOffset(48)]
        public uint SubmissionMask;

        [FieldOffset(64)]
        public uint SubmissionOrder;

        [FieldOffset(80)]
        public uint CompletionHead;

        [FieldOffset(84)]
        public uint CompletionTail;

        [FieldOffset(88)]
        public uint CompletionMask;

        [FieldOffset(100)]
        public uint Completions;
    }

    /// <summary>struct io_uring_sqe.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct SubmissionEntry
    {
        [FieldOffset(0)]
        public byte Operation;

        [FieldOffset(1)]
        public byte Flags;

        [FieldOffset(4)]
        public int Fd;

        [FieldOffset(16)]
        public byte* Address;

        [FieldOffset(24)]
        public int Length;

        [FieldOffset(28)]
        public int RwFlags;

        [FieldOffset(32)]
        public long Tag;
    }

    /// <summary>struct io_uring_cqe.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct CompletionEntry
    {
        public long Tag;
        public int Result;
        public uint Flags;
    }
}
