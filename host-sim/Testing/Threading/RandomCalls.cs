// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.ComponentModel;
using System.Runtime.InteropServices;
using NanoTcp.Testing.Scheduling;

namespace NanoTcp.Testing.Threading;

/// <summary>What is random in a program comes from the network's seed.</summary>
[Replaces(typeof(Random))]
[Replaces(typeof(Guid))]
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RandomCalls
{
    public static Random Create()
    {
        return Baton.CurrentProgram is ProgramThread current ? new Random((int)current.Baton.Seeds.Next()) : new Random();
    }

    public static Random get_Shared()
    {
        return Baton.CurrentProgram is null ? Random.Shared : Create();
    }

    public static Guid NewGuid()
    {
        return Baton.CurrentProgram is ProgramThread current
            ? new Guid(MemoryMarshal.AsBytes<ulong>([current.Baton.Seeds.Next(), current.Baton.Seeds.Next()]))
            : Guid.NewGuid();
    }
}
