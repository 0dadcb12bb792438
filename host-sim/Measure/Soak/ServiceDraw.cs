// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

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
    public static SoakViolationException? Run(ulong seed)
    {
        try
        {
            new ServiceWorld(seed).Run();
            return null;
        }
        catch (SoakViolationException found)
        {
            return found;
        }
        catch (Exception thrown)
        {
            return new SoakViolationException(SoakInvariant.Exception, thrown.ToString(), thrown);
        }
    }
}
