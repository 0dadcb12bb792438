// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;
using System.Reflection;
using NanoTcp.Boards;

namespace NanoTcp.Simulation.Boards;

/// <summary>
/// Incidents that should not happen in a simulation. The first one is printed with the traffic before it, ready for a bug report. Later ones are
/// counted.
/// </summary>
public sealed class IncidentReport(Board board, TrafficHistory history, TextWriter output)
{
    /// <summary>Rules of the data sheet that the driver broke.</summary>
    public long Violations { get; private set; }

    /// <summary>Exceptions of the model.</summary>
    public long Failures { get; private set; }

    /// <summary>The driver has broken a rule of the data sheet.</summary>
    public void OnViolation(string rule)
    {
        if (Violations++ == 0)
        {
            Tell($"The driver has broken a rule of the data sheet. {rule}", "The simulation goes on; further ones are counted.");
        }
    }

    /// <summary>The model has failed.</summary>
    public void OnFailure(Exception failure)
    {
        if (Failures++ == 0)
        {
            Tell($"The model of the controller has failed: {Describe(failure)}", "The simulation goes on; further failures are counted.");
        }
    }

    /// <summary>Something failed that the simulation cannot do without. The exception returned says what, in a sentence.</summary>
    public SimulationException Ending(Exception failure)
    {
        string sentence = $"The simulation has failed: {Describe(failure)}";
        Tell(sentence, "This ends it.");
        return new SimulationException(sentence);
    }

    /// <summary>An exception in one line, with the method that threw it.</summary>
    private static string Describe(Exception failure)
    {
        DiagnosticMethodInfo? method = new StackTrace(failure).GetFrame(0) is { } frame ? DiagnosticMethodInfo.Create(frame) : null;
        string where = method == null ? "" : $" in {method.DeclaringTypeName}.{method.Name}";
        return $"{failure.GetType().Name}{where}: {failure.Message.ReplaceLineEndings(" ")}";
    }

    private void Tell(string what, string outcome)
    {
        string? version = typeof(IncidentReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        output.WriteLine($"""
            {what}
            {outcome} For a bug report:
            host-sim {version}, {board.Id}
            {history}
            """.ReplaceLineEndings());
    }
}
