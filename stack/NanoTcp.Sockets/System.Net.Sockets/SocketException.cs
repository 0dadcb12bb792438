// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.Sockets
{
    /// <summary>A call on a socket or a look-up of a name has failed.</summary>
    public class SocketException : Exception
    {
        private readonly SocketError _error;

        /// <summary>Makes an exception.</summary>
        /// <param name="errorCode">Why the call failed.</param>
        public SocketException(SocketError errorCode)
        {
            _error = errorCode;
        }

        /// <summary>Why the call failed, by an error of the stack. The numbers are the same.</summary>
        internal SocketException(NanoTcp.Host.SocketError error)
            : this((SocketError)(int)error)
        {
        }

        /// <summary>Why the call failed: the number of a <see cref="SocketError"/>.</summary>
        public int ErrorCode
        {
            get { return (int)_error; }
        }

        /// <summary>Why the call failed.</summary>
        public SocketError SocketErrorCode
        {
            get { return _error; }
        }

        /// <summary>The number in words of its own.</summary>
        public override string Message
        {
            get { return "Socket error " + ((int)_error).ToString(); }
        }
    }
}
