// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // Links that do part of TCP's work, and programs that serve thousands of connections and cannot look at each after each frame.
    public sealed partial class TcpTransport
    {
        /// <summary>Full segments that the link takes in one frame.</summary>
        internal int SegmentsAtOnce;

        internal bool AckEachSegment;

        /// <summary>Connections with news, as a ring; null until somebody asks.</summary>
        private ControlBlock[]? _news;

        private int _firstNews;
        private int _newsCount;

        /// <summary>
        /// The next connection with news since it was last taken here, in the order of the events. News is text, an acknowledgment, the other end's
        /// FIN, or a loss of the connection. Null: none is left. Each stands in the list once, so taking one after the other comes to an end. Events
        /// count from the first call on, which allocates the list.
        /// </summary>
        public TcpConnection? TakeNews()
        {
            _news ??= new ControlBlock[_connections.Length];
            while (_newsCount > 0)
            {
                ControlBlock block = _news[_firstNews];
                _firstNews = _firstNews + 1 == _news.Length ? 0 : _firstNews + 1;
                _newsCount--;
                block.Flags &= ~ConnectionFlag.News;
                if (block.Handle != null && !block.IsOrphan)
                {
                    return block.Handle;
                }
            }

            return null;
        }

        /// <summary>Something has happened to a connection.</summary>
        internal void AddNews(ControlBlock block)
        {
            if (_news == null || (block.Flags & ConnectionFlag.News) != 0)
            {
                return;
            }

            block.Flags |= ConnectionFlag.News;
            int end = _firstNews + _newsCount++;
            _news[end < _news.Length ? end : end - _news.Length] = block;
        }

        /// <summary>The number of connections in a state; for LISTEN the number of open ports.</summary>
        public int CountConnections(TcpState state)
        {
            int count = state == TcpState.TimeWait ? TimeWait.Count
                : state == TcpState.FinWait2 ? FinWait2.Count
                : state == TcpState.SynReceived ? HalfOpen.Count : 0;
            if (state == TcpState.Listen)
            {
                for (int i = 0; i < _listeners.Length; i++)
                {
                    count += _listeners[i].IsListening ? 1 : 0;
                }
            }
            else if (state != TcpState.TimeWait)
            {
                for (int i = 0; i < _connections.Length; i++)
                {
                    count += _connections[i].CurrentState() == state ? 1 : 0;
                }
            }

            return count;
        }

        partial void NoteNews(ControlBlock connection)
        {
            AddNews(connection);
        }

        partial void UseTheLink(NetworkStack stack, TcpOptions options)
        {
            AckEachSegment = options.AckEachSegment;
            int longest = stack.Controller.MaxTransmit < LongestPacket ? stack.Controller.MaxTransmit : LongestPacket;
            SegmentsAtOnce = (longest - EthernetHeader.MaxFrame) / MaxSegment + 1;

            // A frame takes at most a third of what may be in flight. Otherwise nothing would be left to send while the other end reads it.
            int third = (options.SendBuffer / 3 + MaxSegment - 1) / MaxSegment;
            SegmentsAtOnce = SegmentsAtOnce > third && third > 1 ? third : SegmentsAtOnce;
        }
    }
}
