// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.HostSim.Peer.Services;
using NanoTcp.Http;
using NanoTcp.Tcp;

namespace NanoTcp.HostSim.Peer;

/// <summary>The classic services, each on its own port.</summary>
internal sealed class PeerServices
{
    private readonly TcpTransport _tcp;
    private readonly EchoService _echo;
    private readonly DiscardService _discard;
    private readonly SourceService _source;
    private readonly ConnectionService[] _all;
    private readonly HttpServer _http;
    private readonly DatagramEcho _datagramEcho;
    private readonly int _backlog;

    public PeerServices(PeerStack stack, PeerOptions options)
    {
        _backlog = options.Backlog;
        _tcp = stack.Tcp;
        _echo = new EchoService(_tcp);
        _discard = new DiscardService(_tcp);
        _source = new SourceService(_tcp);
        _datagramEcho = new DatagramEcho(stack.Udp);
        _all = [_echo, _discard, _source];
        _http = new HttpServer(stack.Tcp, new PageHandler(), new HttpServerOptions
        {
            MaxSessions = options.Connections,
            Backlog = options.Backlog,
            SendBuffer = Math.Max(HttpServer.MinSendBuffer, Math.Min(options.SendBuffer, 16384)),
        });
    }

    public void Start()
    {
        Require(_echo.Start(EchoService.DefaultPort, _backlog));
        Require(_discard.Start(DiscardService.DefaultPort, _backlog));
        Require(_source.Start(SourceService.DefaultPort, _backlog));
        Require(_http.Start(HttpServer.DefaultPort));
        Require(_datagramEcho.Start());
    }

    /// <summary>Lets every service do what it can do now. Returns the time of the next call, if nothing arrives before.</summary>
    public long Poll(long now)
    {
        foreach (ConnectionService service in _all)
        {
            service.Accept();
        }

        while (_tcp.TakeNews() is { } connection)
        {
            foreach (ConnectionService service in _all)
            {
                if (service.Has(connection))
                {
                    service.Look(connection);
                }
            }
        }

        return Math.Min(_http.Poll(now), _datagramEcho.Poll(now));
    }

    // The table of ports is large enough, and nothing else has bound a port.
    private static void Require(SocketError error)
    {
        if (error != SocketError.Success)
        {
            throw new InvalidOperationException($"A service cannot open its port: {error}.");
        }
    }
}
