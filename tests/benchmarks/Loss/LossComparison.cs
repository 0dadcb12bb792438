// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;
using NanoTcp.Benchmarks.Tap;

namespace NanoTcp.Benchmarks.Loss;

/// <summary>Measures peers in turn, seed by seed, so that whatever else the machine does meets all of them.</summary>
internal sealed class LossComparison(
    IReadOnlyList<Contender> peers, TestNetwork kernel, string congestionControl, int seeds, TimeSpan time, Interruption interruption)
{
    private const int DiscardPort = 9;
    private const int SourcePort = 19;

    private static readonly byte[] s_chunk = new byte[64 * 1024];

    /// <summary>Mbit/s by peer and seed.</summary>
    public double[][] Measure(int percent, bool peerSends)
    {
        double[][] rates = [.. peers.Select(_ => new double[seeds])];
        OwnThread.Run(() =>
        {
            for (int seed = 0; seed < seeds; seed++)
            {
                for (int i = 0; i < peers.Count; i++)
                {
                    interruption.ThrowIfRequested();
                    rates[i][seed] = Measure(peers[i], percent / 100.0, seed, peerSends);
                }
            }
        });
        return rates;
    }

    private double Measure(Contender peer, double loss, int seed, bool peerSends)
    {
        peer.Start();
        try
        {
            using LossyWire wire = new(kernel, peer.Network, loss, seed);
            Client client = Client.Open(peerSends ? SourcePort : DiscardPort);
            try
            {
                client.SetCongestionControl(congestionControl);

                // The handshake is over: what is measured has no SYN that was lost, whose repetition takes a second.
                wire.BeginLosing();
                return peerSends ? Receive(client) : Send(client);
            }
            finally
            {
                client.Abort();
            }
        }
        finally
        {
            peer.Stop();
        }
    }

    private double Receive(Client client)
    {
        long began = Stopwatch.GetTimestamp();
        long bytes = 0;
        while (Left(began) is TimeSpan left && left > TimeSpan.Zero)
        {
            if (client.CanReceive(left))
            {
                bytes += client.Skip(s_chunk.Length);
            }
        }

        return Rate(bytes, began);
    }

    private double Send(Client client)
    {
        long began = Stopwatch.GetTimestamp();
        long bytes = 0;
        while (Left(began) is TimeSpan left && left > TimeSpan.Zero)
        {
            if (client.CanSend(left))
            {
                bytes += client.Offer(s_chunk);
            }
        }

        return Rate(bytes - client.Unacknowledged(), began);
    }

    private TimeSpan Left(long began)
    {
        return time - Stopwatch.GetElapsedTime(began);
    }

    private static double Rate(long bytes, long began)
    {
        return bytes * 8 / Stopwatch.GetElapsedTime(began).TotalSeconds / 1e6;
    }
}
