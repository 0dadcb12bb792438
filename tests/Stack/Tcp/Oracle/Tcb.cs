// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp.Oracle;

/// <summary>The variables of a connection as RFC 9293 §3.3.1 names them, as far as the arrival of a segment depends on them.</summary>
/// <param name="Passive">Whether SYN-RECEIVED was entered from LISTEN (MUST-11).</param>
/// <param name="FinSent">Whether SND.NXT - 1 is a FIN.</param>
/// <param name="MaxSndWnd">The largest window the other end ever offered (RFC 5961 §5.2).</param>
internal sealed record Tcb(TcpState State, uint Iss, uint SndUna, uint SndNxt, uint RcvNxt, uint RcvWnd, bool Passive = true, bool FinSent = false, uint MaxSndWnd = 4096)
{
    public uint RightEdge => RcvNxt + RcvWnd;

    public bool FinAcknowledged => FinSent && SndUna == SndNxt;
}

/// <summary>A segment that arrives; <paramref name="Text"/> is the number of bytes of text.</summary>
internal sealed record Arrival(bool Syn, bool Ack, bool Fin, bool Rst, uint SegSeq, uint SegAck, int Text)
{
    /// <summary>SEG.LEN, which counts SYN and FIN.</summary>
    public uint Length => (uint)Text + (Syn ? 1u : 0) + (Fin ? 1u : 0);

    /// <summary>Where its text begins.</summary>
    public uint TextSeq => SegSeq + (Syn ? 1u : 0);

    /// <summary>Where its FIN is, if it has one.</summary>
    public uint FinSeq => TextSeq + (uint)Text;

    public string Flags
    {
        get
        {
            string[] set = [.. new[] { Syn ? "SYN" : "", Fin ? "FIN" : "", Rst ? "RST" : "", Ack ? "ACK" : "" }.Where(flag => flag.Length > 0)];
            return set.Length == 0 ? "-" : string.Join(',', set);
        }
    }

    public override string ToString() => $"{Flags} seq={SegSeq}{(Ack ? $" ack={SegAck}" : "")} len={Text}";
}
