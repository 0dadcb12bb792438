// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Dhcp
{
    // What is sent (RFC 2131 §4.4.1 to §4.4.6, tables 4 and 5) and what arrives.
    public sealed partial class DhcpClient
    {
        private const int HeadersLength = 28;
        private const int LeastMaxMessage = 576;
        private const int MostMaxMessage = 1500;

        /// <summary>The time until a link that was busy is tried again.</summary>
        private const int BusyWait = 10;

        /// <summary>The shortest time between two requests for more time (RFC 2131 §4.4.5).</summary>
        private const int LeastRenewalWait = 60_000;

        private readonly HostEndPoint _everyone = new HostEndPoint(HostAddress.Broadcast, DhcpMessage.ServerPort);
        private readonly HostEndPoint _serverEndPoint = new HostEndPoint();

        /// <summary>The server that was chosen, as in messages. The same for all replies that belong to an offer.</summary>
        private readonly byte[] _server = new byte[4];
        private readonly byte[] _offered = new byte[4];
        private readonly byte[] _scratch = new byte[4];

        private int _transaction;

        /// <summary>Whether the message of the state still has to be sent.</summary>
        private bool _isUnsent;

        /// <summary>When the acquisition or the renewal began.</summary>
        private long _began;

        /// <summary>The field secs of the last DISCOVER. Its REQUEST has the same (RFC 2131 §4.4.1).</summary>
        private int _seconds;

        /// <summary>When the last message was sent: a lease runs from its request on (RFC 2131 §4.4.5).</summary>
        private long _askedAt;

        /// <summary>When INIT ends after a DECLINE.</summary>
        private long _resumeAt;

        /// <summary>Sends the message of the state, and sets the time for what comes next.</summary>
        private void Ask(long now)
        {
            HostEndPoint to = Write(now);
            _socket.IsUnconfigured = to == _everyone && _state != DhcpState.Rebinding;
            _socket.ReceivesBroadcasts = true;
            SocketError error = _socket.SendTo(_message, 0, _writer.End(), to);
            Count(error == SocketError.Success ? DhcpCounter.Sent : DhcpCounter.NotSent);
            _isUnsent = error == SocketError.WouldBlock;
            if (_isUnsent)
            {
                _timer = now + BusyWait;
                return;
            }

            _askedAt = now;
            switch (_state)
            {
                case DhcpState.Init:
                    _timer = _resumeAt;
                    break;

                case DhcpState.Renewing:
                    _timer = now + RenewalWait(_lease.RebindsAt - now);
                    _timer = _timer < _lease.RebindsAt ? _timer : _lease.RebindsAt;
                    break;

                case DhcpState.Rebinding:
                    _timer = now + RenewalWait(_lease.ExpiresAt - now);
                    break;

                case DhcpState.Releasing:
                    _timer = now + ReleaseWait;
                    break;

                default:
                    _timer = now + Pause(_attempt);
                    break;
            }
        }

        private long RenewalWait(long left)
        {
            long least = _stack.AtLeast(LeastRenewalWait);
            return left / 2 < least ? least : left / 2;
        }

        /// <summary>Writes the message of the state, but for its end. Returns where it goes.</summary>
        private HostEndPoint Write(long now)
        {
            DhcpWriter writer = _writer;
            switch (_state)
            {
                case DhcpState.Init:
                    // INIT has a message only after an address turned out to be another station's.
                    writer.Begin(DhcpMessage.Decline, _transaction, 0);
                    writer.Add(DhcpMessage.RequestedAddress, _lease.AddressBytes);
                    AddServerOfLease();
                    return _everyone;

                case DhcpState.Releasing:
                    writer.Begin(DhcpMessage.Release, _transaction, 0);
                    writer.SetClientAddress(_lease.AddressBytes);
                    AddServerOfLease();
                    return ServerEndPoint();

                case DhcpState.Selecting:
                    BeginWish(DhcpMessage.Discover, SecondsSince(now));
                    if (_memory.HasAddress)
                    {
                        writer.Add(DhcpMessage.RequestedAddress, _memory.Address);
                    }

                    return _everyone;

                case DhcpState.Requesting:
                    BeginWish(DhcpMessage.RequestType, _seconds);
                    writer.Add(DhcpMessage.RequestedAddress, _offered);
                    writer.Add(DhcpMessage.ServerIdentifier, _server);
                    return _everyone;

                case DhcpState.Rebooting:
                    BeginWish(DhcpMessage.RequestType, SecondsSince(now));
                    writer.Add(DhcpMessage.RequestedAddress, _memory.Address);
                    return _everyone;

                default:
                    writer.Begin(DhcpMessage.RequestType, _transaction, SecondsSince(now));
                    writer.SetClientAddress(_lease.AddressBytes);
                    writer.AddWishes();
                    return _state == DhcpState.Renewing ? ServerEndPoint() : _everyone;
            }
        }

        /// <summary>Begins a message of a client that does not answer for an address yet.</summary>
        private void BeginWish(int type, int seconds)
        {
            _seconds = seconds;
            _writer.Begin(type, _transaction, seconds);
            if (!_ip.Address.Equals(HostAddress.Any))
            {
                _writer.AskForBroadcast();
            }

            _writer.AddWishes();
        }

        /// <summary>The server that the lease is from. Another one may have been chosen since, in another network.</summary>
        private void AddServerOfLease()
        {
            _lease.Server.CopyTo(_scratch, 0);
            _writer.Add(DhcpMessage.ServerIdentifier, _scratch);
        }

        private int SecondsSince(long now)
        {
            long seconds = (now - _began) / 1000;
            return seconds > 0xFFFF ? 0xFFFF : (int)seconds;
        }

        private HostEndPoint ServerEndPoint()
        {
            _serverEndPoint.Set(_lease.Server, DhcpMessage.ServerPort);
            return _serverEndPoint;
        }

        private void ChooseTransaction()
        {
            _transaction = (_stack.NextRandom(0x10000) << 16) | _stack.NextRandom(0x10000);
        }

        /// <summary>Takes a datagram from the socket.</summary>
        private void Receive(long now)
        {
            // One that is longer than the buffer is cut: its options end where the buffer does.
            int length = _socket.Receive(_message, 0, _message.Length, null, out SocketError _);
            DhcpCounter fault = _reader.Read(length, _transaction);
            if (fault != DhcpCounter.Count)
            {
                Count(fault);
            }
            else if (_reader.Type == DhcpMessage.Offer && _state == DhcpState.Selecting)
            {
                TakeOffer(now);
            }
            else if (_reader.Type == DhcpMessage.Acknowledge && IsRequest())
            {
                TakeLease(now);
            }
            else if (_reader.Type == DhcpMessage.Refuse && IsRequest())
            {
                TakeRefusal(now);
            }
            else
            {
                Count(DhcpCounter.Unexpected);
            }
        }

        private bool IsRequest()
        {
            return _state == DhcpState.Requesting || _state == DhcpState.Rebooting || _state == DhcpState.Renewing || _state == DhcpState.Rebinding;
        }

        /// <summary>The first offer that can be used is taken: a board has no reason to prefer another, and would only come up later.</summary>
        private void TakeOffer(long now)
        {
            if (!_lease.CanTake(_reader, _message) || _reader.Read(DhcpMessage.ServerIdentifier, _scratch, 4) < 4)
            {
                Count(DhcpCounter.Unusable);
                return;
            }

            Copy(_scratch, 0, _server);
            Copy(_message, DhcpMessage.YourAddress, _offered);
            _state = DhcpState.Requesting;
            _attempt = 0;
            _isUnsent = true;
            _timer = now;
        }

        private void TakeLease(long now)
        {
            bool hasServer = _reader.Read(DhcpMessage.ServerIdentifier, _scratch, 4) >= 4;
            if (_state == DhcpState.Requesting && hasServer && !IsServer(_scratch))
            {
                Count(DhcpCounter.Unexpected);
                return;
            }

            if (!_lease.CanTake(_reader, _message))
            {
                Count(DhcpCounter.Unusable);
                return;
            }

            if (BigEndian.ReadUInt32(_message, DhcpMessage.YourAddress) != BigEndian.ReadUInt32(_lease.AddressBytes, 0))
            {
                Drop();
            }

            if (hasServer)
            {
                Copy(_scratch, 0, _server);
            }

            _lease.Take(_reader, _message, _server, _askedAt);
            _socket.IsUnconfigured = false;
            _socket.ReceivesBroadcasts = false;
            if (_holds)
            {
                Count(DhcpCounter.Renewed);
                Bind();
                return;
            }

            _state = DhcpState.Checking;
            _timer = long.MaxValue;
            _ip.StartProbe(_lease.Address);
        }

        private void TakeRefusal(long now)
        {
            bool isFromServer = _reader.Read(DhcpMessage.ServerIdentifier, _scratch, 4) >= 4 && IsServer(_scratch);
            if (_state == DhcpState.Requesting && !isFromServer)
            {
                // Where two servers are, the one that was not chosen refuses what the other one gives.
                Count(DhcpCounter.Unexpected);
                return;
            }

            if (_state == DhcpState.Rebooting && !isFromServer)
            {
                // The same here, if a lease comes at once. Otherwise this is another network.
                _timer = _isRefused ? _timer : now + RefusalWait;
                _isRefused = true;
                return;
            }

            Refuse(now);
        }

        private bool IsServer(byte[] identifier)
        {
            return BigEndian.ReadUInt32(identifier, 0) == BigEndian.ReadUInt32(_server, 0);
        }

        private static void Copy(byte[] from, int offset, byte[] to)
        {
            System.Array.Copy(from, offset, to, 0, to.Length);
        }
    }
}
