// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Globalization;
using NanoTcp.Simulation.Messages;
using NanoTcp.Wire;

namespace NanoTcp.Simulation.Trace;

/// <summary>A few words on a UDP datagram: what it says, if its protocol is known, and otherwise its ports.</summary>
internal static class DatagramText
{
    private const int MostNames = 4;
    private const int TypeOpt = 41;

    /// <summary>Describes the UDP header at the start of some bytes, and what stands behind it.</summary>
    public static string Describe(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < UdpHeader.Length)
        {
            return "UDP, malformed";
        }

        int source = BinaryPrimitives.ReadUInt16BigEndian(datagram[UdpHeader.SourcePort..]);
        int destination = BinaryPrimitives.ReadUInt16BigEndian(datagram[UdpHeader.DestinationPort..]);
        ReadOnlySpan<byte> payload = datagram[UdpHeader.Length..];
        bool Is(int port) => source == port || destination == port;

        if ((Is(DhcpMessage.ServerPort) || Is(DhcpMessage.ClientPort)) && DhcpMessage.TryRead(payload, out DhcpMessage dhcp))
        {
            return Describe(dhcp);
        }

        if ((Is(DnsMessage.Port) || Is(DnsMessage.MulticastPort)) && DnsMessage.TryRead(payload, out DnsMessage dns))
        {
            return Describe(dns, Is(DnsMessage.MulticastPort) ? "mDNS" : "DNS");
        }

        return Is(NtpMessage.Port) && NtpMessage.TryRead(payload, out NtpMessage ntp) ? Describe(ntp)
            : string.Create(CultureInfo.InvariantCulture, $"UDP {source} > {destination}, {payload.Length} bytes");
    }

    private static string Describe(DhcpMessage message)
    {
        string name = message.Type == DhcpMessageType.None ? "BOOTP" : $"DHCP {message.Type.ToString().ToUpperInvariant()}";
        return message.Type switch
        {
            DhcpMessageType.Offer => $"{name} {Text(message.YourAddress)} by {Text(message.GetAddress(DhcpOption.ServerIdentifier) ?? 0)}",
            DhcpMessageType.Ack when message.GetAddress(DhcpOption.LeaseTime) is uint seconds => $"{name} {Text(message.YourAddress)} for {seconds} s",
            DhcpMessageType.Nak => message.GetText(DhcpOption.Message) is { Length: > 0 } reason ? $"{name}: {Printable(reason)}" : name,
            _ => (message.GetAddress(DhcpOption.RequestedAddress) ?? message.ClientAddress) is uint address and not 0 ? $"{name} {Text(address)}" : name,
        };
    }

    private static string Describe(DnsMessage message, string protocol)
    {
        if (!message.IsResponse)
        {
            string asked = List(message.Questions.Select(question => $"{TypeName(question.Type)} {Printable(question.Name)}"));
            return $"{protocol}: {(message.Others.Any(record => record.Type != TypeOpt) ? "probe for" : "who is")} {asked}?";
        }

        if (message.ResponseCode != 0)
        {
            string question = message.Questions.Count > 0 ? Printable(message.Questions[0].Name) + ": " : "";
            return $"{protocol}: {question}{(message.ResponseCode == DnsMessage.NameError ? "no such name" : string.Create(CultureInfo.InvariantCulture, $"error {message.ResponseCode}"))}";
        }

        return message.Answers.Count == 0 ? $"{protocol}: nothing known"
            : $"{protocol}: {List(message.Answers.Select(record => Describe(record, isMulticast: protocol == "mDNS")))}";
    }

    private static string Describe(DnsRecord record, bool isMulticast)
    {
        string content = record.Type == DnsMessage.TypeA && record.Data.Length == 4 ? " " + Text(BinaryPrimitives.ReadUInt32BigEndian(record.Data)) : "";
        return $"{Printable(record.Name)} {TypeName(record.Type)}{content}{(isMulticast && record.TimeToLive == 0 ? " goodbye" : "")}";
    }

    private static string Describe(NtpMessage message)
    {
        return message.Mode switch
        {
            NtpMessage.ClientMode => "NTP: what time is it?",
            NtpMessage.ServerMode when message.Stratum == 0 => "NTP: kiss of death",
            NtpMessage.ServerMode => string.Create(CultureInfo.InvariantCulture, $"NTP: time of stratum {message.Stratum}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"NTP, mode {message.Mode}"),
        };
    }

    private static string TypeName(int type)
    {
        return type switch
        {
            DnsMessage.TypeA => "A",
            5 => "CNAME",
            DnsMessage.TypePtr => "PTR",
            16 => "TXT",
            28 => "AAAA",
            33 => "SRV",
            TypeOpt => "OPT",
            47 => "NSEC",
            255 => "ANY",
            _ => string.Create(CultureInfo.InvariantCulture, $"TYPE{type}"),
        };
    }

    private static string List(IEnumerable<string> parts)
    {
        string[] all = [.. parts.Distinct()];
        return string.Join(", ", all.Take(MostNames)) + (all.Length > MostNames ? ", …" : "");
    }

    private static string Text(uint address)
    {
        return IPv4Address.ToString(address);
    }

    // Names come from the network and go to a terminal.
    private static string Printable(string text)
    {
        return string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
    }
}
