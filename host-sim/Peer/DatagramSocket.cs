// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Udp;

namespace NanoTcp.HostSim.Peer;

/// <summary>The UDP socket of a handle. As in an operating system it receives broadcasts, unless an option says otherwise.</summary>
internal sealed class DatagramSocket : PeerHandle
{
    private const int QueueLength = 256;
    private const int QueueBytes = 128 * 1024;

    private static readonly byte[] s_nothing = [];

    public DatagramSocket(UdpTransport udp)
    {
        Udp = new UdpSocket(udp, new UdpSocketOptions { QueueLength = QueueLength, QueueBytes = QueueBytes }) { ReceivesBroadcasts = true };
    }

    public UdpSocket Udp { get; }

    public bool IsConnected { get; private set; }

    public override bool IsUnused => Udp.LocalPort == 0;

    public SocketError Connect(HostEndPoint other)
    {
        SocketError error = Udp.Connect(other);
        IsConnected |= error == SocketError.Success;
        return error;
    }

    public void Close()
    {
        Udp.Close();
        IsConnected = false;
    }

    /// <summary>The pending error. It counts as reported then.</summary>
    public SocketError TakeError()
    {
        // With an error the call reports it and sends nothing.
        return Udp.Error == SocketError.Success ? SocketError.Success : Udp.Send(s_nothing, 0, 0);
    }
}
