// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    // The numbers of a connection, for measurements.
    internal sealed partial class ControlBlock
    {
        internal void GetInfo(TcpInfo info)
        {
            int[] variables = Variables;
            info.CongestionWindow = CongestionWindow;
            info.SlowStartThreshold = variables[Variable.SlowStartThreshold];
            info.RetransmissionTimeout = Rto;
            info.RoundTrip = variables[Variable.Srtt8] >> 3;
            info.RoundTripVariation = variables[Variable.RttVar4] >> 2;
            info.SegmentSize = SndMss;
            info.SendWindow = SndWnd;
            info.ReceiveWindow = (int)(RcvAdv - RcvNxt);
            info.InFlight = (int)(SndNxt - SndUna);
            info.Timeouts = variables[Variable.Retransmits];
        }

        partial void NoteNews()
        {
            Transport.AddNews(this);
        }
    }
}
