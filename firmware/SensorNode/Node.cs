// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Boards;
using NanoTcp.Drivers;
using NanoTcp.Host;
using NanoTcp.Mdns;
using NanoTcp.Network;
using NanoTcp.Platform;

namespace NanoTcp.SensorNode
{
    /// <summary>
    /// A board that serves its sensors and never ends, because nobody restarts a board in the field. When the bus, the driver or anything else
    /// throws, or the controller does not start, it starts the controller again after a pause. The pause doubles each time.
    /// </summary>
    public sealed class Node
    {
        /// <summary>The pause before the first new start, in milliseconds.</summary>
        public const int FirstPause = 100;

        /// <summary>The longest pause.</summary>
        public const int LongestPause = 10_000;

        /// <summary>After so many milliseconds without a failure the next pause is the first one again.</summary>
        public const int Settled = 60_000;

        private readonly Board _board;
        private readonly EntropySource _entropy;
        private readonly SensorSource _sensors;
        private readonly SensorOptions _options;
        private BoardEthernet? _ethernet;
        private TrafficWait? _traffic;
        private SensorHost? _host;
        private MdnsState _nameState;
        private HostAddress? _address;
        private int _prefixLength;
        private HostAddress _gateway = HostAddress.Any;
        private bool _isRunning;
        private int _pause;
        private long _resumeAt = long.MinValue;

        /// <summary>Makes a node, whose address comes from DHCP. It touches no hardware yet.</summary>
        /// <param name="board">The board.</param>
        /// <param name="entropy">Asked when the stack is made.</param>
        /// <param name="sensors">The sensors to serve.</param>
        /// <param name="options">How it is served.</param>
        public Node(Board board, EntropySource entropy, SensorSource sensors, SensorOptions options)
        {
            _board = board;
            _entropy = entropy;
            _sensors = sensors;
            _options = options;
        }

        /// <summary>How often something threw, or the controller did not start.</summary>
        public int Failures { get; private set; }

        /// <summary>How often the controller was then started again with success.</summary>
        public int Restarts { get; private set; }

        /// <summary>How often the sensors have thrown. That costs an answer and no restart.</summary>
        public int SensorFailures
        {
            get { return _host == null ? 0 : _host.Application.SensorFailures; }
        }

        /// <summary>The network interface, once it has been made. It stays the same.</summary>
        public NetworkInterface? Network
        {
            get { return _host == null ? null : _host.Network; }
        }

        /// <summary>Uses an address of one's own in place of DHCP. Called before the node runs.</summary>
        /// <param name="address">The board's address.</param>
        /// <param name="prefixLength">Bits of the address that belong to the network, 24 for 255.255.255.0.</param>
        /// <param name="gateway">The router, or <see cref="HostAddress.Any"/>.</param>
        public void UseStatic(HostAddress address, int prefixLength, HostAddress gateway)
        {
            _address = address;
            _prefixLength = prefixLength;
            _gateway = gateway;
        }

        /// <summary>Serves for ever.</summary>
        public void Run(DeviceClock clock)
        {
            for (; ; )
            {
                long now = clock.Read();
                Wait(now, Turn(now));
            }
        }

        /// <summary>
        /// Waits until the next turn may be worth it: see <see cref="TrafficWait"/>. Lets no exception out, because the driver may use the bus here.
        /// </summary>
        /// <param name="now">The time of the last turn.</param>
        /// <param name="due">What it returned.</param>
        public void Wait(long now, long due)
        {
            if (!_isRunning)
            {
                if (due > now)
                {
                    TrafficWait.Pause((int)(due - now));
                }

                return;
            }

            try
            {
                _traffic!.Wait(now, due);
            }
            catch (Exception exception)
            {
                Fail(now, exception);
            }
        }

        /// <summary>
        /// Does what is due, and starts the controller if it does not run. Lets no exception out. Returns the latest time of the next call, in
        /// milliseconds.
        /// </summary>
        public long Turn(long now)
        {
            if (now < _resumeAt)
            {
                return _resumeAt;
            }

            try
            {
                ControllerError error = _isRunning ? ControllerError.None : Start();
                return error == ControllerError.None ? Serve(now) : Fail(now, "the controller does not start: ControllerError " + ((int)error).ToString());
            }
            catch (Exception exception)
            {
                return Fail(now, exception);
            }
        }

        private ControllerError Start()
        {
            if (_ethernet == null)
            {
                _ethernet = new BoardEthernet(_board);
                _traffic = new TrafficWait(_ethernet.Bus, _ethernet.Link);
            }

            ControllerError error = _ethernet.Start();
            if (error != ControllerError.None)
            {
                return error;
            }

            if (_host == null)
            {
                _host = MakeHost(_ethernet);
            }

            // The wait of the driver is over.
            _ethernet.Link.Due = 0;
            _isRunning = true;
            if (Failures > 0)
            {
                Restarts++;
                Console.WriteLine("Serves again: failures " + Failures.ToString() + ", restarts " + Restarts.ToString());
            }

            return ControllerError.None;
        }

        private SensorHost MakeHost(BoardEthernet ethernet)
        {
            SensorHost host = new SensorHost(_board, ethernet.Link, _entropy, _sensors, _options);
            if (_address != null)
            {
                host.Network.UseStatic(_address, _prefixLength, _gateway);
            }

            host.Network.Listener = new AddressReport();
            Console.WriteLine("Serves http://" + host.Network.HostName + ".local/ as soon as it has an address");
            return host;
        }

        private long Serve(long now)
        {
            if (_pause > 0 && now - _resumeAt >= Settled)
            {
                _pause = 0;
            }

            SensorHost host = _host!;
            long next = host.Network.Poll(now);
            if (host.Mdns.State != _nameState)
            {
                _nameState = host.Mdns.State;
                if (_nameState == MdnsState.Established)
                {
                    Console.WriteLine("Found as http://" + host.Mdns.Name + ".local/");
                }
            }

            return next;
        }

        private long Fail(long now, Exception exception)
        {
            return Fail(now, ((object)exception).GetType().Name + ": " + exception.Message);
        }

        private long Fail(long now, string what)
        {
            Failures++;
            _isRunning = false;
            _pause = _pause == 0 ? FirstPause : (_pause < LongestPause / 2 ? 2 * _pause : LongestPause);
            _resumeAt = now + _pause;
            Console.WriteLine("Failure " + Failures.ToString() + ", " + what);
            return _resumeAt;
        }
    }
}
