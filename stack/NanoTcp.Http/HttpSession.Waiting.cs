// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Http
{
    // How long a client may keep its connection while others wait for one. Nothing of this counts while nobody waits.
    internal sealed partial class HttpSession
    {
        /// <summary>After an answer: a page asks for its parts at once.</summary>
        private const int Grace = 100;

        /// <summary>
        /// Without a received byte or an acknowledgment, unless the other end is far away: a lost segment comes again after a second (RFC 6298 §2.4).
        /// When many wait, the retransmission timeout of this end counts alone.
        /// </summary>
        private const int Silence = 1200;

        /// <summary>The longest delay of an acknowledgment.</summary>
        private const int Delay = 200;

        /// <summary>
        /// In the middle of a request when many wait, plus two round trips. Nearly all requests come in one piece, and half requests can fill a
        /// server.
        /// </summary>
        private const int SilenceInCrowd = 50;

        /// <summary>
        /// Before the first request. If it is lost together with a segment of the handshake, it comes again after three seconds (RFC 6298 §5.7).
        /// </summary>
        private const int FirstRequest = 3000;

        /// <summary>For a whole request, however steadily its bytes come; and when many wait.</summary>
        private const int WholeRequest = 3000;
        private const int WholeRequestInCrowd = 500;

        /// <summary>For a whole answer, however steadily it is taken; and when many wait.</summary>
        private const int WholeAnswer = 10_000;
        private const int WholeAnswerInCrowd = 2500;

        /// <summary>
        /// Fewer bytes than this in <see cref="Silence"/> count as silence, so a client that takes an answer byte by byte does not keep its
        /// connection.
        /// </summary>
        private const int LeastProgress = 512;

        // The start of its phase, or of this request; the time of the last progress, and the bytes since then.
        private long _since;
        private long _movedAt;
        private int _movedBytes;
        private bool _hasAnswered;

        /// <summary>The time until which its client keeps the connection, even if others wait.</summary>
        /// <param name="isCrowd">Whether many wait.</param>
        internal long SparedUntil(bool isCrowd)
        {
            bool isAcknowledged = Connection.Unacknowledged == 0;
            int silence = Connection.RetransmissionTimeout + Delay;
            silence = silence < Silence && !isCrowd ? Silence : silence;
            long wholeRequest = _since + (isCrowd ? WholeRequestInCrowd : WholeRequest);
            switch (_phase)
            {
                case HttpPhase.Head:
                    if (_incomplete > 0)
                    {
                        return Earlier(_movedAt + (isCrowd ? 2 * Connection.RoundTripTime + SilenceInCrowd : silence), wholeRequest);
                    }

                    // A client that had to wait has sent nothing that could have been lost.
                    return _since + (_hasAnswered && isAcknowledged ? Grace : _hasAnswered || Connection.WasKeptWaiting ? silence : FirstRequest);
                case HttpPhase.Skip:
                    return Earlier(_movedAt + silence, wholeRequest);
                case HttpPhase.Linger:
                    return _since + (isAcknowledged ? Grace : silence);
                default:
                    return Earlier(_movedAt + silence, _since + (isCrowd ? WholeAnswerInCrowd : WholeAnswer));
            }
        }

        /// <summary>Ends it for a waiting client: in order when everything is sent, otherwise at once.</summary>
        internal void GiveWay()
        {
            bool isBetween = _phase == HttpPhase.Linger || (_phase == HttpPhase.Head && _incomplete == 0);
            if (isBetween && Connection.Unacknowledged == 0)
            {
                Stop();
                return;
            }

            Connection.Abort();
            _phase = HttpPhase.Over;
        }

        private static long Earlier(long one, long other)
        {
            return one < other ? one : other;
        }

        private void Moved(int bytes, long now)
        {
            _movedBytes += bytes;
            if (_movedBytes >= LeastProgress)
            {
                _movedBytes = 0;
                _movedAt = now;
            }
        }
    }
}
