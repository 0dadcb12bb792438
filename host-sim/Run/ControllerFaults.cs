// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using NanoTcp.Boards;
using NanoTcp.HostSim.Chips.Enc28j60;
using NanoTcp.HostSim.Chips.W5500;

namespace NanoTcp.HostSim.Run;

/// <summary>What a simulated controller does wrong, as the command line names it: <c>torn-reads=10,lost-interrupts=3</c>.</summary>
internal sealed class ControllerFaults
{
    public const string LostInterrupts = "lost-interrupts";
    private const string TornReads = "torn-reads";
    private const string BrokenPrefixes = "broken-prefixes";
    private const string LostSends = "lost-sends";
    private const string CorruptHeaders = "corrupt-headers";
    private const string LateCollisions = "late-collisions";

    private static readonly Dictionary<string, string> s_w5500 = new()
    {
        [TornReads] = "every Nth read of a 16-bit size is torn",
        [BrokenPrefixes] = "every Nth received frame has a length prefix of nonsense",
        [LostSends] = "every Nth SEND is never done",
        [LostInterrupts] = "the first N edges of INT are lost",
    };

    private static readonly Dictionary<string, string> s_enc28J60 = new()
    {
        [CorruptHeaders] = "the first N received frames have a next packet pointer of nonsense",
        [LateCollisions] = "N percent of the transmissions end in a late collision (half duplex)",
        [LostInterrupts] = "the first N edges of INT are lost",
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

    /// <summary>Reads a list of name=number; if something is wrong with it, says so in a sentence.</summary>
    public static bool TryParse(string text, EthernetController controller, out ControllerFaults faults, out string problem)
    {
        faults = new ControllerFaults();
        problem = "";
        foreach (string item in text.Split(','))
        {
            string[] pair = item.Split('=');
            if (!Names(controller).ContainsKey(pair[0]))
            {
                problem = $"'{pair[0]}' is no fault of a {controller}: it knows {string.Join(", ", Names(controller).Keys)}.";
                return false;
            }

            if (pair.Length != 2 || !int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value < 1)
            {
                problem = $"{pair[0]} takes a number from 1 on: {pair[0]}=N, {Names(controller)[pair[0]]}.";
                return false;
            }

            faults._values[pair[0]] = value;
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
        faults.CorruptHeaders = Get(CorruptHeaders);
        faults.LateCollisionRate = Math.Min(Get(LateCollisions), 100) / 100.0;
    }
}
