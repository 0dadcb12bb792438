// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net.Sockets;
using System.Threading;

namespace LineProtocol
{
    /// <summary>Reports a count to a server every second. When the connection is lost, it connects again, and no count is left out.</summary>
    public sealed class Reporter
    {
        /// <summary>The time between two reports, in milliseconds.</summary>
        public const int Period = 1000;

        /// <summary>The first pause after a failure. Each further failure doubles it, up to <see cref="LongestPause"/>.</summary>
        public const int FirstPause = 500;

        /// <summary>The longest pause between two attempts.</summary>
        public const int LongestPause = 8000;

        private const int Timeout = 5000;

        private readonly string _host;
        private readonly int _port;
        private readonly object _door = new object();
        private int _delivered;
        private int _failures;

        /// <summary>Makes a reporter that has not begun.</summary>
        public Reporter(string host, int port)
        {
            _host = host;
            _port = port;
        }

        /// <summary>Reports that the server has confirmed.</summary>
        public int Delivered
        {
            get
            {
                lock (_door)
                {
                    return _delivered;
                }
            }
        }

        /// <summary>Connections that could not be made, or were lost.</summary>
        public int Failures
        {
            get
            {
                lock (_door)
                {
                    return _failures;
                }
            }
        }

        /// <summary>Begins, on a thread of its own.</summary>
        public void Start()
        {
            new Thread(Run).Start();
        }

        private void Run()
        {
            int pause = FirstPause;
            while (true)
            {
                try
                {
                    using (LineClient client = new LineClient(_host, _port, Timeout))
                    {
                        while (client.Ask("count " + (Delivered + 1)) == "ok")
                        {
                            lock (_door)
                            {
                                _delivered++;
                            }

                            pause = FirstPause;
                            Thread.Sleep(Period);
                        }
                    }
                }
                catch (SocketException)
                {
                    // The server is not there. It will be again.
                }

                lock (_door)
                {
                    _failures++;
                }

                Thread.Sleep(pause);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }
}
