// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.SelfTest.Measurements
{
    /// <summary>
    /// Measures how fast this interpreter runs the stack, with nothing but the CoreLibrary, and prints it so that it can be copied. It takes some ten
    /// seconds. The program BoardReport measures the board's hardware too.
    /// </summary>
    public class InterpreterReport
    {
        private readonly Clock _clock;
        private long _emptyTurn;

        /// <summary>Reports by this clock.</summary>
        public InterpreterReport(Clock clock)
        {
            _clock = clock;
        }

        /// <summary>Measures and prints.</summary>
        public void Print()
        {
            WriteLine("--- copy from here ---");
            PrintHead();
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

        /// <summary>Prints what a program knows about its board and firmware without measuring. Here it is nothing.</summary>
        protected virtual void PrintHead()
        {
        }

        /// <summary>Prints the times of the hardware, last of all. Here there are none.</summary>
        protected virtual void PrintHardware()
        {
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

        /// <summary>Prints a named value.</summary>
        protected void Line(string name, string value)
        {
            WriteLine(name + ": " + value);
        }

        /// <summary>Prints why a value is missing.</summary>
        protected void Skip(string name, string reason)
        {
            Line(name, "skipped, " + reason);
        }

        /// <summary>Prints the exception because of which a value is missing.</summary>
        protected void Skip(string name, Exception exception)
        {
            Skip(name, ((object)exception).GetType().Name + " " + exception.Message);
        }

        /// <summary>
        /// Measures and prints the time of one of so many equal parts of an operation. The loop around it does not count. An operation that the clock
        /// does not show takes 0.
        /// </summary>
        protected void Measure(string name, Operation operation, int parts)
        {
            Measurement measured = new Measurement(operation, _clock);
            long net = measured.Nanoseconds > _emptyTurn ? measured.Nanoseconds - _emptyTurn : 0;
            Line(name, (net / parts).ToString() + " ns" + Counted(measured));
        }

        private static string Counted(Measurement measured)
        {
            return " (" + measured.Count.ToString() + " times in " + measured.Milliseconds.ToString() + " ms)";
        }

        private void PrintTimes()
        {
            ClockSteps steps = new ClockSteps(_clock);
            if (steps.Count < ClockSteps.Watched)
            {
                Skip("clock step", "the clock stands still, so nothing can be measured");
                return;
            }

            Line("clock step", "usual " + steps.Usual.ToString() + " ms, smallest " + steps.Smallest.ToString() + " ms");
            PrintProcessor();
            PrintThreads();
            PrintHardware();
        }

        private void PrintProcessor()
        {
            Measurement empty = new Measurement(new EmptyLoop(), _clock);
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
        }

        private void PrintThreads()
        {
            Measure("Thread.Sleep(0)", new SleepRun(0), 1);
            Measure("Thread.Sleep(1)", new SleepRun(1), 1);
            PrintSwitch();
        }
    }
}
