// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    /// <summary>Why a socket call failed: names and numbers of .NET's SocketError.</summary>
    public enum SocketError
    {
        /// <summary>The call succeeded.</summary>
        Success = 0,

        /// <summary>An argument is outside its range.</summary>
        InvalidArgument = 10022,

        /// <summary>There is nothing to read, or no room to write, for now.</summary>
        WouldBlock = 10035,

        /// <summary>A datagram is longer than can be sent, or than the room for it.</summary>
        MessageSize = 10040,

        /// <summary>Another service has the port, or the same connection exists.</summary>
        AddressAlreadyInUse = 10048,

        /// <summary>No host can have that address, or it is this host's own.</summary>
        AddressNotAvailable = 10049,

        /// <summary>This stack has no address.</summary>
        NetworkDown = 10050,

        /// <summary>The address is not on this network, and no gateway is configured.</summary>
        NetworkUnreachable = 10051,

        /// <summary>This end ended the connection, because this host's address changed.</summary>
        ConnectionAborted = 10053,

        /// <summary>The other end reset the connection.</summary>
        ConnectionReset = 10054,

        /// <summary>All connections, peers or ports that were configured are in use.</summary>
        NoBufferSpaceAvailable = 10055,

        /// <summary>There is no connection, or it is closed.</summary>
        NotConnected = 10057,

        /// <summary>This direction of the connection has been shut down.</summary>
        Shutdown = 10058,

        /// <summary>The other end did not answer in time.</summary>
        TimedOut = 10060,

        /// <summary>Nobody listens on that port, or a router forbids the connection.</summary>
        ConnectionRefused = 10061,

        /// <summary>Nobody on the link answers for that address, or ICMP reported an error before the connection timed out.</summary>
        HostUnreachable = 10065,
    }
}
