// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;
using NanoTcp.Metering;
using NanoTcp.Metering.Instrumentation;
using NanoTcp.Tests.Architecture;

namespace NanoTcp.Tests.Economy;

/// <summary>The fixture, rewritten to count.</summary>
internal static class EconomyFixture
{
    private const int Many = 10;

    private static readonly MeteredContext s_context = new([Repository.Path("tests", "Economy", "Fixture", "bin", Repository.Configuration, "EconomyFixture.dll")]);
    private static readonly Assembly s_assembly = s_context.Load(new AssemblyName("EconomyFixture"));
    private static readonly Lock s_lock = new();

    /// <summary>The instructions of one call of a method, and its result.</summary>
    public static (Profile Profile, object? Result) Call(string type, string method, int argument)
    {
        Type called = s_assembly.GetType($"EconomyFixture.{type}", throwOnError: true)!;
        MethodInfo information = called.GetMethod(method, BindingFlags.Instance | BindingFlags.NonPublic)!;

        // The counters are shared by all tests, and the constructor counts too.
        lock (s_lock)
        {
            object instance = Activator.CreateInstance(called, nonPublic: true)!;
            information.Invoke(instance, [1]);
            s_context.Clear();
            object? result = information.Invoke(instance, [argument]);
            return (s_context.Read(), result);
        }
    }

    /// <summary>The cost of an operation that a method repeats, without the loop around it.</summary>
    public static Cost Once(string type, string method)
    {
        Cost empty = Slope("Operations", "Nothing");
        Cost all = Slope(type, method);
        return method == "Nothing" ? all : new Cost(all.Ops - empty.Ops, all.Objects - empty.Objects, all.Bytes - empty.Bytes, all.Instructions - empty.Instructions);
    }

    private static Cost Slope(string type, string method)
    {
        Profile none = Call(type, method, 0).Profile;
        Profile many = Call(type, method, Many).Profile;
        return new Cost(
            (many.Ops - none.Ops) / (double)Many,
            (many.Objects - none.Objects) / (double)Many,
            (many.Bytes - none.Bytes) / (double)Many,
            (many.Instructions - none.Instructions) / Many);
    }

    /// <summary>The cost of an operation on the device.</summary>
    internal sealed record Cost(double Ops, double Objects, double Bytes, double Instructions);
}
