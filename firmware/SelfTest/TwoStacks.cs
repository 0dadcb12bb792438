// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Tcp;
using NanoTcp.Udp;

namespace NanoTcp.SelfTest
{
    /// <summary>A client and a server on one cable, in virtual time: no test waits for a clock.</summary>
    public sealed class TwoStacks
    {
        /// <summary>The port that the tests use.</summary>
        public const int Port = 80;

        private const int Rounds = 3;

        /// <summary>The server's address.</summary>
        public static readonly HostAddress ServerAddress = HostAddress.From(192, 168, 7, 2);

        private static readonly HostAddress s_clientAddress = HostAddress.From(192, 168, 7, 1);

        private readonly NetworkStack _clientStack;
        private readonly NetworkStack _serverStack;
        private long _now;

        /// <summary>Makes both, on a cable that loses one in so many frames; 0: none.</summary>
        public TwoStacks(int loseEvery)
        {
            MemoryLink clientLink = new MemoryLink(new byte[] { 2, 0, 0, 0, 0, 1 });
            MemoryLink serverLink = new MemoryLink(new byte[] { 2, 0, 0, 0, 0, 2 });
            MemoryLink.Connect(clientLink, serverLink);
            clientLink.LoseEvery = loseEvery;
            serverLink.LoseEvery = loseEvery;
            CountingEntropy entropy = new CountingEntropy();
            StackOptions options = new StackOptions();
            options.Peers = 2;
            IPv4Options ipOptions = new IPv4Options();
            ipOptions.ArpQueueFrames = 1;
            _clientStack = new NetworkStack(clientLink, entropy, options);
            _serverStack = new NetworkStack(serverLink, entropy, options);
            Client = new TcpTransport(_clientStack, SmallOptions());
            Server = new TcpTransport(_serverStack, SmallOptions());
            ClientUdp = new UdpTransport(_clientStack);
            ServerUdp = new UdpTransport(_serverStack);
            new IPv4(_clientStack, ipOptions).Configure(s_clientAddress, 24, HostAddress.Any);
            new IPv4(_serverStack, ipOptions).Configure(ServerAddress, 24, HostAddress.Any);
        }

        /// <summary>The client's TCP.</summary>
        public TcpTransport Client { get; }

        /// <summary>The server's TCP.</summary>
        public TcpTransport Server { get; }

        /// <summary>The client's UDP.</summary>
        public UdpTransport ClientUdp { get; }

        /// <summary>The server's UDP.</summary>
        public UdpTransport ServerUdp { get; }

        /// <summary>The time that has come.</summary>
        public long Now
        {
            get { return _now; }
        }

        /// <summary>The client's end of the connection that <see cref="Open"/> has made.</summary>
        public TcpConnection? ClientEnd { get; private set; }

        /// <summary>The server's end of the connection that <see cref="Open"/> has made.</summary>
        public TcpConnection? ServerEnd { get; private set; }

        /// <summary>Opens a connection. False when that fails.</summary>
        public bool Open()
        {
            TcpListener? listener;
            TcpConnection? client;
            if (Server.Listen(Port, 1, out listener) != SocketError.Success
                || Client.Connect(ServerAddress, Port, 0, out client) != SocketError.Success)
            {
                return false;
            }

            ClientEnd = client;
            for (int i = 0; i < 100 && !listener!.Pending(); i++)
            {
                Step();
            }

            ServerEnd = listener!.Accept();
            Step();
            return ServerEnd != null && client!.State == TcpState.Established;
        }

        /// <summary>Lets both do what is due, and moves the clock to the next event.</summary>
        public void Step()
        {
            // An exchange that needs no time, such as FIN and ACK, is over after two rounds.
            long next = _now;
            for (int i = 0; i < Rounds; i++)
            {
                next = _clientStack.Poll(_now);
                long serverNext = _serverStack.Poll(_now);
                next = serverNext < next ? serverNext : next;
            }

            _now = next == long.MaxValue || next <= _now ? _now + 1 : next;
        }

        private static TcpOptions SmallOptions()
        {
            TcpOptions options = new TcpOptions();
            options.MaxConnections = 2;
            options.MaxListeners = 2;
            options.MaxBacklog = 1;
            options.FinWait2Entries = 2;
            options.TimeWaitEntries = 2;
            options.ReceiveBuffer = 1024;
            options.SendBuffer = 1024;
            return options;
        }
    }
}
