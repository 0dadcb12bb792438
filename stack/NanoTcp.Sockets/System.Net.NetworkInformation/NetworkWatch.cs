// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Sockets;

namespace System.Net.NetworkInformation
{
    /// <summary>Calls the handlers of a program whose network changes, on a thread of their own.</summary>
    internal sealed class NetworkWatch
    {
        private readonly SocketNetwork _network;
        private NetworkAddressChangedEventHandler? _addressHandlers;
        private NetworkAvailabilityChangedEventHandler? _linkHandlers;
        private bool _isRunning;

        // What the handlers know.
        private HostAddress _address = HostAddress.Any;
        private bool _isLinkUp;

        internal NetworkWatch(SocketNetwork network)
        {
            _network = network;
        }

        private bool HasHandlers
        {
            get { return _addressHandlers != null || _linkHandlers != null; }
        }

        private bool HasNews
        {
            get { return _network.Interface.Address != _address || _network.Interface.IsLinkUp != _isLinkUp; }
        }

        internal void Add(NetworkAddressChangedEventHandler? handler)
        {
            _network.Threads.Enter();
            _addressHandlers = (NetworkAddressChangedEventHandler?)Delegate.Combine(_addressHandlers, handler);
            Run();
        }

        internal void Add(NetworkAvailabilityChangedEventHandler? handler)
        {
            _network.Threads.Enter();
            _linkHandlers = (NetworkAvailabilityChangedEventHandler?)Delegate.Combine(_linkHandlers, handler);
            Run();
        }

        internal void Remove(NetworkAddressChangedEventHandler? handler)
        {
            _network.Threads.Enter();
            _addressHandlers = (NetworkAddressChangedEventHandler?)Delegate.Remove(_addressHandlers, handler);
            _network.Threads.Changed();
            _network.Threads.Leave();
        }

        internal void Remove(NetworkAvailabilityChangedEventHandler? handler)
        {
            _network.Threads.Enter();
            _linkHandlers = (NetworkAvailabilityChangedEventHandler?)Delegate.Remove(_linkHandlers, handler);
            _network.Threads.Changed();
            _network.Threads.Leave();
        }

        // Begins to watch unless it does so already, and gives the stack back.
        private void Run()
        {
            bool isNew = !_isRunning && HasHandlers;
            if (isNew)
            {
                _isRunning = true;
                _address = _network.Interface.Address;
                _isLinkUp = _network.Interface.IsLinkUp;
            }

            _network.Threads.Leave();
            if (isNew)
            {
                _network.Threads.Start(Watch);
            }
        }

        private void Watch()
        {
            SocketThreads threads = _network.Threads;
            ChangeWaiter waiter = new ChangeWaiter(this);
            for (; ; )
            {
                threads.Enter();
                threads.Wait(waiter, long.MaxValue);
                if (!HasHandlers)
                {
                    _isRunning = false;
                    threads.Leave();
                    return;
                }

                bool isLinkUp = _network.Interface.IsLinkUp;
                HostAddress address = _network.Interface.Address;
                NetworkAvailabilityChangedEventHandler? linkHandlers = isLinkUp == _isLinkUp ? null : _linkHandlers;
                NetworkAddressChangedEventHandler? addressHandlers = address == _address ? null : _addressHandlers;
                _isLinkUp = isLinkUp;
                _address = address;
                threads.Leave();
                linkHandlers?.Invoke((ushort)0, new NetworkAvailabilityEventArgs(isLinkUp));
                addressHandlers?.Invoke((ushort)0, new EventArgs());
            }
        }

        private sealed class ChangeWaiter : Waiter
        {
            private readonly NetworkWatch _watch;

            internal ChangeWaiter(NetworkWatch watch)
            {
                _watch = watch;
            }

            public override bool IsOver()
            {
                return _watch.HasNews || !_watch.HasHandlers;
            }
        }
    }
}
