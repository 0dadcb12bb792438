// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.HostSim.Chips.Enc28j60;

/// <summary>What happens when the host breaks a rule of the data sheet.</summary>
internal sealed class Rules(bool strict, Enc28J60Counters counters)
{
    /// <summary>Counts the violation and, on a strict chip, throws; otherwise the caller goes on with what silicon might do.</summary>
    public void Violate(string rule)
    {
        counters.Violations++;
        if (strict)
        {
            throw new DataSheetViolationException("ENC28J60: " + rule);
        }
    }
}
