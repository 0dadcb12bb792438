// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using NanoTcp.Boards;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Simulation.Chips.W5500;

namespace NanoTcp.Simulation.Boards;

/// <summary>The faults of a simulated controller on the command line: <c>torn-reads=10,lost-interrupts=3</c>. Each happens once in so many times.</summary>
public sealed class ControllerFaults
{
    public const string LostInterrupts = "lost-interrupts";
    private const string TornReads = "torn-reads";
    private const string BrokenPrefixes = "broken-prefixes";
    private const string LostSends = "lost-sends";
    private const string CorruptHeaders = "corrupt-headers";
    private const string LateCollisions = "late-collisions";

    private static readonly Dictionary<string, string> s_w5500 = new()
    {
        [TornReads] = "one in N reads of a 16-bit size is torn",
        [BrokenPrefixes] = "one in N received frames has a length prefix of nonsense",
        [LostSends] = "one in N SENDs is never done",
        [LostInterrupts] = "one in N edges of INT is lost",
    };

    private static readonly Dictionary<string, string> s_enc28J60 = new()
    {
        [CorruptHeaders] = "one in N received frames has a next packet pointer of nonsense",
        [LateCollisions] = "one in N transmissions ends in a late collision, by chance (half duplex)",
        [LostInterrupts] = "one in N edges of INT is lost",
    };

    private readonly Dictionary<string, int> _values = [];

    private ControllerFaults()
    {
    }

    /// <summary>A controller without faults but its errata.</summary>
    public static ControllerFaults None { get; } = new();

    /// <summary>The names that a controller knows, with what their numbers mean.</summary>
    public static IReadOnlyDictionary<string, string> Names(EthernetController controller)
    {
        return controller == EthernetController.W5500 ? s_w5500 : s_enc28J60;
    }

    /// <summary>Reads a list of name=number. Describes an error in a sentence.</summary>
    public static bool TryParse(string text, EthernetController controller, out ControllerFaults faults, out string problem)
    {
        faults = new ControllerFaults();
        problem = "";
        foreach (string item in text.Split(','))
        {
            string[] pair = item.Split('=');
            if (!Names(controller).TryGetValue(pair[0], out string? meaning))
            {
                problem = $"'{pair[0]}' is no fault of a {controller}: it knows {string.Join(", ", Names(controller).Keys)}.";
                return false;
            }

            if (pair.Length != 2 || !int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value < 1)
            {
                problem = $"{pair[0]} takes a number from 1 on: {pair[0]}=N, {meaning}.";
                return false;
            }

            if (!faults._values.TryAdd(pair[0], value))
            {
                problem = $"{pair[0]} is given twice.";
                return false;
            }
        }

        return true;
    }

    public int Get(string name)
    {
        return _values.GetValueOrDefault(name);
    }

    public void ApplyTo(W5500Faults faults)
    {
        faults.TornReads.Every = Get(TornReads);
        faults.BrokenPrefixes.Every = Get(BrokenPrefixes);
        faults.LostSends.Every = Get(LostSends);
    }

    public void ApplyTo(Enc28J60Faults faults)
    {
        faults.CorruptHeaders.Every = Get(CorruptHeaders);
        faults.LateCollisionRate = Get(LateCollisions) is > 0 and int transmissions ? 1.0 / transmissions : 0;
    }
}
