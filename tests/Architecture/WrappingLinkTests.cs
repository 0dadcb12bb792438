// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;
using NanoTcp.HostSim.Peer;
using NanoTcp.Link;
using NanoTcp.Measure.Soak;
using NanoTcp.Simulation.Boards;

namespace NanoTcp.Tests.Architecture;

/// <summary>A link in front of another one passes on what the stack wants to receive. Otherwise a controller behind it stays deaf to it.</summary>
public class WrappingLinkTests
{
    private static readonly Assembly[] s_assemblies =
    [
        typeof(EthernetLink).Assembly, typeof(SimulatedController).Assembly, typeof(SoakLink).Assembly, typeof(PeerStack).Assembly, typeof(WrappingLinkTests).Assembly,
    ];

    public static TheoryData<string> Wishes => [nameof(EthernetLink.ReceiveBroadcasts), nameof(EthernetLink.Join), nameof(EthernetLink.Leave)];

    [Theory]
    [MemberData(nameof(Wishes))]
    public void A_link_in_front_of_another_passes_on_what_is_wanted(string wish)
    {
        Type[] parameters = [.. typeof(EthernetLink).GetMethod(wish)!.GetParameters().Select(parameter => parameter.ParameterType)];
        Type[] wrapping = [.. s_assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsSubclassOf(typeof(EthernetLink)) && Wraps(type))];
        Assert.True(wrapping.Length > 3, $"only {wrapping.Length} found");
        Assert.All(wrapping, type => Assert.NotEqual(typeof(EthernetLink), type.GetMethod(wish, parameters)!.DeclaringType));
    }

    // The link or port of another.
    private static bool Wraps(Type type)
    {
        return type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Any(field => typeof(EthernetLink).IsAssignableFrom(field.FieldType) && field.FieldType != type);
    }
}
