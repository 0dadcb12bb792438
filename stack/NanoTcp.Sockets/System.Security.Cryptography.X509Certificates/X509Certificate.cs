// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;

namespace System.Security.Cryptography.X509Certificates
{
    /// <summary>A certificate as bytes. There is no TLS here, so nobody reads what stands in it.</summary>
    public class X509Certificate
    {
        private readonly byte[] _certificate;

        /// <summary>Makes an empty certificate.</summary>
        public X509Certificate()
            : this(new byte[0])
        {
        }

        /// <summary>Keeps a certificate.</summary>
        /// <param name="certificate">Its bytes, PEM or DER.</param>
        /// <exception cref="ArgumentNullException">There is none.</exception>
        public X509Certificate(byte[] certificate)
        {
            ArgumentNullException.ThrowIfNull(certificate, nameof(certificate));
            _certificate = certificate;
        }

        /// <summary>Keeps a certificate.</summary>
        /// <param name="certificate">Its text, PEM.</param>
        /// <exception cref="ArgumentNullException">There is none.</exception>
        public X509Certificate(string certificate)
            : this(Bytes(certificate))
        {
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public virtual string Issuer
        {
            get { throw NotRead(); }
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public virtual string Subject
        {
            get { throw NotRead(); }
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public virtual DateTime GetEffectiveDate()
        {
            throw NotRead();
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public virtual DateTime GetExpirationDate()
        {
            throw NotRead();
        }

        /// <summary>The bytes, not a copy. Those of a text end with a zero, as PEM decoders want it.</summary>
        public virtual byte[] GetRawCertData()
        {
            return _certificate;
        }

        /// <summary>A text in UTF-8 with a zero at its end.</summary>
        internal static byte[] Bytes(string text)
        {
            ArgumentNullException.ThrowIfNull(text, nameof(text));
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            byte[] bytes = new byte[utf8.Length + 1];
            Array.Copy(utf8, 0, bytes, 0, utf8.Length);
            return bytes;
        }

        private static NotSupportedException NotRead()
        {
            return new NotSupportedException("There is no TLS: certificates are kept, but not read.");
        }
    }
}
