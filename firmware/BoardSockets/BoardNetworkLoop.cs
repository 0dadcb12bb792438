// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Platform;
using NanoTcp.Sockets;

namespace NanoTcp.BoardSockets
{
    /// <summary>A board's loop as the threads of a program drive it.</summary>
    internal sealed class BoardNetworkLoop : NetworkLoop
    {
        private readonly SocketLoop _board;
        private readonly DeviceClock _clock;

        internal BoardNetworkLoop(SocketLoop board, DeviceClock clock)
        {
            _board = board;
            _clock = clock;
        }

        /// <inheritdoc/>
        public override long ReadClock()
        {
            return _clock.Read();
        }

        /// <inheritdoc/>
        public override long Poll(long now)
        {
            _board.Resume(now);
            return _board.Turn(now);
        }

        /// <inheritdoc/>
        public override long Flush(long now)
        {
            return _board.Flush(now);
        }

        /// <inheritdoc/>
        public override int Prepare(long now, long due)
        {
            return _board.Prepare(now, due);
        }

        /// <inheritdoc/>
        public override void Rest(int milliseconds)
        {
            _board.Rest(milliseconds);
        }

        /// <inheritdoc/>
        public override void Wake()
        {
            _board.Wake();
        }

        /// <summary>Turns until the controller has started.</summary>
        /// <returns>What stands on the controller.</returns>
        internal SocketHost Start()
        {
            while (_board.Host == null)
            {
                long now = _clock.Read();
                _board.Wait(now, _board.Turn(now));
            }

            return _board.Host;
        }
    }
}
