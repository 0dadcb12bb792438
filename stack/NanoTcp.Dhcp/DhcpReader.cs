// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Wire;

namespace NanoTcp.Dhcp
{
    /// <summary>Reads a reply. Its options may stand in three areas, and one option in several pieces (RFC 2131 §4.1, RFC 3396).</summary>
    internal sealed class DhcpReader
    {
        /// <summary>The type of the message that was read last.</summary>
        public int Type;

        private const int FileIsUsed = 1;
        private const int ServerNameIsUsed = 2;

        private readonly byte[] _message;
        private readonly byte[] _mac;
        private readonly byte[] _byte = new byte[1];
        private int _length;
        private int _overload;

        public DhcpReader(byte[] message, byte[] mac)
        {
            _message = message;
            _mac = mac;
        }

        /// <summary>Checks a message in the buffer. <see cref="DhcpCounter.Count"/>: it is a reply to us; otherwise what to count.</summary>
        public DhcpCounter Read(int length, int transaction)
        {
            byte[] message = _message;
            if (length < DhcpMessage.Options || message[DhcpMessage.Operation] != DhcpMessage.Reply
                || message[DhcpMessage.HardwareType] != DhcpMessage.Ethernet || message[DhcpMessage.HardwareLength] != DhcpMessage.MacLength
                || BigEndian.ReadUInt32(message, DhcpMessage.Cookie) != DhcpMessage.MagicCookie)
            {
                return DhcpCounter.Invalid;
            }

            if ((int)BigEndian.ReadUInt32(message, DhcpMessage.TransactionId) != transaction)
            {
                return DhcpCounter.NotForUs;
            }

            // Not all sixteen bytes: some servers leave others' bytes behind the address.
            for (int i = 0; i < DhcpMessage.MacLength; i++)
            {
                if (message[DhcpMessage.HardwareAddress + i] != _mac[i])
                {
                    return DhcpCounter.NotForUs;
                }
            }

            _length = length;
            _overload = 0;
            int overloads = Read(DhcpMessage.Overload, _byte, 1);
            if (overloads > 0)
            {
                _overload = _byte[0] & (FileIsUsed | ServerNameIsUsed);
            }

            int types = Read(DhcpMessage.MessageType, _byte, 1);
            if (overloads < 0 || types < 0)
            {
                return DhcpCounter.Malformed;
            }

            Type = _byte[0];
            return types == 0 ? DhcpCounter.Invalid : DhcpCounter.Count;
        }

        /// <summary>Reads an option, all its pieces joined. Returns its length, which may be more than the room; -1: the areas are malformed.</summary>
        public int Read(int code, byte[] into, int room)
        {
            int total = Collect(DhcpMessage.Options, _length, code, into, room, 0);
            if ((_overload & FileIsUsed) != 0)
            {
                total = Collect(DhcpMessage.File, DhcpMessage.Cookie, code, into, room, total);
            }

            if ((_overload & ServerNameIsUsed) != 0)
            {
                total = Collect(DhcpMessage.ServerName, DhcpMessage.File, code, into, room, total);
            }

            return total;
        }

        /// <summary>Reads a number of 32 bits; -1: there is none.</summary>
        public long ReadNumber(int code, byte[] scratch)
        {
            // Masked, because a cast alone leaves it to the device's interpreter whether the sign is widened.
            return Read(code, scratch, 4) < 4 ? -1 : BigEndian.ReadUInt32(scratch, 0) & 0xFFFFFFFFL;
        }

        private int Collect(int at, int end, int code, byte[] into, int room, int total)
        {
            byte[] message = _message;
            while (at < end && total >= 0)
            {
                int found = message[at++];
                if (found == DhcpMessage.End)
                {
                    break;
                }

                if (found == DhcpMessage.Pad)
                {
                    continue;
                }

                int length = at < end ? message[at++] : int.MaxValue;
                if (length > end - at)
                {
                    return -1;
                }

                if (found == code)
                {
                    int free = room - total;
                    if (free > 0)
                    {
                        Array.Copy(message, at, into, total, length < free ? length : free);
                    }

                    total += length;
                }

                at += length;
            }

            return total;
        }
    }
}
