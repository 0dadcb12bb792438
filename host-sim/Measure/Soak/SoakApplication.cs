// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Soak;

/// <summary>The application of a host: its listeners, the connections that it opens, and those that it has.</summary>
internal sealed class SoakApplication
{
    private readonly SoakHost _host;
    private readonly SplitMix64 _random;
    private readonly Sabotage? _sabotage;
    private readonly Service[] _services;
    private readonly List<SoakFlow> _flows = [];
    private readonly Queue<ConnectPlan> _connects;
    private bool _isClosed;

    public SoakApplication(SoakHost host, SplitMix64 random, Sabotage? sabotage)
    {
        _host = host;
        _random = random;
        _sabotage = sabotage;
        _services = [.. host.Plan.Listeners.Select(plan => new Service(plan))];
        _connects = new Queue<ConnectPlan>(host.World.Plan.Connects.Where(plan => plan.Host == host.Index && plan.Time >= host.World.Now));
    }

    /// <summary>Does what can be done now. Returns the latest time of the next call.</summary>
    public long Act(long now)
    {
        if (_isClosed)
        {
            return long.MaxValue;
        }

        long next = long.MaxValue;
        foreach (Service service in _services)
        {
            next = Math.Min(next, Serve(service, now));
        }

        while (_connects.Count > 0 && _connects.Peek().Time <= now)
        {
            Connect(_connects.Dequeue());
        }

        next = _connects.Count > 0 ? Math.Min(next, _connects.Peek().Time) : next;
        for (int i = _flows.Count - 1; i >= 0; i--)
        {
            SoakFlow flow = _flows[i];
            next = Math.Min(next, flow.Act(now));
            if (flow.IsDone)
            {
                _flows.RemoveAt(i);
            }
        }

        return next;
    }

    /// <summary>Gives everything back.</summary>
    public void CloseAll()
    {
        _isClosed = true;
        _connects.Clear();
        foreach (Service service in _services)
        {
            Close(service);
        }

        foreach (SoakFlow flow in _flows)
        {
            if (_sabotage == null || !_sabotage.Forgets(flow))
            {
                flow.Leave(abort: _random.Chance(0.1));
            }
        }

        _flows.Clear();
        _host.Flush();
    }

    /// <summary>The host reboots.</summary>
    public void Vanish()
    {
        foreach (SoakFlow flow in _flows)
        {
            flow.Vanish();
        }
    }

    private long Serve(Service service, long now)
    {
        ListenPlan plan = service.Plan;
        if (service.Listener == null)
        {
            if (now < service.OpensAt)
            {
                return service.OpensAt;
            }

            if (service.OpensAt == long.MaxValue)
            {
                return long.MaxValue;
            }

            SocketError error = _host.Tcp.Listen(plan.Port, plan.Backlog, out TcpListener? listener);
            if (error != SocketError.Success)
            {
                throw new SoakViolationException(SoakInvariant.Error, $"host {_host.Index} cannot listen on port {plan.Port}: {error}");
            }

            service.Listener = listener;
            if (_random.Chance(0.3))
            {
                listener!.Options = OptionDraw.DrawConnection(_random.Next());
            }

            service.NextAccept = plan.AcceptEveryMs == long.MaxValue ? long.MaxValue : now;
        }

        if (now >= service.ClosesAt)
        {
            Close(service);
            service.OpensAt = plan.ReopensAt;
            service.ClosesAt = long.MaxValue;
            return service.OpensAt;
        }

        while (now >= service.NextAccept && service.Listener!.Pending())
        {
            Accept(service.Listener);
            service.NextAccept = now + plan.AcceptEveryMs;
        }

        return Math.Min(service.ClosesAt, service.NextAccept > now ? service.NextAccept : long.MaxValue);
    }

    private void Close(Service service)
    {
        if (service.Listener != null)
        {
            long before = _host.BeginCall();
            service.Listener.Close();
            _host.EndCall(before, nameof(TcpListener.Close));
            service.Listener = null;
        }
    }

    private void Accept(TcpListener listener)
    {
        TcpConnection connection = new();
        long before = _host.BeginCall();
        bool isAccepted = listener.Accept(connection);
        _host.EndCall(before, nameof(TcpListener.Accept));
        if (!isAccepted)
        {
            throw new SoakViolationException(SoakInvariant.Error, $"host {_host.Index}: a connection is pending, but cannot be accepted");
        }

        Begin(connection, isActive: false);
    }

    private void Connect(ConnectPlan plan)
    {
        TcpConnectionOptions options = _random.Chance(0.3) ? OptionDraw.DrawConnection(_random.Next()) : _host.Plan.Tcp.Client;
        TcpConnection connection = new();
        HostAddress address = plan.Address.ToHostAddress();
        long before = _host.BeginCall();
        SocketError error = _host.Tcp.Connect(address, plan.Port, plan.LocalPort, options, connection);
        _host.EndCall(before, nameof(TcpTransport.Connect));
        if (error == SocketError.Success)
        {
            Begin(connection, isActive: true);
        }
        else if (error is not (SocketError.NoBufferSpaceAvailable or SocketError.AddressAlreadyInUse))
        {
            throw new SoakViolationException(SoakInvariant.Error, $"host {_host.Index} cannot connect: {error}");
        }
    }

    private void Begin(TcpConnection connection, bool isActive)
    {
        FlowPlan plan = FlowPlan.Draw(_random, _host.World.Plan.LongestStream);
        SoakFlow flow = new(_host, connection, plan, isActive);
        _flows.Add(flow);
    }

    private sealed class Service(ListenPlan plan)
    {
        public ListenPlan Plan { get; } = plan;

        public TcpListener? Listener { get; set; }

        public long OpensAt { get; set; } = plan.OpensAt;

        public long ClosesAt { get; set; } = plan.ClosesAt;

        public long NextAccept { get; set; }
    }
}
