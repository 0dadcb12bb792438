// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Measure.Soak;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.HostSim.Measure.Soak;

/// <summary>Every option of the stack is tried.</summary>
public class OptionDrawTests
{
    public static TheoryData<string> TcpFields => [.. typeof(TcpOptions).GetFields(BindingFlags.Public | BindingFlags.Instance).Select(option => option.Name)];

    public static TheoryData<string> StackFields => [.. typeof(StackOptions).GetFields(BindingFlags.Public | BindingFlags.Instance).Select(option => option.Name)];

    public static TheoryData<string> IPv4Fields => [.. typeof(IPv4Options).GetFields(BindingFlags.Public | BindingFlags.Instance).Select(option => option.Name)];

    public static TheoryData<string> ConnectionFields => [.. typeof(TcpConnectionOptions).GetFields(BindingFlags.Public | BindingFlags.Instance).Select(option => option.Name)];

    [Theory]
    [MemberData(nameof(TcpFields))]
    public void Each_field_of_TcpOptions_takes_several_values(string name)
    {
        FieldInfo field = typeof(TcpOptions).GetField(name)!;
        Assert.True(Enumerable.Range(0, 50).Select(seed => field.GetValue(OptionDraw.DrawTcp((ulong)seed * 7919))).Distinct().Count() > 1);
    }

    [Theory]
    [MemberData(nameof(StackFields))]
    public void Each_field_of_StackOptions_takes_several_values(string name)
    {
        FieldInfo field = typeof(StackOptions).GetField(name)!;
        Assert.True(Enumerable.Range(0, 50).Select(seed => field.GetValue(OptionDraw.DrawStack((ulong)seed * 7919))).Distinct().Count() > 1);
    }

    [Theory]
    [MemberData(nameof(IPv4Fields))]
    public void Each_field_of_IPv4Options_takes_several_values(string name)
    {
        FieldInfo field = typeof(IPv4Options).GetField(name)!;
        Assert.True(Enumerable.Range(0, 50).Select(seed => field.GetValue(OptionDraw.DrawIPv4((ulong)seed * 7919))).Distinct().Count() > 1);
    }

    [Theory]
    [MemberData(nameof(ConnectionFields))]
    public void Each_field_of_TcpConnectionOptions_takes_several_values(string name)
    {
        FieldInfo field = typeof(TcpConnectionOptions).GetField(name)!;
        Assert.True(Enumerable.Range(0, 50).Select(seed => field.GetValue(OptionDraw.DrawConnection((ulong)seed * 7919))).Distinct().Count() > 1);
        Assert.True(Enumerable.Range(0, 50).Select(seed => field.GetValue(OptionDraw.DrawTcp((ulong)seed * 7919).Server)).Distinct().Count() > 1);
    }
}
