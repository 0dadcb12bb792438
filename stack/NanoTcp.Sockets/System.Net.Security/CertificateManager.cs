// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Security.Cryptography.X509Certificates;

namespace System.Net.Security
{
    /// <summary>The device's store of certificates. There is no TLS here, so nobody would ask for them.</summary>
    public static class CertificateManager
    {
        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public static bool AddCaCertificateBundle(X509Certificate[] ca)
        {
            throw NoTls();
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public static bool AddCaCertificateBundle(string ca)
        {
            throw NoTls();
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public static bool AddCaCertificateBundle(byte[] ca)
        {
            throw NoTls();
        }

        private static NotSupportedException NoTls()
        {
            return new NotSupportedException("There is no TLS.");
        }
    }
}
