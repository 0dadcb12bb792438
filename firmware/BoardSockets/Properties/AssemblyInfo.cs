// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;

[assembly: AssemblyTitle("The network of a board for a program with sockets")]
[assembly: AssemblyCompany("The NanoTcp authors")]
[assembly: AssemblyProduct("NanoTcp")]
[assembly: AssemblyCopyright("Copyright (c) The NanoTcp authors")]
[assembly: AssemblyVersion("0.3.0.0")]
[assembly: AssemblyFileVersion("0.3.0.0")]
