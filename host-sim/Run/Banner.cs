// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Hardware.Platform;
using NanoTcp.HostSim.Gateway;
using NanoTcp.Http;
using NanoTcp.Network;
using NanoTcp.Platform;
using NanoTcp.SensorNode;
using NanoTcp.Simulation;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Wire;
using Spectre.Console;

namespace NanoTcp.HostSim.Run;

/// <summary>The text that is shown when the board has booted.</summary>
internal static class Banner
{
    public static void Show(IAnsiConsole console, RunOptions options, IFarEnd farEnd, NetworkInterface network)
    {
        BoardSetup setup = options.Setup;
        Board board = setup.Board;
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        Add(grid, "Board", $"{board.Name} ({board.Processor})");
        Add(grid, "Controller", $"{board.Controller} on SPI at {board.Wiring.ClockHz / 1e6:0.##} MHz, its model and its real driver");
        if (options.Platform is PlatformOptions platform)
        {
            Add(grid, "Platform", $"nanoFramework, modelled: a tick of {platform.TickMilliseconds} ms, {platform.OpNanoseconds / 1000.0:0.###} µs an IL instruction");
        }

        Add(grid, "MAC", MacAddress.Format(board.MacAddress));
        Add(grid, "IP", setup.Address?.ToString() ?? "asked for by DHCP");
        Add(grid, "Name", options.TapName == null ? network.HostName : $"{network.HostName}.local");
        if (options.AppPath != null)
        {
            Add(grid, "Program", options.AppPath);
        }
        else
        {
            Add(grid, "Services", $"TCP {HttpServer.DefaultPort} HTTP" + (setup.Services.EchoPort == SensorOptions.NoPort ? "" : $", TCP {setup.Services.EchoPort} echo"));
        }

        if (!options.Faults.AreNone)
        {
            Add(grid, "Faults", Describe(options.Faults));
        }

        if (options.PcapPath != null)
        {
            Add(grid, "Capture", options.PcapPath);
        }

        foreach ((string name, string text) in farEnd.Ways)
        {
            Add(grid, name, text);
        }

        grid.AddRow(new Markup("[dim]Open[/]"), new Markup($"[bold aqua]{Markup.Escape(farEnd.Url)}[/]"));
        console.Write(new Panel(grid).Header("NanoTcp").RoundedBorder());
        console.MarkupLine("[dim]Ctrl-C ends. The link takes a moment, as on a real cable. Earlier requests wait.[/]");
    }

    /// <summary>The board's link has changed. It comes up some time after the start, as on a real cable.</summary>
    public static void ShowLink(IAnsiConsole console, bool isUp)
    {
        console.MarkupLine(isUp ? "[dim]The link is up.[/]" : "[dim]The link is down.[/]");
    }

    /// <summary>The board's address has changed, or what is known of its network. On a real network a browser finds it there.</summary>
    public static void ShowAddress(IAnsiConsole console, NetworkInterface network, long now, bool isOnTap)
    {
        if (network.Kind == AddressKind.Static && !network.HasConflict)
        {
            return;
        }

        console.MarkupLineInterpolated($"[dim]{AddressReport.Describe(network, now)}.[/]");
        if (network.Kind != AddressKind.None && isOnTap)
        {
            console.MarkupLineInterpolated($"[dim]Open[/] [bold aqua]http://{network.Address}/[/]");
        }
    }

    /// <summary>By what a board on a real network is found: its address or, as long as it has none, its name.</summary>
    public static string HostOf(NetworkInterface network)
    {
        return network.Kind == AddressKind.None ? $"{network.HostName}.local" : network.Address.ToString();
    }

    private static void Add(Grid grid, string name, string value)
    {
        grid.AddRow(new Markup($"[dim]{name}[/]"), new Text(value));
    }

    private static string Describe(WireFaults faults)
    {
        List<string> parts = [];
        AddPercent(parts, "loss", faults.Loss);
        AddPercent(parts, "duplicate", faults.Duplicate);
        AddPercent(parts, "reorder", faults.Reorder);
        AddPercent(parts, "corrupt", faults.Corrupt);
        if (faults.DelayMs > 0 || faults.JitterMs > 0)
        {
            parts.Add(faults.JitterMs == 0 ? $"delay {faults.DelayMs} ms" : $"delay {faults.DelayMs} to {faults.DelayMs + faults.JitterMs} ms");
        }

        return $"{string.Join(", ", parts)} (seed {faults.Seed})";
    }

    private static void AddPercent(List<string> parts, string name, double probability)
    {
        if (probability > 0)
        {
            parts.Add($"{name} {probability * 100:0.###} %");
        }
    }
}
