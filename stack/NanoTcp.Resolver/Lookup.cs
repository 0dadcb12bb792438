// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Dns;
using NanoTcp.Host;
using NanoTcp.Udp;

namespace NanoTcp.Resolver
{
    /// <summary>
    /// Looks up one name for all queries that wait for it: asks one server after the other, one question at a time. Each question has an identifier and
    /// a port that nobody can predict (RFC 5452 §4).
    /// </summary>
    internal sealed partial class Lookup
    {
        /// <summary>Wrong answers to a question after which another port and identifier are taken: somebody is guessing (RFC 5452 §4.1).</summary>
        private const int MaxUnexpected = 8;

        /// <summary>Milliseconds after which a query that the link did not take is sent again.</summary>
        private const int BusyWait = 10;

        /// <summary>The time to live of all packets of mDNS (RFC 6762 §11).</summary>
        private const int LocalTimeToLive = 255;

        private readonly DnsResolver _resolver;
        private readonly UdpSocket _socket;

        /// <summary>The name that was asked for.</summary>
        private readonly byte[] _name = new byte[DnsName.MaxLength];

        /// <summary>The name that servers are asked for: the same, or the end of a chain of aliases.</summary>
        private readonly byte[] _target = new byte[DnsName.MaxLength];

        private ResolverQuery? _firstQuery;
        private bool _isLocal;
        private bool _isStarted;
        private bool _isUnsent;
        private long _due;
        private long _deadline;
        private int _id;

        /// <summary>The server that is asked, by its index in the settings.</summary>
        private int _server;

        /// <summary>The server of the first question.</summary>
        private int _firstServer;

        /// <summary>How many servers were asked in this round.</summary>
        private int _asked;

        /// <summary>How often one has failed.</summary>
        private int _failures;
        private int _round;
        private int _aliases;
        private int _unexpected;

        internal Lookup(DnsResolver resolver, UdpSocket socket)
        {
            _resolver = resolver;
            _socket = socket;
        }

        /// <summary>Whether anybody waits for it.</summary>
        internal bool IsActive
        {
            get { return _firstQuery != null; }
        }

        /// <summary>When it wants to be polled.</summary>
        internal long Due
        {
            get { return _due < _deadline ? _due : _deadline; }
        }

        /// <summary>Whether it looks up a name.</summary>
        internal bool IsFor(byte[] name)
        {
            return DnsName.AreEqual(_name, _name.Length, 0, name, name.Length, 0);
        }

        /// <summary>Takes a name. The next poll begins.</summary>
        internal void Start(byte[] name, bool isLocal)
        {
            Array.Copy(name, 0, _name, 0, DnsName.MaxLength);
            _isLocal = isLocal;
            _deadline = 0;
            StartAnew();
        }

        /// <summary>Forgets what it has done so far. The next poll begins again, with the time that is left.</summary>
        internal void StartAnew()
        {
            Silence();
            _isStarted = false;
            _due = 0;
        }

        /// <summary>Lets a query wait for the answer.</summary>
        internal void Join(ResolverQuery query)
        {
            query.Begin(ResolverState.Pending);
            query.Lookup = this;
            query.Next = _firstQuery;
            _firstQuery = query;
        }

        /// <summary>A query does not wait any more.</summary>
        internal void Leave(ResolverQuery query)
        {
            if (_firstQuery == query)
            {
                _firstQuery = query.Next;
            }
            else
            {
                ResolverQuery other = _firstQuery!;
                while (other.Next != query)
                {
                    other = other.Next!;
                }

                other.Next = query.Next;
            }

            query.Lookup = null;
            query.Next = null;
            if (_firstQuery == null)
            {
                Silence();
                _resolver.Free();
            }
        }

        /// <summary>Ends all queries that wait.</summary>
        internal void End(ResolverState state, byte[] addresses, int offset, int count)
        {
            Silence();
            while (_firstQuery != null)
            {
                ResolverQuery query = _firstQuery;
                _firstQuery = query.Next;
                query.End(state, addresses, offset, count);
            }

            _resolver.Free();
        }

        /// <summary>Does what is due.</summary>
        internal void Poll(long now)
        {
            if (!_isStarted)
            {
                Begin(now);
            }
            else if (_isConnected)
            {
                PollConnection(now);
            }
            else
            {
                ReadDatagrams(now);
            }

            if (!IsActive || now < Due)
            {
                return;
            }

            if (_isUnsent && now < _deadline)
            {
                SendAgain(now);
                return;
            }

            _resolver.Count(ResolverCounter.Unanswered);
            if (_isLocal)
            {
                // Who has the name would have said so.
                End(ResolverState.NotFound);
            }
            else if (now >= _deadline)
            {
                Fail(now, _failures > 0 ? ResolverState.Failed : ResolverState.TimedOut);
            }
            else if (_isConnected)
            {
                LeaveConnection(now);
            }
            else
            {
                AskNext(now);
            }
        }

        private void Begin(long now)
        {
            _isStarted = true;
            if (_deadline == 0)
            {
                // The first time.
                _deadline = now + _resolver.Options.Deadline;
            }

            if (_resolver.Cache.Tell(_name, now, this))
            {
                _resolver.Count(ResolverCounter.CacheHits);
                return;
            }

            Array.Copy(_name, 0, _target, 0, DnsName.MaxLength);
            _aliases = 0;
            _hasTcpFailed = false;
            _firstServer = _resolver.PreferredServer(now);
            AskFirst(now);
        }

        /// <summary>Asks for the target, the first server first.</summary>
        private void AskFirst(long now)
        {
            _asked = 0;
            _failures = 0;
            _round = 0;
            if (_isLocal)
            {
                AskLink(now);
            }
            else
            {
                AskNext(now);
            }
        }

        /// <summary>Asks the next server, and begins a new round behind the last one.</summary>
        private void AskNext(long now)
        {
            while (true)
            {
                int count = _resolver.Settings.DnsServers;
                if (count == 0)
                {
                    End(ResolverState.NoServer);
                    return;
                }

                if (_asked == count)
                {
                    if (_failures > 0 && (_failures == count || _round > 0))
                    {
                        Fail(now, ResolverState.Failed);
                        return;
                    }

                    _asked = 0;
                    _round++;
                }

                _server = (_firstServer + _asked) % count;
                _asked++;
                if (Ask(now))
                {
                    return;
                }

                _failures++;
                _resolver.Count(ResolverCounter.ServerFailures);
            }
        }

        /// <summary>Asks a server, from a new port. False: it cannot be reached.</summary>
        private bool Ask(long now)
        {
            DnsResolver resolver = _resolver;
            HostEndPoint server = resolver.EndPoint;
            server.Set(resolver.Settings.DnsServer(_server), DnsResolver.Port);
            Silence();
            _socket.TimeToLive = 0;
            SocketError error = _socket.Connect(server);
            if (error == SocketError.Success)
            {
                error = _socket.Send(resolver.Message, 0, WriteQuery(DnsHeader.RecursionDesired));
            }

            if (error == SocketError.NetworkDown)
            {
                End(ResolverState.NoServer);
                return true;
            }

            return IsSent(error, ResolverCounter.Queries, now, (long)resolver.Options.Timeout << _round);
        }

        /// <summary>Asks everybody on the link, as one that is no responder itself: the answer comes to the port of the query (RFC 6762 §6.7).</summary>
        private void AskLink(long now)
        {
            DnsResolver resolver = _resolver;
            Silence();
            _socket.TimeToLive = LocalTimeToLive;
            SocketError error = _socket.Bind(0);
            if (error == SocketError.Success)
            {
                error = _socket.SendTo(resolver.Message, 0, WriteQuery(0), resolver.LocalGroup);
            }

            if (!IsSent(error, ResolverCounter.LocalQueries, now, resolver.Options.LocalTimeout))
            {
                End(ResolverState.NoServer);
            }
        }

        /// <summary>Whether a query is on its way, or will be as soon as the link takes it.</summary>
        private bool IsSent(SocketError error, ResolverCounter counter, long now, long wait)
        {
            if (error == SocketError.Success)
            {
                _resolver.Count(counter);
            }
            else if (error != SocketError.WouldBlock)
            {
                return false;
            }

            // Without a link there is nothing to try: when it comes, everything starts anew.
            _isUnsent = error != SocketError.Success && _resolver.Stack.IsLinkUp;
            _due = now + (_isUnsent ? BusyWait : wait);
            return true;
        }

        private void SendAgain(long now)
        {
            if (_isLocal)
            {
                AskLink(now);
            }
            else
            {
                _asked--;
                AskNext(now);
            }
        }

        /// <summary>Writes a query, with an identifier of its own, and returns its length.</summary>
        private int WriteQuery(int flags)
        {
            DnsWriter writer = _resolver.Writer;
            _id = _resolver.Stack.NextRandom(0x10000);
            _unexpected = 0;
            writer.Begin(_id, flags);
            writer.AddQuestion(_target, 0, DnsType.A, DnsClass.IN);
            return writer.Length;
        }

        /// <summary>Reads what has come to the port of the query.</summary>
        private void ReadDatagrams(long now)
        {
            DnsResolver resolver = _resolver;
            HostEndPoint from = resolver.EndPoint;
            while (true)
            {
                int length = _socket.Receive(resolver.Message, 0, resolver.Message.Length, from, out SocketError error);
                if (error == SocketError.WouldBlock)
                {
                    return;
                }

                if (error == SocketError.ConnectionRefused)
                {
                    LeaveServer(now);
                }
                else if (_isLocal && (from.Port != DnsResolver.LocalPort || !resolver.Ip.IsOnLink(from)))
                {
                    // RFC 6762 §11: mDNS comes from the link. And §6: from its port.
                    resolver.Count(ResolverCounter.Unexpected);
                }
                else
                {
                    Take(length, now);
                }
            }
        }

        /// <summary>Takes a message that has come over UDP or TCP.</summary>
        private void Take(int length, long now)
        {
            DnsResolver resolver = _resolver;
            Answer answer = resolver.Answer;
            bool isWhole = _isLocal || _isConnected || _hasTcpFailed || resolver.Tcp == null;
            AnswerKind kind = answer.Read(resolver.Message, length, _id, _target, Answer.MaxAliases - _aliases, isWhole);
            if (_isLocal && kind != AnswerKind.Addresses)
            {
                // Another host may still have the name.
                kind = AnswerKind.Unexpected;
            }

            switch (kind)
            {
                case AnswerKind.Addresses:
                    Succeed(ResolverState.Success, now);
                    break;
                case AnswerKind.NotFound:
                    Succeed(ResolverState.NotFound, now);
                    break;
                case AnswerKind.Alias:
                    FollowAlias(answer, length, now);
                    break;
                case AnswerKind.Truncated:
                    Connect(now);
                    break;
                case AnswerKind.ServerFailed:
                    LeaveServer(now);
                    break;
                default:
                    TakeUnexpected(now);
                    break;
            }
        }

        /// <summary>A server has told what there is to know.</summary>
        private void Succeed(ResolverState state, long now)
        {
            Answer answer = _resolver.Answer;
            if (!_isLocal)
            {
                _resolver.Prefer(_server, now);
            }

            _resolver.Cache.Add(_name, state, answer.Addresses, answer.Count, now, answer.TimeToLive);
            End(state, answer.Addresses, 0, answer.Count);
        }

        /// <summary>The same server is asked for the address of the name at the end of the chain, which it has left out.</summary>
        private void FollowAlias(Answer answer, int length, long now)
        {
            byte[] name = _resolver.Name;
            if (DnsName.Expand(_resolver.Message, length, answer.AliasOffset, name, 0) == 0)
            {
                LeaveServer(now);
                return;
            }

            Array.Copy(name, 0, _target, 0, DnsName.MaxLength);
            _aliases += answer.Aliases;
            _firstServer = _server;
            AskFirst(now);
        }

        /// <summary>Drops a message. After too many of them nothing is taken any more that claims to answer this query.</summary>
        private void TakeUnexpected(long now)
        {
            _resolver.Count(ResolverCounter.Unexpected);
            if (_isConnected)
            {
                LeaveConnection(now);
            }
            else if (!_isLocal && ++_unexpected == MaxUnexpected)
            {
                Silence();
            }
        }

        /// <summary>This server does not help: the next one is asked.</summary>
        private void LeaveServer(long now)
        {
            _resolver.Count(ResolverCounter.ServerFailures);
            _failures++;
            AskNext(now);
        }

        private void Fail(long now, ResolverState state)
        {
            _resolver.Cache.Add(_name, state, _resolver.Answer.Addresses, 0, now, DnsResolver.FailureTimeToLive);
            End(state);
        }

        private void End(ResolverState state)
        {
            End(state, _resolver.Answer.Addresses, 0, 0);
        }

        /// <summary>Gives up port and connection. What still comes for them is nobody's.</summary>
        private void Silence()
        {
            _socket.Close();
            CloseConnection();
        }
    }
}
