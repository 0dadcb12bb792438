// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NanoTcp.Tests.Interop;

/// <summary>
/// A network of the test's own: a namespace with an unusual name, in which nothing meets the traffic of this machine. Programs that the test starts
/// in it end with it.
/// </summary>
internal sealed class NetworkNamespace : IDisposable
{
    /// <summary>CLONE_NEWNET of sched.h.</summary>
    private const int NewNetwork = 0x40000000;

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

    /// <summary>Opens something in the namespace, for example a socket. It stays there, whichever thread uses it.</summary>
    public T Open<T>(Func<T> open)
    {
        T? opened = default;
        Exception? failure = null;

        // A thread that has entered a namespace is good for nothing else afterwards.
        Thread thread = new(() =>
        {
            try
            {
                using SafeFileHandle file = File.OpenHandle($"/run/netns/{Name}");
                if (SetNamespace(file, NewNetwork) != 0)
                {
                    throw new IOException($"The namespace {Name} cannot be entered: {Marshal.GetLastPInvokeErrorMessage()}.");
                }

                opened = open();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure == null ? opened! : throw new InvalidOperationException(failure.Message, failure);
    }

    /// <summary>Makes a TAP interface that stays, with addresses of the kernel's end, and brings it up.</summary>
    public void AddTap(string name, params IReadOnlyList<string> addresses)
    {
        Run("ip", "tuntap", "add", "dev", name, "mode", "tap");
        foreach (string address in addresses)
        {
            Run("ip", "address", "add", address, "dev", name);
        }

        Run("ip", "link", "set", name, "up");
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

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static extern int SetNamespace(SafeFileHandle file, int kind);

    private static void Host(string program, params IReadOnlyList<string> arguments)
    {
        using RunningProgram running = RunningProgram.Start(program, arguments);
        running.EndInput();
        running.Wait().Succeeded();
    }
}
