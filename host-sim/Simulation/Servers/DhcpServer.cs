// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Messages;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Simulation.Servers;

/// <summary>
/// A DHCP server for a network without relays (RFC 2131 §4.3). It is the only one there, so it also confirms an address that it does not know, if the address
/// is free. A client without an address is answered by broadcast.
/// </summary>
public sealed class DhcpServer : DatagramServer
{
    private const long OfferMs = 60_000;
    private const long DeclinedMs = 600_000;
    private const string Nobody = "";

    private readonly List<DhcpLease> _leases = [];

    /// <summary>Opens the server's port on a stack that has the pool's server address.</summary>
    public DhcpServer(UdpTransport udp, DhcpPool pool)
        : base(udp, DhcpMessage.ServerPort)
    {
        Pool = pool;
    }

    /// <summary>What new answers offer. It may change at any time.</summary>
    public DhcpPool Pool { get; set; }

    /// <summary>All leases, also those that have ended.</summary>
    public IReadOnlyList<DhcpLease> Leases => _leases;

    /// <summary>Forgets all leases, as a router without a file of leases does when it starts.</summary>
    public void Forget()
    {
        _leases.Clear();
    }

    /// <inheritdoc/>
    protected override byte[]? Answer(long now, ReadOnlySpan<byte> request, HostEndPoint other)
    {
        if (!DhcpMessage.TryRead(request, out DhcpMessage message) || message.IsReply)
        {
            return null;
        }

        DhcpMessage? answer = message.Type switch
        {
            DhcpMessageType.Discover => Offer(now, message),
            DhcpMessageType.Request => Confirm(now, message),
            DhcpMessageType.Inform => Reply(message, DhcpMessageType.Ack, 0),
            DhcpMessageType.Decline => Decline(now, message),
            DhcpMessageType.Release => Release(now, message),
            _ => null,
        };

        // A NAK goes to everybody: the client may have an address of another network (RFC 2131 §4.1).
        bool isUnicast = answer != null && message.ClientAddress != 0 && answer.Type != DhcpMessageType.Nak;
        other.Set(isUnicast ? message.ClientAddress.ToHostAddress() : HostAddress.Broadcast, DhcpMessage.ClientPort);
        return answer?.ToBytes();
    }

    private static string ClientOf(DhcpMessage message)
    {
        return Convert.ToHexString(message.Get(DhcpOption.ClientIdentifier) ?? message.HardwareAddress);
    }

    private DhcpMessage? Offer(long now, DhcpMessage message)
    {
        string client = ClientOf(message);
        uint? wanted = message.GetAddress(DhcpOption.RequestedAddress);
        uint? own = _leases.LastOrDefault(lease => lease.Client == client)?.Address;
        uint? address = own is uint known && IsFree(now, client, known) ? known
            : wanted is uint asked && IsFree(now, client, asked) ? asked
            : FirstFree(now, client);
        if (address is not uint offered)
        {
            return null;
        }

        Put(new DhcpLease(client, offered, message.GetText(DhcpOption.HostName) ?? "", now + OfferMs, IsOffer: true));
        return Reply(message, DhcpMessageType.Offer, offered);
    }

    private DhcpMessage? Confirm(long now, DhcpMessage message)
    {
        string client = ClientOf(message);
        uint? server = message.GetAddress(DhcpOption.ServerIdentifier);
        if (server != null && server != Pool.Server.Address)
        {
            // The client has chosen another server.
            _leases.RemoveAll(lease => lease.Client == client && lease.IsOffer);
            return null;
        }

        uint address = message.GetAddress(DhcpOption.RequestedAddress) ?? message.ClientAddress;
        bool isOther = _leases.Any(lease => lease.Client == client && lease.Address != address && lease.Ends > now);
        if (isOther || !IsFree(now, client, address))
        {
            return new DhcpMessage { IsReply = true, TransactionId = message.TransactionId, WantsBroadcast = true, HardwareAddress = message.HardwareAddress }
                .Add(DhcpOption.MessageType, (byte)DhcpMessageType.Nak)
                .Add(DhcpOption.ServerIdentifier, Pool.Server.Address);
        }

        Put(new DhcpLease(client, address, message.GetText(DhcpOption.HostName) ?? "", now + Pool.LeaseSeconds * 1000L, IsOffer: false));
        return Reply(message, DhcpMessageType.Ack, address);
    }

    // Somebody else has the address. Nobody gets it for a while.
    private DhcpMessage? Decline(long now, DhcpMessage message)
    {
        if (message.GetAddress(DhcpOption.RequestedAddress) is uint address)
        {
            string client = ClientOf(message);
            _leases.RemoveAll(lease => lease.Client == client);
            Put(new DhcpLease(Nobody, address, "", now + DeclinedMs, IsOffer: false));
        }

        return null;
    }

    private DhcpMessage? Release(long now, DhcpMessage message)
    {
        string client = ClientOf(message);
        int index = _leases.FindIndex(lease => lease.Client == client && lease.Address == message.ClientAddress);
        if (index >= 0)
        {
            _leases[index] = _leases[index] with { Ends = now };
        }

        return null;
    }

    private DhcpMessage Reply(DhcpMessage message, DhcpMessageType type, uint address)
    {
        DhcpMessage reply = new()
        {
            IsReply = true,
            TransactionId = message.TransactionId,
            WantsBroadcast = message.WantsBroadcast,
            ClientAddress = type == DhcpMessageType.Ack ? message.ClientAddress : 0,
            YourAddress = address,
            HardwareAddress = message.HardwareAddress,
        };
        reply.Add(DhcpOption.MessageType, (byte)type).Add(DhcpOption.ServerIdentifier, Pool.Server.Address).Add(DhcpOption.SubnetMask, IPv4Address.Mask(Pool.Server.Length));
        if (address != 0)
        {
            reply.Add(DhcpOption.LeaseTime, Pool.LeaseSeconds);
        }

        AddAddresses(reply, DhcpOption.Router, Pool.Router == 0 ? [] : [Pool.Router]);
        AddAddresses(reply, DhcpOption.DnsServer, Pool.DnsServers);
        AddAddresses(reply, DhcpOption.NtpServer, Pool.NtpServers);
        return Pool.Domain.Length == 0 ? reply : reply.Add(DhcpOption.DomainName, System.Text.Encoding.ASCII.GetBytes(Pool.Domain));
    }

    private static void AddAddresses(DhcpMessage reply, DhcpOption option, IReadOnlyList<uint> addresses)
    {
        if (addresses.Count > 0)
        {
            reply.Add(option, addresses);
        }
    }

    private void Put(DhcpLease lease)
    {
        _leases.RemoveAll(other => other.Address == lease.Address || (other.Client == lease.Client && lease.Client != Nobody));
        _leases.Add(lease);
    }

    private uint? FirstFree(long now, string client)
    {
        for (uint address = Pool.First; address <= Pool.Last; address++)
        {
            if (IsFree(now, client, address))
            {
                return address;
            }
        }

        return null;
    }

    private bool IsFree(long now, string client, uint address)
    {
        return address >= Pool.First && address <= Pool.Last && address != Pool.Server.Address
            && !_leases.Exists(lease => lease.Address == address && lease.Client != client && lease.Ends > now);
    }
}
