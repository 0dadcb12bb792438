// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Host;
using NanoTcp.Simulation.Messages;
using NanoTcp.Udp;

namespace NanoTcp.Simulation.Servers;

/// <summary>
/// The name server of one zone: names of hosts and their addresses. In the zone an unknown name is a name error. Names outside of it are refused: the
/// simulated network leads nowhere.
/// </summary>
public sealed class DnsServer : DatagramServer
{
    private const int TimeToLive = 60;

    private readonly string _zone;

    // What follows the name of a host.
    private readonly string _suffix;
    private readonly Func<IEnumerable<(string Host, uint Address)>> _hosts;

    /// <summary>Opens the port.</summary>
    /// <param name="udp">A transport of the simulation.</param>
    /// <param name="zone">The zone, such as home.arpa; empty: the root, so that it knows all names that there are.</param>
    /// <param name="hosts">The hosts of the zone and their addresses, asked for each question.</param>
    public DnsServer(UdpTransport udp, string zone, Func<IEnumerable<(string Host, uint Address)>> hosts)
        : base(udp, DnsMessage.Port)
    {
        _zone = zone;
        _suffix = zone.Length == 0 ? "" : "." + zone;
        _hosts = hosts;
    }

    /// <inheritdoc/>
    protected override byte[]? Answer(long now, ReadOnlySpan<byte> request, HostEndPoint other)
    {
        if (!DnsMessage.TryRead(request, out DnsMessage message) || message.IsResponse || message.Questions is not [DnsQuestion question])
        {
            return null;
        }

        int flags = DnsMessage.Response | (message.Flags & DnsMessage.RecursionDesired);
        if (question.Name != _zone && !question.Name.EndsWith(_suffix, StringComparison.Ordinal))
        {
            return new DnsMessage(message.Id, flags | DnsMessage.Refused, [question], [], []).ToBytes();
        }

        uint[] addresses = [.. _hosts().Where(host => (host.Host + _suffix).Equals(question.Name, StringComparison.OrdinalIgnoreCase)).Select(host => host.Address)];
        bool exists = addresses.Length > 0 || question.Name == _zone;
        DnsRecord[] answers = question is { Type: DnsMessage.TypeA, Class: DnsMessage.ClassIn } ? [.. addresses.Select(address => ToRecord(question.Name, address))] : [];
        return new DnsMessage(message.Id, flags | DnsMessage.Authoritative | (exists ? 0 : DnsMessage.NameError), [question], answers, []).ToBytes();
    }

    private static DnsRecord ToRecord(string name, uint address)
    {
        byte[] data = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(data, address);
        return new DnsRecord(name, DnsMessage.TypeA, DnsMessage.ClassIn, TimeToLive, data);
    }
}
