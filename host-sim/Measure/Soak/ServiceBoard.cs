// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dhcp;
using NanoTcp.Host;
using NanoTcp.Mdns;
using NanoTcp.Network;
using NanoTcp.Resolver;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Time;
using NanoTcp.Simulation.Wire;
using NanoTcp.Sntp;

namespace NanoTcp.Measure.Soak;

/// <summary>
/// A board as an application builds it: a network interface with a resolver, mDNS, SNTP, and a port for datagrams. Its polls allocate nothing, except when
/// an address or a name changes.
/// </summary>
internal sealed class ServiceBoard : INodeApplication
{
    /// <summary>What a new lease, address or name may take.</summary>
    private const int MostAllocated = 2000;

    private readonly BoardLink _link;
    private readonly DnsResolver _resolver;
    private readonly MdnsResponder _mdns;
    private readonly SntpClient _sntp;
    private readonly BoardDatagrams _datagrams;
    private readonly ResolverQuery _query = new();
    private readonly uint _server;
    private readonly SteppedClock _clock;
    private readonly object?[] _known = new object?[4];
    private bool _hasResolved;
    private int _answersBefore;
    private int _changes;
    private DhcpState _state;
    private HostAddress? _keptAddress;
    private string? _keptName;
    private bool _hadName;

    public ServiceBoard(WirePort port, ulong seed, uint server, int clockStep, Sabotage? sabotage)
    {
        Port = port;
        _server = server;
        _clock = new SteppedClock(0, clockStep);
        _link = new BoardLink(this, port, sabotage);
        Interface = new NetworkInterface(_link, new SeededEntropy(seed), new NetworkInterfaceOptions
        {
            HostName = "board",
            TriesBeforeLinkLocal = 1 + (int)(seed & 1),
            Stack = new StackOptions { ClockStep = clockStep },
        });
        _resolver = new DnsResolver(Interface.IPv4, Interface.Udp, null, Interface.Settings, new ResolverOptions());
        _mdns = new MdnsResponder(Interface.Udp, Interface.IPv4, new MdnsOptions { Name = "board" });
        _sntp = new SntpClient(Interface.Udp, Interface.IPv4, Interface.Settings, new SntpOptions { PollInterval = 60_000, FirstDelay = 0 });
        _datagrams = new BoardDatagrams(this);
        _mdns.Start();
        foreach (NetworkService service in new NetworkService[] { _resolver, _mdns, _sntp, _datagrams })
        {
            Interface.Add(service);
        }
    }

    public WirePort Port { get; }

    public NetworkInterface Interface { get; }

    public string Name => _mdns.Name;

    public bool HasName => _mdns.State == MdnsState.Established;

    public bool HasAddress => Interface.Kind != AddressKind.None;

    /// <summary>What the board lacks while there is a server; null: nothing.</summary>
    public string? Missing =>
        Interface.Lease == null ? "a board has no lease"
        : !_hasResolved ? "a board resolves no name"
        : !HasName ? "a board has no name"
        : _sntp.GetCount(SntpCounter.Answers) == _answersBefore ? "a board does not know the time"
        : null;

    /// <summary>What it lacks while no server answers.</summary>
    public string? MissingAlone =>
        Interface.Kind != AddressKind.LinkLocal ? "a board has no link-local address"
        : !HasName ? "a board has no name"
        : null;

    /// <summary>What it had when <see cref="Keep"/> was called, and has no more.</summary>
    public string? Lost =>
        _keptAddress != null && (Interface.Lease == null || !Interface.Address.Equals(_keptAddress)) ? "a board has lost its lease"
        : Name != _keptName || (_keptAddress != null && _hadName && !HasName) ? "a board has lost its name"
        : null;

    /// <summary>Forgets that a name was resolved, the time told, and who was heard.</summary>
    public void StartAnew()
    {
        _hasResolved = false;
        _answersBefore = _sntp.GetCount(SntpCounter.Answers);
        _datagrams.Forget();
    }

    /// <summary>
    /// Remembers address and name. An older lease may end: in its last two minutes DHCP need not ask again (RFC 2131 §4.4.5).
    /// </summary>
    public void Keep(long healthySince)
    {
        _keptAddress = Interface.Lease?.Began >= _clock.Read(healthySince) ? Interface.Address : null;
        _keptName ??= Name;
        _hadName = HasName;
    }

    /// <summary>Whether a datagram of the other board has arrived.</summary>
    public bool HasHeard(ServiceBoard other)
    {
        return other == this || _datagrams.HasHeard(other.Port.Number);
    }

    /// <summary>Sends a datagram to another board, if both have an address.</summary>
    public void SendDatagram(ServiceBoard other, int length)
    {
        if (HasAddress && other.HasAddress && other != this)
        {
            _datagrams.Send(other.Interface.Address, length);
        }
    }

    /// <inheritdoc/>
    public long Poll(long now)
    {
        long before = GC.GetAllocatedBytesForCurrentThread() - _link.Allocated - _datagrams.Allocated;
        long due = _clock.Awaits(Interface.Poll(_clock.Read(now)), now);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - _link.Allocated - _datagrams.Allocated - before;
        if (allocated > (HasChanged() ? MostAllocated : 0))
        {
            throw new SoakViolationException(SoakInvariant.Allocation, $"a poll of board {Port.Number} has allocated {allocated} bytes");
        }

        LookUp();
        return Math.Min(due, now + 500);
    }

    /// <summary>Whether address, lease, offer, name or answer is another one than after the last poll.</summary>
    private bool HasChanged()
    {
        bool hasChanged = Interface.Changes != _changes || Interface.Dhcp.State != _state;
        _changes = Interface.Changes;
        _state = Interface.Dhcp.State;
        hasChanged |= IsOther(0, Interface.Lease) | IsOther(1, Interface.IPv4.ProbedAddress) | IsOther(2, _mdns.Name);
        return hasChanged | IsOther(3, _query.State == ResolverState.Success ? _query.GetAddress(0) : null);
    }

    private bool IsOther(int index, object? now)
    {
        bool isOther = _known[index] != now;
        _known[index] = now;
        return isOther;
    }

    private void LookUp()
    {
        if (_query.State == ResolverState.Success)
        {
            _hasResolved = true;
            if (_query.GetAddress(0).ToIPv4() != _server)
            {
                throw new SoakViolationException(SoakInvariant.Content, "a name is resolved to another address than the server has told");
            }
        }

        if (!_hasResolved && _query.State != ResolverState.Pending && Interface.Lease != null)
        {
            _resolver.Begin("server.lan", _query);
        }
    }
}
