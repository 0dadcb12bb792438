// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Wire;

namespace NanoTcp.Dns
{
    /// <summary>
    /// Reads a message (RFC 1035 §4): first its questions, then its records, one by one. It takes any bytes, throws at none, and allocates nothing. So
    /// one reader serves for all messages.
    /// </summary>
    /// <example>
    /// <code>
    /// if (reader.Begin(buffer, length))
    /// {
    ///     while (reader.ReadQuestion()) { … }
    ///     while (reader.ReadRecord()) { … }
    /// }
    /// </code>
    /// </example>
    public sealed class DnsReader
    {
        private const int TypeAndClass = 4;
        private const int RecordFixed = 10;
        private const int Sections = 4;

        private byte[] _message = new byte[0];
        private int _end;
        private int _next;
        private int _section;
        private int _left;
        private bool _isDamaged;
        private int _nameOffset;
        private int _type;
        private int _class;
        private uint _timeToLive;
        private int _dataOffset;
        private int _dataLength;

        /// <summary>The message.</summary>
        public byte[] Message
        {
            get { return _message; }
        }

        /// <summary>Bytes of the message.</summary>
        public int Length
        {
            get { return _end; }
        }

        /// <summary>Its identifier.</summary>
        public int Id
        {
            get { return BigEndian.ReadUInt16(_message, DnsHeader.Id); }
        }

        /// <summary>Its flags, as in <see cref="DnsHeader"/>.</summary>
        public int Flags
        {
            get { return BigEndian.ReadUInt16(_message, DnsHeader.Flags); }
        }

        /// <summary>
        /// Whether reading has ended before the message's own counts say: the message is cut off, or what stands there is no question or record. What was read
        /// before stands.
        /// </summary>
        public bool IsDamaged
        {
            get { return _isDamaged; }
        }

        /// <summary>The section of what was read last.</summary>
        public DnsSection Section
        {
            get { return (DnsSection)_section; }
        }

        /// <summary>Where the name of what was read last begins.</summary>
        public int NameOffset
        {
            get { return _nameOffset; }
        }

        /// <summary>Its type, a <see cref="DnsType"/>.</summary>
        public int Type
        {
            get { return _type; }
        }

        /// <summary>Its class, a <see cref="DnsClass"/>, with the bit of mDNS.</summary>
        public int Class
        {
            get { return _class; }
        }

        /// <summary>The time to live of the record read last, in seconds. One with the highest bit set counts as 0 (RFC 2181 §8).</summary>
        public uint TimeToLive
        {
            get { return _timeToLive; }
        }

        /// <summary>Where the data of the record read last begin; 0 before the first one.</summary>
        public int DataOffset
        {
            get { return _dataOffset; }
        }

        /// <summary>Bytes of its data. They are all in the message.</summary>
        public int DataLength
        {
            get { return _dataLength; }
        }

        /// <summary>Begins with a message. It starts at the first byte of the array, which must not change while it is read.</summary>
        /// <returns>False: it has not even a header, and nothing may be asked of it.</returns>
        /// <exception cref="ArgumentNullException">There is no array.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The length is below 0, or above the array's.</exception>
        public bool Begin(byte[] message, int length)
        {
            if (message == null)
            {
                Throw.ArgumentNull();
            }

            if ((uint)length > (uint)message!.Length)
            {
                Throw.ArgumentOutOfRange();
            }

            _message = message;
            _end = length;
            _isDamaged = length < DnsHeader.Length;
            _next = DnsHeader.Length;
            _section = 0;
            _left = _isDamaged ? 0 : CountOf(DnsSection.Question);
            _dataOffset = 0;
            _dataLength = 0;
            return !_isDamaged;
        }

        /// <summary>How many questions or records the message says that a section has. Anybody may say so.</summary>
        public int CountOf(DnsSection section)
        {
            return BigEndian.ReadUInt16(_message, DnsHeader.Counts + ((int)section << 1));
        }

        /// <summary>Reads the next question.</summary>
        /// <returns>False: there is none.</returns>
        public bool ReadQuestion()
        {
            return _section == (int)DnsSection.Question && _left > 0 && ReadName(TypeAndClass);
        }

        /// <summary>Reads the next record, of whatever section. Questions that were not read are skipped.</summary>
        /// <returns>False: there is none. <see cref="IsDamaged"/> tells whether there should be.</returns>
        public bool ReadRecord()
        {
            while (ReadQuestion())
            {
            }

            while (_left == 0)
            {
                if (_isDamaged || _section == Sections - 1)
                {
                    return false;
                }

                _left = CountOf((DnsSection)(++_section));
            }

            if (!ReadName(RecordFixed))
            {
                return false;
            }

            byte[] message = _message;
            int offset = _next - RecordFixed + TypeAndClass;
            uint timeToLive = BigEndian.ReadUInt32(message, offset);
            int length = BigEndian.ReadUInt16(message, offset + 4);
            if (length > _end - _next)
            {
                Stop();
                return false;
            }

            _timeToLive = timeToLive >> 31 == 0 ? timeToLive : 0;
            _dataOffset = _next;
            _dataLength = length;
            _next += length;
            return true;
        }

        /// <summary>Whether the name of what was read last is a name in wire form that begins at an offset of an array.</summary>
        public bool NameEquals(byte[] name, int offset)
        {
            return DnsName.AreEqual(_message, _end, _nameOffset, name, name.Length, offset);
        }

        /// <summary>
        /// Where a name in the data of the record read last begins, if the name, as far as it stands there, ends with the data. So it must for NS, CNAME and PTR,
        /// and for SRV behind the first six bytes.
        /// </summary>
        /// <param name="skip">Bytes of the data in front of the name.</param>
        /// <returns>The offset; -1: the data are something else.</returns>
        public int DataName(int skip)
        {
            int offset = _dataOffset + skip;
            int end = _dataOffset + _dataLength;
            return DnsName.Skip(_message, end, offset) == end ? offset : -1;
        }

        /// <summary>Reads the name of a question or record, and steps over the fixed part behind it.</summary>
        private bool ReadName(int fixedPart)
        {
            byte[] message = _message;
            int offset = DnsName.Skip(message, _end, _next);
            if (offset < 0 || offset + fixedPart > _end)
            {
                Stop();
                return false;
            }

            _nameOffset = _next;
            _type = BigEndian.ReadUInt16(message, offset);
            _class = BigEndian.ReadUInt16(message, offset + 2);
            _next = offset + fixedPart;
            _left--;
            return true;
        }

        private void Stop()
        {
            _isDamaged = true;
            _left = 0;
        }
    }
}
