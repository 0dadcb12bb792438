// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Servers;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Meter.Scenarios;

/// <summary>The router of a board's network, which leases it an address before anything is measured: its stack counts as well.</summary>
internal sealed class Router
{
    private static readonly IPv4Prefix s_address = new(IPv4Address.From(192, 168, 7, 1), MeteredBoard.PrefixLength);

    private readonly Cable _cable = new([2, 0, 0, 0, 0, 1]);
    private readonly NetworkStack _stack;
    private readonly DhcpServer _dhcp;

    public Router()
    {
        _stack = new NetworkStack(_cable, new CountingEntropy(), new StackOptions());
        new IPv4(_stack, new IPv4Options()).Configure(s_address.Address.ToHostAddress(), s_address.Length, HostAddress.Any);
        _dhcp = new DhcpServer(new UdpTransport(_stack), DhcpPool.Of(s_address, "home.arpa"));
    }

    /// <summary>Answers what the board has sent.</summary>
    public void Serve(Cable board, long now)
    {
        while (board.Sent.TryDequeue(out byte[]? frame))
        {
            _cable.Arrive(frame);
        }

        _stack.Poll(now);
        _dhcp.Poll(now);
        _stack.Flush(now);
        while (_cable.Sent.TryDequeue(out byte[]? frame))
        {
            board.Arrive(frame);
        }
    }
}
