// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using NanoTcp.Hardware.Platform;

namespace NanoTcp.Metering.Instrumentation;

/// <summary>
/// A world in which the firmware's IL takes time: its assemblies add up what they execute in <see cref="ExecutedIl"/>, and clock and events are those
/// of the board's platform.
/// </summary>
public sealed class PricedContext
{
    private static readonly Dictionary<string, Type> s_replacements = new()
    {
        ["System.Environment"] = typeof(PlatformEnvironment),
        ["System.Threading.AutoResetEvent"] = typeof(PlatformEvent),
        ["System.Threading.WaitHandle"] = typeof(PlatformEvent),
    };

    private readonly RewrittenContext _context;

    /// <summary>Rewrites and loads assemblies that were compiled for the device.</summary>
    /// <param name="assemblies">Their files.</param>
    /// <param name="program">The assemblies for the desktop that use them, besides those of the simulation.</param>
    public PricedContext(IEnumerable<string> assemblies, params string[] program)
    {
        _context = new RewrittenContext(assemblies, program, s_replacements, (module, simulation) => new TotalCounters(module, simulation));

        // As on the device, where all of them run before Main. Otherwise a first measurement would have to wait for them, and a second would not.
        foreach (Type type in _context.Device.SelectMany(assembly => assembly.GetTypes()))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }
    }

    /// <summary>Why there can be no such world here, in a sentence; null: there can.</summary>
    public static string? Problem()
    {
        return !RuntimeFeature.IsDynamicCodeSupported
                ? "The firmware's IL cannot be counted in a native program: run it with dotnet."
            : DeviceBuild.Firmware.FirstOrDefault(path => !File.Exists(path)) is string missing
                ? $"The firmware's build for the device is missing ({missing}): build host-sim in the repository."
            : null;
    }

    /// <summary>Whether a type is that of such a world.</summary>
    public static bool Has(Type type)
    {
        return AssemblyLoadContext.GetLoadContext(type.Assembly) is RewrittenContext;
    }

    /// <summary>
    /// Calls a static method of a type as it is in this world. Its arguments and its result can only be of types that both worlds share: those of .NET
    /// and of packages.
    /// </summary>
    public object? Call(Type type, string method, params object?[] arguments)
    {
        Type twin = _context.LoadFromAssemblyName(type.Assembly.GetName()).GetType(type.FullName!, throwOnError: true)!;
        return twin.GetMethod(method)!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }
}
