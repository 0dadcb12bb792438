// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using System.CommandLine.Parsing;
using NanoTcp.HostSim.Gateway;

namespace NanoTcp.HostSim.Commands;

/// <summary>The options for the ways from this machine to the board, and back. With --tap the kernel does all that.</summary>
internal sealed class GatewayOptions
{
    private const int DefaultPort = 8080;

    public Option<int> Port { get; } = CommandOptions.Number("--port", DefaultPort, 1, ushort.MaxValue, "The port of the URL on 127.0.0.1; if it is taken, the next free one is used");

    public Option<PortForward[]> Forwards { get; } = new("--forward")
    {
        Description = "One more port of 127.0.0.1 that leads to a port of the board, as in 8007:7; may be given several times",
        HelpName = "HOST:BOARD",
        DefaultValueFactory = _ => [],
        CustomParser = result => [.. result.Tokens.Select(token => ParseForward(result, token.Value))],
    };

    public Option<int[]> Reach { get; } = CommandOptions.Ports(
        "--reach", "A port of 127.0.0.1 that the board reaches by connecting to the same port of its gateway; may be given several times");

    /// <summary>The error in the combination of values, or null.</summary>
    public string? Problem(ParseResult parsed, bool hasTap)
    {
        Option? meaningless = new Option[] { Port, Forwards, Reach }.FirstOrDefault(parsed.IsGiven);
        if (hasTap && meaningless != null)
        {
            return $"{meaningless.Name} has no meaning with --tap: the board then has an address of its own.";
        }

        int[] taken = [.. parsed.GetRequiredValue(Forwards).Select(forward => forward.HostPort)];
        if (parsed.IsGiven(Port))
        {
            taken = [.. taken, parsed.GetValue(Port)];
        }

        return Twice(taken) is int port ? $"--forward: port {port} of 127.0.0.1 cannot lead to two ports of the board."
            : Twice(parsed.GetRequiredValue(Reach)) is int reached ? $"--reach: port {reached} is given twice."
            : null;
    }

    /// <summary>The values.</summary>
    public GatewayPorts Get(ParseResult parsed)
    {
        return new GatewayPorts(parsed.GetValue(Port), parsed.GetRequiredValue(Forwards), parsed.GetRequiredValue(Reach));
    }

    private static int? Twice(int[] ports)
    {
        return ports.GroupBy(port => port).FirstOrDefault(group => group.Count() > 1)?.Key;
    }

    private static PortForward ParseForward(ArgumentResult result, string text)
    {
        string[] ports = text.Split(':');
        int board = 0;
        if (ports.Length != 2
            || !CommandOptions.TryNumber(ports[0], 1, ushort.MaxValue, out int host)
            || !CommandOptions.TryNumber(ports[1], 1, ushort.MaxValue, out board))
        {
            result.AddError($"--forward takes a port of this machine and one of the board, as in 8007:7, not {Told.Quoted(text)}.");
            return default;
        }

        return new PortForward(host, board);
    }
}
