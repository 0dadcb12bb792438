// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp.Oracle;

/// <summary>How soon an answer is due.</summary>
internal enum Due
{
    Never,

    AtOnce,

    /// <summary>An acknowledgment may be delayed by up to half a second (RFC 9293 §3.8.6.3, MUST-40).</summary>
    WithinHalfASecond,
}

/// <summary>The answer to a segment. Without ACK its acknowledgment field is 0.</summary>
internal sealed record Reply(Due Due, string Flags = "", uint Seq = 0, uint Ack = 0)
{
    public static readonly Reply None = new(Due.Never);

    public override string ToString() => Due == Due.Never ? "nothing" : $"{Flags} seq={Seq} ack={Ack}{(Due == Due.AtOnce ? "" : " (may be delayed)")}";
}

/// <summary>The event that the application learns besides the text.</summary>
internal enum Told
{
    Nothing,
    Reset,
    Refused,

    /// <summary>The standard lets the implementation delete the connection silently or report a reset.</summary>
    NothingOrReset,
}

/// <summary>All that may be seen of a segment's arrival: <see cref="TcpState.Closed"/> means that the connection is deleted.</summary>
/// <param name="Delivered">Bytes of text that the application may now read.</param>
/// <param name="Why">The section that asks for this or allows it.</param>
internal sealed record Outcome(TcpState State, Reply Reply, uint RcvNxt, uint SndUna, int Delivered, Told Told, string Why)
{
    public override string ToString()
        => $"{State}, sends {Reply}, RCV.NXT={RcvNxt} SND.UNA={SndUna}, delivers {Delivered}, tells {Told} ({Why})";
}
