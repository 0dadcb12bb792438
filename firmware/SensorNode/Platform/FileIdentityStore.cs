// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.IO;

namespace NanoTcp.SensorNode
{
    /// <summary>
    /// A file on the internal drive. That is the littlefs partition in which nanoFramework's ESP32 images also keep their network configuration.
    /// </summary>
    public sealed class FileIdentityStore : IdentityStore
    {
        /// <summary>The file on an ESP32.</summary>
        public const string DefaultPath = "I:\\nanotcp.mac";

        private readonly string _path;

        /// <summary>Uses the default file.</summary>
        public FileIdentityStore()
            : this(DefaultPath)
        {
        }

        /// <summary>Uses a file.</summary>
        public FileIdentityStore(string path)
        {
            _path = path;
        }

        /// <inheritdoc/>
        public override byte[]? Load()
        {
            try
            {
                return File.Exists(_path) ? File.ReadAllBytes(_path) : null;
            }
            catch (Exception exception)
            {
                Console.WriteLine(_path + " cannot be read: " + exception.Message);
                return null;
            }
        }

        /// <inheritdoc/>
        public override bool Save(byte[] record)
        {
            try
            {
                File.WriteAllBytes(_path, record);
                return true;
            }
            catch (Exception exception)
            {
                Console.WriteLine(_path + " cannot be written: " + exception.Message);
                return false;
            }
        }
    }
}
