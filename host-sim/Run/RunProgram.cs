// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;
using NanoTcp.BoardSockets;
using NanoTcp.HostSim.Capture;
using NanoTcp.HostSim.Tap;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Boards;

namespace NanoTcp.HostSim.Run;

/// <summary>Boots a board on a wire with a far end, and runs all in real time until it is asked to stop.</summary>
internal static class RunProgram
{
    /// <summary>Returns the exit status of the program: 1 when the capture is incomplete, or what the board's program returns.</summary>
    /// <exception cref="AppException">The board's program cannot be loaded.</exception>
    /// <exception cref="TapException">The interface cannot be used.</exception>
    /// <exception cref="CaptureException">The capture file cannot be written.</exception>
    /// <exception cref="IOException">The interface failed later.</exception>
    /// <exception cref="SimulationException">Something in the simulation itself failed.</exception>
    public static int Run(RunOptions options)
    {
        if (options.AppPath != null)
        {
            return RunApp(options, AppAssemblies.Load(options.AppPath));
        }

        using BoardRun run = new(options);
        try
        {
            bool goesOn;
            do
            {
                goesOn = run.Board.GoOn(run.FarEnd);
                run.Tell();
            }
            while (goesOn);
        }
        catch (Exception failure) when (failure is not (IOException or CaptureException))
        {
            throw run.Board.Report.Ending(failure);
        }

        return run.End();
    }

    private static int RunApp(RunOptions options, MethodInfo entry)
    {
        BoardNetworkOptions names = new() { HostName = options.Setup.Services.HostName };
        if (options.Setup.Address is IPv4Prefix own)
        {
            names.Address = own.Address.ToHostAddress();
            names.PrefixLength = own.Length;
            names.Gateway = options.Setup.Gateway.ToHostAddress();
            names.DnsServer = options.TapName == null ? options.GatewayAddress.Address.ToHostAddress() : null;
        }

        SocketHost? host = null;
        BoardRun run = new(options with
        {
            Setup = options.Setup with
            {
                Firmware = (board, link, entropy) =>
                {
                    host = new SocketHost(board, link, entropy, names);
                    return host.Network;
                },
            },
        });
        return AppRun.Run(run, host!, entry);
    }
}
