// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Dns;

namespace NanoTcp.Mdns
{
    /// <summary>
    /// A name that only this host may have: its own, or that of a service instance. The first label is the wanted text, with a number behind it when
    /// others have that name: "kitchen-2", or "Kitchen (2)".
    /// </summary>
    internal class OwnName
    {
        /// <summary>The step at which the third probe has been sent. Before, the step is the number of probes sent.</summary>
        internal const int Probed = 3;

        /// <summary>The name is this host's, and it is announced.</summary>
        internal const int Announcing = 4;

        /// <summary>It is announced a second time.</summary>
        internal const int AnnouncingAgain = 5;

        /// <summary>Nothing more is due.</summary>
        internal const int Done = 6;

        /// <summary>In <see cref="Rivals"/>: a record of another prober that comes before this host's first one.</summary>
        internal const int BeforeFirst = 1;

        /// <summary>One that is the same as the first.</summary>
        internal const int SameAsFirst = 2;

        /// <summary>One between the first and the second.</summary>
        internal const int BeforeSecond = 4;

        /// <summary>One that is the same as the second.</summary>
        internal const int SameAsSecond = 8;

        /// <summary>One behind all of this host's.</summary>
        internal const int BehindAll = 16;

        /// <summary>The name in wire form.</summary>
        internal readonly byte[] Wire;

        /// <summary>Bytes of it.</summary>
        internal int Length;

        /// <summary>How far this host has come with the name (RFC 6762 §8).</summary>
        internal int Step;

        /// <summary>When the next step is due.</summary>
        internal long Due;

        /// <summary>What the probe that is being read has shown for this name.</summary>
        internal int Rivals;

        /// <summary>Whether the response that is being read contradicts this name.</summary>
        internal bool IsContradicted;

        // A number of nine digits with what stands around it.
        private const int MaxSuffix = 12;

        private readonly byte[] _suffix = new byte[MaxSuffix];
        private readonly byte[] _rest;
        private readonly bool _isHost;
        private string _wanted = "";
        private byte[] _label = new byte[0];
        private int _number;

        /// <param name="rest">The labels behind the first one, in wire form.</param>
        /// <param name="isHost">Whether a number is added as to a host's name.</param>
        internal OwnName(byte[] rest, bool isHost)
        {
            _rest = rest;
            _isHost = isHost;
            Wire = new byte[1 + DnsName.MaxLabel + rest.Length];
        }

        /// <summary>Whether the name is known to be this host's.</summary>
        internal bool IsEstablished
        {
            get { return Step >= Announcing; }
        }

        /// <summary>Where the labels behind the first one begin.</summary>
        internal int RestOffset
        {
            get { return 1 + Wire[0]; }
        }

        /// <summary>The first label.</summary>
        internal string Text
        {
            get
            {
                if (_number == 1)
                {
                    return _wanted;
                }

                int suffix = WriteSuffix();
                char[] text = new char[suffix];
                for (int i = 0; i < suffix; i++)
                {
                    text[i] = (char)_suffix[i];
                }

                // One character takes one byte or more.
                int kept = Kept(suffix);
                int count = kept < _wanted.Length ? kept : _wanted.Length;
                byte[] label = new byte[4 * count + 1];
                while (DnsText.ToUtf8(_wanted.Substring(0, count), label, 0) > kept)
                {
                    count--;
                }

                return _wanted.Substring(0, count) + new string(text);
            }
        }

        /// <summary>Sets the text that is wanted, and begins without a number.</summary>
        /// <exception cref="ArgumentException">It is empty, or longer than 63 bytes.</exception>
        internal void Want(string text)
        {
            byte[] label = new byte[1 + DnsName.MaxLabel];
            int length = DnsText.ToLabel(text, label, 0);
            if (length == 0)
            {
                throw new ArgumentException("'" + text + "' is no label of a name: 1 to 63 bytes.");
            }

            _wanted = text;
            _label = label;
            _number = 1;
            Write(0);
        }

        /// <summary>Goes on to the next number.</summary>
        internal void Next()
        {
            _number++;
            Write(WriteSuffix());
        }

        /// <summary>Decides who of two that probe for one name goes on (RFC 6762 §8.2.1): the records of each in order, the later ones win.</summary>
        /// <returns>Whether the other one does.</returns>
        internal bool LosesTieBreak()
        {
            int rivals = Rivals;
            if ((rivals & BeforeFirst) != 0)
            {
                return false;
            }

            if ((rivals & SameAsFirst) == 0)
            {
                return true;
            }

            if ((rivals & BeforeSecond) != 0)
            {
                return false;
            }

            // A longer list wins.
            return (rivals & BehindAll) != 0;
        }

        private void Write(int suffix)
        {
            int kept = Kept(suffix);
            Array.Copy(_label, 1, Wire, 1, kept);
            Array.Copy(_suffix, 0, Wire, 1 + kept, suffix);
            int length = kept + suffix;
            Wire[0] = (byte)length;
            Array.Copy(_rest, 0, Wire, 1 + length, _rest.Length);
            Length = 1 + length + _rest.Length;
        }

        /// <summary>Bytes of the wanted label that stay in front of a suffix. No character is cut in two.</summary>
        private int Kept(int suffix)
        {
            int kept = DnsName.MaxLabel - suffix;
            if (kept >= _label[0])
            {
                return _label[0];
            }

            while (kept > 0 && (_label[1 + kept] & 0xC0) == 0x80)
            {
                kept--;
            }

            return kept;
        }

        /// <summary>Writes what stands behind the wanted label: "-2" or " (2)". Returns its length.</summary>
        private int WriteSuffix()
        {
            byte[] suffix = _suffix;
            int at = 0;
            if (_isHost)
            {
                suffix[at++] = (byte)'-';
            }
            else
            {
                suffix[at++] = (byte)' ';
                suffix[at++] = (byte)'(';
            }

            int digits = 1;
            for (int rest = _number; rest >= 10; rest /= 10)
            {
                digits++;
            }

            int number = _number;
            for (int i = at + digits - 1; i >= at; i--)
            {
                suffix[i] = (byte)('0' + number % 10);
                number /= 10;
            }

            at += digits;
            if (!_isHost)
            {
                suffix[at++] = (byte)')';
            }

            return at;
        }
    }
}
