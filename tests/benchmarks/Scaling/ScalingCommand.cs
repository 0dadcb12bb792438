// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;

namespace NanoTcp.Benchmarks.Scaling;

internal static class ScalingCommand
{
    public static Command Create()
    {
        Command command = new("scaling", "Show what a segment costs with 1 to 1 000 connections");
        return command;
    }
}
