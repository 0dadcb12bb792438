// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

#if !NANOFRAMEWORK_1_0
namespace NanoTcp.Tcp
{
    // What there is to know about a connection, for those who measure.
    internal sealed partial class ControlBlock
    {
        internal void GetInfo(TcpInfo info)
        {
            int[] words = _words;
            info.CongestionWindow = _congestionWindow;
            info.SlowStartThreshold = words[Word.SlowStartThreshold];
            info.RetransmissionTimeout = _rto;
            info.RoundTrip = words[Word.Srtt8] >> 3;
            info.RoundTripVariation = words[Word.RttVar4] >> 2;
            info.SegmentSize = _sndMss;
            info.SendWindow = _sndWnd;
            info.ReceiveWindow = (int)(_rcvAdv - _rcvNxt);
            info.InFlight = (int)(_sndNxt - _sndUna);
            info.Timeouts = words[Word.Retransmits];
        }
    }
}
#endif
