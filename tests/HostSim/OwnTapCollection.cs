// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.HostSim;

/// <summary>
/// Tests that open TAP interfaces in this process. They run alone: a program that another test starts holds all open files for the moment between
/// fork and exec. An interface that is closed in that moment is still in use.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OwnTapCollection
{
    public const string Name = "TAP interfaces of this process";
}
