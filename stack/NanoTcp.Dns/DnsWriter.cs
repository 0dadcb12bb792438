// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Wire;

namespace NanoTcp.Dns
{
    /// <summary>
    /// Writes a message (RFC 1035 §4) into an array: questions, then records in the order of their sections. What has no room is left out whole, and
    /// the call says so. Nothing is allocated after construction.
    /// </summary>
    /// <example>
    /// <code>
    /// writer.Begin(id, DnsHeader.Response);
    /// writer.BeginRecord(DnsSection.Answer, name, 0, DnsType.A, DnsClass.IN, 120);
    /// writer.WriteUInt32(address);
    /// bool hasRoom = writer.EndRecord();
    /// </code>
    /// </example>
    public sealed class DnsWriter
    {
        private const int Fixed = 10;
        private const int PointerBits = 0xC000;

        /// <summary>A pointer has 14 bits.</summary>
        private const int PointerLimit = 0x4000;

        private readonly byte[] _buffer;

        /// <summary>Where names and their ends stand in the message, for pointers to them.</summary>
        private readonly int[] _names;
        private int _namesCount;
        private int _length;
        private int _section;
        private int _begin;
        private int _dataOffset;
        private bool _isFull;

        /// <summary>Makes a writer.</summary>
        /// <param name="buffer">Where messages are written, from its first byte on. Its length is the limit.</param>
        /// <param name="compressionEntries">
        /// How many names, and ends of names, of a message are remembered, so that later names can point at them; 0: names are not compressed.
        /// </param>
        /// <exception cref="ArgumentNullException">There is no buffer.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The buffer has no room for a header, or the number is below 0.</exception>
        public DnsWriter(byte[] buffer, int compressionEntries)
        {
            ArgumentNullException.ThrowIfNull(buffer, nameof(buffer));
            if (buffer.Length < DnsHeader.Length)
            {
                throw new ArgumentOutOfRangeException(nameof(buffer));
            }

            if (compressionEntries < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(compressionEntries));
            }

            _buffer = buffer;
            _names = new int[compressionEntries];
            Begin(0, 0);
        }

        /// <summary>Where the message stands, from the first byte on.</summary>
        public byte[] Buffer
        {
            get { return _buffer; }
        }

        /// <summary>Bytes of the message so far.</summary>
        public int Length
        {
            get { return _length; }
        }

        /// <summary>The most bytes that the message may have. <see cref="Begin"/> sets it to the length of the buffer.</summary>
        public int Limit { get; set; }

        /// <summary>The flags of the message, as in <see cref="DnsHeader"/>.</summary>
        public int Flags
        {
            get { return BigEndian.ReadUInt16(_buffer, DnsHeader.Flags); }
            set { BigEndian.WriteUInt16(_buffer, DnsHeader.Flags, value); }
        }

        /// <summary>Begins a message without questions and records.</summary>
        public void Begin(int id, int flags)
        {
            Array.Clear(_buffer, 0, DnsHeader.Length);
            BigEndian.WriteUInt16(_buffer, DnsHeader.Id, id);
            Flags = flags;
            _length = DnsHeader.Length;
            _section = (int)DnsSection.Question;
            _namesCount = 0;
            _isFull = false;
            Limit = _buffer.Length;
        }

        /// <summary>How many questions or records a section has so far.</summary>
        public int CountOf(DnsSection section)
        {
            return BigEndian.ReadUInt16(_buffer, DnsHeader.Counts + ((int)section << 1));
        }

        /// <summary>Adds a question.</summary>
        /// <param name="name">A name in wire form.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="type">A <see cref="DnsType"/>.</param>
        /// <param name="dnsClass">A <see cref="DnsClass"/>.</param>
        /// <returns>False: there is no room, and the message is as before.</returns>
        /// <exception cref="ArgumentOutOfRangeException">Records were added before, or this is no name.</exception>
        public bool AddQuestion(byte[] name, int offset, int type, int dnsClass)
        {
            Enter(DnsSection.Question);
            WriteName(name, offset, true);
            WriteUInt16(type);
            WriteUInt16(dnsClass);
            return Leave();
        }

        /// <summary>Begins a record. Its data are written next, then <see cref="EndRecord"/> is called.</summary>
        /// <param name="section">Where it belongs; no section before that of the record in front.</param>
        /// <param name="name">A name in wire form.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="type">A <see cref="DnsType"/>.</param>
        /// <param name="dnsClass">A <see cref="DnsClass"/>.</param>
        /// <param name="timeToLive">Seconds.</param>
        /// <exception cref="ArgumentOutOfRangeException">A later section has begun, or this is no name.</exception>
        public void BeginRecord(DnsSection section, byte[] name, int offset, int type, int dnsClass, uint timeToLive)
        {
            Enter(section);
            WriteName(name, offset, true);
            if (HasRoom(Fixed))
            {
                byte[] buffer = _buffer;
                BigEndian.WriteUInt16(buffer, _length, type);
                BigEndian.WriteUInt16(buffer, _length + 2, dnsClass);
                BigEndian.WriteUInt32(buffer, _length + 4, timeToLive);
                _length += Fixed;
            }

            _dataOffset = _length;
        }

        /// <summary>Writes a byte of data.</summary>
        public void WriteByte(int value)
        {
            if (HasRoom(1))
            {
                _buffer[_length++] = (byte)value;
            }
        }

        /// <summary>Writes 16 bits.</summary>
        public void WriteUInt16(int value)
        {
            if (HasRoom(2))
            {
                BigEndian.WriteUInt16(_buffer, _length, value);
                _length += 2;
            }
        }

        /// <summary>Writes 32 bits.</summary>
        public void WriteUInt32(uint value)
        {
            if (HasRoom(4))
            {
                BigEndian.WriteUInt32(_buffer, _length, value);
                _length += 4;
            }
        }

        /// <summary>Writes bytes.</summary>
        public void WriteBytes(byte[] bytes, int offset, int length)
        {
            if (HasRoom(length))
            {
                Array.Copy(bytes, offset, _buffer, _length, length);
                _length += length;
            }
        }

        /// <summary>Writes a name.</summary>
        /// <param name="name">The name in wire form.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="compresses">Whether it may point at an earlier one. It must not in data of types newer than RFC 1035 (RFC 3597 §4), except in mDNS (RFC 6762 §18.14).</param>
        /// <exception cref="ArgumentOutOfRangeException">This is no name.</exception>
        public void WriteName(byte[] name, int offset, bool compresses)
        {
            while (!_isFull)
            {
                int length = name[offset];
                if (length > DnsName.MaxLabel)
                {
                    Throw.ArgumentOutOfRange();
                }

                if (length > 0)
                {
                    int known = compresses ? Find(name, offset) : 0;
                    if (known != 0)
                    {
                        WriteUInt16(PointerBits | known);
                        return;
                    }

                    if (_namesCount < _names.Length && _length < PointerLimit)
                    {
                        _names[_namesCount++] = _length;
                    }
                }

                WriteBytes(name, offset, length + 1);
                if (length == 0)
                {
                    return;
                }

                offset += length + 1;
            }
        }

        /// <summary>Ends the record.</summary>
        /// <returns>False: it had no room, and the message is as before it.</returns>
        public bool EndRecord()
        {
            if (!_isFull)
            {
                BigEndian.WriteUInt16(_buffer, _dataOffset - 2, _length - _dataOffset);
            }

            return Leave();
        }

        private void Enter(DnsSection section)
        {
            if ((int)section < _section || section > DnsSection.Additional)
            {
                Throw.ArgumentOutOfRange();
            }

            _section = (int)section;
            _begin = _length;
        }

        /// <summary>Counts what was added, or takes it back.</summary>
        private bool Leave()
        {
            if (!_isFull)
            {
                int count = DnsHeader.Counts + (_section << 1);
                BigEndian.WriteUInt16(_buffer, count, BigEndian.ReadUInt16(_buffer, count) + 1);
                return true;
            }

            _isFull = false;
            _length = _begin;
            while (_namesCount > 0 && _names[_namesCount - 1] >= _length)
            {
                _namesCount--;
            }

            return false;
        }

        private bool HasRoom(int size)
        {
            _isFull |= size > Limit - _length;
            return !_isFull;
        }

        /// <summary>Where the message has a name already; 0: nowhere.</summary>
        private int Find(byte[] name, int offset)
        {
            byte[] buffer = _buffer;
            int[] names = _names;
            int length = name[offset];
            for (int i = 0; i < _namesCount; i++)
            {
                int known = names[i];
                if (buffer[known] == length && DnsName.AreEqual(buffer, _length, known, name, name.Length, offset))
                {
                    return known;
                }
            }

            return 0;
        }
    }
}
