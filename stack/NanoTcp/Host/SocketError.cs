// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    /// <summary>Why a socket call did not do what was asked: names and numbers of .NET's SocketError.</summary>
    public enum SocketError
    {
        /// <summary>It did.</summary>
        Success = 0,

        /// <summary>An argument is outside its range.</summary>
        InvalidArgument = 10022,

        /// <summary>Nothing to read, or no room to write, for now.</summary>
        WouldBlock = 10035,

        /// <summary>Another service of this transport has the port.</summary>
        AddressAlreadyInUse = 10048,

        /// <summary>No host can have that address.</summary>
        AddressNotAvailable = 10049,

        /// <summary>This stack has no address, or its link is down.</summary>
        NetworkDown = 10050,

        /// <summary>The address is not on this network, and no gateway is configured.</summary>
        NetworkUnreachable = 10051,

        /// <summary>This end aborted the connection.</summary>
        ConnectionAborted = 10053,

        /// <summary>The other end reset the connection.</summary>
        ConnectionReset = 10054,

        /// <summary>All connections, peers or ports that were configured are in use.</summary>
        NoBufferSpaceAvailable = 10055,

        /// <summary>Not connected, or not yet.</summary>
        NotConnected = 10057,

        /// <summary>This direction of the connection has been shut down.</summary>
        Shutdown = 10058,

        /// <summary>The other end did not answer in time.</summary>
        TimedOut = 10060,

        /// <summary>Nobody listens on that port.</summary>
        ConnectionRefused = 10061,

        /// <summary>Nobody on the link answers for that address.</summary>
        HostUnreachable = 10065,
    }
}
