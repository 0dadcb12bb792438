// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;

namespace NanoTcp.Tests.Interop;

/// <summary>ping, one request after the other: what is answered late on a busy machine is answered.</summary>
internal static class Pings
{
    /// <summary>Asserts that so many requests are answered, each with what it held.</summary>
    public static void Send(NetworkNamespace network, int count, int bytes)
    {
        string limit = RunningProgram.Limit.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        for (int i = 0; i < count; i++)
        {
            ProgramResult ping = network.Run("ping", "-n", "-c", "1", "-W", limit, "-s", bytes.ToString(CultureInfo.InvariantCulture), Peer.Address);

            // ping compares what comes back with what it has sent, and says so where it differs.
            Assert.DoesNotContain("wrong", ping.Text);
        }
    }
}
