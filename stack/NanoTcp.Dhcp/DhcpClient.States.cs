// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;

namespace NanoTcp.Dhcp
{
    // The states of RFC 2131 §4.4, figure 5: what happens when the time of one is over, and what ends a lease.
    public sealed partial class DhcpClient
    {
        /// <summary>REQUESTs before another server is looked for: 60 seconds (RFC 2131 §3.1 step 5).</summary>
        private const int RequestTries = 4;

        /// <summary>REQUESTs for the address from before: 12 seconds. In another network no server may answer them at all.</summary>
        private const int RebootTries = 2;

        /// <summary>DISCOVERs before they become rare.</summary>
        private const int QuickTries = 6;

        /// <summary>The longest random time before the first message, in milliseconds. RFC 2131 §4.4.1 has ten seconds, which a user would notice.</summary>
        private const int LongestStart = 1000;

        /// <summary>The shortest time after a DECLINE (RFC 2131 §3.1 step 5).</summary>
        private const int DeclineWait = 10_000;

        /// <summary>How long a server that confirms the address is waited for, after another one has refused it.</summary>
        private const int RefusalWait = 1000;

        /// <summary>The time for the RELEASE to leave, which may need the MAC address of its next hop first.</summary>
        private const int ReleaseWait = 1000;

        /// <summary>How often the message of the state has been sent.</summary>
        private int _attempt;

        /// <summary>Acquisitions in a row that ended without a lease. The pause after them grows.</summary>
        private int _failures;

        /// <summary>Whether a server that is not known has refused the address from before.</summary>
        private bool _isRefused;

        /// <summary>The link has come up, gone down, or both.</summary>
        private void FollowLink(long now)
        {
            _linkChanges = _stack.LinkChanges;
            if (_state == DhcpState.Releasing)
            {
                Stop();
                return;
            }

            Leave();
            FailedTries = 0;
            _failures = 0;
            _state = _memory.CanBeConfirmed ? DhcpState.InitReboot : DhcpState.Init;
            _timer = _stack.IsLinkUp ? now + _stack.NextRandom(LongestStart) : long.MaxValue;
        }

        /// <summary>The time of the state is over, or its message could not be sent before.</summary>
        private void Work(long now)
        {
            if (_isUnsent || Advance(now))
            {
                Ask(now);
            }
        }

        /// <summary>Goes on to what comes next. Returns whether that needs a message.</summary>
        private bool Advance(long now)
        {
            switch (_state)
            {
                case DhcpState.Init:
                    Begin(DhcpState.Selecting, now);
                    return true;

                case DhcpState.Selecting:
                    FailedTries++;
                    if (++_attempt >= QuickTries)
                    {
                        ChooseTransaction();
                    }

                    return true;

                case DhcpState.Requesting:
                    if (++_attempt < RequestTries)
                    {
                        return true;
                    }

                    Restart(now);
                    return false;

                case DhcpState.InitReboot:
                    _isRefused = false;
                    Begin(DhcpState.Rebooting, now);
                    return true;

                case DhcpState.Rebooting:
                    return AdvanceReboot(now);

                case DhcpState.Bound:
                    Begin(DhcpState.Renewing, now);
                    return true;

                case DhcpState.Renewing:
                    if (now >= _lease.RebindsAt)
                    {
                        ChooseTransaction();
                        _state = DhcpState.Rebinding;
                    }

                    return true;

                case DhcpState.Rebinding:
                    return true;

                case DhcpState.Releasing:
                    if (_attempt++ == 0)
                    {
                        return true;
                    }

                    Stop();
                    return false;

                default:
                    _timer = long.MaxValue;
                    return false;
            }
        }

        /// <summary>
        /// Nobody has confirmed the address from before. If its lease runs it stays meanwhile, but the network may be another one: servers that do not know
        /// the lease say nothing, and only offers show them.
        /// </summary>
        private bool AdvanceReboot(long now)
        {
            if (_isRefused)
            {
                Refuse(now);
                return false;
            }

            FailedTries++;
            if (++_attempt < RebootTries)
            {
                return true;
            }

            _memory.CanBeConfirmed = _holds;
            Begin(DhcpState.Selecting, now);
            return true;
        }

        /// <summary>Enters a state that begins with a message of its own.</summary>
        private void Begin(DhcpState state, long now)
        {
            _state = state;
            _attempt = 0;
            _began = now;
            ChooseTransaction();
        }

        /// <summary>Leaves a state for another one.</summary>
        private void Leave()
        {
            _isUnsent = false;
            if (_state == DhcpState.Checking)
            {
                _ip.StopProbe();
            }
        }

        /// <summary>Goes back to INIT. The pause before the next DISCOVER grows, so that no server can make this a storm.</summary>
        private void Restart(long now)
        {
            Leave();
            FailedTries++;
            _state = DhcpState.Init;
            _timer = now + (_failures == 0 ? _stack.NextRandom(LongestStart) : Pause(_failures - 1));
            _failures++;
        }

        /// <summary>A server has refused the address: whoever uses it has to stop at once (RFC 2131 §3.1, §4.4.5).</summary>
        private void Refuse(long now)
        {
            Count(DhcpCounter.Refused);
            Drop();
            _memory.Forget();
            Restart(now);
        }

        /// <summary>Looks whether the address of a new lease is free (RFC 2131 §4.4.1, RFC 5227 §2.1).</summary>
        private void Check(long now)
        {
            switch (_ip.ProbeState)
            {
                case AddressProbeState.None:
                    // Who has asked for a link-local address has stopped.
                    _ip.StartProbe(_lease.Address);
                    break;

                case AddressProbeState.Free:
                    Leave();
                    Count(DhcpCounter.Bound);
                    Bind();
                    break;

                case AddressProbeState.Conflict:
                    Decline(now);
                    break;

                default:
                    break;
            }
        }

        /// <summary>The lease is in force.</summary>
        private void Bind()
        {
            _holds = true;
            _lease.Apply(_ip, _settings);
            _memory.Keep(_lease.AddressBytes);
            FailedTries = 0;
            _failures = 0;
            _state = DhcpState.Bound;
            _timer = _lease.RenewsAt;
        }

        /// <summary>Another station has the address. The server is told, and asked for another one later.</summary>
        private void Decline(long now)
        {
            Count(DhcpCounter.Declined);
            Drop();
            _memory.Forget();
            Restart(now);
            ChooseTransaction();
            _isUnsent = true;
            long earliest = now + _stack.AtLeast(DeclineWait);
            _resumeAt = _timer < earliest ? earliest + _stack.NextRandom(LongestStart) : _timer;
            _timer = now;
        }

        private void Expire(long now)
        {
            Count(DhcpCounter.Expired);
            Drop();
            _memory.CanBeConfirmed = false;
            if (_state == DhcpState.Bound || _state == DhcpState.Renewing || _state == DhcpState.Rebinding)
            {
                Restart(now);
            }
            else if (_state == DhcpState.InitReboot)
            {
                _state = DhcpState.Init;
            }
        }

        /// <summary>Takes the lease out of force.</summary>
        private void Drop()
        {
            if (!_holds)
            {
                return;
            }

            _holds = false;
            if (_ip.Address.Equals(_lease.Address))
            {
                _ip.Configure(HostAddress.Any, 0, HostAddress.Any);
            }

            _settings.Clear();
        }

        /// <summary>The pause after a number of tries: 4, 8, 16, 32 and 64 seconds, each up to a second more or less (RFC 2131 §4.1).</summary>
        private long Pause(int tries)
        {
            return tries < QuickTries - 1 ? _stack.RandomWait((4000 << tries) - 1000, (4000 << tries) + 1000) : _retryInterval + _stack.NextRandom(10_000);
        }
    }
}
