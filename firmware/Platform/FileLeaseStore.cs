// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Dhcp;

namespace NanoTcp.Platform
{
    /// <summary>Keeps the leased address in a file on the internal drive, so that the board asks for it again when it starts.</summary>
    public sealed class FileLeaseStore : LeaseStore
    {
        /// <summary>The file on an ESP32.</summary>
        public const string DefaultPath = "I:\\nanotcp.lease";

        private readonly StoredFile _file;

        /// <summary>Uses the default file.</summary>
        public FileLeaseStore()
            : this(DefaultPath)
        {
        }

        /// <summary>Uses a file.</summary>
        public FileLeaseStore(string path)
        {
            _file = new StoredFile(path);
        }

        /// <inheritdoc/>
        public override bool Load(byte[] record)
        {
            byte[]? stored = _file.Load();
            if (stored == null || stored.Length != record.Length)
            {
                return false;
            }

            Array.Copy(stored, record, record.Length);
            return true;
        }

        /// <inheritdoc/>
        public override void Save(byte[] record)
        {
            _file.Save(record);
        }
    }
}
