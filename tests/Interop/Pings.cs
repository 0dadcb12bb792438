// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;

namespace NanoTcp.Tests.Interop;

/// <summary>ping, one request after the other. A late answer on a busy machine counts.</summary>
internal static class Pings
{
    /// <summary>Asserts that all requests are answered, each with its own content.</summary>
    public static void Send(NetworkNamespace network, int count, int bytes)
    {
        string limit = RunningProgram.Limit.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        for (int i = 0; i < count; i++)
        {
            ProgramResult ping = network.Run("ping", "-n", "-c", "1", "-W", limit, "-s", bytes.ToString(CultureInfo.InvariantCulture), Peer.Address);

            // ping compares each answer with its request, and reports a difference.
            Assert.DoesNotContain("wrong", ping.Text);
        }
    }
}
