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
    public class BoardReport
    {
        private const int ShortFrame = 64;
        private const int FullFrame = 1514;

        private readonly Board _board;
        private readonly int _freePin;
        private long _emptyTurn;

        /// <summary>Reports on a board. Touches no hardware yet.</summary>
        /// <param name="board">Your board. Only its controller is touched, and only read.</param>
        /// <param name="freePin">
        /// A pin to which nothing is connected, for the delivery of an edge, or <see cref="ControllerWiring.NotWired"/>. It becomes an output.
        /// </param>
        public BoardReport(Board board, int freePin)
        {
            _board = board;
            _freePin = freePin;
        }

        /// <summary>Measures and prints.</summary>
        public void Print()
        {
            WriteLine("--- copy from here ---");
            Line("firmware", SystemInfo.Version.ToString() + ", " + SystemInfo.TargetName + ", " + SystemInfo.Platform + ", " + SystemInfo.OEMString);
            Line("board", _board.Name + ", " + _board.Processor + ", SPI " + _board.Wiring.ClockHz.ToString() + " Hz");
            Line("free heap", GC.Run(true).ToString() + " B");
            try
            {
                PrintTimes();
            }
            catch (Exception exception)
            {
                Skip("all that follows", exception);
            }

            WriteLine("--- to here ---");
        }

        /// <summary>Prints a line.</summary>
        protected virtual void WriteLine(string line)
        {
            Console.WriteLine(line);
        }

        /// <summary>Prints what a switch of threads takes.</summary>
        protected virtual void PrintSwitch()
        {
            PingPong pingPong = new PingPong();
            Measure("thread switch", pingPong, PingPong.Switches);
            pingPong.End();
        }

        private static string Counted(Measurement measured)
        {
            return " (" + measured.Count.ToString() + " times in " + measured.Milliseconds.ToString() + " ms)";
        }

        private void Line(string name, string value)
        {
            WriteLine(name + ": " + value);
        }

        private void Skip(string name, string reason)
        {
            Line(name, "skipped, " + reason);
        }

        private void Skip(string name, Exception exception)
        {
            Skip(name, ((object)exception).GetType().Name + " " + exception.Message);
        }

        private void PrintTimes()
        {
            ClockSteps steps = new ClockSteps();
            if (steps.Count < ClockSteps.Watched)
            {
                Skip("clock step", "the clock stands still, so nothing can be measured");
                return;
            }

            Line("clock step", "usual " + steps.Usual.ToString() + " ms, smallest " + steps.Smallest.ToString() + " ms");
            PrintProcessor();
            PrintThreads();
            PrintPins();
            PrintController();
        }

        private void PrintProcessor()
        {
            Measurement empty = new Measurement(new EmptyLoop());
            _emptyTurn = empty.Nanoseconds;
            Line("IL op, empty loop", (_emptyTurn / EmptyLoop.Ops).ToString() + " ns" + Counted(empty));
            Measure("IL op, field", new FieldLoop(), FieldLoop.Ops);
            Measure("IL op, call", new CallLoop(), CallLoop.Ops);
            StackRound round = new StackRound();
            if (round.IsReady)
            {
                Measure("IL op, stack", round, StackRound.Ops);
            }
            else
            {
                Skip("IL op, stack", "the handshake failed");
            }

            Measure("checksum of 1460 B", new ChecksumRun(), 1);
            Measure("garbage collection", new Collection(), 1);
        }

        private void PrintThreads()
        {
            Measure("Thread.Sleep(0)", new SleepRun(0), 1);
            Measure("Thread.Sleep(1)", new SleepRun(1), 1);
            PrintSwitch();
        }

        private void PrintPins()
        {
            PrintRead();
            PrintEdge();
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

        // The loop around the operation does not count. An operation that the clock does not show takes 0.
        private void Measure(string name, Operation operation, int parts)
        {
            Measurement measured = new Measurement(operation);
            long net = measured.Nanoseconds > _emptyTurn ? measured.Nanoseconds - _emptyTurn : 0;
            Line(name, (net / parts).ToString() + " ns" + Counted(measured));
        }
    }
}
