// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Mono.Cecil;

namespace NanoTcp.Tests.Architecture.Il;

/// <summary>The path of frames and requests allocates nothing on the device.</summary>
public sealed class DataPathTests
{
    public static TheoryData<string, string> Roots => new()
    {
        { "NanoTcp.Host.NetworkStack", "Poll" },
        { "NanoTcp.Host.NetworkStack", "Flush" },
        { "NanoTcp.Tcp.TcpListener", "Accept" },
        { "NanoTcp.Tcp.TcpConnection", "Receive" },
        { "NanoTcp.Tcp.TcpConnection", "Peek" },
        { "NanoTcp.Tcp.TcpConnection", "Send" },
        { "NanoTcp.Tcp.TcpConnection", "Shutdown" },
        { "NanoTcp.Tcp.TcpConnection", "Close" },
        { "NanoTcp.Tcp.TcpConnection", "Abort" },
        { "NanoTcp.Tcp.TcpTransport", "Connect" },
        { "NanoTcp.Udp.UdpSocket", "Bind" },
        { "NanoTcp.Udp.UdpSocket", "Connect" },
        { "NanoTcp.Udp.UdpSocket", "Send" },
        { "NanoTcp.Udp.UdpSocket", "SendTo" },
        { "NanoTcp.Udp.UdpSocket", "Receive" },
        { "NanoTcp.Udp.UdpSocket", "Close" },
        { "NanoTcp.Http.HttpServer", "Poll" },
        { "NanoTcp.SensorNode.EchoService", "Poll" },
        { "NanoTcp.Resolver.DnsResolver", "Serve" },
        { "NanoTcp.Mdns.MdnsResponder", "Serve" },
        { "NanoTcp.SensorNode.SensorApplication", "Poll" },
    };

    [Theory]
    [MemberData(nameof(Roots))]
    public void Nothing_is_allocated_on_the_way(string type, string method)
    {
        IReadOnlyList<MethodDefinition> roots = [.. DeviceCode.OfRepository.Types.Single(definition => definition.FullName == type).Methods.Where(definition => definition.Name == method && !MakesHandle(definition))];

        Assert.NotEmpty(roots);
        Assert.Equal([], new DataPath(DeviceCode.OfRepository).Follow(roots));
    }

    [Theory]
    [InlineData("get_IsUp")]
    [InlineData("Receive")]
    [InlineData("CanTransmit")]
    [InlineData("Transmit")]
    [InlineData("Poll")]
    public void No_driver_allocates_when_the_stack_calls_it(string method)
    {
        IReadOnlyList<MethodDefinition> roots = [.. DeviceCode.OfRepository.Types
            .Where(type => type.Bases().Any(ancestor => ancestor.FullName == "NanoTcp.Link.EthernetLink"))
            .SelectMany(type => type.Methods).Where(definition => definition.Name == method)];

        Assert.NotEmpty(roots);
        Assert.Equal([], new DataPath(DeviceCode.OfRepository).Follow(roots));
    }

    [Fact]
    public void The_stack_reaches_the_drivers_and_they_reach_the_bus()
    {
        DataPath path = new(DeviceCode.OfRepository);

        path.Follow(DeviceCode.OfRepository.Types.Single(type => type.FullName == "NanoTcp.Host.NetworkStack").Methods.Where(method => method.Name == "Poll"));

        IEnumerable<string> reached = path.Reached.Select(method => $"{method.DeclaringType.Name}.{method.Name}");
        Assert.Superset(
            new HashSet<string> { "W5500Link.Receive", "W5500Link.Transmit", "Enc28J60Link.Receive", "Enc28J60Link.Transmit", "SpiBus.Exchange", "SpiBus.TransferFrame" },
            reached.ToHashSet());
    }

    /// <summary>These overloads make the handle, for applications that may allocate. Each has a twin that takes the application's own handle.</summary>
    private static bool MakesHandle(MethodDefinition method)
    {
        const string Handle = "NanoTcp.Tcp.TcpConnection";
        return method.ReturnType.FullName == Handle || method.Parameters.Any(parameter => parameter.ParameterType.FullName == Handle + "&");
    }
}
