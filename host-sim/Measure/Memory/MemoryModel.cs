// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;
using NanoTcp.Boards;
using NanoTcp.Dhcp;
using NanoTcp.Dns;
using NanoTcp.Drivers;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Host;
using NanoTcp.Http;
using NanoTcp.Ip;
using NanoTcp.Link;
using NanoTcp.Mdns;
using NanoTcp.Network;
using NanoTcp.Platform;
using NanoTcp.Resolver;
using NanoTcp.SensorNode;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Simulation.Chips.W5500;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Sntp;
using NanoTcp.Tcp;
using NanoTcp.Udp;

namespace NanoTcp.Measure.Memory;

/// <summary>
/// Makes the same objects as a firmware, and counts them by the device's rules. It has no table of sizes: it counts what the stack allocates.
/// </summary>
internal static class MemoryModel
{
    private static readonly Assembly[] s_deviceCode =
    [
        typeof(NetworkStack).Assembly, typeof(HttpServer).Assembly, typeof(DhcpClient).Assembly, typeof(DnsReader).Assembly, typeof(DnsResolver).Assembly,
        typeof(MdnsResponder).Assembly, typeof(SntpClient).Assembly, typeof(NetworkInterface).Assembly, typeof(Board).Assembly, typeof(SpiBus).Assembly,
        typeof(SensorApplication).Assembly,
    ];

    /// <summary>All objects of a configuration.</summary>
    public static IReadOnlyList<CountedObject> Count(MemoryConfiguration configuration)
    {
        ObjectWalk walk = new(s_deviceCode, (value, part) => PartOf(configuration, value, part));
        EthernetLink link = new NoLink();
        if (configuration.Board is Board board)
        {
            BoardEthernet ethernet = Start(board);
            walk.AddRoot(ethernet, MemoryParts.Driver);
            walk.AddRoot(board, MemoryParts.Board);
            link = ethernet.Link;
        }

        AddProgram(walk, configuration, link);
        List<CountedObject> fields = Statics(walk, configuration);
        return [.. walk.Counted, .. fields];
    }

    /// <summary>The bytes of some parts.</summary>
    public static int Bytes(MemoryConfiguration configuration, params IReadOnlyCollection<string> parts)
    {
        return Count(configuration).Where(counted => parts.Contains(counted.Part)).Sum(counted => counted.Bytes);
    }

    // The services are not started. A socket that is bound would hang on UDP, and so count for it.
    private static void AddProgram(ObjectWalk walk, MemoryConfiguration configuration, EthernetLink link)
    {
        if (configuration.Has(MemoryService.Interface))
        {
            AddInterface(walk, configuration, link);
            return;
        }

        NetworkStack stack = new(link, new SeededEntropy(1), configuration.MakeStackOptions());
        TcpTransport tcp = new(stack, configuration.MakeTcpOptions());
        IPv4 ip = new(stack, configuration.MakeIPv4Options());
        ip.Configure(HostAddress.From(192, 168, 1, 200), 24, HostAddress.Any);
        walk.AddRoot(stack, MemoryParts.Stack);
        walk.AddRoot(tcp, MemoryParts.Tcp);
        if (configuration.Has(MemoryService.Udp))
        {
            UdpTransport udp = new(stack);
            NetworkSettings settings = new();
            walk.AddRoot(udp, MemoryParts.Udp);
            if (configuration.Has(MemoryService.Dhcp))
            {
                walk.AddRoot(new DhcpClient(udp, ip, settings, new DhcpOptions()), MemoryParts.Dhcp);
            }

            for (int i = 0; i < configuration.UdpSockets; i++)
            {
                walk.AddRoot(new UdpSocket(udp, new UdpSocketOptions()), MemoryParts.UdpSockets);
            }

            AddClients(walk, configuration, (ip, udp, tcp, settings));
        }

        if (configuration.Has(MemoryService.AutoIp))
        {
            walk.AddRoot(new AutoIp(ip), MemoryParts.AutoIp);
        }

        AddHttp(walk, configuration, tcp);
    }

    private static void AddInterface(ObjectWalk walk, MemoryConfiguration configuration, EthernetLink link)
    {
        NetworkInterface network = new(link, new SeededEntropy(1), new NetworkInterfaceOptions
        {
            Stack = configuration.MakeStackOptions(),
            IPv4 = configuration.MakeIPv4Options(),
            Tcp = configuration.MakeTcpOptions(),
        });
        network.IPv4.Configure(HostAddress.From(192, 168, 1, 200), 24, HostAddress.Any);
        AddClients(walk, configuration, (network.IPv4, network.Udp, network.Tcp, network.Settings));
        if (configuration.Application == MemoryApplication.Sensor)
        {
            SensorHost host = new(network, new SimulatedSensors(), new SensorOptions());
            walk.AddRoot(host.Mdns, MemoryParts.Mdns);
            walk.AddRoot(host.Application, MemoryParts.Application);
        }

        AddHttp(walk, configuration, network.Tcp);
        walk.AddRoot(network, MemoryParts.Interface);
    }

    private static void AddClients(ObjectWalk walk, MemoryConfiguration configuration, (IPv4 Ip, UdpTransport Udp, TcpTransport Tcp, NetworkSettings Settings) on)
    {
        if (configuration.Has(MemoryService.Resolver))
        {
            walk.AddRoot(new DnsResolver(on.Ip, on.Udp, on.Tcp, on.Settings, new ResolverOptions()), MemoryParts.Resolver);
        }

        if (configuration.Has(MemoryService.Mdns) && configuration.Application != MemoryApplication.Sensor)
        {
            MdnsResponder responder = new(on.Udp, on.Ip, new MdnsOptions { MaxServices = 1 });
            responder.Add(new MdnsService());
            walk.AddRoot(responder, MemoryParts.Mdns);
        }

        if (configuration.Has(MemoryService.Sntp))
        {
            walk.AddRoot(new SntpClient(on.Udp, on.Ip, on.Settings, new SntpOptions()), MemoryParts.Sntp);
        }
    }

    private static void AddHttp(ObjectWalk walk, MemoryConfiguration configuration, TcpTransport tcp)
    {
        if (configuration.Application == MemoryApplication.Http)
        {
            walk.AddRoot(new HttpServer(tcp, new NoHandler(), new HttpServerOptions()), MemoryParts.Http);
        }
    }

    private static string? PartOf(MemoryConfiguration configuration, object value, string part)
    {
        return part == MemoryParts.Connections && value is byte[] { Length: var length } && (length == configuration.ReceiveBuffer || length == configuration.SendBuffer)
            ? MemoryParts.Buffers
            : MemoryParts.Of(value.GetType());
    }

    // A driver takes part of its memory when it starts.
    private static BoardEthernet Start(Board board)
    {
        ManualClock clock = new();
        IEthernetChip chip = board.Controller == EthernetController.W5500 ? new W5500Chip(clock, new NoLink()) : new Enc28J60Chip(clock, new NoLink());
        using IDisposable activation = BoardHardware.Build(board, chip, clock, 0).Activate();
        BoardEthernet ethernet = new(board);
        ControllerError error = ethernet.Start();
        return error == ControllerError.None ? ethernet : throw new InvalidOperationException($"The controller of {board.Name} does not start: {error}.");
    }

    // The static fields of all assemblies of the program, used or not. The device makes them when it loads the assembly.
    private static List<CountedObject> Statics(ObjectWalk walk, MemoryConfiguration configuration)
    {
        List<CountedObject> fields = [];
        foreach (Type type in Loaded(configuration).SelectMany(assembly => assembly.GetTypes()))
        {
            string part = type.Assembly == typeof(HttpServer).Assembly ? MemoryParts.Http
                : type.Assembly == typeof(NetworkStack).Assembly ? MemoryParts.Statics
                : type.Assembly == typeof(SpiBus).Assembly ? MemoryParts.Driver
                : type.Assembly == typeof(Board).Assembly ? MemoryParts.Board
                : MemoryParts.OfService(type.Assembly) is string service ? service
                : type.Assembly == typeof(DnsReader).Assembly ? configuration.Has(MemoryService.Resolver) ? MemoryParts.Resolver : MemoryParts.Mdns
                : MemoryParts.Application;
            foreach (FieldInfo field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.IsLiteral)
                {
                    fields.Add(new CountedObject(part, typeof(FieldInfo), DeviceSizes.Block));
                    AddStatic(walk, field, part);
                }
            }
        }

        return fields;
    }

    private static void AddStatic(ObjectWalk walk, FieldInfo field, string part)
    {
        if (!field.FieldType.IsValueType && field.GetValue(null) is object value)
        {
            walk.AddRoot(value, part);
        }
    }

    private static IEnumerable<Assembly> Loaded(MemoryConfiguration configuration)
    {
        bool hasSensors = configuration.Application == MemoryApplication.Sensor;
        bool hasHttp = hasSensors || configuration.Application == MemoryApplication.Http;
        return s_deviceCode.Where(assembly => assembly == typeof(NetworkStack).Assembly
            || (assembly == typeof(HttpServer).Assembly ? hasHttp
                : assembly == typeof(SensorApplication).Assembly ? hasSensors
                : assembly == typeof(NetworkInterface).Assembly ? configuration.Has(MemoryService.Interface)
                : assembly == typeof(DhcpClient).Assembly ? configuration.Has(MemoryService.Dhcp) || configuration.Has(MemoryService.AutoIp)
                : assembly == typeof(DnsReader).Assembly ? configuration.Has(MemoryService.Resolver) || configuration.Has(MemoryService.Mdns)
                : assembly == typeof(DnsResolver).Assembly ? configuration.Has(MemoryService.Resolver)
                : assembly == typeof(MdnsResponder).Assembly ? configuration.Has(MemoryService.Mdns)
                : assembly == typeof(SntpClient).Assembly ? configuration.Has(MemoryService.Sntp)
                : configuration.Board != null));
    }

    private sealed class NoLink() : EthernetLink([2, 0, 0, 0, 0, 1])
    {
        public override bool IsUp => true;

        public override FrameBuffer? Receive()
        {
            return null;
        }

        public override bool CanTransmit()
        {
            return true;
        }

        public override bool Transmit(FrameBuffer frame)
        {
            return true;
        }
    }

    private sealed class NoHandler : HttpHandler
    {
        public override int Find(HttpRequest request)
        {
            return 0;
        }

        public override void Handle(int resource, HttpRequest request, HttpResponse response)
        {
        }
    }
}
