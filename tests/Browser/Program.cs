// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Browser;

foreach (string board in args)
{
    BoardVisit.Run(board, Console.Out);
}
