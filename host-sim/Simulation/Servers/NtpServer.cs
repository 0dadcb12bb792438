// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Simulation.Messages;
using NanoTcp.Udp;

namespace NanoTcp.Simulation.Servers;

/// <summary>A time server with a clock of its own (RFC 5905 §14, a primary server).</summary>
public sealed class NtpServer : DatagramServer
{
    private readonly Func<DateTimeOffset> _clock;

    /// <summary>Opens the port. The clock says what time it is.</summary>
    public NtpServer(UdpTransport udp, Func<DateTimeOffset> clock)
        : base(udp, NtpMessage.Port)
    {
        _clock = clock;
    }

    /// <inheritdoc/>
    protected override byte[]? Answer(long now, ReadOnlySpan<byte> request, HostEndPoint other)
    {
        if (!NtpMessage.TryRead(request, out NtpMessage message) || message.Mode != NtpMessage.ClientMode || message.Version is < 1 or > 4)
        {
            return null;
        }

        ulong time = NtpMessage.Timestamp(_clock());
        return new NtpMessage(0, message.Version, NtpMessage.ServerMode, 1, time, message.Transmit, time, time).ToBytes();
    }
}
