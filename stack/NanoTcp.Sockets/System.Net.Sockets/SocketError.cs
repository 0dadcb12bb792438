// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.Sockets
{
    /// <summary>Why a call failed. The numbers are those of .NET.</summary>
    public enum SocketError
    {
        /// <summary>Not known.</summary>
        SocketError = -1,

        /// <summary>The call succeeded.</summary>
        Success = 0,

        /// <summary>Another thread closed the socket during the call.</summary>
        Interrupted = 10004,

        /// <summary>A broadcast from a socket that may not send any.</summary>
        AccessDenied = 10013,

        /// <summary>An address or option is too short.</summary>
        Fault = 10014,

        /// <summary>An argument is outside its range, or the socket is not in the state for the call.</summary>
        InvalidArgument = 10022,

        /// <summary>There are no sockets left.</summary>
        TooManyOpenSockets = 10024,

        /// <summary>There is nothing to read, or no room to write, for now.</summary>
        WouldBlock = 10035,

        /// <summary>A call is in progress.</summary>
        InProgress = 10036,

        /// <summary>The same call is in progress.</summary>
        AlreadyInProgress = 10037,

        /// <summary>It is no socket.</summary>
        NotSocket = 10038,

        /// <summary>The call needs an address to send to.</summary>
        DestinationAddressRequired = 10039,

        /// <summary>A datagram is longer than can be sent, or than the room for it.</summary>
        MessageSize = 10040,

        /// <summary>The protocol does not fit the socket's type.</summary>
        ProtocolType = 10041,

        /// <summary>The protocol has no such option.</summary>
        ProtocolOption = 10042,

        /// <summary>There is no such protocol.</summary>
        ProtocolNotSupported = 10043,

        /// <summary>There are no sockets of that type.</summary>
        SocketNotSupported = 10044,

        /// <summary>Sockets of this kind do not have that call.</summary>
        OperationNotSupported = 10045,

        /// <summary>There are no protocols of that family.</summary>
        ProtocolFamilyNotSupported = 10046,

        /// <summary>There are no addresses of that family.</summary>
        AddressFamilyNotSupported = 10047,

        /// <summary>Another socket has the port, or the same connection exists.</summary>
        AddressAlreadyInUse = 10048,

        /// <summary>No host can have that address, or it is not this host's own.</summary>
        AddressNotAvailable = 10049,

        /// <summary>This host has no network, or no address.</summary>
        NetworkDown = 10050,

        /// <summary>The address is not on this network, and there is no gateway.</summary>
        NetworkUnreachable = 10051,

        /// <summary>Keep-alive found the connection gone.</summary>
        NetworkReset = 10052,

        /// <summary>This end ended the connection, because this host's address changed.</summary>
        ConnectionAborted = 10053,

        /// <summary>The other end reset the connection.</summary>
        ConnectionReset = 10054,

        /// <summary>All sockets, peers or ports that were configured are in use.</summary>
        NoBufferSpaceAvailable = 10055,

        /// <summary>The socket is connected already.</summary>
        IsConnected = 10056,

        /// <summary>The socket is not connected.</summary>
        NotConnected = 10057,

        /// <summary>This direction of the connection has been shut down.</summary>
        Shutdown = 10058,

        /// <summary>The other end did not answer in time, or the call's own time is over.</summary>
        TimedOut = 10060,

        /// <summary>Nobody listens on that port.</summary>
        ConnectionRefused = 10061,

        /// <summary>The other host is down.</summary>
        HostDown = 10064,

        /// <summary>Nobody on the link answers for that address, or a router reports that there is no way.</summary>
        HostUnreachable = 10065,

        /// <summary>Too many processes use sockets.</summary>
        ProcessLimit = 10067,

        /// <summary>The program has no network. See <see cref="NanoTcp.Sockets.SocketNetwork.Use"/>.</summary>
        SystemNotReady = 10091,

        /// <summary>The version of the socket interface is not supported.</summary>
        VersionNotSupported = 10092,

        /// <summary>The network was not started.</summary>
        NotInitialized = 10093,

        /// <summary>The other end closes the connection.</summary>
        Disconnecting = 10101,

        /// <summary>There is no such class of service.</summary>
        TypeNotFound = 10109,

        /// <summary>There is no host of that name, or it has no address.</summary>
        HostNotFound = 11001,

        /// <summary>No name server is known, none answered, or it could not for now.</summary>
        TryAgain = 11002,

        /// <summary>The name servers refuse to answer.</summary>
        NoRecovery = 11003,

        /// <summary>The name has no address.</summary>
        NoData = 11004,
    }
}
