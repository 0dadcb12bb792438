// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Metering.Prices;

/// <summary>The cost of a call instruction, with the frame of the called method and without its instructions.</summary>
internal static class CallPrice
{
    private const int Static = 440;
    private const int Instance = 385;
    private const int Virtual = 630;
    private const int Delegate = 500;
    private const int Argument = 4;
    private const int Local = 27;

    /// <summary>The price of a call. That into the framework has the price of its method instead.</summary>
    public static int Of(CallKind kind, int arguments)
    {
        int call = kind switch
        {
            CallKind.Static => Static,
            CallKind.Instance => Instance,
            CallKind.Virtual => Virtual,
            CallKind.Delegate => Delegate,
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        return call + arguments * Argument;
    }

    /// <summary>The cost of a method's locals when it is entered.</summary>
    public static int Locals(int count)
    {
        return count * Local;
    }
}
