// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Simulation.Chips;

/// <summary>Handles broken rules of the data sheet.</summary>
internal sealed class Rules(string chip, bool strict)
{
    /// <summary>A rule has been broken. The argument describes it in a sentence.</summary>
    public event Action<string>? Broken;

    /// <summary>Reports the violation, and throws on a strict chip. Otherwise the caller goes on with what silicon might do.</summary>
    public void Violate(string rule)
    {
        string sentence = $"{chip}: {rule}";
        Broken?.Invoke(sentence);
        if (strict)
        {
            throw new DataSheetViolationException(sentence);
        }
    }
}
