// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dns;
using NanoTcp.Host;

namespace NanoTcp.Mdns
{
    // Messages that leave.
    public sealed partial class MdnsResponder
    {
        /// <summary>Milliseconds from one multicast of a record to the next (RFC 6762 §6).</summary>
        private const int RateLimit = 1000;

        /// <summary>The same when a name is defended.</summary>
        private const int ProbeRateLimit = 250;

        /// <summary>Unicast responses a second. A forged sender would get no more.</summary>
        private const int MaxUnicast = 32;
        private const int UnicastPeriod = 1000;

        /// <summary>The longest message that any querier of plain DNS takes (RFC 1035 §4.2.1).</summary>
        private const int MaxLegacyMessage = 512;

        /// <summary>Names that a message can point at.</summary>
        private const int CompressionEntries = 24;

        /// <summary>A time before all others, from which a step to any other can be computed.</summary>
        private const long LongAgo = long.MinValue / 4;

        /// <summary>When each record is to be sent to all.</summary>
        private readonly long[] _sendAt;

        /// <summary>When it was sent to all.</summary>
        private readonly long[] _sentAt;
        private readonly PendingQuery[] _pending;
        private long _unicastPeriod = LongAgo;
        private int _unicasts;

        /// <summary>Records are new, or nobody may have heard them.</summary>
        private void ForgetSent()
        {
            for (int i = 0; i < _sentAt.Length; i++)
            {
                _sentAt[i] = LongAgo;
                _sendAt[i] = Never;
            }
        }

        /// <summary>Those that were not sent to all within a quarter of their time to live (RFC 6762 §5.4).</summary>
        private long LongUnsent(long records, long now)
        {
            long unsent = 0;
            for (int i = 0; i < _records.Records; i++)
            {
                if ((records >> i & 1) != 0 && now - _sentAt[i] > RecordSet.TimeToLive(i) * 250L)
                {
                    unsent |= 1L << i;
                }
            }

            return unsent;
        }

        /// <summary>Sends records to all at a time, or as soon as their rate allows.</summary>
        private void SendBy(long records, long at, int rateLimit)
        {
            for (int i = 0; records != 0; i++, records = records >> 1 & long.MaxValue)
            {
                if ((records & 1) != 0)
                {
                    long earliest = _sentAt[i] + _stack.AtLeast(rateLimit);
                    earliest = earliest > at ? earliest : at;
                    _sendAt[i] = earliest < _sendAt[i] ? earliest : _sendAt[i];
                }
            }
        }

        private void Cancel(long records)
        {
            for (int i = 0; i < _records.Records; i++)
            {
                if ((records >> i & 1) != 0)
                {
                    _sendAt[i] = Never;
                }
            }
        }

        private void CancelAll()
        {
            Cancel(-1);
            for (int i = 0; i < _pending.Length; i++)
            {
                _pending[i].Records = 0;
            }
        }

        /// <summary>Answers the queries that have waited long enough.</summary>
        private void PollPending(long now)
        {
            for (int i = 0; i < _pending.Length; i++)
            {
                PendingQuery pending = _pending[i];
                if (pending.Records == 0)
                {
                    continue;
                }

                long due = now >= pending.Due && !_stack.Link.CanTransmit() ? now + 1 : pending.Due;
                if (now < due)
                {
                    WakeBy(due);
                    continue;
                }

                long records = pending.Records & _records.Established;
                pending.Records = 0;
                if (pending.IsUnicast)
                {
                    SendUnicast(records, pending.From, now);
                }
                else
                {
                    SendBy(records, now, RateLimit);
                }
            }
        }

        /// <summary>Sends to all what is due. Returns when to go on.</summary>
        private long PollAnswers(long now)
        {
            long due = 0;
            long next = Never;
            for (int i = 0; i < _records.Records; i++)
            {
                if (now >= _sendAt[i])
                {
                    due |= 1L << i;
                }
                else
                {
                    next = _sendAt[i] < next ? _sendAt[i] : next;
                }
            }

            long records = due & _records.Established;
            Cancel(due & ~records);
            while (records != 0)
            {
                _writer.Begin(0, DnsHeader.Response | DnsHeader.Authoritative);
                long written = Write(DnsSection.Answer, records, MessagePurpose.Response);
                long additional = Write(DnsSection.Additional, _records.Additional(written) & _records.Established & ~JustSent(now), MessagePurpose.Response);
                if (_socket.SendTo(_message, 0, _writer.Length, _group) == SocketError.WouldBlock)
                {
                    return now + 1;
                }

                Count(MdnsCounter.MulticastSent);
                NoteSent(written | additional, now);
                records &= ~written;
            }

            return next;
        }

        /// <summary>Sends records to one querier.</summary>
        private void SendUnicast(long records, HostEndPoint to, long now)
        {
            if (records != 0)
            {
                _writer.Begin(0, DnsHeader.Response | DnsHeader.Authoritative);
                WriteAll(records, MessagePurpose.Response);
                SendUnicast(to, now);
            }
        }

        /// <summary>
        /// Answers a querier that is not a host of mDNS but a plain resolver (RFC 6762 §6.7): with its identifier and question, and for ten seconds.
        /// </summary>
        private void SendLegacy(long records, long now)
        {
            if (records != 0)
            {
                _writer.Begin(_reader.Id, DnsHeader.Response | DnsHeader.Authoritative | (_reader.Flags & DnsHeader.RecursionDesired));
                _writer.Limit = MaxLegacyMessage;
                _writer.AddQuestion(_question, 0, _questionType, _questionClass);
                if (WriteAll(records, MessagePurpose.Legacy) != records)
                {
                    _writer.Flags |= DnsHeader.Truncated;
                }

                SendUnicast(_from, now);
            }
        }

        private void SendUnicast(HostEndPoint to, long now)
        {
            if (now - _unicastPeriod >= UnicastPeriod)
            {
                _unicastPeriod = now;
                _unicasts = 0;
            }

            if (_unicasts < MaxUnicast && _socket.SendTo(_message, 0, _writer.Length, to) == SocketError.Success)
            {
                _unicasts++;
                Count(MdnsCounter.UnicastSent);
            }
            else
            {
                Count(MdnsCounter.UnicastDropped);
            }
        }

        /// <summary>Says that records are over, now, as there may be no later.</summary>
        private void SayGoodbye(long records)
        {
            // Others may have the same type of service, which goes on.
            records &= _records.Revocable;
            while (_hasNetwork && records != 0)
            {
                _writer.Begin(0, DnsHeader.Response | DnsHeader.Authoritative);
                records &= ~Write(DnsSection.Answer, records, MessagePurpose.Goodbye);
                if (_socket.SendTo(_message, 0, _writer.Length, _group) != SocketError.Success)
                {
                    return;
                }

                Count(MdnsCounter.GoodbyesSent);
            }
        }

        private long WriteAll(long records, MessagePurpose purpose)
        {
            long written = Write(DnsSection.Answer, records, purpose);
            Write(DnsSection.Additional, _records.Additional(written) & _records.Established, purpose);
            return written;
        }

        /// <summary>Writes those of the records that have room. Returns them.</summary>
        private long Write(DnsSection section, long records, MessagePurpose purpose)
        {
            long written = 0;
            for (int i = 0; i < _records.Records; i++)
            {
                if ((records >> i & 1) != 0 && _records.Write(_writer, section, i, purpose))
                {
                    written |= 1L << i;
                }
            }

            return written;
        }

        private long JustSent(long now)
        {
            long sent = 0;
            long least = _stack.AtLeast(RateLimit);
            for (int i = 0; i < _records.Records; i++)
            {
                sent |= now - _sentAt[i] < least ? 1L << i : 0;
            }

            return sent;
        }

        private void NoteSent(long records, long now)
        {
            for (int i = 0; i < _records.Records; i++)
            {
                if ((records >> i & 1) != 0)
                {
                    _sentAt[i] = now;
                    _sendAt[i] = Never;
                }
            }
        }
    }
}
