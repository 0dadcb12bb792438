// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net.Sockets;
using NanoTcp.Host;
using NanoTcp.HostSim.Platform;
using NanoTcp.Link;
using NanoTcp.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.HostSim.Gateway;

/// <summary>
/// Makes the board reachable from programs on this machine, and named programs reachable from the board, without any privilege. When the gateway's
/// stack has no connection left, further clients wait in the listen queue.
/// </summary>
internal sealed class SocketGateway : IFarEnd
{
    private readonly uint _address;
    private readonly WayIn[] _waysIn;
    private readonly WayOut[] _waysOut;
    private readonly StopRequest _stop;
    private readonly string? _portRemark;
    private readonly List<GatewaySession> _sessions = [];
    private readonly List<Socket> _readers = [];
    private readonly List<Socket> _writers = [];
    private readonly WakeSocket _wake = new();

    /// <summary>
    /// Makes a gateway with this address, ways in and ways out. The first way in leads to the web server. All are its own from now on. The remark
    /// tells the user about the port of the web server.
    /// </summary>
    public SocketGateway(uint address, WayIn[] waysIn, WayOut[] waysOut, StopRequest stop, string? portRemark = null)
    {
        _address = address;
        _waysIn = waysIn;
        _waysOut = waysOut;
        _stop = stop;
        _portRemark = portRemark;
    }

    /// <summary>The servers on the gateway's stack.</summary>
    public IReadOnlyList<NetworkService> Servers { get; init; } = [];

    /// <summary>The wire's port of the gateway's stack, for <see cref="Join"/>.</summary>
    public WirePort? StackPort { get; init; }

    /// <inheritdoc/>
    public string Url => $"http://127.0.0.1:{_waysIn[0].HostPort}/";

    /// <inheritdoc/>
    public IEnumerable<(string Name, string Text)> Ways
    {
        get
        {
            if (_portRemark != null)
            {
                yield return ("Port", _portRemark);
            }

            foreach (WayIn way in _waysIn.Skip(1))
            {
                yield return ("Forward", $"127.0.0.1:{way.HostPort} to the board's port {way.BoardPort}");
            }

            foreach (WayOut way in _waysOut)
            {
                yield return ("Reach", $"{IPv4Address.ToString(_address)}:{way.Port} to 127.0.0.1:{way.Port}");
            }
        }
    }

    /// <summary>The gateway's stack has a link as soon as the board has one. Earlier requests wait.</summary>
    public SharedCable Join(WirePort boardPort, EthernetLink controller)
    {
        return new SharedCable(StackPort!, controller);
    }

    /// <inheritdoc/>
    public long Poll(long now)
    {
        foreach (NetworkService server in Servers)
        {
            server.Poll(now);
        }

        foreach (WayIn way in _waysIn)
        {
            way.Accept(_sessions);
        }

        foreach (WayOut way in _waysOut)
        {
            way.Accept(_sessions);
        }

        for (int i = _sessions.Count - 1; i >= 0; i--)
        {
            GatewaySession session = _sessions[i];
            session.Pump();
            if (session.IsOver)
            {
                _sessions.RemoveAt(i);
            }
        }

        return long.MaxValue;
    }

    /// <inheritdoc/>
    public bool Wait(int milliseconds)
    {
        _readers.Clear();
        _writers.Clear();
        _readers.AddRange(_waysIn.Where(way => !way.IsFull).Select(way => way.Listener));
        _writers.AddRange(_waysOut.SelectMany(way => way.Opening));
        foreach (GatewaySession session in _sessions)
        {
            if (session.WantsToRead)
            {
                _readers.Add(session.Client);
            }

            if (session.WantsToWrite)
            {
                _writers.Add(session.Client);
            }
        }

        _readers.Add(_wake.Socket);
        Socket.Select(_readers, _writers, null, milliseconds * 1000);
        _wake.Forget();
        return !_stop.IsRequested;
    }

    /// <inheritdoc/>
    public void Wake()
    {
        _wake.Wake();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (GatewaySession session in _sessions)
        {
            session.Abort();
        }

        _sessions.Clear();
        Array.ForEach(_waysIn, way => way.Dispose());
        Array.ForEach(_waysOut, way => way.Dispose());
        _wake.Dispose();
        _stop.Dispose();
    }
}
