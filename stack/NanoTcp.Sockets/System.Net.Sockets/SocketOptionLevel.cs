// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.Sockets
{
    /// <summary>Whose option it is. The numbers are those of .NET.</summary>
    public enum SocketOptionLevel
    {
        /// <summary>The socket's own.</summary>
        Socket = 0xffff,

        /// <summary>IPv4's.</summary>
        IP = ProtocolType.IP,

        /// <summary>IPv6's. Not supported.</summary>
        IPv6 = ProtocolType.IPv6,

        /// <summary>TCP's.</summary>
        Tcp = ProtocolType.Tcp,

        /// <summary>UDP's.</summary>
        Udp = ProtocolType.Udp,
    }
}
