// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips;

/// <summary>One kind of fault: strikes at the next few occasions, or at regular intervals of them.</summary>
public sealed class FaultSwitch
{
    private int _occasions;

    /// <summary>At how many of the next occasions it strikes.</summary>
    public int Next { get; set; }

    /// <summary>It strikes whenever the number of the occasion is a multiple of this; 0: never.</summary>
    public int Every { get; set; }

    /// <summary>How often it has struck.</summary>
    public int Struck { get; private set; }

    internal bool Strikes()
    {
        _occasions++;
        bool strikes = Next > 0 || (Every > 0 && _occasions % Every == 0);
        if (Next > 0)
        {
            Next--;
        }

        if (strikes)
        {
            Struck++;
        }

        return strikes;
    }
}
