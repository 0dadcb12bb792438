// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using NanoTcp.Host;
using NanoTcp.SensorNode;

namespace NanoTcp.HostSim.Commands;

/// <summary>The options for the services of the board's firmware, and for its clients.</summary>
internal sealed class ServiceOptions
{
    // The host names of the URL. No page from elsewhere has such a host name, whatever address its own name resolves to.
    private static readonly string[] s_thisMachine = ["localhost", "127.0.0.1", "[::1]"];

    public Option<bool> Echo { get; } = new("--echo") { Description = $"Serve echo too, on the board's port {EchoService.DefaultPort}" };

    public Option<string?> Name { get; } = new("--name")
    {
        Description = "The board's name; without this option nanotcp- and the end of its MAC address",
        HelpName = "NAME",
        CustomParser = result =>
        {
            string name = result.Tokens[0].Value;
            if (!HostNames.IsLegal(name))
            {
                result.AddError($"--name takes 1 to 63 letters, digits and inner hyphens, not {Told.Quoted(name)}.");
            }

            return name;
        },
    };

    public Option<bool> AnyOrigin { get; } = new("--cors")
    {
        Description = "Let web pages of any origin read the answers (Access-Control-Allow-Origin: *)",
    };

    public Option<string[]> Hosts { get; } = new("--allow-host")
    {
        Description = "A further host for which requests are answered, besides localhost and 127.0.0.1, or the board's name and static address with --tap. Without this option --tap answers for every host. May be given several times",
        HelpName = "NAME",
        DefaultValueFactory = _ => [],
        CustomParser = result => [.. result.Tokens.Select(token =>
        {
            if (!IsHost(token.Value))
            {
                result.AddError($"--allow-host takes a host's name or address without a port, an IPv6 address in brackets, not {Told.Quoted(token.Value)}.");
            }

            return token.Value;
        })],
    };

    /// <summary>The options of the firmware.</summary>
    /// <param name="parsed">A good command line.</param>
    /// <param name="ownHosts">The board's name and, if it is known, its address, if clients use them; null if they use this machine's.</param>
    public SensorOptions Get(ParseResult parsed, string[]? ownHosts)
    {
        SensorOptions options = new() { HostName = parsed.GetValue(Name), Http = { AllowAnyOrigin = parsed.GetValue(AnyOrigin) } };
        options.EchoPort = parsed.GetValue(Echo) ? EchoService.DefaultPort : SensorOptions.NoPort;
        string[] hosts = parsed.GetRequiredValue(Hosts);
        if (ownHosts == null)
        {
            options.Http.Hosts = [.. s_thisMachine, .. hosts];
        }
        else if (hosts.Length > 0)
        {
            options.Http.Hosts = [.. ownHosts, .. hosts];
        }

        return options;
    }

    private static bool IsHost(string text)
    {
        return text.All(char.IsAscii) && Uri.CheckHostName(text) switch
        {
            UriHostNameType.Dns or UriHostNameType.IPv4 => true,
            UriHostNameType.IPv6 => text[0] == '[' && text[^1] == ']' && !text.Contains('%'),
            _ => false,
        };
    }
}
