// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using NanoTcp.Metering.Instrumentation;

namespace NanoTcp.HostSim.Commands;

/// <summary>The options that say how the device's platform is.</summary>
internal sealed class PlatformArguments
{
    /// <summary>The firmware takes no time of its own.</summary>
    public const string None = "none";

    /// <summary>nanoFramework on an ESP32.</summary>
    public const string Esp32 = "esp32";

    private const double MinOpPrice = 0.01;
    private const double MaxOpPrice = 100;
    private const double NanosecondsPerMicrosecond = 1_000;

    // FreeRTOS at 1000 Hz and at 100 Hz.
    private static readonly string[] s_ticks = ["1", "10"];

    /// <summary>Makes the options.</summary>
    /// <param name="prices">The prices of an IL instruction when none is given, in microseconds.</param>
    /// <param name="takesSeveral">Whether several prices can be given.</param>
    public PlatformArguments(double[] prices, bool takesSeveral)
    {
        Prices = new Option<double[]>("--op-price")
        {
            Description = "Microseconds of an IL instruction on the platform" + (takesSeveral ? "; several values give a line each" : ""),
            HelpName = "US",
            Arity = takesSeveral ? ArgumentArity.OneOrMore : ArgumentArity.ExactlyOne,
            AllowMultipleArgumentsPerToken = takesSeveral,
            DefaultValueFactory = _ => prices,
            CustomParser = ParsePrices,
        };
    }

    /// <summary>The platform.</summary>
    public Option<string> Name { get; } = CommandOptions.Word(
        "--platform", None, [None, Esp32], "NAME", $"What else takes time. {None}: nothing. {Esp32}: the interpreter and its FreeRTOS");

    /// <summary>The tick.</summary>
    public Option<string> Tick { get; } = CommandOptions.Word("--tick", s_ticks[^1], s_ticks, "MS", "Milliseconds of a tick of FreeRTOS on the platform");

    /// <summary>The price of an IL instruction.</summary>
    public Option<double[]> Prices { get; }

    /// <summary>What is wrong with the values together, or null. An option that says how the platform is needs one.</summary>
    public string? Problem(ParseResult parsed, params Option[] others)
    {
        return parsed.GetValue(Name) != None ? PricedContext.Problem()
            : ((Option[])[Tick, Prices, .. others]).FirstOrDefault(parsed.IsGiven) is Option given ? $"{given.Name} needs --platform {Esp32}."
            : null;
    }

    /// <summary>Milliseconds of a tick.</summary>
    public int TickMilliseconds(ParseResult parsed)
    {
        return int.Parse(parsed.GetRequiredValue(Tick), CultureInfo.InvariantCulture);
    }

    /// <summary>The time of an IL instruction, or several.</summary>
    public long[] OpNanoseconds(ParseResult parsed)
    {
        return [.. parsed.GetRequiredValue(Prices).Select(price => (long)Math.Round(price * NanosecondsPerMicrosecond))];
    }

    private static double[] ParsePrices(ArgumentResult result)
    {
        List<double> prices = [];
        foreach (Token token in result.Tokens)
        {
            if (double.TryParse(token.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double price) && price is >= MinOpPrice and <= MaxOpPrice)
            {
                prices.Add(price);
            }
            else
            {
                string range = string.Create(CultureInfo.InvariantCulture, $"{MinOpPrice} to {MaxOpPrice}");
                result.AddError($"--op-price takes microseconds from {range}, not {Told.Quoted(token.Value)}.");
            }
        }

        return [.. prices];
    }
}
