// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

#if !NANOFRAMEWORK_1_0
namespace NanoTcp.Tcp
{
    // For who serves thousands of connections on a desktop, and cannot look at each after each frame: those to which something has happened.
    public sealed partial class TcpTransport
    {
        /// <summary>As a ring; null until somebody asks.</summary>
        private ControlBlock[]? _news;

        private int _firstNews;
        private int _newsCount;

        /// <summary>
        /// The next connection of an application to which something has happened since it was last taken here, in the order in which it did: text or an
        /// acknowledgment has come, the other end has ended its side, or the connection is lost. Null: none is left. Each stands in the list once, so
        /// taking one after the other comes to an end. What happens counts from the first call on, which allocates the list.
        /// </summary>
        public TcpConnection? TakeNews()
        {
            _news ??= new ControlBlock[_connections.Length];
            while (_newsCount > 0)
            {
                ControlBlock block = _news[_firstNews];
                _firstNews = _firstNews + 1 == _news.Length ? 0 : _firstNews + 1;
                _newsCount--;
                block.Marks &= ~Mark.News;
                if (block.Handle != null && !block.IsOrphan)
                {
                    return block.Handle;
                }
            }

            return null;
        }

        /// <summary>Something has happened to a connection.</summary>
        internal void NoteNews(ControlBlock block)
        {
            if (_news == null || (block.Marks & Mark.News) != 0)
            {
                return;
            }

            block.Marks |= Mark.News;
            int end = _firstNews + _newsCount++;
            _news[end < _news.Length ? end : end - _news.Length] = block;
        }
    }
}
#endif
