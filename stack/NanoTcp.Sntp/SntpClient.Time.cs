// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Sntp
{
    // What a server says, and the time that is known by it. The fields of a message: RFC 4330 §4.
    public sealed partial class SntpClient
    {
        private const int Stratum = 1;
        private const int KissCode = 12;
        private const int OriginateTimestamp = 24;
        private const int ReceiveTimestamp = 32;
        private const int TransmitTimestamp = 40;

        private const int Version = 4;
        private const int OldestVersion = 3;
        private const int ClientMode = 3;
        private const int ServerMode = 4;
        private const int ModeMask = 7;

        /// <summary>The two bits of the leap indicator when the server's clock is not synchronized.</summary>
        private const int NotSynchronized = 3;
        private const int MaxStratum = 15;

        // Kiss codes (RFC 5905 §7.4).
        private const uint Rate = 0x52415445;
        private const uint Deny = 0x44454E59;
        private const uint Restrict = 0x52535452;

        /// <summary>An answer with extension fields and a key may be longer than what is read of it.</summary>
        private const int LongestAnswer = 128;

        /// <summary>No server is asked more often, in milliseconds (RFC 4330 §10).</summary>
        private const int LeastInterval = 15_000;

        /// <summary>The interval between tries doubles so often at most.</summary>
        private const int MostDoublings = 16;

        /// <summary>From 1900, where NTP begins to count, to 1970, in seconds.</summary>
        private const long Before1970 = 2_208_988_800;

        /// <summary>Half of a unit, to round a fraction of 32 bits.</summary>
        private const long Half = 1L << 31;

        /// <summary>Later than any date of this century's devices, and no sum with it overflows.</summary>
        private const long LatestNotBefore = 1L << 40;

        /// <summary>How many seconds after <see cref="SntpOptions.NotBefore"/> an answer is believed: half an era.</summary>
        private const long Believed = 1L << 31;

        /// <summary>What the server says of its own pace may be wrong by this, in milliseconds: the clocks are not equally fast.</summary>
        private const int Tolerance = 1000;

        /// <summary>An answer that differs so much from what is known needs a second one that agrees, in milliseconds (RFC 5905 §11: PANICT).</summary>
        private const long Panic = 1_000_000;

        private bool _isSynchronized;
        private bool _isDoubted;

        // What is added to the time of a poll: known, and told by one answer that differs much.
        private long _difference;
        private long _doubtedDifference;

        /// <summary>Whether UTC is known. It stays known when no server answers any more: see <see cref="SynchronizedAt"/>.</summary>
        public bool IsSynchronized
        {
            get { return _isSynchronized; }
        }

        /// <summary>The time of the last good answer, on the clock that polls.</summary>
        public long SynchronizedAt { get; private set; }

        /// <summary>The server of the last good answer; <see cref="HostAddress.Any"/>: there was none.</summary>
        public HostAddress SynchronizedTo { get; private set; } = HostAddress.Any;

        /// <summary>Tells the time.</summary>
        /// <param name="now">The time in milliseconds, on the clock that polls.</param>
        /// <param name="unixMilliseconds">UTC, in milliseconds since 1970; 0 while it is not known.</param>
        /// <returns>Whether it is known.</returns>
        public bool TryGetUtc(long now, out long unixMilliseconds)
        {
            unixMilliseconds = _isSynchronized ? TimeOf(now) + _difference : 0;
            return _isSynchronized;
        }

        /// <summary>The same as a <see cref="DateTime"/> in UTC; its default while the time is not known.</summary>
        public bool TryGetUtc(long now, out DateTime utc)
        {
            utc = _isSynchronized ? DateTime.UnixEpoch.AddTicks((TimeOf(now) + _difference) * TimeSpan.TicksPerMillisecond) : default;
            return _isSynchronized;
        }

        private void TakeAnswers(long now)
        {
            while (_state == SntpState.Asking)
            {
                int length = _socket.Receive(_message, 0, MessageLength, null, out SocketError error);
                if (error == SocketError.WouldBlock)
                {
                    return;
                }

                if (error == SocketError.ConnectionRefused)
                {
                    Count(SntpCounter.Refused);
                    Fail(now);
                }
                else if (length < MessageLength || !IsAnswer())
                {
                    Count(SntpCounter.Unmatched);
                }
                else
                {
                    TakeAnswer(now);
                }
            }
        }

        /// <summary>Whether a message answers the request: sender and port are the socket's business.</summary>
        private bool IsAnswer()
        {
            int version = _message[0] >> 3 & ModeMask;
            if ((_message[0] & ModeMask) != ServerMode || version < OldestVersion || version > Version)
            {
                return false;
            }

            for (int i = 0; i < _cookie.Length; i++)
            {
                if (_message[OriginateTimestamp + i] != _cookie[i])
                {
                    return false;
                }
            }

            return true;
        }

        private void TakeAnswer(long now)
        {
            HostAddress server = _server.Address;
            int stratum = _message[Stratum];
            if (stratum == 0)
            {
                TakeKiss(server, now);
            }
            else if (_message[0] >> 6 == NotSynchronized || stratum > MaxStratum || IsZero(ReceiveTimestamp) || IsZero(TransmitTimestamp))
            {
                Count(SntpCounter.Unsynchronized);
                Fail(now);
            }
            else if (!TakeTime(server, now))
            {
                Count(SntpCounter.Absurd);
                Fail(now);
            }
        }

        /// <summary>A server that does not tell the time says why (RFC 5905 §7.4).</summary>
        private void TakeKiss(HostAddress server, long now)
        {
            uint code = BigEndian.ReadUInt32(_message, KissCode);
            if (code == Rate)
            {
                Count(SntpCounter.RateLimited);
                _servers.Hold(server, now + ((long)_pollInterval << _servers.SlowDown(server)));
            }
            else if (code == Deny || code == Restrict)
            {
                Count(SntpCounter.Denied);
                _servers.Hold(server, ServerList.Never);
            }
            else
            {
                Count(SntpCounter.Unsynchronized);
            }

            Fail(now);
        }

        /// <summary>Takes the time over. False: it cannot be right, or a second answer has to confirm it.</summary>
        private bool TakeTime(HostAddress server, long now)
        {
            long received = ToUnix(ReceiveTimestamp);
            long sent = ToUnix(TransmitTimestamp);
            long elapsed = now - _sentAt;
            if (sent < received || sent - received > elapsed + Tolerance || sent >= (_notBefore + Believed) * 1000)
            {
                return false;
            }

            // RFC 4330 §5: what was not spent in the server was spent on the way, half of it on the way back.
            long onTheWay = elapsed - (sent - received);
            long difference = sent + (onTheWay > 0 ? onTheWay / 2 : 0) - now;
            if (_isSynchronized && IsFar(difference, _difference) && (!_isDoubted || IsFar(difference, _doubtedDifference)))
            {
                _isDoubted = true;
                _doubtedDifference = difference;
                return false;
            }

            Count(SntpCounter.Answers);
            _difference = difference;
            _isSynchronized = true;
            _isDoubted = false;
            SynchronizedAt = now;
            SynchronizedTo = server;
            _failures = 0;
            _socket.Close();
            WaitUntil(_sentAt + ((long)_pollInterval << _servers.SlowDowns(server)), now);
            return true;
        }

        private static bool IsFar(long difference, long other)
        {
            long change = difference - other;
            return change > Panic || change < -Panic;
        }

        private bool IsZero(int timestamp)
        {
            return BigEndian.ReadUInt32(_message, timestamp) == 0 && BigEndian.ReadUInt32(_message, timestamp + 4) == 0;
        }

        /// <summary>
        /// A timestamp in milliseconds since 1970. Its seconds have 32 bits: of the times that have the same ones, it is the first that is not before
        /// <see cref="SntpOptions.NotBefore"/>.
        /// </summary>
        private long ToUnix(int timestamp)
        {
            long seconds = (BigEndian.ReadUInt32(_message, timestamp) - (_notBefore + Before1970)) & 0xFFFFFFFFL;
            long fraction = BigEndian.ReadUInt32(_message, timestamp + 4);
            return (_notBefore + seconds) * 1000 + (fraction * 1000 + Half >> 32);
        }
    }
}
