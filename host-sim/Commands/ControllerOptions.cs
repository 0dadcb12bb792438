// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using System.CommandLine.Parsing;
using NanoTcp.Boards;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Chips.Enc28j60;

namespace NanoTcp.HostSim.Commands;

/// <summary>The options for the faults of a simulated controller.</summary>
internal sealed class ControllerOptions
{
    private const string All = "all";
    private const string None = "none";

    public Option<Enc28J60Errata> Errata { get; } = new("--errata")
    {
        Description = $"The errata that an ENC28J60 shows: {All}, {None}, or their numbers, as in 5,14 [default: {All}]",
        HelpName = "LIST",
        CustomParser = ParseErrata,
    };

    public Option<string?> Faults { get; } = new("--chip-faults")
    {
        Description = "Faults of the controller, each once in N times, as in torn-reads=10; a wrong name prints the names that it knows",
        HelpName = "NAME=N,…",
    };

    /// <summary>Whether one of them is given.</summary>
    public bool AreGiven(ParseResult parsed)
    {
        return parsed.IsGiven(Errata) || parsed.IsGiven(Faults);
    }

    /// <summary>The error in the values for such a controller, or null.</summary>
    public string? Problem(ParseResult parsed, EthernetController controller)
    {
        if (controller == EthernetController.W5500 && parsed.IsGiven(Errata))
        {
            return "--errata are those of the ENC28J60: no list of errata of the W5500 exists.";
        }

        return parsed.GetValue(Faults) is string text && !ControllerFaults.TryParse(text, controller, out _, out string problem) ? $"{Faults.Name}: {problem}" : null;
    }

    public Enc28J60Errata GetErrata(ParseResult parsed)
    {
        return parsed.IsGiven(Errata) ? parsed.GetValue(Errata) : Enc28J60Errata.All;
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

    private static Enc28J60Errata ParseErrata(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (text is All or None)
        {
            return text == All ? Enc28J60Errata.All : Enc28J60Errata.None;
        }

        Enc28J60Errata errata = Enc28J60Errata.None;
        foreach (string item in text.Split(','))
        {
            Enc28J60Errata erratum = CommandOptions.TryNumber(item, 1, 30, out int number) ? (Enc28J60Errata)(1 << number) & Enc28J60Errata.All : Enc28J60Errata.None;
            if (erratum == Enc28J60Errata.None)
            {
                result.AddError($"--errata takes {All}, {None} or numbers of errata that the model has, not {Told.Quoted(item)}.");
                break;
            }

            errata |= erratum;
        }

        return errata;
    }
}
