// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;
using System.Globalization;

namespace NanoTcp.Tests.Interop;

/// <summary>The stack on a TAP interface of a namespace, with the kernel at the other end. It serves, or takes the test's commands.</summary>
internal sealed class Peer : IDisposable
{
    public const string Tap = "nano0";
    public const string Address = "192.168.7.2";
    public const string KernelAddress = "192.168.7.1";

    private readonly RunningProgram _program;
    private bool _stopped;

    private Peer(IReadOnlyList<string> options)
    {
        Network = new NetworkNamespace();
        try
        {
            _program = HostSimProgram.Start(Network, ["peer", "--tap", Tap, "--ip", $"{Address}/24", .. options]);
            Assert.StartsWith($"ready labctl/1 ip={Address} ", _program.TakeLine());
        }
        catch
        {
            Network.Dispose();
            throw;
        }
    }

    public NetworkNamespace Network { get; }

    /// <summary>Starts the classic services.</summary>
    public static Peer Serve(params IReadOnlyList<string> options)
    {
        return new Peer(["--serve", .. options]);
    }

    /// <summary>Starts a peer that obeys <see cref="Tell"/>.</summary>
    public static Peer Control(params IReadOnlyList<string> options)
    {
        return new Peer(["--ctl", .. options]);
    }

    /// <summary>Gives a command. Returns the reply.</summary>
    public string Tell(string command)
    {
        _program.Write(command + "\n");
        return _program.TakeLine();
    }

    /// <summary>Gives a command that must be answered "ok". Returns the values.</summary>
    public string Order(string command)
    {
        string reply = Tell(command);
        Assert.True(reply == "ok" || reply.StartsWith("ok ", StringComparison.Ordinal), $"\"{command}\" was answered \"{reply}\".");
        return reply.Length > 3 ? reply[3..] : "";
    }

    /// <summary>Gives a command that makes a socket. Returns its handle.</summary>
    public int OrderHandle(string command)
    {
        return int.Parse(Order(command).Split(' ')[0], CultureInfo.InvariantCulture);
    }

    /// <summary>Repeats a command until the reply is not "again". Returns it.</summary>
    public string Await(string command)
    {
        return Await(command, reply => reply != "again");
    }

    /// <summary>Repeats a command until the reply is the expected one.</summary>
    public string Await(string command, string wanted)
    {
        return Await(command, reply => reply == wanted);
    }

    /// <summary>A counter of the stack.</summary>
    public int Counter(string name)
    {
        return Value(Order("stats"), name);
    }

    /// <summary>Waits until a counter has reached a value.</summary>
    public void AwaitCounter(string name, int value)
    {
        Await("stats", reply => Value(reply, name) >= value);
    }

    /// <summary>Ends the program as an administrator would, asserts that it ends well, and returns its last line, the counters.</summary>
    public string Stop()
    {
        _stopped = true;
        _program.Signal(RunningProgram.SigTerm);
        ProgramResult result = _program.Wait().Succeeded();
        string counters = Assert.Single(result.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.True(Value(counters, "frames_received") >= 0);
        Assert.False(Network.HasInterface(Tap), $"{Tap} was left behind.");
        return counters;
    }

    /// <summary>The value of a counter in a line of them.</summary>
    public static int Value(string counters, string name)
    {
        string? pair = counters.Split(' ').SingleOrDefault(word => word.StartsWith(name + "=", StringComparison.Ordinal));
        Assert.True(pair != null, $"No {name} in \"{counters}\".");
        return int.Parse(pair[(name.Length + 1)..], CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        try
        {
            if (!_stopped && _program.HasExited)
            {
                ProgramResult result = _program.Wait();
                Assert.Fail($"The peer ended by itself with exit status {result.ExitCode}.\n{result.ErrorText}");
            }
        }
        finally
        {
            Network.Dispose();
        }
    }

    /// <summary>Repeats a command until its reply is as expected.</summary>
    public string Await(string command, Predicate<string> isWanted)
    {
        Stopwatch watch = Stopwatch.StartNew();
        string reply = Tell(command);
        while (!isWanted(reply))
        {
            Assert.True(watch.Elapsed < RunningProgram.Limit, $"\"{command}\" is still answered \"{reply}\".");
            reply = Tell(command);
        }

        return reply;
    }
}
