// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Http;
using NanoTcp.Ip;
using NanoTcp.Tcp;

namespace NanoTcp.SensorNode
{
    /// <summary>The application of a sensor node: its values over HTTP, and an echo service to try the connection with.</summary>
    public sealed class SensorApplication
    {
        private const int EchoConnections = 2;
        private const int EchoBuffer = 512;

        private readonly SensorHandler _handler;
        private readonly HttpServer _http;
        private readonly EchoService _echo;
        private readonly int _httpPort;
        private bool _hasBeenPolled;

        /// <summary>Makes an application on the default ports.</summary>
        public SensorApplication(TcpTransport tcp, NetworkStack stack, SensorSource sensors)
            : this(tcp, stack, sensors, HttpServer.DefaultPort, EchoService.DefaultPort)
        {
        }

        /// <summary>Makes an application on ports of one's own choice.</summary>
        public SensorApplication(TcpTransport tcp, NetworkStack stack, SensorSource sensors, int httpPort, int echoPort)
        {
            _handler = new SensorHandler(stack, sensors);
            _http = new HttpServer(tcp, _handler, new HttpServerOptions());
            _echo = new EchoService(tcp, echoPort, EchoConnections, EchoBuffer);
            _httpPort = httpPort;
        }

        /// <summary>Opens the ports: both or, when one is refused, none.</summary>
        public SocketError Start()
        {
            SocketError error = _http.Start(_httpPort);
            if (error == SocketError.Success)
            {
                error = _echo.Start();
                if (error != SocketError.Success)
                {
                    _http.Stop();
                }
            }

            return error;
        }

        /// <summary>Closes the ports and all connections.</summary>
        public void Stop()
        {
            _http.Stop();
            _echo.Stop();
        }

        /// <summary>
        /// Serves what can be served without waiting. Returns when it wants to be called again, if nothing arrives before. To be called after
        /// <see cref="NetworkStack.Poll"/>, which must follow once more to send what has been written.
        /// </summary>
        public long Poll(long now)
        {
            if (!_hasBeenPolled)
            {
                _hasBeenPolled = true;
                _handler.StartTime = now;
            }

            long http = _http.Poll(now);
            long echo = _echo.Poll(now);
            return http < echo ? http : echo;
        }
    }
}
