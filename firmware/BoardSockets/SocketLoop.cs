// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Boards;
using NanoTcp.Host;
using NanoTcp.Platform;

namespace NanoTcp.BoardSockets
{
    /// <summary>A board whose network is that of a program's sockets.</summary>
    internal sealed class SocketLoop : BoardLoop
    {
        private readonly EntropySource _entropy;
        private readonly BoardNetworkOptions _options;
        private SocketHost? _host;

        internal SocketLoop(Board board, EntropySource entropy, BoardNetworkOptions options)
            : base(board)
        {
            _entropy = entropy;
            _options = options;
        }

        /// <summary>The interface and what is on it, once the controller has started. It stays the same.</summary>
        internal SocketHost? Host
        {
            get { return _host; }
        }

        /// <summary>Sends what has been queued since the last turn. Lets no exception out.</summary>
        /// <param name="now">The time.</param>
        /// <returns>The latest time of the next turn.</returns>
        internal long Flush(long now)
        {
            if (!IsRunning)
            {
                return now + FirstPause;
            }

            try
            {
                return _host!.Network.Stack.Flush(now);
            }
            catch (Exception exception)
            {
                return Fail(now, exception);
            }
        }

        /// <inheritdoc/>
        protected override void Begin(BoardEthernet ethernet)
        {
            SocketHost host = new SocketHost(Board, ethernet.Link, _entropy, _options);
            host.Network.Listener = new AddressReport("");
            _host = host;
        }

        /// <inheritdoc/>
        protected override long Serve(long now)
        {
            return _host!.Network.Poll(now);
        }
    }
}
