// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Interop;

/// <summary>
/// A network of the test's own: a namespace with an unusual name, in which nothing meets the traffic of this machine. Programs that the test starts
/// in it end with it.
/// </summary>
internal sealed class NetworkNamespace : IDisposable
{
    private static int s_count;

    private readonly List<RunningProgram> _programs = [];

    /// <param name="isBare">Without any address, even the loopback's.</param>
    public NetworkNamespace(bool isBare = false)
    {
        Needs.Root();
        Name = NewName();
        Host("ip", "netns", "add", Name);
        if (!isBare)
        {
            Run("ip", "link", "set", "lo", "up");
        }
    }

    public string Name { get; }

    /// <summary>A name that no other test and no other run has.</summary>
    public static string NewName()
    {
        return $"nanotcp-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}";
    }

    /// <summary>Starts a program in the namespace.</summary>
    public RunningProgram Start(string program, params IReadOnlyList<string> arguments)
    {
        // ip becomes the program, so that the process started is the program itself.
        RunningProgram started = RunningProgram.Start("ip", ["netns", "exec", Name, program, .. arguments]);
        _programs.Add(started);
        return started;
    }

    /// <summary>Runs a program without input to its end.</summary>
    public ProgramResult Try(string program, params IReadOnlyList<string> arguments)
    {
        RunningProgram running = Start(program, arguments);
        running.EndInput();
        return running.Wait();
    }

    /// <summary>Runs a program without input, which must succeed.</summary>
    public ProgramResult Run(string program, params IReadOnlyList<string> arguments)
    {
        return Try(program, arguments).Succeeded();
    }

    /// <summary>Whether an interface exists.</summary>
    public bool HasInterface(string name)
    {
        return Run("ip", "-brief", "link", "show").Lines.Any(line => line.Split(' ')[0] == name);
    }

    public void Dispose()
    {
        for (int i = _programs.Count - 1; i >= 0; i--)
        {
            _programs[i].Dispose();
        }

        Host("ip", "netns", "delete", Name);
    }

    private static void Host(string program, params IReadOnlyList<string> arguments)
    {
        using RunningProgram running = RunningProgram.Start(program, arguments);
        running.EndInput();
        running.Wait().Succeeded();
    }
}
