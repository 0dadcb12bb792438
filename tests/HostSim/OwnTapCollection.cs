// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.HostSim;

/// <summary>
/// Tests that open TAP interfaces in this process, for themselves: a program that another test starts holds all open files for the moment between fork and
/// exec, and an interface that was closed meanwhile is still in use then.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OwnTapCollection
{
    public const string Name = "TAP interfaces of this process";
}
