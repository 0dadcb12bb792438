// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.HostSim.Peer.Services;
using NanoTcp.Http;
using NanoTcp.Ip;

namespace NanoTcp.HostSim.Peer;

/// <summary>The classic services, each on its own port.</summary>
internal sealed class PeerServices
{
    private readonly EchoService _echo;
    private readonly DiscardService _discard;
    private readonly SourceService _source;
    private readonly HttpServer _http;
    private readonly int _backlog;

    public PeerServices(PeerStack stack, PeerOptions options)
    {
        _backlog = options.Backlog;
        _echo = new EchoService(stack.Tcp, options.Connections);
        _discard = new DiscardService(stack.Tcp, options.Connections);
        _source = new SourceService(stack.Tcp, options.Connections);
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
    }

    /// <summary>Lets every service do what it can do now. Returns when they want to be called again, if nothing arrives before.</summary>
    public long Poll(long now)
    {
        _echo.Poll();
        _discard.Poll();
        _source.Poll();
        return _http.Poll(now);
    }

    // The table of ports has been made large enough, and nothing else has bound any.
    private static void Require(SocketError error)
    {
        if (error != SocketError.Success)
        {
            throw new InvalidOperationException($"A service cannot open its port: {error}.");
        }
    }
}
