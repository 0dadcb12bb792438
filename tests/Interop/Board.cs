// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using System.Text.RegularExpressions;

namespace NanoTcp.Tests.Interop;

/// <summary>The simulated board: host-sim without a command.</summary>
internal sealed partial class Board : IDisposable
{
    private Board(RunningProgram program)
    {
        Program = program;
        program.WaitForText("The link is up.");
    }

    public RunningProgram Program { get; }

    /// <summary>The port of its URL on 127.0.0.1.</summary>
    public int Port => int.Parse(LoopbackUrl.Match(Program.Text).Groups[1].Value, CultureInfo.InvariantCulture);

    public string Url => $"http://127.0.0.1:{Port}";

    [GeneratedRegex(@"http://127\.0\.0\.1:(\d+)/")]
    private static partial Regex LoopbackUrl { get; }

    /// <summary>Boots it behind a URL on 127.0.0.1.</summary>
    public static Board Boot(params IReadOnlyList<string> options)
    {
        return new Board(HostSimProgram.Start(options));
    }

    /// <summary>Boots it in a namespace.</summary>
    public static Board Boot(NetworkNamespace network, params IReadOnlyList<string> options)
    {
        return new Board(HostSimProgram.Start(network, options));
    }

    /// <summary>Asks it to end, and asserts that it ends as it should.</summary>
    public ProgramResult Stop(int signal = RunningProgram.SigTerm)
    {
        Program.Signal(signal);
        ProgramResult result = Program.Wait().Succeeded();
        Assert.Empty(result.ErrorText);
        return result;
    }

    public void Dispose()
    {
        Program.Dispose();
    }
}
