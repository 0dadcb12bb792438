// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;
using NanoTcp.Metering;
using NanoTcp.Metering.Instrumentation;

namespace NanoTcp.Meter;

/// <summary>Runs scenarios on the rewritten device build.</summary>
public sealed class MeterSession
{
    private readonly MeteredContext _context = new(Device, typeof(MeterSession).Assembly.GetName().Name!);
    private readonly Type _catalog;

    /// <summary>Rewrites and loads the device build.</summary>
    public MeterSession()
    {
        Assembly copy = _context.Load(typeof(MeterSession).Assembly.GetName());
        _catalog = copy.GetType(typeof(Scenarios.Catalog).FullName!, throwOnError: true)!;
    }

    /// <summary>The firmware, and what it is compared with: the scenarios refer to them.</summary>
    public static IReadOnlyList<string> Device { get; } = [.. DeviceBuild.Firmware, DeviceBuild.Output("tests/Meter/Floor/Device", "NanoTcp.Floor.dll")];

    /// <summary>The links that a scenario can run on.</summary>
    public static IReadOnlyList<string> Links { get; } = ["core", "w5500", "enc28j60"];

    /// <summary>The scenarios.</summary>
    public static IReadOnlyList<string> Scenarios { get; } = [.. NanoTcp.Meter.Scenarios.Catalog.Names];

    /// <summary>Runs a scenario; its steps in the order in which they first come.</summary>
    public IReadOnlyList<Measurement> Run(string scenario, string link)
    {
        List<Measurement> measurements = [];
        _context.Clear();
        foreach (string? step in Start(scenario, link))
        {
            if (step != null)
            {
                Measurement? measurement = measurements.Find(known => known.Step == step);
                if (measurement == null)
                {
                    measurement = new Measurement(scenario, link, step);
                    measurements.Add(measurement);
                }

                measurement.Add(_context.Read());
            }

            _context.Clear();
        }

        return measurements;
    }

    /// <summary>The methods that a step enters when it first comes, in their order.</summary>
    public Walk Follow(string scenario, string link, string wanted)
    {
        _context.KeepJournal();
        _context.Clear();
        foreach (string? step in Start(scenario, link))
        {
            if (step == wanted)
            {
                return new Walk(_context.ReadJournal());
            }

            _context.Clear();
        }

        throw new ArgumentException($"The scenario {scenario} has no step {wanted}.", nameof(wanted));
    }

    private IEnumerable<string?> Start(string scenario, string link)
    {
        MethodInfo run = _catalog.GetMethod(nameof(NanoTcp.Meter.Scenarios.Catalog.Run))!;
        return (IEnumerable<string?>)run.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [scenario, link], null)!;
    }
}
