// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;

namespace NanoTcp.Tcp
{
    // A link that cuts long segments into those that the other end takes.
    internal static partial class SegmentOutput
    {
        static partial void LeaveInRing(ControlBlock tcb, uint sequence, ref int length)
        {
            if (length > tcb.SndMss && tcb.Stack.Controller.Text is RingText text)
            {
                text.Ring = tcb.SendBuffer;
                text.Offset = (tcb.SendHead + (int)(sequence - tcb.SndUna)) % tcb.SendBuffer.Length;
                text.Length = length;
                length = 0;
            }
        }

        static partial void LetTheLinkCut(ControlBlock tcb, ref int textLength)
        {
            RingText? text = tcb.Stack.Controller.Text;
            if (text != null && text.Length > 0)
            {
                textLength = text.Length;
            }

            if (textLength > tcb.SndMss)
            {
                tcb.Transport.ClaimFrame().SegmentSize = tcb.SndMss;
            }
        }

        static partial void HasCut(ControlBlock tcb)
        {
            tcb.Transport.ClaimFrame().SegmentSize = 0;
            if (tcb.Stack.Controller.Text is RingText text)
            {
                text.Length = 0;
            }
        }
    }
}
