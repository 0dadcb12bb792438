// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Simulation.Wire;

/// <summary>
/// An Ethernet segment in memory: a switch that knows from the start which port has which address. Time is what <see cref="Advance"/> says. All
/// memory is taken when a port is attached. A running network allocates nothing.
/// </summary>
public sealed class VirtualWire
{
    private readonly WireModel? _model;
    private readonly DeliveryQueue _underWay = new();
    private WirePort[] _ports = [];
    private IFrameObserver[] _observers = [];
    private WireFrame[] _pool = [];
    private int _pooled;

    /// <summary>Makes a segment without stations; <paramref name="faults"/> null for a perfect one.</summary>
    public VirtualWire(WireFaults? faults = null)
    {
        _model = faults == null || faults.AreNone ? null : new FaultInjector(faults);
    }

    public VirtualWire(WireModel model)
    {
        _model = model;
    }

    /// <summary>The time that the wire has reached.</summary>
    public long Now { get; private set; }

    /// <summary>When the next frame arrives; long.MaxValue when none is under way.</summary>
    public long NextDelivery => _underWay.NextTime;

    /// <summary>Whether a frame has arrived at a port since <see cref="TakeNewArrivals"/>.</summary>
    internal bool HasNewArrivals { get; private set; }

    /// <summary>Plugs in a station. Frames to its address go to it alone; frames to an address that no port has go to all.</summary>
    public WirePort Attach(byte[] mac)
    {
        WirePort port = new(this, _ports.Length, mac);
        _ports = [.. _ports, port];

        // Every frame is under way (at most TransmitFrames of each sender) or waits at a port.
        const int framesPerPort = WirePort.TransmitFrames + WirePort.ReceiveFrames;
        Array.Resize(ref _pool, _ports.Length * framesPerPort);
        for (int i = 0; i < framesPerPort; i++)
        {
            _pool[_pooled++] = new WireFrame(EthernetHeader.MaxFrame);
        }

        // A duplicate takes a second place, so a sender at its limit may add one.
        _underWay.Reserve(_ports.Length * (WirePort.TransmitFrames + 1));
        return port;
    }

    /// <summary>Shows every frame to an observer from now on.</summary>
    public void Observe(IFrameObserver observer)
    {
        _observers = [.. _observers, observer];
    }

    /// <summary>Lets time pass. Frames that are due by then arrive at their ports.</summary>
    public void Advance(long now)
    {
        if (now < Now)
        {
            throw new ArgumentOutOfRangeException(nameof(now), now, $"The wire's time is already {Now}.");
        }

        Now = now;
        DeliverDue();
    }

    internal bool TakeNewArrivals()
    {
        bool arrived = HasNewArrivals;
        HasNewArrivals = false;
        return arrived;
    }

    internal void DeliverDue()
    {
        while (_underWay.NextTime <= Now)
        {
            WireFrame frame = _underWay.RemoveNext();
            frame.Sender!.UnderWay--;
            Deliver(frame);
            Release(frame);
        }
    }

    internal void Send(WirePort sender, FrameBuffer buffer)
    {
        WireFrame frame = _pool[--_pooled];
        frame.Sender = sender;
        frame.Uses = 1;
        frame.Length = Math.Max(buffer.Length, EthernetHeader.MinFrame);
        Array.Copy(buffer.Data, buffer.Offset, frame.Data, 0, buffer.Length);
        Array.Clear(frame.Data, buffer.Length, frame.Length - buffer.Length);

        int delay = 0;
        FrameFate fate = _model == null ? FrameFate.Delivered : _model.Decide(Now, sender.Number, frame.Data, frame.Length, out delay);
        foreach (IFrameObserver observer in _observers)
        {
            observer.OnFrame(Now, sender.Number, frame.Data, 0, frame.Length, fate);
        }

        if ((fate & FrameFate.Lost) == 0)
        {
            long arrival = ArrivalTime(sender, delay, fate);
            Put(frame, arrival);
            if ((fate & FrameFate.Duplicated) != 0)
            {
                Put(frame, arrival);
            }
        }

        Release(frame);
    }

    internal void Release(WireFrame frame)
    {
        if (--frame.Uses == 0)
        {
            _pool[_pooled++] = frame;
        }
    }

    private static bool IsFor(byte[] mac, byte[] frame)
    {
        return mac.AsSpan().SequenceEqual(frame.AsSpan(EthernetHeader.Destination, EthernetHeader.AddressLength));
    }

    private long ArrivalTime(WirePort sender, int delay, FrameFate fate)
    {
        long arrival = Now + delay;
        if ((fate & FrameFate.Reordered) != 0)
        {
            return arrival;
        }

        sender.LastArrival = Math.Max(sender.LastArrival, arrival);
        return sender.LastArrival;
    }

    private void Put(WireFrame frame, long arrival)
    {
        frame.Uses++;
        frame.Sender!.UnderWay++;
        _underWay.Add(frame, arrival);
    }

    private void Deliver(WireFrame frame)
    {
        HasNewArrivals = true;
        foreach (WirePort port in _ports)
        {
            if (IsFor(port.MacAddress, frame.Data))
            {
                if (port != frame.Sender)
                {
                    port.Arrive(frame);
                }

                return;
            }
        }

        foreach (WirePort port in _ports)
        {
            if (port != frame.Sender)
            {
                port.Arrive(frame);
            }
        }
    }
}
