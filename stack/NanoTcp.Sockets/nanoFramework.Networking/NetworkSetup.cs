// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.Net.NetworkInformation;
using System.Threading;
using NanoTcp.Sockets;

namespace nanoFramework.Networking
{
    /// <summary>What <see cref="NetworkHelper"/> does for one network.</summary>
    internal sealed class NetworkSetup
    {
        // How often a token or the date is looked at, in milliseconds.
        private const int Step = 200;

        // Clocks that were never set show an earlier year.
        private const int FirstYear = 2021;

        internal ManualResetEvent Ready = new ManualResetEvent(false);
        internal NetworkHelperStatus Status;
        internal Exception? Exception;

        private readonly SocketNetwork _network;
        private Watcher? _watcher;

        internal NetworkSetup(SocketNetwork network)
        {
            _network = network;
        }

        internal void Start(IPConfiguration? configuration, bool requiresDateTime)
        {
            if (_watcher != null)
            {
                throw new InvalidOperationException("The helper was set up already.");
            }

            Configure(configuration);
            Status = NetworkHelperStatus.Started;
            _watcher = new Watcher(this, requiresDateTime);
            _network.Threads.Start(_watcher.Run);
        }

        internal bool Connect(IPConfiguration? configuration, CancellationToken token, bool requiresDateTime)
        {
            try
            {
                Configure(configuration);
            }
            catch (Exception exception)
            {
                Exception = exception;
                Status = NetworkHelperStatus.ExceptionOccurred;
                return false;
            }

            Status = NetworkHelperStatus.Started;
            AddressWaiter waiter = new AddressWaiter(this);
            SocketThreads threads = _network.Threads;
            threads.Enter();
            while (!token.IsCancellationRequested && !(waiter.IsOver() && (HasDate() || !requiresDateTime)))
            {
                if (waiter.IsOver())
                {
                    DelayWaiter.Wait(threads, Step);
                }
                else
                {
                    threads.Wait(waiter, threads.ReadClock() + Step);
                }
            }

            bool hasAddress = waiter.IsOver();
            threads.Leave();
            Status = !token.IsCancellationRequested ? NetworkHelperStatus.NetworkIsReady
                : hasAddress ? NetworkHelperStatus.TokenExpiredWaitingDateTime : NetworkHelperStatus.TokenExpiredWaitingIPAddress;
            return Status == NetworkHelperStatus.NetworkIsReady;
        }

        internal void Reset()
        {
            _network.Threads.Enter();
            if (_watcher != null)
            {
                _watcher.Ends = true;
                _watcher = null;
            }

            Ready = new ManualResetEvent(false);
            Status = NetworkHelperStatus.None;
            Exception = null;
            _network.Threads.Changed();
            _network.Threads.Leave();
        }

        private static bool HasDate()
        {
            return DateTime.UtcNow.Year >= FirstYear;
        }

        private static void Configure(IPConfiguration? configuration)
        {
            if (configuration == null)
            {
                return;
            }

            NetworkInterface networkInterface = NetworkInterface.GetAllNetworkInterfaces()[0];
            networkInterface.EnableStaticIPv4(configuration.IPAddress, configuration.IPSubnetMask, configuration.IPGatewayAddress);
            if (configuration.IPDns != null && configuration.IPDns.Length > 0)
            {
                networkInterface.EnableStaticIPv4Dns(configuration.IPDns);
            }
        }

        /// <summary>Keeps the event and the status true.</summary>
        private sealed class Watcher : Waiter
        {
            /// <summary>Whether its time is over.</summary>
            internal bool Ends;

            private readonly NetworkSetup _setup;
            private readonly bool _requiresDateTime;
            private bool _isReady;

            internal Watcher(NetworkSetup setup, bool requiresDateTime)
            {
                _setup = setup;
                _requiresDateTime = requiresDateTime;
            }

            private bool HasAddress
            {
                get { return !_setup._network.Interface.Address.IsAny; }
            }

            public override bool IsOver()
            {
                return Ends || HasAddress != _isReady;
            }

            internal void Run()
            {
                SocketThreads threads = _setup._network.Threads;
                threads.Enter();
                while (!Ends)
                {
                    if (HasAddress == _isReady)
                    {
                        threads.Wait(this, long.MaxValue);
                    }
                    else if (_isReady)
                    {
                        _isReady = false;
                        _setup.Ready.Reset();
                        _setup.Status = NetworkHelperStatus.Reconnecting;
                    }
                    else if (!_requiresDateTime || HasDate())
                    {
                        _isReady = true;
                        _setup.Status = NetworkHelperStatus.NetworkIsReady;
                        _setup.Ready.Set();
                    }
                    else
                    {
                        DelayWaiter.Wait(threads, Step);
                    }
                }

                threads.Leave();
            }
        }

        private sealed class AddressWaiter : Waiter
        {
            private readonly NetworkSetup _setup;

            internal AddressWaiter(NetworkSetup setup)
            {
                _setup = setup;
            }

            public override bool IsOver()
            {
                return !_setup._network.Interface.Address.IsAny;
            }
        }
    }
}
