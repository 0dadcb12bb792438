// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Platform
{
    /// <summary>Keeps the board's MAC address in a file on the internal drive.</summary>
    public sealed class FileIdentityStore : IdentityStore
    {
        /// <summary>The file on an ESP32.</summary>
        public const string DefaultPath = "I:\\nanotcp.mac";

        private readonly StoredFile _file;

        /// <summary>Uses the default file.</summary>
        public FileIdentityStore()
            : this(DefaultPath)
        {
        }

        /// <summary>Uses a file.</summary>
        public FileIdentityStore(string path)
        {
            _file = new StoredFile(path);
        }

        /// <inheritdoc/>
        public override byte[]? Load()
        {
            return _file.Load();
        }

        /// <inheritdoc/>
        public override bool Save(byte[] record)
        {
            return _file.Save(record);
        }
    }
}
