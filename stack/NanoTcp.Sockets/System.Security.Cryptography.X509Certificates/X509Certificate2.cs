// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Security.Cryptography.X509Certificates
{
    /// <summary>A certificate and its private key as bytes. There is no TLS here, so nobody reads what stands in them.</summary>
    public class X509Certificate2 : X509Certificate
    {
        private readonly byte[]? _privateKey;

        /// <summary>Makes an empty certificate.</summary>
        public X509Certificate2()
        {
        }

        /// <summary>Keeps a certificate.</summary>
        /// <param name="rawData">Its bytes, PEM or DER.</param>
        /// <exception cref="ArgumentNullException">There is none.</exception>
        public X509Certificate2(byte[] rawData)
            : base(rawData)
        {
        }

        /// <summary>Keeps a certificate.</summary>
        /// <param name="certificate">Its text, PEM.</param>
        /// <exception cref="ArgumentNullException">There is none.</exception>
        public X509Certificate2(string certificate)
            : base(certificate)
        {
        }

        /// <summary>Keeps a certificate and its key.</summary>
        /// <param name="rawData">Its text, PEM.</param>
        /// <param name="key">The key's text, PEM.</param>
        /// <param name="password">The password of the key, which nobody needs here.</param>
        /// <exception cref="ArgumentNullException">Certificate or key is missing.</exception>
        public X509Certificate2(string rawData, string key, string password)
            : base(rawData)
        {
            _privateKey = Bytes(key);
        }

        /// <summary>Keeps a certificate and its key.</summary>
        /// <param name="rawData">Its bytes, PEM or DER.</param>
        /// <param name="key">The key's text, PEM.</param>
        /// <param name="password">The password of the key, which nobody needs here.</param>
        /// <exception cref="ArgumentNullException">Certificate or key is missing.</exception>
        public X509Certificate2(byte[] rawData, string key, string password)
            : base(rawData)
        {
            _privateKey = Bytes(key);
        }

        /// <summary>Keeps a certificate and its key.</summary>
        /// <param name="rawData">Its bytes, PEM or DER.</param>
        /// <param name="key">The key's bytes, PEM or DER.</param>
        /// <param name="password">The password of the key, which nobody needs here.</param>
        /// <exception cref="ArgumentNullException">Certificate or key is missing.</exception>
        public X509Certificate2(byte[] rawData, byte[] key, string password)
            : base(rawData)
        {
            ArgumentNullException.ThrowIfNull(key, nameof(key));
            _privateKey = key;
        }

        /// <summary>Whether there is a private key.</summary>
        public bool HasPrivateKey
        {
            get { return _privateKey != null; }
        }

        /// <summary>The bytes of the private key; null: there is none.</summary>
        public byte[]? PrivateKey
        {
            get { return _privateKey; }
        }

        /// <summary>The bytes of the certificate, in which the public key stands.</summary>
        public byte[] PublicKey
        {
            get { return RawData; }
        }

        /// <summary>The bytes of the certificate.</summary>
        public byte[] RawData
        {
            get { return GetRawCertData(); }
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public DateTime NotAfter
        {
            get { return GetExpirationDate(); }
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public DateTime NotBefore
        {
            get { return GetEffectiveDate(); }
        }
    }
}
