// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dns;
using NanoTcp.Host;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Resolver
{
    // An answer that did not fit into a datagram: the server is asked over TCP (RFC 7766 §5).
    internal sealed partial class Lookup
    {
        /// <summary>A connection has so many times as long as the first datagram.</summary>
        private const int ConnectionWaits = 3;

        private readonly TcpConnection _connection = new TcpConnection();

        /// <summary>In front of each message stands its length (RFC 1035 §4.2.2).</summary>
        private readonly byte[] _prefix = new byte[2];

        private bool _isConnected;
        private bool _isAsked;
        private int _answerLength;

        /// <summary>From now on what is cut off is used as far as it goes.</summary>
        private bool _hasTcpFailed;

        private void Connect(long now)
        {
            DnsResolver resolver = _resolver;
            Silence();
            SocketError error = resolver.Tcp!.Connect(resolver.Settings.DnsServer(_server), DnsResolver.Port, 0, resolver.ConnectionOptions, _connection);
            if (error != SocketError.Success)
            {
                LeaveConnection(now);
                return;
            }

            _isConnected = true;
            _isAsked = false;
            _answerLength = 0;
            _due = now + ConnectionWaits * (long)resolver.Options.Timeout;
        }

        private void PollConnection(long now)
        {
            TcpConnection connection = _connection;
            byte[] message = _resolver.Message;
            if (!_isAsked && connection.State == TcpState.Established)
            {
                Ask(connection);
            }

            if (_isAsked && _answerLength == 0 && connection.Available >= _prefix.Length)
            {
                connection.Receive(_prefix, 0, _prefix.Length, out _);
                _answerLength = BigEndian.ReadUInt16(_prefix, 0);
            }

            // Of a longer answer the beginning has to do.
            int room = _resolver.Tcp!.ServerReceiveBuffer;
            room = message.Length < room ? message.Length : room;
            int length = _answerLength < room ? _answerLength : room;
            if (length > 0 && connection.Available >= length)
            {
                connection.Receive(message, 0, length, out _);
                Take(length, now);
            }
            else if (connection.HasRemoteEnded)
            {
                LeaveConnection(now);
            }
        }

        private void Ask(TcpConnection connection)
        {
            int length = WriteQuery(DnsHeader.RecursionDesired);
            BigEndian.WriteUInt16(_prefix, 0, length);
            if (connection.SendSpace < _prefix.Length + length)
            {
                // The transport's send buffer is too small for it.
                connection.Abort();
                return;
            }

            connection.Send(_prefix, 0, _prefix.Length, out _);
            connection.Send(_resolver.Message, 0, length, out _);
            _isAsked = true;
            _resolver.Count(ResolverCounter.TcpQueries);
        }

        private void LeaveConnection(long now)
        {
            if (_hasTcpFailed)
            {
                LeaveServer(now);
                return;
            }

            // The server itself has not failed: when its turn comes again, even at once, what is cut off will do.
            _hasTcpFailed = true;
            _resolver.Count(ResolverCounter.ServerFailures);
            AskNext(now);
        }

        private void CloseConnection()
        {
            if (_isConnected)
            {
                _isConnected = false;
                _connection.Close();
            }
        }
    }
}
