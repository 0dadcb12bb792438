// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Meter;

namespace NanoTcp.Tests.Economy;

/// <summary>The IL instructions that a step may take on each link, and the garbage that it may make there. Without a controller it makes none.</summary>
/// <param name="w5500">Instructions; 0: not measured there.</param>
/// <param name="enc28j60">Instructions; 0: not measured there.</param>
/// <param name="garbage">Bytes on the device's heap that nobody needs when the step is over, with a W5500 and with an ENC28J60.</param>
/// <param name="besidesChecksum">Whether the sum over the bytes is left out of the instructions.</param>
internal sealed class Budget(
    string scenario, string step, int core, int w5500 = 0, int enc28j60 = 0, (int OnW5500, int OnEnc28J60) garbage = default, bool besidesChecksum = false)
{
    public string Scenario => scenario;

    public string Step => step;

    public int On(string link)
    {
        return Of(link, core, w5500, enc28j60);
    }

    public int GarbageOn(string link)
    {
        return Of(link, 0, garbage.OnW5500, garbage.OnEnc28J60);
    }

    /// <summary>The part of a measurement that the budget limits.</summary>
    public double Spent(Measurement measured)
    {
        return besidesChecksum ? measured.OpsBesidesChecksum : measured.Ops;
    }

    private static int Of(string link, int onCore, int onW5500, int onEnc28J60)
    {
        return link switch
        {
            "core" => onCore,
            "w5500" => onW5500,
            "enc28j60" => onEnc28J60,
            _ => throw new ArgumentOutOfRangeException(nameof(link)),
        };
    }
}
