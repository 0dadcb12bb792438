// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using NanoTcp.Boards;
using NanoTcp.HostSim.Chips.Enc28j60;
using NanoTcp.HostSim.Run;

namespace NanoTcp.HostSim.Commands;

/// <summary>The options that say what a simulated controller does wrong.</summary>
internal sealed class ControllerOptions
{
    private const string All = "all";
    private const string None = "none";

    public Option<string> Errata { get; } = new("--errata")
    {
        Description = $"The errata that an ENC28J60 shows: {All}, {None}, or their numbers, as in 5,14",
        HelpName = "LIST",
        DefaultValueFactory = _ => All,
    };

    public Option<string?> Faults { get; } = new("--chip-faults")
    {
        Description = "What goes wrong in the controller, as in torn-reads=10; a wrong name makes it list those it knows",
        HelpName = "NAME=N,…",
    };

    /// <summary>What is wrong with the values for such a controller, or null.</summary>
    public string? Problem(CommandResult result, EthernetController controller)
    {
        if (!TryParseErrata(result.GetValue(Errata) ?? All, out _, out string problem))
        {
            return problem;
        }

        if (controller == EthernetController.W5500 && result.GetResult(Errata) is { Implicit: false })
        {
            return "--errata are those of the ENC28J60: no list of errata of the W5500 exists.";
        }

        return result.GetValue(Faults) is string text && !ControllerFaults.TryParse(text, controller, out _, out problem) ? problem : null;
    }

    public Enc28J60Errata GetErrata(ParseResult parsed)
    {
        TryParseErrata(parsed.GetValue(Errata)!, out Enc28J60Errata errata, out _);
        return errata;
    }

    public ControllerFaults GetFaults(ParseResult parsed, EthernetController controller)
    {
        ControllerFaults faults = ControllerFaults.None;
        if (parsed.GetValue(Faults) is string text)
        {
            ControllerFaults.TryParse(text, controller, out faults, out _);
        }

        return faults;
    }

    private static bool TryParseErrata(string text, out Enc28J60Errata errata, out string problem)
    {
        problem = "";
        errata = text == All ? Enc28J60Errata.All : Enc28J60Errata.None;
        if (text is All or None)
        {
            return true;
        }

        foreach (string item in text.Split(','))
        {
            Enc28J60Errata erratum = int.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < 31
                ? (Enc28J60Errata)(1 << number) & Enc28J60Errata.All
                : Enc28J60Errata.None;
            if (erratum == Enc28J60Errata.None)
            {
                problem = $"--errata takes {All}, {None} or numbers of errata that the model has, not '{item}'.";
                return false;
            }

            errata |= erratum;
        }

        return true;
    }
}
