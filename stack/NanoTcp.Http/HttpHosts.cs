// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Http
{
    /// <summary>The names by which a server may be asked.</summary>
    internal sealed class HttpHosts
    {
        // Each with the bit that makes a letter lower case set in all of its bytes.
        private readonly byte[][] _names;

        /// <summary>Takes over the names, in which upper and lower case are the same. They have no port.</summary>
        /// <exception cref="ArgumentException">One is no host's name or address, or has a port.</exception>
        public HttpHosts(string[] names)
        {
            _names = new byte[names.Length][];
            for (int i = 0; i < names.Length; i++)
            {
                _names[i] = Bytes(names[i]);
            }
        }

        /// <summary>Whether the host at that place, with or without a port, is one of them.</summary>
        public bool Contains(byte[] buffer, int offset, int end)
        {
            // The colons of an IPv6 address stand before its bracket.
            int port = end;
            while (port > offset && buffer[port - 1] >= '0' && buffer[port - 1] <= '9')
            {
                port--;
            }

            int length = (port > offset && buffer[port - 1] == ':' ? port - 1 : end) - offset;
            for (int i = 0; i < _names.Length; i++)
            {
                if (_names[i].Length == length && HttpScan.StartsWith(buffer, offset, _names[i], HttpScan.LowerCase))
                {
                    return true;
                }
            }

            return false;
        }

        private static byte[] Bytes(string name)
        {
            byte[] bytes = HttpText.Ascii(name);
            bool isAddress = bytes.Length > 0 && bytes[0] == '[';
            bool isRight = bytes.Length > 0;
            for (int i = 0; i < bytes.Length; i++)
            {
                isRight = isRight && (isAddress ? HttpScan.IsOfHost(name[i]) : HttpScan.IsOfToken(name[i]));
                bytes[i] |= HttpScan.LowerCase;
            }

            if (!isRight || (isAddress && name[name.Length - 1] != ']'))
            {
                throw new ArgumentException("A host is a name or an address without a port, an IPv6 address in brackets.");
            }

            return bytes;
        }
    }
}
