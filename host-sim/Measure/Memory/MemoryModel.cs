// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;
using NanoTcp.Boards;
using NanoTcp.Drivers;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Host;
using NanoTcp.Http;
using NanoTcp.Ip;
using NanoTcp.Link;
using NanoTcp.SensorNode;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Simulation.Chips.W5500;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Memory;

/// <summary>
/// Makes the same objects as a firmware, and counts them by the device's rules. It has no table of sizes: it counts what the stack allocates.
/// </summary>
internal static class MemoryModel
{
    private static readonly Assembly[] s_deviceCode =
    [
        typeof(NetworkStack).Assembly, typeof(HttpServer).Assembly, typeof(Board).Assembly, typeof(SpiBus).Assembly, typeof(SensorApplication).Assembly,
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

        NetworkStack stack = new(link, new SeededEntropy(1), configuration.MakeStackOptions());
        TcpTransport tcp = new(stack, configuration.MakeTcpOptions());
        IPv4 ip = new(stack, configuration.MakeIPv4Options());
        ip.Configure(HostAddress.From(192, 168, 1, 200), 24, HostAddress.Any);
        walk.AddRoot(stack, MemoryParts.Stack);
        walk.AddRoot(ip, MemoryParts.Stack);
        walk.AddRoot(tcp, MemoryParts.Tcp);
        switch (configuration.Application)
        {
            case MemoryApplication.Http:
                walk.AddRoot(new HttpServer(tcp, new NoHandler(), new HttpServerOptions()), MemoryParts.Http);
                break;
            case MemoryApplication.Sensor:
                walk.AddRoot(new SensorApplication(tcp, ip, new SimulatedSensors()), MemoryParts.Application);
                break;
        }

        List<CountedObject> fields = Statics(walk, configuration);
        return [.. walk.Counted, .. fields];
    }

    /// <summary>The bytes of some parts.</summary>
    public static int Bytes(MemoryConfiguration configuration, params IReadOnlyCollection<string> parts)
    {
        return Count(configuration).Where(counted => parts.Contains(counted.Part)).Sum(counted => counted.Bytes);
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
                : assembly == typeof(SensorApplication).Assembly ? hasSensors : configuration.Board != null));
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
