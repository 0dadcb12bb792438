// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;

namespace NanoTcp.Measure.Soak;

/// <summary>
/// A network in which boards get their addresses, names and time from a server. That is another network than those of the other invariants, so only
/// some seeds have it.
/// </summary>
internal static class ServiceDraw
{
    private const int Every = 20;

    /// <summary>Whether a seed has such a network.</summary>
    public static bool Has(ulong seed)
    {
        return seed % Every == 7;
    }

    /// <summary>Lets it run. Returns what is wrong, or null.</summary>
    public static SoakViolationException? Run(ulong seed, Action<string>? log = null, Sabotage? sabotage = null)
    {
        log?.Invoke("boards with services:");
        ServiceWorld world = new(seed, log, sabotage);
        try
        {
            world.Run();
            return null;
        }
        catch (SoakViolationException found)
        {
            return Located(world, found.Invariant, found.Message, found);
        }
        catch (Exception thrown)
        {
            return Located(world, SoakInvariant.Exception, thrown.ToString(), thrown);
        }
    }

    private static SoakViolationException Located(ServiceWorld world, SoakInvariant invariant, string message, Exception inner)
    {
        return new SoakViolationException(invariant, string.Create(CultureInfo.InvariantCulture, $"boards with services, {world.Now / 1000.0:F3} s: {message}"), inner);
    }
}
