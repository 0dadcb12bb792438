// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.SelfTest.Measurements
{
    /// <summary>
    /// A client sends a byte to a server, through two stacks in memory. It is code as the device mostly runs it: calls, fields,
    /// headers. So it tells the average cost of an IL instruction, which is higher than in an empty loop.
    /// </summary>
    public sealed class StackRound : Operation
    {
        /// <summary>IL instructions of a turn besides the empty loop, about: a test allows a deviation of 10 %.</summary>
        public const int Ops = 3370;

        private readonly TwoStacks _stacks = new TwoStacks(0);
        private readonly byte[] _byte = new byte[1];

        /// <summary>Opens the connection.</summary>
        public StackRound()
        {
            IsReady = _stacks.Open();
        }

        /// <summary>Whether the connection is open.</summary>
        public bool IsReady { get; }

        /// <inheritdoc/>
        public override int MaxCount
        {
            get { return 1 << 11; }
        }

        /// <inheritdoc/>
        public override void Repeat(int count)
        {
            TcpConnection client = _stacks.ClientEnd!;
            TcpConnection server = _stacks.ServerEnd!;
            SocketError error;
            for (int i = 0; i < count; i++)
            {
                client.Send(_byte, 0, 1, out error);
                _stacks.Step();
                server.Receive(_byte, 0, 1, out error);
            }
        }
    }
}
