// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Meter;

namespace NanoTcp.Tests.Economy;

/// <summary>The IL instructions that a step may take on each link; 0: not measured there.</summary>
/// <param name="besidesChecksum">Whether the sum over the bytes is left out.</param>
internal sealed class Budget(string scenario, string step, int core, int w5500 = 0, int enc28j60 = 0, bool besidesChecksum = false)
{
    public string Scenario => scenario;

    public string Step => step;

    public int On(string link)
    {
        return link switch
        {
            "core" => core,
            "w5500" => w5500,
            "enc28j60" => enc28j60,
            _ => throw new ArgumentOutOfRangeException(nameof(link)),
        };
    }

    /// <summary>The part of a measurement that the budget limits.</summary>
    public double Spent(Measurement measured)
    {
        return besidesChecksum ? measured.OpsBesidesChecksum : measured.Ops;
    }
}
