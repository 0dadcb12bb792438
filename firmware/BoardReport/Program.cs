// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;

namespace NanoTcp.SelfTest.Measurements
{
    /// <summary>Measures the board, and prints how fast it is.</summary>
    public static class Program
    {
        /// <summary>Prints the report.</summary>
        public static void Main()
        {
            // Your board: any class of boards/. And a pin that nothing is connected to, if there is one.
            new BoardReport(new Esp32DevKitC(), ControllerWiring.NotWired).Print();
        }
    }
}
