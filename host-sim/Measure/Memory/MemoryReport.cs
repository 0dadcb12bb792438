// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using System.Reflection;
using Spectre.Console;

namespace NanoTcp.Measure.Memory;

/// <summary>Prints the size of a configuration on the device's heap.</summary>
internal static class MemoryReport
{
    private const int Width = 100;

    public static void Show(IAnsiConsole console, MemoryConfiguration configuration)
    {
        // A file or a pipe counts as 80 columns, which would break the tables.
        console.Profile.Width = Math.Max(console.Profile.Width, Width);
        console.WriteLine(Describe(configuration));
        console.Write(Parts(MemoryModel.Count(configuration)));
        console.Write(OneMore(configuration));
        console.Write(Services(configuration));
        console.MarkupLine("[dim]Objects of nanoFramework's own (SPI device, pins, events, entropy), stack frames and loaded assemblies are not counted.[/]");
    }

    private static string Describe(MemoryConfiguration sizes)
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sizes.Board?.Name ?? "No board"}: {sizes.Listeners} listeners with a backlog of {sizes.Backlog}, {sizes.Connections} connections with {sizes.ReceiveBuffer} + {sizes.SendBuffer} bytes, "
            + $"half-open {sizes.HalfOpenEntries}, FIN-WAIT-2 {sizes.FinWait2Entries}, TIME-WAIT {sizes.TimeWaitEntries}, ARP {sizes.ArpEntries}, ARP queue {sizes.ArpQueueFrames}, peers {sizes.Peers}");
    }

    private static Table Parts(IReadOnlyList<CountedObject> counted)
    {
        Table table = new Table { Title = new TableTitle("Bytes on the device's heap") }.RoundedBorder()
            .AddColumn("part").AddColumn(new TableColumn("objects").RightAligned()).AddColumn(new TableColumn("bytes").RightAligned());
        foreach (string part in MemoryParts.All)
        {
            CountedObject[] owned = [.. counted.Where(one => one.Part == part)];
            if (owned.Length > 0)
            {
                table.AddRow($"[bold]{part}[/]", $"[bold]{owned.Length}[/]", $"[bold]{Format(owned.Sum(one => one.Bytes))}[/]");
                AddTypes(table, owned);
            }
        }

        table.AddSection("core in all", counted.Where(one => MemoryParts.Core.Contains(one.Part)));
        return table.AddSection("in all", counted);
    }

    private static void AddTypes(Table table, CountedObject[] owned)
    {
        foreach (IGrouping<Type, CountedObject> kind in owned.GroupBy(one => one.Type).OrderByDescending(kind => kind.Sum(one => one.Bytes)))
        {
            string name = kind.Key == typeof(FieldInfo) ? "static field" : kind.Key.Name;
            table.AddRow($"  [dim]{Markup.Escape(name)}[/]", $"[dim]{kind.Count()}[/]", $"[dim]{Format(kind.Sum(one => one.Bytes))}[/]");
        }
    }

    private static Table AddSection(this Table table, string name, IEnumerable<CountedObject> counted)
    {
        table.AddEmptyRow();
        return table.AddRow($"[bold]{name}[/]", $"[bold]{counted.Count()}[/]", $"[bold]{Format(counted.Sum(one => one.Bytes))}[/]");
    }

    private static Table OneMore(MemoryConfiguration configuration)
    {
        Table table = new Table { Title = new TableTitle("The cost of one more in the core") }.RoundedBorder()
            .AddColumn("one more").AddColumn(new TableColumn("bytes").RightAligned());
        AddCost(table, "connection without its buffers", MemoryCosts.Connection(configuration));
        AddCost(table, "buffers of a connection", MemoryCosts.Buffers(configuration));
        AddCost(table, "half-open connection", MemoryCosts.HalfOpen(configuration));
        AddCost(table, "FIN-WAIT-2 entry", MemoryCosts.FinWait2(configuration));
        AddCost(table, "TIME-WAIT entry", MemoryCosts.TimeWait(configuration));
        AddCost(table, "listener with its backlog", MemoryCosts.Listener(configuration));
        AddCost(table, "place in a backlog", MemoryCosts.BacklogPlace(configuration));
        AddCost(table, "ARP entry", MemoryCosts.ArpEntry(configuration));
        AddCost(table, "frame in the ARP queue", MemoryCosts.ArpQueueFrame(configuration));
        AddCost(table, "peer", MemoryCosts.Peer(configuration));
        AddCost(table, "multicast group", MemoryCosts.Group(configuration));
        AddCost(table, "UDP socket with its queue", MemoryCosts.UdpSocket(configuration));
        return table;
    }

    private static Table Services(MemoryConfiguration configuration)
    {
        Table table = new Table { Title = new TableTitle("The cost of each service beside TCP") }.RoundedBorder()
            .AddColumn("service").AddColumn(new TableColumn("bytes").RightAligned()).AddColumn(new TableColumn("here").RightAligned());
        foreach (MemoryService service in Enum.GetValues<MemoryService>())
        {
            table.AddRow(MemoryParts.Services[(int)service], Format(MemoryCosts.Service(configuration, service)), configuration.Has(service) ? "yes" : "no: 0");
        }

        return table;
    }

    private static void AddCost(Table table, string name, double bytes)
    {
        table.AddRow(name, bytes.ToString("#,0.#", CultureInfo.InvariantCulture));
    }

    private static string Format(int bytes)
    {
        return bytes.ToString("#,0", CultureInfo.InvariantCulture);
    }
}
