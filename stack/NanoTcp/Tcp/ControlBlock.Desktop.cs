// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    // The numbers of a connection, for measurements.
    internal sealed partial class ControlBlock
    {
        internal void GetInfo(TcpInfo info)
        {
            int[] words = Words;
            info.CongestionWindow = CongestionWindow;
            info.SlowStartThreshold = words[Word.SlowStartThreshold];
            info.RetransmissionTimeout = Rto;
            info.RoundTrip = words[Word.Srtt8] >> 3;
            info.RoundTripVariation = words[Word.RttVar4] >> 2;
            info.SegmentSize = SndMss;
            info.SendWindow = SndWnd;
            info.ReceiveWindow = (int)(RcvAdv - RcvNxt);
            info.InFlight = (int)(SndNxt - SndUna);
            info.Timeouts = words[Word.Retransmits];
        }

        partial void NoteNews()
        {
            Transport.AddNews(this);
        }
    }
}
