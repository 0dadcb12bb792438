// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Wire;

namespace NanoTcp.Dhcp
{
    /// <summary>Writes a message: first what all have, then options one by one.</summary>
    internal sealed class DhcpWriter
    {
        // The same list in every DISCOVER and REQUEST: dnsmasq sends in an ACK only what its REQUEST has asked for.
        private static readonly byte[] s_parameters =
        {
            DhcpMessage.SubnetMask, DhcpMessage.Router, DhcpMessage.DnsServers, DhcpMessage.HostName, DhcpMessage.Domain, DhcpMessage.NtpServers,
            DhcpMessage.RenewalTime, DhcpMessage.RebindingTime,
        };

        private readonly byte[] _message;
        private readonly byte[] _mac;
        private readonly byte[] _identifier;
        private readonly byte[]? _hostName;
        private readonly byte[] _maxMessage = new byte[2];
        private readonly byte[] _type = new byte[1];
        private int _length;

        public DhcpWriter(byte[] message, byte[] mac, byte[] identifier, byte[]? hostName, int maxMessage)
        {
            _message = message;
            _mac = mac;
            _identifier = identifier;
            _hostName = hostName;
            BigEndian.WriteUInt16(_maxMessage, 0, maxMessage);
        }

        /// <summary>Begins a message without addresses. It has the type, and option 61, which every message has or none (RFC 2131 §4.2).</summary>
        public void Begin(int type, int transaction, int seconds)
        {
            byte[] message = _message;
            Array.Clear(message, 0, message.Length);
            message[DhcpMessage.Operation] = DhcpMessage.Request;
            message[DhcpMessage.HardwareType] = DhcpMessage.Ethernet;
            message[DhcpMessage.HardwareLength] = DhcpMessage.MacLength;
            BigEndian.WriteUInt32(message, DhcpMessage.TransactionId, (uint)transaction);
            BigEndian.WriteUInt16(message, DhcpMessage.Seconds, seconds);
            Array.Copy(_mac, 0, message, DhcpMessage.HardwareAddress, DhcpMessage.MacLength);
            BigEndian.WriteUInt32(message, DhcpMessage.Cookie, DhcpMessage.MagicCookie);
            _length = DhcpMessage.Options;
            _type[0] = (byte)type;
            Add(DhcpMessage.MessageType, _type);
            Add(DhcpMessage.ClientIdentifier, _identifier);
        }

        /// <summary>Asks for broadcast replies, because unicast ones to a new address would not arrive.</summary>
        public void AskForBroadcast()
        {
            _message[DhcpMessage.Flags] = DhcpMessage.BroadcastFlag;
        }

        /// <summary>Fills in ciaddr: the address that this client has and answers for.</summary>
        public void SetClientAddress(byte[] address)
        {
            Array.Copy(address, 0, _message, DhcpMessage.ClientAddress, address.Length);
        }

        /// <summary>What a client tells and wants, in DISCOVER and REQUEST only (RFC 2131 table 5).</summary>
        public void AddWishes()
        {
            Add(DhcpMessage.ParameterList, s_parameters);
            Add(DhcpMessage.MaxMessageSize, _maxMessage);
            if (_hostName != null)
            {
                Add(DhcpMessage.HostName, _hostName);
            }
        }

        public void Add(int code, byte[] data)
        {
            byte[] message = _message;
            message[_length++] = (byte)code;
            message[_length++] = (byte)data.Length;
            Array.Copy(data, 0, message, _length, data.Length);
            _length += data.Length;
        }

        /// <summary>Ends the message and returns its length.</summary>
        public int End()
        {
            _message[_length++] = DhcpMessage.End;
            return _length < DhcpMessage.MinLength ? DhcpMessage.MinLength : _length;
        }
    }
}
