// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Network;
using NanoTcp.Udp;

namespace NanoTcp.SelfTest
{
    /// <summary>The rules of UDP, and of the clients on it. Each test is true when it passes.</summary>
    public static class Datagrams
    {
        private const int EchoPort = 7;
        private const int MaxSteps = 1000;

        // The choice of an address begins after the first try of DHCP, and takes seven seconds at most.
        private const int Limit = 15_000;

        /// <summary>A datagram goes to a server and comes back.</summary>
        public static bool Echo()
        {
            TwoStacks stacks = new TwoStacks(0);
            UdpSocket server = new UdpSocket(stacks.ServerUdp, new UdpSocketOptions());
            UdpSocket client = new UdpSocket(stacks.ClientUdp, new UdpSocketOptions());
            HostEndPoint other = new HostEndPoint(TwoStacks.ServerAddress, EchoPort);
            byte[] data = new byte[] { 1, 2, 3, 4, 5 };
            if (server.Bind(EchoPort) != SocketError.Success || client.SendTo(data, 0, data.Length, other) != SocketError.Success)
            {
                return false;
            }

            byte[] buffer = new byte[16];
            SocketError error = SocketError.WouldBlock;
            int count = 0;
            for (int step = 0; step < MaxSteps && error == SocketError.WouldBlock; step++)
            {
                stacks.Step();
                count = server.Receive(buffer, 0, buffer.Length, other, out error);
                if (error == SocketError.Success)
                {
                    server.SendTo(buffer, 0, count, other);
                }

                count = client.Receive(buffer, 0, buffer.Length, other, out error);
            }

            return error == SocketError.Success && count == data.Length && buffer[count - 1] == data[count - 1] && other.Port == EchoPort;
        }

        /// <summary>A host that no DHCP server answers chooses a link-local address.</summary>
        public static bool OwnAddress()
        {
            MemoryLink link = new MemoryLink(new byte[] { 2, 0, 0, 0, 0, 1 });
            MemoryLink otherLink = new MemoryLink(new byte[] { 2, 0, 0, 0, 0, 2 });
            MemoryLink.Connect(link, otherLink);
            NetworkInterfaceOptions options = new NetworkInterfaceOptions();
            options.Tcp = null;
            NetworkInterface network = new NetworkInterface(link, new CountingEntropy(), options);
            NetworkStack other = new NetworkStack(otherLink, new CountingEntropy(), new StackOptions());
            new IPv4(other, new IPv4Options()).Configure(HostAddress.From(169, 254, 1, 1), 16, HostAddress.Any);
            long now = 0;
            while (now < Limit && network.Kind != AddressKind.LinkLocal)
            {
                long next = network.Poll(now);
                other.Poll(now);
                now = next <= now || next > now + 100 ? now + 100 : next;
            }

            return network.Kind == AddressKind.LinkLocal && network.Address.IsLinkLocal;
        }
    }
}
