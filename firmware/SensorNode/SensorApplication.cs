// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Http;
using NanoTcp.Ip;
using NanoTcp.Tcp;

namespace NanoTcp.SensorNode
{
    /// <summary>The application of a sensor node: its values over HTTP and, if wanted, an echo service to try the connection with.</summary>
    public sealed class SensorApplication : NetworkService
    {
        private const int EchoConnections = 2;
        private const int EchoBuffer = 512;

        private readonly TcpTransport _tcp;
        private readonly SensorHandler _handler;
        private readonly HttpServer _http;
        private readonly EchoService? _echo;
        private readonly int _httpPort;
        private bool _hasBeenPolled;

        /// <summary>Makes an application that serves HTTP alone, on its port.</summary>
        public SensorApplication(TcpTransport tcp, IPv4 ip, SensorSource sensors)
            : this(tcp, ip, sensors, new SensorOptions())
        {
        }

        /// <summary>Makes an application with options.</summary>
        public SensorApplication(TcpTransport tcp, IPv4 ip, SensorSource sensors, SensorOptions options)
        {
            _tcp = tcp;
            _handler = new SensorHandler(ip, sensors);
            _http = new HttpServer(tcp, _handler, options.Http);
            _httpPort = options.HttpPort;
            if (options.EchoPort != SensorOptions.NoPort)
            {
                _echo = new EchoService(tcp, options.EchoPort, EchoConnections, EchoBuffer);
            }
        }

        /// <summary>How often the sensors have thrown instead of giving a reading.</summary>
        public int SensorFailures
        {
            get { return _handler.Failures; }
        }

        /// <summary>Opens all ports, or none when one is refused.</summary>
        public SocketError Start()
        {
            SocketError error = _http.Start(_httpPort);
            if (error == SocketError.Success && _echo != null)
            {
                error = _echo.Start();
                if (error != SocketError.Success)
                {
                    _http.Stop();
                    return error;
                }

                if (_tcp.MaxConnections > EchoConnections)
                {
                    // So idle clients of one service do not block the other.
                    _http.Listener!.Reserved = _tcp.MaxConnections - EchoConnections;
                    _echo.Listener!.Reserved = 1;
                }
            }

            return error;
        }

        /// <summary>Closes the ports and all connections.</summary>
        public void Stop()
        {
            _http.Stop();
            _echo?.Stop();
        }

        /// <summary>
        /// Serves what can be served without waiting. To be called after <see cref="NetworkStack.Poll"/>. What it has written leaves with
        /// <see cref="NetworkStack.Flush"/>, which must follow.
        /// </summary>
        /// <param name="now">The time, as <see cref="NetworkStack.Poll"/> got it.</param>
        /// <returns>When it wants to be called again if nothing arrives before, on the same clock.</returns>
        public override long Poll(long now)
        {
            if (!_hasBeenPolled)
            {
                _hasBeenPolled = true;
                _handler.StartTime = now;
            }

            long next = _http.Poll(now);
            if (_echo != null)
            {
                long echo = _echo.Poll(now);
                next = echo < next ? echo : next;
            }

            return next;
        }
    }
}
