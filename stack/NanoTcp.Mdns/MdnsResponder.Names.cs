// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dns;
using NanoTcp.Host;

namespace NanoTcp.Mdns
{
    // Names: probed, announced, defended and given up (RFC 6762 §8, §9).
    public sealed partial class MdnsResponder
    {
        /// <summary>Milliseconds within which the first probe is sent, so that hosts that start together do not probe together.</summary>
        private const int FirstProbeSpread = 250;

        private const int ProbeInterval = 250;
        private const int AnnounceInterval = 1000;

        /// <summary>How long the loser of a tie-break waits.</summary>
        private const int TieBreakWait = 1000;

        // RFC 6762 §8.1: so many conflicts in so many milliseconds, and each further probe waits for so long.
        private const int ManyConflicts = 15;
        private const int ConflictPeriod = 10_000;
        private const int ConflictWait = 5_000;

        /// <summary>When the last conflicts were, a ring. The next one takes the place of the oldest.</summary>
        private readonly long[] _conflicts = new long[ManyConflicts - 1];
        private int _nextConflict;
        private int _knownConflicts;

        /// <summary>Whether there are so many conflicts that each probe waits.</summary>
        private bool _isContended;

        /// <summary>Begins with all names, on a network that may be another one.</summary>
        private void Begin(long now)
        {
            _hasNetwork = true;
            ForgetSent();
            long first = now + _stack.NextRandom(FirstProbeSpread);
            for (int i = 0; i < _records.Count; i++)
            {
                Probe(_records.Names[i], first);
            }
        }

        /// <summary>Forgets what was due.</summary>
        private void LoseNetwork()
        {
            _hasNetwork = false;
            for (int i = 0; i < _records.Count; i++)
            {
                Probe(_records.Names[i], Never);
            }

            CancelAll();
        }

        /// <summary>The records of the old address are over, and all are told the new one, and everything else in case they are in its network.</summary>
        private void ChangeAddress(HostAddress address, long now)
        {
            SayGoodbye((1L << RecordSet.Address | 1L << RecordSet.Reverse) & _records.Established);
            _records.SetAddress(address);
            ForgetSent();
            for (int i = 0; i < _records.Count; i++)
            {
                OwnName name = _records.Names[i];
                if (name.IsEstablished)
                {
                    AnnounceAnew(name);
                }
                else
                {
                    Probe(name, now + _stack.NextRandom(FirstProbeSpread));
                }
            }
        }

        private void Probe(OwnName name, long at)
        {
            name.Step = 0;
            name.Due = at;
            WakeBy(at);
        }

        /// <summary>A record of a name is new. The name stays this host's.</summary>
        private void AnnounceAnew(OwnName name)
        {
            if (name.IsEstablished)
            {
                name.Step = OwnName.Announcing;
                name.Due = long.MinValue;
                WakeBy(long.MinValue);
            }
        }

        /// <summary>Does what is due for names. Returns when the next thing is.</summary>
        private long PollNames(long now)
        {
            long next = Never;
            bool probes = false;
            for (int i = 0; i < _records.Count; i++)
            {
                OwnName name = _records.Names[i];
                if (name.Step < OwnName.Probed)
                {
                    probes |= now >= name.Due;
                }
                else if (i > 0 && !_records.Host.IsEstablished)
                {
                    // Its SRV record names the host.
                    continue;
                }
                else if (now >= name.Due)
                {
                    Announce(i, now);
                }

                next = name.Due < next ? name.Due : next;
            }

            return probes ? SendProbe(now) : next;
        }

        private void Announce(int index, long now)
        {
            OwnName name = _records.Names[index];
            if (name.Step == OwnName.AnnouncingAgain)
            {
                name.Step = OwnName.Done;
                name.Due = Never;
            }
            else
            {
                _isContended &= name.Step != OwnName.Probed;
                name.Step = OwnName.AnnouncingAgain;
                name.Due = now + _stack.AtLeast(AnnounceInterval);
            }

            SendBy(_records.Positive(index), now, RateLimit);
        }

        /// <summary>Sends a probe for all names for which one is due, or as many as have room. Returns when to go on.</summary>
        private long SendProbe(long now)
        {
            int names = _records.Count;
            while (!WriteProbe(names, now))
            {
                // A single one has room.
                names--;
            }

            SocketError error = _socket.SendTo(_message, 0, _writer.Length, _group);
            if (error == SocketError.WouldBlock)
            {
                return now + 1;
            }

            Count(MdnsCounter.ProbesSent);
            long next = Never;
            for (int i = 0; i < _records.Count; i++)
            {
                OwnName name = _records.Names[i];
                if (i < names && IsProbeDue(name, now))
                {
                    name.Step++;
                    name.Due = now + _stack.AtLeast(ProbeInterval);
                }

                next = name.Due < next ? name.Due : next;
            }

            return next;
        }

        /// <summary>Writes a probe for those of the first names for which one is due. False: there is no room.</summary>
        private bool WriteProbe(int names, long now)
        {
            bool hasRoom = true;
            _writer.Begin(0, 0);
            for (int i = 0; i < names; i++)
            {
                OwnName name = _records.Names[i];
                if (IsProbeDue(name, now))
                {
                    hasRoom &= _writer.AddQuestion(name.Wire, 0, DnsType.ANY, DnsClass.IN | DnsClass.UnicastResponse);
                }
            }

            for (int i = 0; i < names; i++)
            {
                if (IsProbeDue(_records.Names[i], now))
                {
                    int first = _records.Proposed(i, out int second);
                    hasRoom &= _records.Write(_writer, DnsSection.Authority, first, MessagePurpose.Probe);
                    hasRoom &= second < 0 || _records.Write(_writer, DnsSection.Authority, second, MessagePurpose.Probe);
                }
            }

            return hasRoom;
        }

        private static bool IsProbeDue(OwnName name, long now)
        {
            return name.Step < OwnName.Probed && now >= name.Due;
        }

        /// <summary>Another host probes for the same names at the same time: the loser waits, and probes again (RFC 6762 §8.2).</summary>
        private void BreakTies(long now)
        {
            for (int i = 0; i < _records.Count; i++)
            {
                OwnName name = _records.Names[i];
                if (name.Rivals != 0 && name.LosesTieBreak())
                {
                    Count(MdnsCounter.TieBreaksLost);
                    Probe(name, now + _stack.AtLeast(TieBreakWait));
                }
            }
        }

        /// <summary>
        /// Others have shown that they have names of this host. One that is only wanted gives way to the next one. One that was this host's is probed
        /// again (RFC 6762 §9).
        /// </summary>
        private void ResolveConflicts(long now)
        {
            for (int i = 0; i < _records.Count; i++)
            {
                OwnName name = _records.Names[i];
                if (!name.IsContradicted)
                {
                    continue;
                }

                Count(MdnsCounter.Conflicts);
                NoteConflict(now);
                if (!name.IsEstablished)
                {
                    Count(MdnsCounter.Renamed);
                    name.Next();
                    _records.MakeUnique(name);
                    if (i == 0)
                    {
                        HostRenamed();
                    }
                }

                Probe(name, now + (_isContended ? _stack.AtLeast(ConflictWait) : _stack.NextRandom(FirstProbeSpread)));
            }
        }

        /// <summary>The records that lead to the host lead to another name now.</summary>
        private void HostRenamed()
        {
            ForgetSent();
            for (int i = 1; i < _records.Count; i++)
            {
                AnnounceAnew(_records.Names[i]);
            }
        }

        private void NoteConflict(long now)
        {
            long[] conflicts = _conflicts;
            int next = _nextConflict;
            if (_knownConflicts < conflicts.Length)
            {
                _knownConflicts++;
            }
            else if (now - conflicts[next] < _stack.AtLeast(ConflictPeriod))
            {
                _isContended = true;
            }

            conflicts[next] = now;
            _nextConflict = next + 1 == conflicts.Length ? 0 : next + 1;
        }
    }
}
