// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Servers;
using NanoTcp.Simulation.Wire;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Testing;

/// <summary>The router of a <see cref="TestNetwork"/>. It leases addresses by DHCP, from .100 to .199, and knows names. It leads nowhere.</summary>
public sealed class TestRouter
{
    private const int PrefixLength = 24;
    private const int FirstLease = 100;
    private const int LastLease = 199;

    private readonly DhcpServer _dhcp;
    private readonly DnsServer _dns;
    private readonly List<(string Host, uint Address)> _names = [];

    internal TestRouter(VirtualNetwork nodes, WirePort port, EntropySource entropy, string address)
    {
        Own = HostAddress.Parse(address);
        NetworkStack stack = new(port, entropy, new StackOptions());
        new IPv4(stack, new IPv4Options()).Configure(Own, PrefixLength, HostAddress.Any);
        UdpTransport udp = new(stack);
        IPv4Prefix prefix = new(Number(address), PrefixLength);
        DhcpPool pool = DhcpPool.Of(prefix, "") with { First = prefix.Network + FirstLease, Last = prefix.Network + LastLease, NtpServers = [] };
        _dhcp = new DhcpServer(udp, pool);
        _dns = new DnsServer(udp, "", () => _names);
        nodes.Add(stack, new Services(this));
    }

    /// <summary>Its address as text.</summary>
    public string Address => Own.ToString();

    /// <summary>Whether it answers for names. Otherwise questions are lost, as with a server that is switched off.</summary>
    public bool AnswersNames
    {
        get => _dns.IsOn;
        set => _dns.IsOn = value;
    }

    /// <summary>Whether it leases addresses.</summary>
    public bool LeasesAddresses
    {
        get => _dhcp.IsOn;
        set => _dhcp.IsOn = value;
    }

    internal HostAddress Own { get; }

    /// <summary>From now on a name has an address, or one more. A name that was not added does not exist.</summary>
    /// <param name="name">The name, such as broker.example.org.</param>
    /// <param name="address">Its address.</param>
    /// <exception cref="FormatException">That is no address.</exception>
    public void AddName(string name, string address)
    {
        _names.Add((name, Number(address)));
    }

    private static uint Number(string address)
    {
        return IPv4Address.TryParse(address, out uint number) ? number : throw new FormatException($"'{address}' is no IPv4 address.");
    }

    private sealed class Services(TestRouter router) : INodeApplication
    {
        public long Poll(long now)
        {
            return Math.Min(router._dhcp.Poll(now), router._dns.Poll(now));
        }
    }
}
