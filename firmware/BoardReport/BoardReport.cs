// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.Device.Gpio;
using System.Device.Spi;
using nanoFramework.Runtime.Native;
using NanoTcp.Boards;
using NanoTcp.Drivers;
using GC = nanoFramework.Runtime.Native.GC;

namespace NanoTcp.SelfTest.Measurements
{
    /// <summary>
    /// Measures what the model of the board's time assumes, and prints it so that it can be copied: docs/measure-your-board.md says where to. It takes
    /// less than a minute.
    /// </summary>
    public class BoardReport : InterpreterReport
    {
        private const int ShortFrame = 64;
        private const int FullFrame = 1514;

        private readonly Board _board;
        private readonly int _freePin;

        /// <summary>Reports on a board. Touches no hardware yet.</summary>
        /// <param name="board">Your board. Only its controller is touched, and only read.</param>
        /// <param name="freePin">
        /// A pin to which nothing is connected, for the delivery of an edge, or <see cref="ControllerWiring.NotWired"/>. It becomes an output.
        /// </param>
        public BoardReport(Board board, int freePin)
            : base(new TickClock())
        {
            _board = board;
            _freePin = freePin;
        }

        /// <inheritdoc/>
        protected override void PrintHead()
        {
            Line("firmware", SystemInfo.Version.ToString() + ", " + SystemInfo.TargetName + ", " + SystemInfo.Platform + ", " + SystemInfo.OEMString);
            Line("board", _board.Name + ", " + _board.Processor + ", SPI " + _board.Wiring.ClockHz.ToString() + " Hz");
            Line("free heap", GC.Run(true).ToString() + " B");
        }

        /// <inheritdoc/>
        protected override void PrintHardware()
        {
            Measure("garbage collection", new Collection(), 1);
            PrintRead();
            PrintEdge();
            PrintController();
        }

        private void PrintRead()
        {
            const string Name = "GPIO read";
            if (_board.Wiring.Interrupt == ControllerWiring.NotWired)
            {
                Skip(Name, "INT is not wired");
                return;
            }

            try
            {
                GpioPin pin = new GpioController().OpenPin(_board.Wiring.Interrupt, PinMode.InputPullUp);
                Measure(Name, new PinRead(pin), 1);
                pin.Dispose();
            }
            catch (Exception exception)
            {
                Skip(Name, exception);
            }
        }

        private void PrintEdge()
        {
            const string Name = "edge";
            if (_freePin == ControllerWiring.NotWired)
            {
                Skip(Name, "no free pin is named");
                return;
            }

            try
            {
                GpioPin pin = new GpioController().OpenPin(_freePin, PinMode.Output);
                EdgeRun edges = new EdgeRun(pin);
                edges.Repeat(1);
                if (edges.IsLost)
                {
                    Skip(Name, "the platform does not report it");
                }
                else
                {
                    Measure(Name, edges, 1);
                }

                pin.Dispose();
            }
            catch (Exception exception)
            {
                Skip(Name, exception);
            }
        }

        private void PrintController()
        {
            try
            {
                ControllerWiring wiring = _board.Wiring;
                Esp32Pins.AssignSpi(wiring.SpiBus, wiring.Mosi, wiring.Miso, wiring.Sclk);
                SpiConnectionSettings settings = new SpiConnectionSettings(wiring.SpiBus, wiring.ChipSelect);
                settings.ClockFrequency = wiring.ClockHz;
                settings.Mode = SpiMode.Mode0;
                SpiDevice device = SpiDevice.Create(settings);
                PrintTransfers(device);
                device.Dispose();
            }
            catch (Exception exception)
            {
                Skip("SPI", exception);
            }
        }

        private void PrintTransfers(SpiDevice device)
        {
            EthernetController controller = _board.Controller;
            ushort[] register = HarmlessReads.OfRegister(controller);
            WordTransfer words = new WordTransfer(device, register);
            words.Repeat(1);
            bool answers = HarmlessReads.IsAnswer(controller, words.LastByte);
            Line("controller", (answers ? "answers, " : "does not answer, ") + HarmlessReads.NameOfRegister(controller) + " " + words.LastByte.ToString());
            Measure("SPI, " + (2 * register.Length).ToString() + " B by words", words, 1);
            Measure("SPI, 64 B by spans", new SpanTransfer(device, HarmlessReads.OfMemory(controller, ShortFrame)), 1);
            Measure("SPI, 1514 B by spans", new SpanTransfer(device, HarmlessReads.OfMemory(controller, FullFrame)), 1);
        }
    }
}
