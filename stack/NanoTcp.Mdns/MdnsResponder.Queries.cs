// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dns;

namespace NanoTcp.Mdns
{
    // Messages that arrive.
    public sealed partial class MdnsResponder
    {
        /// <summary>As many questions of a message are looked at. Honest queriers ask a few.</summary>
        private const int MaxQuestions = 64;

        // Milliseconds (RFC 6762 §6, §7.2).
        private const int SharedLeast = 20;
        private const int SharedMost = 120;
        private const int TruncatedLeast = 400;
        private const int TruncatedMost = 500;

        /// <summary>By so many milliseconds the known answers that still come delay an answer at most: anybody can send them.</summary>
        private const int LongestExtension = 2000;

        /// <summary>What the query that is being read wants, as sets of records.</summary>
        private long _wantedByAll;
        private long _wantedByOne;
        private long _known;
        private int _questions;

        /// <summary>Until when kept answers can be put off, by the last truncated query.</summary>
        private long _latest;

        // The first question that has an answer, for a querier of plain DNS.
        private readonly byte[] _question = new byte[DnsName.MaxLength];
        private int _questionType;
        private int _questionClass;

        private void Receive(long now)
        {
            int length = _socket.Receive(_message, 0, _message.Length, _from, out _);
            if (!_hasNetwork)
            {
                return;
            }

            if (!_ip.IsOnLink(_from))
            {
                Count(MdnsCounter.OffLink);
                return;
            }

            if (!_reader.Begin(_message, length))
            {
                Count(MdnsCounter.Malformed);
                return;
            }

            bool isResponse = (_reader.Flags & DnsHeader.Response) != 0;
            if ((_reader.Flags & (DnsHeader.OpcodeMask | DnsHeader.ResponseCodeMask)) != 0 || _from.Port == 0 || (isResponse && _from.Port != Port))
            {
                Count(MdnsCounter.Ignored);
                return;
            }

            if (isResponse)
            {
                ReadResponse(now);
            }
            else
            {
                ReadQuery(now);
            }
        }

        private void ReadResponse(long now)
        {
            long tooShort = 0;
            long heard = 0;
            for (int i = 0; i < _records.Count; i++)
            {
                _records.Names[i].IsContradicted = false;
            }

            while (_reader.ReadRecord())
            {
                long records = _reader.Section == DnsSection.Authority || (_reader.Class & ~DnsClass.CacheFlush) != DnsClass.IN ? 0 : _records.WithName(_reader);
                if (records == 0)
                {
                    continue;
                }

                int same = _records.Same(records, _reader);
                if (same >= 0)
                {
                    uint full = RecordSet.TimeToLive(same);
                    tooShort |= _reader.TimeToLive < full / 2 ? 1L << same : 0;
                    heard |= _reader.TimeToLive >= full ? 1L << same : 0;
                }
                else if (_records.UniqueName(records) >= 0)
                {
                    OwnName name = _records.Names[_records.UniqueName(records)];
                    name.IsContradicted |= Contradicts(name, records);
                }
            }

            if (_reader.IsDamaged)
            {
                Count(MdnsCounter.Malformed);
                return;
            }

            Count(MdnsCounter.Received);
            ResolveConflicts(now);

            // RFC 6762 §7.4: somebody else has just given an answer of many. §6.6: somebody says it for too short a time.
            Cancel(heard & _records.Shared);
            SendBy(tooShort & _records.Established, now, RateLimit);
        }

        /// <summary>Whether the record of somebody else that was read last, which has one of this host's names, contradicts what this host says or wants to say.</summary>
        private bool Contradicts(OwnName name, long records)
        {
            int type = _reader.Type;
            if (_reader.TimeToLive == 0 || type == DnsType.NSEC || type == DnsType.OPT || _records.IsEarlierAddress(_reader))
            {
                return false;
            }

            // Before the first probe it is too early to know. While probing, any record shows that the name is taken.
            return name.IsEstablished ? _records.HasType(records, type) : name.Step > 0;
        }

        private void ReadQuery(long now)
        {
            bool isTruncated = (_reader.Flags & DnsHeader.Truncated) != 0;
            bool isLegacy = _from.Port != Port;
            bool isProbe = _reader.CountOf(DnsSection.Authority) > 0;
            ReadQuestions(isLegacy);
            ReadKnownAnswers();
            if (_reader.IsDamaged)
            {
                Count(MdnsCounter.Malformed);
                return;
            }

            Count(MdnsCounter.Received);
            BreakTies(now);
            if (isLegacy)
            {
                SendLegacy(_wantedByOne, now);
                return;
            }

            DropKnownAnswers();
            long more = now;
            if (isTruncated)
            {
                more += _stack.RandomWait(TruncatedLeast, TruncatedMost);
                WaitForMore(more);
            }

            if ((_wantedByAll | _wantedByOne) == 0)
            {
                return;
            }

            if (isProbe)
            {
                // Whoever probes waits for 250 ms only (RFC 6762 §8.1).
                SendUnicast(_wantedByOne, _from, now);
                SendBy(_wantedByAll | LongUnsent(_wantedByOne, now), now, ProbeRateLimit);
            }
            else if (!isTruncated || !Keep(_wantedByAll | _wantedByOne, _wantedByAll == 0, more))
            {
                Answer(now);
            }
            else
            {
                _latest = more + LongestExtension;
            }
        }

        private void ReadQuestions(bool isLegacy)
        {
            long established = _records.Established;
            _questions = 0;
            _wantedByAll = 0;
            _wantedByOne = 0;
            while (_questions < MaxQuestions && _reader.ReadQuestion())
            {
                long answers = _records.Answering(_records.WithName(_reader) & established, _reader);
                _questions++;
                if (isLegacy)
                {
                    if (answers == 0 || DnsName.Expand(_message, _reader.Length, _reader.NameOffset, _question, 0) == 0)
                    {
                        continue;
                    }

                    _questionType = _reader.Type;
                    _questionClass = _reader.Class;
                    _wantedByOne = answers;
                    return;
                }

                if (!_socket.ReceivedForMany || (_reader.Class & DnsClass.UnicastResponse) != 0)
                {
                    _wantedByOne |= answers;
                }
                else
                {
                    _wantedByAll |= answers;
                }
            }
        }

        /// <summary>Reads the records of a query: what the querier knows (RFC 6762 §7.1), and what it wants to have for itself (§8.2).</summary>
        private void ReadKnownAnswers()
        {
            _known = 0;
            for (int i = 0; i < _records.Count; i++)
            {
                _records.Names[i].Rivals = 0;
            }

            while (_reader.ReadRecord())
            {
                long records = _reader.Section == DnsSection.Additional ? 0 : _records.WithName(_reader);
                if (records == 0)
                {
                    continue;
                }

                if (_reader.Section == DnsSection.Answer)
                {
                    int same = _records.Same(records, _reader);
                    if (same >= 0 && _reader.TimeToLive >= RecordSet.TimeToLive(same) / 2)
                    {
                        _known |= 1L << same;
                    }
                }
                else
                {
                    int unique = _records.UniqueName(records);
                    if (unique >= 0 && !_records.Names[unique].IsEstablished && _records.Names[unique].Step > 0)
                    {
                        _records.Names[unique].Rivals |= _records.Rank(_reader, unique);
                    }
                }
            }
        }

        /// <summary>Takes what the querier knows out of what it wants, now or by its queries before (RFC 6762 §7.2).</summary>
        private void DropKnownAnswers()
        {
            _wantedByAll = Unknown(_wantedByAll);
            _wantedByOne = Unknown(_wantedByOne);
            for (int i = 0; _known != 0 && i < _pending.Length; i++)
            {
                if (_pending[i].Records != 0 && _pending[i].From.IsSameAs(_from))
                {
                    _pending[i].Records = Unknown(_pending[i].Records);
                }
            }
        }

        /// <summary>The querier still has more known answers to send: the answers to its queries before wait for them (RFC 6762 §7.2).</summary>
        private void WaitForMore(long until)
        {
            long due = until < _latest ? until : _latest;
            for (int i = 0; i < _pending.Length; i++)
            {
                PendingQuery pending = _pending[i];
                if (pending.Records != 0 && pending.Due < due && pending.From.IsSameAs(_from))
                {
                    pending.Due = due;
                }
            }
        }

        private long Unknown(long wanted)
        {
            for (long known = _known & wanted; known != 0; known &= known - 1)
            {
                Count(MdnsCounter.KnownAnswers);
            }

            return wanted & ~_known;
        }

        /// <summary>
        /// Answers a query: at once if only this host can, otherwise after a random time, as others may answer too (RFC 6762 §6). Who asks for a unicast
        /// answer gets it, unless it is time to tell everybody (§5.4).
        /// </summary>
        private void Answer(long now)
        {
            long untold = LongUnsent(_wantedByOne, now);
            long byAll = _wantedByAll | untold;
            long byOne = _wantedByOne & ~untold;
            bool waits = _questions > 1 || ((byAll | byOne) & _records.Shared) != 0;
            long at = waits ? now + _stack.RandomWait(SharedLeast, SharedMost) : now;
            SendBy(byAll, at, RateLimit);
            if (byOne != 0 && (!waits || !Keep(byOne, true, at)))
            {
                SendUnicast(byOne, _from, now);
            }
        }

        /// <summary>Keeps an answer for later. False: as many as configured are kept.</summary>
        private bool Keep(long records, bool isUnicast, long at)
        {
            for (int i = 0; i < _pending.Length; i++)
            {
                PendingQuery pending = _pending[i];
                if (pending.Records == 0)
                {
                    pending.Records = records;
                    pending.Due = at;
                    pending.IsUnicast = isUnicast;
                    pending.From.Set(_from);
                    return true;
                }
            }

            Count(MdnsCounter.PendingFull);
            return false;
        }
    }
}
