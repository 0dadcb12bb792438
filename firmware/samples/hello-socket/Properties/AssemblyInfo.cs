// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;

[assembly: AssemblyTitle("An echo server on sockets")]
[assembly: AssemblyCompany("The NanoTcp authors")]
[assembly: AssemblyProduct("NanoTcp")]
[assembly: AssemblyCopyright("Copyright (c) The NanoTcp authors")]
[assembly: AssemblyVersion("0.3.0.0")]
[assembly: AssemblyFileVersion("0.3.0.0")]
