// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Tcp;

namespace System.Net.Sockets
{
    // What each option does. The number of an option means something else at another level.
    public partial class Socket
    {
        private const int MaxTimeToLive = 255;

        /// <summary>Datagrams that wait to be received.</summary>
        private const int DatagramQueue = 8;

        /// <summary>Bytes of all datagrams that wait, unless ReceiveBuffer says otherwise before the first use: two that fill a frame.</summary>
        private const int DatagramBytes = 2 * 1472;

        /// <summary>The options of this socket's connections, if they differ from those of all sockets.</summary>
        private TcpConnectionOptions? _options;

        /// <summary>What this socket has joined.</summary>
        private Membership? _memberships;
        private int _datagramBytes = DatagramBytes;
        private int _timeToLive;
        private int _groupTimeToLive;
        private bool _maySendToAll;
        private bool _reusesAddress;

        private TcpConnectionOptions Options
        {
            get { return _options ?? (_connection != null ? _connection.Options : _network.OptionsOfClients()); }
        }

        private int ReadOption(SocketOptionLevel level, SocketOptionName name)
        {
            _threads.Enter();
            try
            {
                ThrowIfClosed();
                if (level == SocketOptionLevel.Socket)
                {
                    return GetOption(name);
                }

                if (_type == SocketType.Stream && level == SocketOptionLevel.Tcp && name == SocketOptionName.NoDelay)
                {
                    return Options.NoDelay ? 1 : 0;
                }

                if (_type == SocketType.Dgram && level == SocketOptionLevel.IP)
                {
                    switch (name)
                    {
                        case SocketOptionName.IpTimeToLive:
                            return _timeToLive;
                        case SocketOptionName.MulticastTimeToLive:
                            return _groupTimeToLive == 0 ? 1 : _groupTimeToLive;
                        case SocketOptionName.MulticastLoopback:
                            return 0;
                    }
                }

                throw new SocketException(SocketError.ProtocolOption);
            }
            finally
            {
                _threads.Leave();
            }
        }

        private int GetOption(SocketOptionName name)
        {
            bool isStream = _type == SocketType.Stream;
            switch (name)
            {
                case SocketOptionName.AcceptConnection:
                    return _port != null && _port.IsListening ? 1 : 0;
                case SocketOptionName.Broadcast:
                    return _maySendToAll ? 1 : 0;
                case SocketOptionName.DontLinger:
                    return _linger < 0 ? 1 : 0;
                case SocketOptionName.Error:
                    return (int)(_connection != null ? _connection.Error : _datagrams != null ? _datagrams.Error : NanoTcp.Host.SocketError.Success);
                case SocketOptionName.ExclusiveAddressUse:
                    return _reusesAddress ? 0 : 1;
                case SocketOptionName.KeepAlive:
                    return isStream && Options.KeepAlive ? 1 : 0;
                case SocketOptionName.Linger:
                    return _linger;
                case SocketOptionName.ReceiveBuffer:
                    return isStream ? Options.ReceiveBuffer : _datagramBytes;
                case SocketOptionName.ReceiveTimeout:
                    return _receiveTimeout;
                case SocketOptionName.ReuseAddress:
                    return _reusesAddress ? 1 : 0;
                case SocketOptionName.SendBuffer:
                    return isStream ? Options.SendBuffer : 0;
                case SocketOptionName.SendTimeout:
                    return _sendTimeout;
                case SocketOptionName.Type:
                    return (int)_type;
                default:
                    throw new SocketException(SocketError.ProtocolOption);
            }
        }

        private void SetOption(SocketOptionName name, int value)
        {
            switch (name)
            {
                case SocketOptionName.Broadcast:
                    _maySendToAll = value != 0;
                    break;
                case SocketOptionName.DontLinger:
                    _linger = value != 0 || _linger < 0 ? NoLinger : _linger;
                    break;
                case SocketOptionName.ExclusiveAddressUse:
                    // Taken in silence: a port belongs to one socket in any case. A closed socket's port is free at once.
                    _reusesAddress = value == 0;
                    break;
                case SocketOptionName.Linger:
                    _linger = value < 0 ? NoLinger : value;
                    break;
                case SocketOptionName.ReceiveTimeout:
                    CheckOption(value >= -1);
                    _receiveTimeout = value;
                    break;
                case SocketOptionName.ReuseAddress:
                    _reusesAddress = value != 0;
                    break;
                case SocketOptionName.SendTimeout:
                    CheckOption(value >= -1);
                    _sendTimeout = value;
                    break;
                case SocketOptionName.KeepAlive:
                case SocketOptionName.ReceiveBuffer:
                case SocketOptionName.SendBuffer:
                    CheckOption(value >= 0);
                    SetSharedOption(name, value);
                    break;
                default:
                    throw new SocketException(SocketError.ProtocolOption);
            }
        }

        /// <summary>Sets an option that the socket shares with others until it changes one.</summary>
        private void SetSharedOption(SocketOptionName name, int value)
        {
            if (_type == SocketType.Dgram)
            {
                _datagramBytes = name == SocketOptionName.ReceiveBuffer && _datagrams == null && value > 0 ? value : _datagramBytes;
                return;
            }

            TcpConnectionOptions options = OwnOptions();
            if (name == SocketOptionName.KeepAlive)
            {
                options.KeepAlive = value != 0;
            }
            else if (name == SocketOptionName.ReceiveBuffer)
            {
                options.ReceiveBuffer = value;
            }
            else
            {
                options.SendBuffer = value;
            }

            UseOwnOptions();
        }

        private void SetTcpOption(SocketOptionName name, int value)
        {
            if (_type != SocketType.Stream || name != SocketOptionName.NoDelay)
            {
                throw new SocketException(SocketError.ProtocolOption);
            }

            OwnOptions().NoDelay = value != 0;
            UseOwnOptions();
        }

        private TcpConnectionOptions OwnOptions()
        {
            if (_options == null)
            {
                _options = (_port != null && _port.IsListening ? _port.Options : Options).Copy();
            }

            return _options;
        }

        private void UseOwnOptions()
        {
            if (_connection != null)
            {
                _connection.Options = _options!;
                _threads.Changed();
            }
            else if (_port != null && _port.IsListening)
            {
                _port.Options = _options!;
            }
        }

        private void SetIPOption(SocketOptionName name, int value)
        {
            if (_type != SocketType.Dgram)
            {
                throw new SocketException(SocketError.ProtocolOption);
            }

            switch (name)
            {
                case SocketOptionName.IpTimeToLive:
                    CheckOption(value > 0 && value <= MaxTimeToLive);
                    _timeToLive = value;
                    break;
                case SocketOptionName.MulticastTimeToLive:
                    CheckOption(value > 0 && value <= MaxTimeToLive);
                    _groupTimeToLive = value;
                    break;
                case SocketOptionName.MulticastInterface:
                case SocketOptionName.MulticastLoopback:
                    // Taken in silence: there is one interface, and a host does not receive what it sends to a group.
                    break;
                default:
                    throw new SocketException(SocketError.ProtocolOption);
            }
        }

        private void SetMembership(bool joins, byte[] group)
        {
            CheckOption(group.Length >= sizeof(int));
            HostAddress address = HostAddress.From(group, 0);
            _threads.Enter();
            try
            {
                ThrowIfClosed();
                if (_type != SocketType.Dgram)
                {
                    throw new SocketException(SocketError.ProtocolOption);
                }

                IPv4 ip = _network.Interface.IPv4;
                if (joins)
                {
                    ThrowUnlessSuccess(ip.Join(address));
                    _memberships = new Membership(address, _memberships);
                }
                else
                {
                    Membership? previous = null;
                    Membership? membership = _memberships;
                    while (membership != null && !membership.Group.Equals(address))
                    {
                        previous = membership;
                        membership = membership.Next;
                    }

                    CheckOption(membership != null);
                    if (previous == null)
                    {
                        _memberships = membership!.Next;
                    }
                    else
                    {
                        previous.Next = membership!.Next;
                    }

                    ThrowUnlessSuccess(ip.Leave(address));
                }

                _threads.Changed();
            }
            finally
            {
                _threads.Leave();
            }
        }

        private void LeaveGroups()
        {
            for (; _memberships != null; _memberships = _memberships.Next)
            {
                _network.Interface.IPv4.Leave(_memberships.Group);
            }
        }

        private static void CheckOption(bool isRight)
        {
            if (!isRight)
            {
                throw new SocketException(SocketError.InvalidArgument);
            }
        }

        private sealed class Membership
        {
            internal readonly HostAddress Group;
            internal Membership? Next;

            internal Membership(HostAddress group, Membership? next)
            {
                Group = group;
                Next = next;
            }
        }
    }
}
