// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Measure.Fuzz;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Tcp;
using NanoTcp.Udp;

namespace NanoTcp.Tests.HostSim.Measure.Fuzz;

/// <summary>Services that break one rule each, when a datagram of more than 20 bytes comes.</summary>
internal static class FaultyServices
{
    /// <summary>The port of the netbios name service, where the fuzzer asks now and then.</summary>
    private const int Port = 137;

    internal abstract class Faulty : NetworkService
    {
        private readonly byte[] _datagram = new byte[1472];

        protected Faulty(FuzzHost host)
        {
            Host = host;
            Socket = new UdpSocket(host.Udp, new UdpSocketOptions());
            Assert.Equal(SocketError.Success, Socket.Bind(Port));
        }

        protected FuzzHost Host { get; }

        protected UdpSocket Socket { get; }

        protected HostEndPoint From { get; } = new();

        public override long Poll(long now)
        {
            while (Socket.Waiting > 0)
            {
                int length = Socket.Receive(_datagram, 0, _datagram.Length, From, out _);
                if (length > 20)
                {
                    Fails(_datagram, length);
                }
            }

            return DueAt(now);
        }

        protected abstract void Fails(byte[] datagram, int length);

        protected virtual long DueAt(long now) => long.MaxValue;
    }

    internal sealed class Throws(FuzzHost host) : Faulty(host)
    {
        protected override void Fails(byte[] datagram, int length) => throw new IndexOutOfRangeException("beyond the option");
    }

    internal sealed class Allocates(FuzzHost host) : Faulty(host)
    {
        private byte[]? _copy;

        protected override void Fails(byte[] datagram, int length) => _copy = new byte[length + (_copy == null ? 0 : 1)];
    }

    internal sealed class Amplifies(FuzzHost host) : Faulty(host)
    {
        protected override void Fails(byte[] datagram, int length) => Socket.SendTo(datagram, 0, Math.Min(length + 200, 1400), From);
    }

    internal sealed class AnswersManyTimes(FuzzHost host) : Faulty(host)
    {
        protected override void Fails(byte[] datagram, int length)
        {
            for (int i = 0; i < 100; i++)
            {
                Socket.SendTo(datagram, 0, length, From);
            }
        }
    }

    internal sealed class TellsEverybody(FuzzHost host) : Faulty(host)
    {
        private readonly HostEndPoint _everybody = new(HostAddress.Broadcast, Port);

        protected override void Fails(byte[] datagram, int length)
        {
            for (int i = 0; i < 100; i++)
            {
                Socket.SendTo(datagram, 0, length, _everybody);
            }
        }
    }

    internal sealed class KeepsConnections(FuzzHost host) : Faulty(host)
    {
        private readonly HostAddress _visitor = FuzzNetwork.Visitor.ToHostAddress();

        protected override void Fails(byte[] datagram, int length)
        {
            Host.Tcp.Bind(40_000, out TcpListener? listener);
            Assert.True(listener == null || listener.Port == 40_000);
        }
    }

    internal sealed class Spins(FuzzHost host) : Faulty(host)
    {
        private bool _isSpinning;

        protected override void Fails(byte[] datagram, int length) => _isSpinning = true;

        protected override long DueAt(long now) => _isSpinning ? now : long.MaxValue;
    }

    internal sealed class SendsFromOthers(FuzzHost host) : Faulty(host)
    {
        protected override void Fails(byte[] datagram, int length) => Host.Link.MacAddress[5] = 0x99;
    }

    internal sealed class LosesTheAddress(FuzzHost host) : Faulty(host)
    {
        protected override void Fails(byte[] datagram, int length) => Host.IP.Configure(HostAddress.Any, 24, HostAddress.Any);
    }
}
