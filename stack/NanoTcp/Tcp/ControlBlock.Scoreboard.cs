// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // What the other end has acknowledged selectively (RFC 2018), and what that says of the rest: RFC 6675's scoreboard.
    internal sealed partial class ControlBlock
    {
        /// <summary>Where the ranges stand in <see cref="_words"/>.</summary>
        private int Scoreboard
        {
            get { return OutOfOrderRanges + _transport.RangesSize; }
        }

        /// <summary>Steps over what is on its way again from the pass before, and over what the other end has.</summary>
        private uint NextHole(uint next)
        {
            int[] words = _words;
            if ((int)(next - (uint)words[Word.SkipFrom]) >= 0 && (int)(next - (uint)words[Word.SkipTo]) < 0)
            {
                next = (uint)words[Word.SkipTo];
            }

            return Ranges.FirstOutside(words, Scoreboard, next);
        }

        /// <summary>Where the next text begins that the other end has, or what was never sent.</summary>
        private uint NextStart(uint sequence)
        {
            for (int i = 0; i < _words[Scoreboard]; i++)
            {
                uint start = Ranges.Start(_words, Scoreboard, i);
                if ((int)(start - sequence) > 0)
                {
                    return start;
                }
            }

            return _sndNxt;
        }

        /// <summary>pipe (RFC 6675 §4): what is taken to be in the network.</summary>
        private int Pipe()
        {
            int scoreboard = Scoreboard;
            uint lost = LostEdge();
            uint from = _sndUna;
            int pipe = 0;
            for (int i = 0; i < _words[scoreboard]; i++)
            {
                pipe += InNetwork(from, Ranges.Start(_words, scoreboard, i), lost);
                from = Ranges.End(_words, scoreboard, i);
            }

            return pipe + InNetwork(from, _sndNxt, lost);
        }

        /// <summary>Of a hole: what is not lost, and of what is, the part that was sent again.</summary>
        private int InNetwork(uint start, uint end, uint lost)
        {
            return Overlap(start, end, lost, end)
                + Overlap(start, end, start, (int)((uint)_words[Word.HighRxt] - lost) < 0 ? (uint)_words[Word.HighRxt] : lost)
                + Overlap(start, end, (uint)_words[Word.SkipFrom], (uint)_words[Word.SkipTo]);
        }

        private static int Overlap(uint start, uint end, uint from, uint to)
        {
            from = (int)(from - start) > 0 ? from : start;
            to = (int)(to - end) < 0 ? to : end;
            int overlap = (int)(to - from);
            return overlap > 0 ? overlap : 0;
        }

        /// <summary>
        /// Everything before it that is not acknowledged is lost: IsLost of RFC 6675 §4. SND.UNA when nothing is.
        /// </summary>
        private uint LostEdge()
        {
            int scoreboard = Scoreboard;
            int acknowledged = 0;
            int count = _words[scoreboard];
            for (int i = count - 1; i >= 0; i--)
            {
                acknowledged += (int)(Ranges.End(_words, scoreboard, i) - Ranges.Start(_words, scoreboard, i));
                if (count - i >= DuplicateThreshold || acknowledged > (DuplicateThreshold - 1) * _sndMss)
                {
                    return Ranges.Start(_words, scoreboard, i);
                }
            }

            return _sndUna;
        }

        /// <summary>Takes in the blocks of the segment that has arrived. Whether they say anything new.</summary>
        private bool TakeSack()
        {
            TcpOptionList options = _transport.Received;
            byte[] data = _transport.ReceivedData;
            bool news = false;
            for (int i = 0; i < options.SackCount; i++)
            {
                uint start = BigEndian.ReadUInt32(data, options.SackBlocks + 8 * i);
                uint end = BigEndian.ReadUInt32(data, options.SackBlocks + 8 * i + 4);

                // Others are nonsense, or tell of text that came twice (RFC 2883).
                bool counts = (int)(end - start) > 0 && (int)(start - _sndUna) > 0 && (int)(end - _sndNxt) <= 0;
                uint first = Ranges.FirstOutside(_words, Scoreboard, start);
                if (!counts || (int)(first - end) >= 0)
                {
                    continue;
                }

                uint last = Ranges.LastOutside(_words, Scoreboard, end);
                if (Ranges.Add(_words, Scoreboard, _transport.SackRanges, start, end, false))
                {
                    news = true;
                    Marks |= Mark.Duplicates;
                    LookForLostAgain(first, last);
                }
            }

            return news;
        }

        /// <summary>
        /// The other end has got something that was sent after the first hole was sent again: so that was lost once more. It and what follows,
        /// up to there, is sent again; the congestion window is halved once more (RFC 5681 §4.3).
        /// </summary>
        /// <param name="start">The first number that it had not got before.</param>
        /// <param name="end">The one behind the last.</param>
        private void LookForLostAgain(uint start, uint end)
        {
            int[] words = _words;
            if ((Marks & Mark.Recovering) == 0 || (int)((uint)words[Word.HighRxt] - _sndUna) <= 0)
            {
                return;
            }

            bool sentAgain = (int)(start - (uint)words[Word.HighRxt]) < 0
                && !((int)(start - (uint)words[Word.SkipFrom]) >= 0 && (int)(start - (uint)words[Word.SkipTo]) < 0);
            bool sentSince = (int)(end - (uint)words[Word.PassEnd]) > 0;
            if (!sentAgain && !sentSince)
            {
                return;
            }

            words[Word.SkipTo] = words[Word.HighRxt];
            words[Word.SkipFrom] = sentAgain ? (int)start : words[Word.HighRxt];
            words[Word.HighRxt] = (int)_sndUna - 1;
            words[Word.PassEnd] = (int)_sndNxt;
            int half = _congestionWindow >> 1 > 2 * _sndMss ? _congestionWindow >> 1 : 2 * _sndMss;
            words[Word.SlowStartThreshold] = half;
            SetCongestionWindow(half);
        }
    }
}
