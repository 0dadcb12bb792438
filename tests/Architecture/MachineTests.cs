// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net.Sockets;
using Mono.Cecil;

namespace NanoTcp.Tests.Architecture;

/// <summary>
/// The simulation is a library that also runs in a browser. The same seed gives the same run. So it has no console, socket, file or program, never
/// waits, and takes neither time nor randomness from the machine. The caller gives it what it needs of these.
/// </summary>
public sealed class MachineTests
{
    private static readonly string[] s_namespaces = ["System.Net", "System.IO.Pipes", "System.IO.MemoryMappedFiles", "System.Security.Cryptography", "Spectre.Console"];

    private static readonly string[] s_types =
    [
        "System.Console", "System.Random", "System.IO.File", "System.IO.FileInfo", "System.IO.FileStream", "System.IO.Directory", "System.IO.DirectoryInfo",
        "System.IO.Path", "System.IO.DriveInfo", "System.Diagnostics.Process", "System.Diagnostics.Stopwatch", "System.Threading.Thread", "System.Threading.ThreadPool",
        "System.Threading.Timer", "System.Threading.PeriodicTimer", "System.Threading.Monitor", "System.Threading.Lock", "System.Threading.WaitHandle",
        "System.Threading.EventWaitHandle", "System.Threading.AutoResetEvent", "System.Threading.ManualResetEvent", "System.Threading.ManualResetEventSlim",
        "System.Threading.Semaphore", "System.Threading.SemaphoreSlim", "System.Threading.Mutex", "System.Threading.Barrier", "System.Threading.CountdownEvent",
        "System.Threading.SpinWait", "System.Threading.SpinLock", "System.Threading.Tasks.Task", "System.Threading.Tasks.Task`1", "System.Threading.Tasks.Parallel",
    ];

    private static readonly string[] s_methods =
    [
        "System.DateTime::get_Now", "System.DateTime::get_UtcNow", "System.DateTime::get_Today", "System.DateTimeOffset::get_Now", "System.DateTimeOffset::get_UtcNow",
        "System.TimeProvider::get_System", "System.Guid::NewGuid", "System.Guid::CreateVersion7", "System.Environment::get_TickCount", "System.Environment::get_TickCount64",
        "System.Environment::GetEnvironmentVariable", "System.Environment::Exit",
    ];

    [Theory]
    [InlineData("NanoTcp.Simulation")]
    [InlineData("NanoTcp.Hardware")]
    public void The_simulation_asks_nothing_of_the_machine(string name)
    {
        using ModuleDefinition module = DeviceAssembly.Read(name);
        Assert.Equal([], module.GetTypes().SelectMany(Asked));
        Assert.Equal([], module.GetTypes().SelectMany(type => type.Methods).Where(method => method.IsPInvokeImpl).Select(method => method.FullName));
    }

    [Fact]
    public void What_asks_the_machine_is_found()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(typeof(MachineTests).Assembly.Location);
        TypeDefinition asking = module.GetType(typeof(Asking).FullName!.Replace('+', '/'));
        Assert.Equal(
            ["System.Console", "System.DateTime::get_UtcNow", "System.IO.File", "System.Net.Sockets.Socket", "System.Threading.Thread", "System.TimeProvider::get_System"],
            Asked(asking).Select(used => used.Split(" -> ")[1]).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Asked(TypeDefinition type)
    {
        return Uses.Of(type).Select(Forbidden).OfType<string>().Distinct().Select(used => $"{type.FullName} -> {used}");
    }

    private static string? Forbidden(MemberReference used)
    {
        return used switch
        {
            TypeReference type when s_types.Contains(type.FullName) || s_namespaces.Any(space => type.Namespace == space || type.Namespace.StartsWith(space + ".", StringComparison.Ordinal)) => type.FullName,
            MethodReference method when s_methods.Contains($"{method.DeclaringType.FullName}::{method.Name}") => $"{method.DeclaringType.FullName}::{method.Name}",
            _ => null,
        };
    }

    private static class Asking
    {
        public static long Time() => DateTime.UtcNow.Ticks + TimeProvider.System.GetTimestamp();

        public static void Wait() => Thread.Sleep(1);

        public static void Say(string word) => Console.WriteLine(word);

        public static bool Has(string path) => File.Exists(path);

        public static void Close(Socket socket) => socket.Close();
    }
}
