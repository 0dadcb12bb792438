// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace System.Net.Security
{
    /// <summary>
    /// TLS over a connection, which there is not. Programs that can do without it compile. Nothing is ever read or written in the clear.
    /// </summary>
    public class SslStream : NetworkStream
    {
        /// <summary>Makes a stream that cannot be authenticated.</summary>
        /// <param name="socket">A connected socket.</param>
        /// <exception cref="ArgumentNullException">There is no socket.</exception>
        /// <exception cref="IO.IOException">The socket is not connected.</exception>
        public SslStream(Socket socket)
            : base(socket)
        {
        }

        /// <summary>What would be asked of the other end's certificate.</summary>
        public SslVerification SslVerification { get; set; } = SslVerification.CertificateRequired;

        /// <summary>Whether the device's own certificate would be shown.</summary>
        public bool UseStoredDeviceCertificate { get; set; }

        /// <summary>False: it is neither server nor client.</summary>
        public bool IsServer
        {
            get { return false; }
        }

        /// <summary>False: nothing can be read.</summary>
        public override bool DataAvailable
        {
            get { return false; }
        }

        /// <summary>0: nothing can be read.</summary>
        public override long Length
        {
            get { return 0; }
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public void AuthenticateAsClient(string targetHost, SslProtocols enabledSslProtocols)
        {
            throw NoTls();
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public void AuthenticateAsClient(string targetHost, X509Certificate? clientCertificate, SslProtocols enabledSslProtocols)
        {
            throw NoTls();
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public void AuthenticateAsClient(string targetHost, X509Certificate? clientCertificate, X509Certificate? ca, SslProtocols enabledSslProtocols)
        {
            throw NoTls();
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public void AuthenticateAsServer(X509Certificate serverCertificate, SslProtocols enabledSslProtocols)
        {
            throw NoTls();
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public void AuthenticateAsServer(X509Certificate serverCertificate, bool clientCertificateRequired, SslProtocols enabledSslProtocols)
        {
            throw NoTls();
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public override int Read(byte[] buffer, int offset, int size)
        {
            throw NoTls();
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public override void Write(byte[] buffer, int offset, int size)
        {
            throw NoTls();
        }

        private static NotSupportedException NoTls()
        {
            return new NotSupportedException("There is no TLS.");
        }
    }
}
