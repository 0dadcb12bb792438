// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using NanoTcp.HostSim.Capture;
using NanoTcp.HostSim.Commands;
using NanoTcp.HostSim.Run;
using NanoTcp.HostSim.Tap;
using NanoTcp.Measure.Throughput;
using NanoTcp.Metering;
using NanoTcp.Metering.Instrumentation;
using NanoTcp.Simulation.Boards;

namespace NanoTcp.HostSim;

/// <summary>The command line.</summary>
internal static class Program
{
    private const int Failed = 1;

    // '@' may begin the name of a file or an interface: it has no special meaning.
    private static readonly ParserConfiguration s_parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs a command line. Returns 0 for success, 1 for a failure, and 2 for a wrong command line. An error is one line.</summary>
    public static int Main(string[] arguments)
    {
        ParseResult parsed = Parse(CreateCommands(), arguments);
        if (parsed.Errors.Count > 0)
        {
            return Report(parsed.Errors[0].Message, CheckedAction.BadInput);
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception unusable) when (unusable is TapException or CaptureException or AppException)
        {
            return Report(unusable.Message, CheckedAction.BadInput);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SimulationException)
        {
            return Report(failure.Message, Failed);
        }
    }

    /// <summary>The command without a name, and below it all others.</summary>
    public static RootCommand CreateCommands()
    {
        RootCommand root = RunCommand.Create(RunOnPlatform);
        root.Add(PeerCommand.Create());
        root.Add(ThroughputCommand.Create());
        root.Add(LatencyCommand.Create());
        root.Add(MemoryCommand.Create());
        root.Add(GoodputCommand.Create());
        root.Add(SoakCommand.Create());
        root.Add(FuzzCommand.Create());
        root.Add(ChipFaultsCommand.Create());
        root.Add(OccupationCommand.Create());
        return root;
    }

    /// <summary>Reads a command line.</summary>
    public static ParseResult Parse(RootCommand commands, string[] arguments)
    {
        return commands.Parse(arguments, s_parsing);
    }

    /// <summary>Runs a command line in a world in which the firmware's IL counts.</summary>
    private static int RunOnPlatform(string[] arguments)
    {
        PricedContext world = new(DeviceBuild.Firmware, typeof(Program).Assembly.GetName().Name!, typeof(BoardChoice).Assembly.GetName().Name!);
        return (int)world.Call(typeof(Program), nameof(Main), (object)arguments)!;
    }

    private static int Report(string sentence, int status)
    {
        try
        {
            Console.Error.WriteLine(Told.Line(sentence));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The message is lost, because the standard error is closed or on a full disk. The exit status still tells.
        }

        return status;
    }
}
