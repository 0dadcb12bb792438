// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

// Rewrites assemblies for the simulation: NanoTcp.Weaver NanoTcp.Testing.dll ASSEMBLY... The build of a test project calls it.
using NanoTcp.Weaver;

if (args.Length < 2)
{
    Console.Error.WriteLine("usage: NanoTcp.Weaver PATH/NanoTcp.Testing.dll ASSEMBLY...");
    return 2;
}

ReplacementTable table = ReplacementTable.Read(args[0]);
foreach (string path in args[1..])
{
    AssemblyWeaver.Weave(path, table);
}

return 0;
