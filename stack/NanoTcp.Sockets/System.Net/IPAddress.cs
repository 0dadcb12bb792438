// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net.Sockets;
using NanoTcp.Host;
using NanoTcp.Sockets;
using NanoTcp.Wire;

namespace System.Net
{
    /// <summary>
    /// An address of IPv4 or IPv6. Sockets use those of IPv4. Addresses of IPv6 can be read, written and compared. Only <see cref="ScopeId"/> ever changes.
    /// </summary>
    public class IPAddress
    {
        /// <summary>0.0.0.0: no address, or all of this host's.</summary>
        public static readonly IPAddress Any = new IPAddress(IPv4Address.Any);

        /// <summary>127.0.0.1: this host.</summary>
        public static readonly IPAddress Loopback = new IPAddress(IPv4Address.From(127, 0, 0, 1));

        /// <summary>255.255.255.255: everyone on this link.</summary>
        public static readonly IPAddress Broadcast = new IPAddress(IPv4Address.Broadcast);

        /// <summary>No address to be used: 255.255.255.255.</summary>
        public static readonly IPAddress None = Broadcast;

        /// <summary>:: as an address of IPv6.</summary>
        public static readonly IPAddress IPv6Any = new IPAddress(new byte[IPv6Length]);

        /// <summary>::1, this host as an address of IPv6.</summary>
        public static readonly IPAddress IPv6Loopback = new IPAddress(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 });

        private const int IPv4Length = 4;
        private const int IPv6Length = 16;

        // One of the two is there.
        private readonly HostAddress? _host;
        private readonly byte[]? _ipv6;
        private long _scopeId;

        /// <summary>An IPv4 address from a number whose lowest byte is the leftmost part: 0x0207A8C0 is 192.168.7.2.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The number has more than 32 bits, or is negative.</exception>
        public IPAddress(long newAddress)
        {
            if (newAddress < 0 || newAddress > 0xFFFFFFFF)
            {
                throw new ArgumentOutOfRangeException(nameof(newAddress));
            }

            _host = HostAddress.From((byte)newAddress, (byte)(newAddress >> 8), (byte)(newAddress >> 16), (byte)(newAddress >> 24));
        }

        /// <summary>An address from its bytes in network byte order: 4 for IPv4, 16 for IPv6.</summary>
        /// <exception cref="ArgumentNullException">There are no bytes.</exception>
        /// <exception cref="ArgumentException">There are not 4 or 16.</exception>
        public IPAddress(byte[] address)
        {
            ArgumentNullException.ThrowIfNull(address, nameof(address));
            if (address.Length == IPv4Length)
            {
                _host = HostAddress.From(address, 0);
            }
            else if (address.Length == IPv6Length)
            {
                _ipv6 = (byte[])address.Clone();
            }
            else
            {
                throw new ArgumentException("An address has 4 bytes for IPv4, or 16 for IPv6.");
            }
        }

        /// <summary>An IPv6 address from its 16 bytes in network byte order.</summary>
        /// <param name="address">The bytes.</param>
        /// <param name="scopeid">The zone of the address, 0 to 2^32 - 1 (RFC 4007 §6).</param>
        /// <exception cref="ArgumentNullException">There are no bytes.</exception>
        /// <exception cref="ArgumentException">There are not 16.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The zone is outside its range.</exception>
        public IPAddress(byte[] address, long scopeid)
            : this(address)
        {
            if (_ipv6 == null)
            {
                throw new ArgumentException("An address with a scope has 16 bytes.");
            }

            CheckScope(scopeid);
            _scopeId = scopeid;
        }

        /// <summary>An address of the stack.</summary>
        internal IPAddress(HostAddress address)
        {
            _host = address;
        }

        // As IPv4Address has it. It looks at no statics of other types, which may not be there yet on the device.
        private IPAddress(uint address)
        {
            _host = HostAddress.From((byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), (byte)address);
        }

        /// <summary>IPv4 or IPv6.</summary>
        public AddressFamily AddressFamily
        {
            get { return _ipv6 == null ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6; }
        }

        /// <summary>The zone of an IPv6 address, 0 to 2^32 - 1 (RFC 4007 §6).</summary>
        /// <exception cref="SocketException">OperationNotSupported: an IPv4 address has none.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The new zone is outside its range.</exception>
        public long ScopeId
        {
            get
            {
                CheckIPv6();
                return _scopeId;
            }

            set
            {
                CheckIPv6();
                CheckScope(value);
                _scopeId = value;
            }
        }

        /// <summary>Whether it is an IPv4 address in the form of IPv6, ::ffff:0:0/96 (RFC 4291 §2.5.5.2).</summary>
        public bool IsIPv4MappedToIPv6
        {
            get { return _ipv6 != null && IPv6Text.IsMapped(_ipv6); }
        }

        /// <summary>The address of this host's network; <see cref="Any"/> while it has none.</summary>
        public static IPAddress GetDefaultLocalAddress()
        {
            SocketNetwork? network = SocketNetwork.Current;
            if (network == null)
            {
                return Any;
            }

            network.Threads.Enter();
            HostAddress address = network.Interface.IPv4.Address;
            network.Threads.Leave();
            return new IPAddress(address);
        }

        /// <summary>Whether it means this host: 127.0.0.0/8, ::1, or the former in the form of IPv6.</summary>
        /// <exception cref="ArgumentNullException">There is no address.</exception>
        public static bool IsLoopback(IPAddress address)
        {
            ArgumentNullException.ThrowIfNull(address, nameof(address));
            if (address._ipv6 == null || address.IsIPv4MappedToIPv6)
            {
                return address.MapToIPv4().GetAddressBytes()[0] == 127;
            }

            return IPv6Loopback.HasBytes(address._ipv6);
        }

        /// <summary>
        /// Reads an address: four decimal numbers without leading zeros and with dots between them, or an IPv6 address (RFC 4291 §2.2), which a percent sign and
        /// the number of its zone may follow.
        /// </summary>
        /// <exception cref="ArgumentNullException">There is no text.</exception>
        /// <exception cref="FormatException">The text is no address.</exception>
        public static IPAddress Parse(string ipString)
        {
            ArgumentNullException.ThrowIfNull(ipString, nameof(ipString));
            if (!TryParse(ipString, out IPAddress? address))
            {
                throw new FormatException("'" + ipString + "' is no address of IPv4 or IPv6.");
            }

            return address!;
        }

        /// <summary>The same as <see cref="Parse"/> without an exception: false, and null, for a text that is no address.</summary>
        public static bool TryParse(string? ipString, out IPAddress? address)
        {
            address = null;
            if (ipString == null)
            {
                return false;
            }

            if (ipString.IndexOf(':') < 0)
            {
                if (HostAddress.TryParse(ipString, out HostAddress? host))
                {
                    address = new IPAddress(host!);
                }
            }
            else
            {
                byte[] bytes = new byte[IPv6Length];
                if (IPv6Text.TryParse(ipString, bytes, out long scopeId))
                {
                    address = new IPAddress(bytes, scopeId);
                }
            }

            return !(address is null);
        }

        /// <summary>Whether two addresses are the same, or both are missing.</summary>
        public static bool operator ==(IPAddress? a, IPAddress? b)
        {
            return a is null ? b is null : a.Equals(b);
        }

        /// <summary>Whether two addresses differ, or one of them is missing.</summary>
        public static bool operator !=(IPAddress? a, IPAddress? b)
        {
            return !(a == b);
        }

        /// <summary>The bytes in network byte order: 4 for IPv4, 16 for IPv6. The array is new.</summary>
        public byte[] GetAddressBytes()
        {
            if (_ipv6 != null)
            {
                return (byte[])_ipv6.Clone();
            }

            byte[] bytes = new byte[IPv4Length];
            _host!.CopyTo(bytes, 0);
            return bytes;
        }

        /// <summary>The address in the form of IPv6, ::ffff:0:0/96. It is the same object if it is an IPv6 address.</summary>
        public IPAddress MapToIPv6()
        {
            if (_ipv6 != null)
            {
                return this;
            }

            byte[] bytes = new byte[IPv6Length];
            bytes[10] = 0xFF;
            bytes[11] = 0xFF;
            _host!.CopyTo(bytes, IPv6Length - IPv4Length);
            return new IPAddress(bytes);
        }

        /// <summary>The last four bytes as an IPv4 address. It is the same object if it is an IPv4 address.</summary>
        public IPAddress MapToIPv4()
        {
            return _ipv6 == null ? this : new IPAddress(HostAddress.From(_ipv6, IPv6Length - IPv4Length));
        }

        /// <inheritdoc/>
        public override bool Equals(object? comparand)
        {
            return comparand is IPAddress other && Equals(other);
        }

        /// <summary>Whether the other address is the same: of the same family, with the same bytes and the same zone.</summary>
        public bool Equals(IPAddress? other)
        {
            if (other is null)
            {
                return false;
            }

            if (_ipv6 == null || other._ipv6 == null)
            {
                return _ipv6 == other._ipv6 && _host!.Equals(other._host);
            }

            return other._scopeId == _scopeId && HasBytes(other._ipv6);
        }

        /// <inheritdoc/>
        public override int GetHashCode()
        {
            if (_ipv6 == null)
            {
                return _host!.GetHashCode();
            }

            int hash = 0;
            for (int i = 0; i < _ipv6.Length; i++)
            {
                hash = hash * 31 + _ipv6[i];
            }

            return hash;
        }

        /// <summary>The address as <see cref="Parse"/> reads it; IPv6 as RFC 5952 §4 has it.</summary>
        public override string ToString()
        {
            return _ipv6 == null ? _host!.ToString() : IPv6Text.ToString(_ipv6, _scopeId);
        }

        /// <summary>The address as the stack has it. One of IPv6 that stands for one of IPv4 counts as that.</summary>
        /// <exception cref="SocketException">AddressFamilyNotSupported: an address of IPv6.</exception>
        internal HostAddress ToHost()
        {
            if (_ipv6 == null)
            {
                return _host!;
            }

            if (!IPv6Text.IsMapped(_ipv6))
            {
                throw new SocketException(Sockets.SocketError.AddressFamilyNotSupported);
            }

            return MapToIPv4()._host!;
        }

        private static void CheckScope(long scopeId)
        {
            if (scopeId < 0 || scopeId > 0xFFFFFFFF)
            {
                throw new ArgumentOutOfRangeException(nameof(scopeId));
            }
        }

        private void CheckIPv6()
        {
            if (_ipv6 == null)
            {
                throw new SocketException(Sockets.SocketError.OperationNotSupported);
            }
        }

        private bool HasBytes(byte[] other)
        {
            for (int i = 0; i < IPv6Length; i++)
            {
                if (_ipv6![i] != other[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
