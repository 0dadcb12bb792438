// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.Reflection;
using NanoTcp.SelfTest.Measurements;

namespace NanoTcp.SelfTest
{
    /// <summary>
    /// Tests whether this board, this firmware and this interpreter can run NanoTcp. It checks that all static tables were set, and runs two stacks
    /// against each other in the device's own memory, without any controller. Then it measures the interpreter. It needs the CoreLibrary
    /// alone, so it runs on any interpreter.
    /// </summary>
    public static class Program
    {
        private static int s_passed;
        private static int s_failed;

        /// <summary>Runs all tests, and prints how fast the interpreter is.</summary>
        public static void Main()
        {
            Run();
            new InterpreterReport(new UtcClock()).Print();
            Console.WriteLine("BoardReport measures the board's hardware too.");
        }

        /// <summary>Prints a line for each test and, last, how many passed and failed. Returns how many failed.</summary>
        public static int Run()
        {
            s_passed = 0;
            s_failed = 0;
            ReportTables(StartUp.TypesOfStack());
            Report("handshake", Tests.Handshake());
            Report("transfer", Tests.Transfer());
            Report("teardown", Tests.Teardown());
            Report("transfer with loss", Tests.TransferWithLoss());
            Report("port conflict", Tests.PortConflict());
            Report("HTTP", Tests.Http());
            Report("datagram", Datagrams.Echo());
            Report("address without a server", Datagrams.OwnAddress());
            Console.WriteLine(s_passed.ToString() + " passed, " + s_failed.ToString() + " failed");
            return s_failed;
        }

        /// <summary>A line for each type that has static tables, and the name of the first one that start-up lost.</summary>
        internal static void ReportTables(Type[] types)
        {
            for (int i = 0; i < types.Length; i++)
            {
                FieldInfo[] tables = StartUp.TablesOf(types[i]);
                if (tables.Length > 0)
                {
                    string? lost = StartUp.FirstLost(tables);
                    Report("tables of " + types[i].Name + (lost == null ? "" : ": start-up lost " + lost), lost == null);
                }
            }
        }

        private static void Report(string name, bool passed)
        {
            if (passed)
            {
                s_passed++;
            }
            else
            {
                s_failed++;
            }

            Console.WriteLine((passed ? "PASS " : "FAIL ") + name);
        }
    }
}
