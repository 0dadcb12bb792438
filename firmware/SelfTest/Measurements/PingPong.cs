// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Threading;

namespace NanoTcp.SelfTest.Measurements
{
    /// <summary>Two threads wake each other in turn: two switches a turn.</summary>
    public sealed class PingPong : Operation
    {
        /// <summary>Switches of a turn.</summary>
        public const int Switches = 2;

        private readonly AutoResetEvent _there = new AutoResetEvent(false);
        private readonly AutoResetEvent _back = new AutoResetEvent(false);
        private readonly System.Threading.Thread _partner;
        private bool _isOver;

        /// <summary>Starts the other thread.</summary>
        public PingPong()
        {
            _partner = new System.Threading.Thread(Answer);
            _partner.Start();
        }

        /// <inheritdoc/>
        public override int MaxCount
        {
            get { return 1 << 12; }
        }

        /// <inheritdoc/>
        public override void Repeat(int count)
        {
            for (int i = 0; i < count; i++)
            {
                _there.Set();
                _back.WaitOne();
            }
        }

        /// <summary>Ends the other thread.</summary>
        public void End()
        {
            _isOver = true;
            _there.Set();
            _partner.Join();
        }

        private void Answer()
        {
            for (; ; )
            {
                _there.WaitOne();
                if (_isOver)
                {
                    return;
                }

                _back.Set();
            }
        }
    }
}
