// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.IO;

namespace NanoTcp.Platform
{
    /// <summary>
    /// A file on the internal drive. That is the littlefs partition in which nanoFramework's ESP32 images also keep their network configuration. No call
    /// throws: what cannot be read is not there.
    /// </summary>
    internal sealed class StoredFile
    {
        private readonly string _path;

        internal StoredFile(string path)
        {
            _path = path;
        }

        /// <summary>The bytes that were stored last; null when there are none, or they cannot be read.</summary>
        internal byte[]? Load()
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

        /// <summary>Replaces the stored bytes. False when that is not possible.</summary>
        internal bool Save(byte[] record)
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
