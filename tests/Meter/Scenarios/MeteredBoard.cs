// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Drivers;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Link;
using NanoTcp.Platform;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Simulation.Chips.W5500;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Meter.Scenarios;

/// <summary>A stack on a bare link or on a board with its driver and controller, in virtual time, and the cable to the other end.</summary>
internal sealed class MeteredBoard
{
    public const int PrefixLength = 24;

    /// <summary>A link soon after the start: it is not what is measured.</summary>
    public const long QuickLink = 20_000_000;

    public static readonly uint Address = IPv4Address.From(192, 168, 7, 2);

    private const long Millisecond = 1_000_000;
    private const int StartUp = 5_000;
    private const int PollInterval = 10;

    // A full frame takes 1.2 ms on a 10BASE-T cable.
    private const int FrameTime = 2;

    private readonly ManualClock _clock = new();
    private readonly VirtualBoard? _hardware;
    private readonly SpiBus? _bus;
    private readonly bool _isInTraffic;
    private readonly TrafficWait? _wait;

    /// <summary>Starts a board, until the link is up and its address announced.</summary>
    /// <param name="board">The controller; null for a stack on a bare link.</param>
    /// <param name="options">The sizes of its transport.</param>
    /// <param name="isInTraffic">
    /// Whether the driver polls from then on, as the firmware lets it while frames come and go. Otherwise INT reports frames, as while the program blocks.
    /// </param>
    public MeteredBoard(Board? board, TcpOptions options, bool isInTraffic = true)
    {
        EthernetLink link;
        if (board == null)
        {
            link = Cable = new Cable([2, 0, 0, 0, 0, 2]);
        }
        else
        {
            Cable = new Cable([2, 0, 0, 0, 0, 9]);
            _hardware = new VirtualBoard(Soc.Esp32, _clock);
            ControllerWiring wiring = board.Wiring;
            IEthernetChip chip = board.Controller == EthernetController.W5500 ? new W5500Chip(_clock, Cable, new W5500Options { NegotiationNanoseconds = 0 })
                : new Enc28J60Chip(_clock, Cable, new Enc28J60Options { LinkUpNanoseconds = QuickLink });
            _hardware.Connect(chip, new ChipWiring(wiring.Mosi, wiring.Miso, wiring.Sclk, wiring.ChipSelect, wiring.Interrupt, wiring.Reset));
            _hardware.Activate();
            BoardEthernet ethernet = new(board);
            ControllerError error = ethernet.Start();
            if (error != ControllerError.None)
            {
                throw new InvalidOperationException($"The controller of {board.Name} does not start: {error}.");
            }

            link = ethernet.Link;
            _bus = ethernet.Bus;
            _isInTraffic = isInTraffic;
            _wait = new TrafficWait(ethernet.Bus, ethernet.Link);
        }

        Mac = link.MacAddress;

        // The board's clock shows every millisecond.
        Stack = new NetworkStack(link, new CountingEntropy(), new StackOptions { ClockStep = 1 });
        Tcp = new TcpTransport(Stack, options);
        Ip = new IPv4(Stack, new IPv4Options());
        Ip.Configure(Address.ToHostAddress(), PrefixLength, HostAddress.Any);
        for (int i = 0; i < StartUp / PollInterval; i++)
        {
            Pass(PollInterval);
            Stack.Poll(Now);
            Stack.Flush(Now);
        }

        if (_isInTraffic)
        {
            ((ControllerLink)link).BeginPolling();
        }
    }

    public Cable Cable { get; }

    public byte[] Mac { get; }

    public NetworkStack Stack { get; }

    public IPv4 Ip { get; }

    public TcpTransport Tcp { get; }

    /// <summary>The time in milliseconds.</summary>
    public long Now => _clock.Nanoseconds / Millisecond;

    /// <summary>Time passes: the chip goes on, and the edges of INT reach the driver.</summary>
    public void Pass(int milliseconds)
    {
        if (_hardware == null)
        {
            _clock.Elapse(milliseconds * Millisecond);
            return;
        }

        _hardware.Advance();
        _hardware.Sleep(milliseconds);
    }

    /// <summary>What the firmware does after each poll: it polls on, yields, or blocks. It must not block here, where nothing wakes it.</summary>
    public void Wait()
    {
        _wait!.Wait(Now, Now);
    }

    /// <summary>A frame comes over the cable, and its time passes.</summary>
    public void Arrive(byte[] frame)
    {
        Cable.Arrive(frame);
        Pass(FrameTime);
    }

    /// <summary>
    /// Lets the frames given to the controller leave. Should it then ask for service, it gets it. In traffic it cannot ask, and the next poll does all.
    /// </summary>
    public void Settle()
    {
        Pass(FrameTime);
        if (!_isInTraffic && _bus != null && _bus.HasInterrupt && _bus.InterruptPending())
        {
            Stack.Poll(Now);
        }
    }
}
