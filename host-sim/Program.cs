// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using NanoTcp.HostSim.Commands;
using NanoTcp.HostSim.Run;
using NanoTcp.HostSim.Tap;

namespace NanoTcp.HostSim;

/// <summary>The command line.</summary>
internal static class Program
{
    private const int Failed = 1;
    private const int BadInput = 2;

    public static int Main(string[] arguments)
    {
        RootCommand root = RunCommand.Create();
        root.Add(PeerCommand.Create());
        root.Add(ThroughputCommand.Create());
        root.Add(MemoryCommand.Create());
        root.Add(GoodputCommand.Create());
        root.Add(SoakCommand.Create());
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            return Report(parsed.Errors[0].Message, BadInput);
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (TapException unusable)
        {
            return Report(unusable.Message, BadInput);
        }
        catch (Exception failure) when (failure is IOException or SimulationException)
        {
            return Report(failure.Message, Failed);
        }
    }

    private static int Report(string sentence, int status)
    {
        Console.Error.WriteLine(sentence);
        return status;
    }
}
