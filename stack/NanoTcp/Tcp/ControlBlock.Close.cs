// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.Tcp
{
    // The ways in which an application ends a connection: in order, one direction after the other, or at once.
    internal sealed partial class ControlBlock
    {
        internal SocketError Shutdown(SocketShutdown how)
        {
            if (!IsOpen() || IsOrphan)
            {
                return SocketError.NotConnected;
            }

            if (how != SocketShutdown.Send)
            {
                Flags |= ConnectionFlag.ReceiveShutdown;
                ReceiveCount = 0;
                Reassembly.Forget(this);
                ReceiveWindow.Update(this);
            }

            if (how != SocketShutdown.Receive)
            {
                QueueFin();
            }

            return SocketError.Success;
        }

        internal void Close()
        {
            if (IsOrphan)
            {
                return;
            }

            if (ReceiveCount > 0 && (uint)(State - TcpState.Established) <= TcpState.CloseWait - TcpState.Established)
            {
                Abort();
                return;
            }

            Flags |= ConnectionFlag.Orphan;
            if (!IsOpen())
            {
                Free();
                return;
            }

            Reassembly.Forget(this);
            if (State == TcpState.FinWait2)
            {
                Transport.FinWait2.BeginWithPoll(LeaveInFinWait2());
            }
            else
            {
                QueueFin();
                Transport.QueueOutput(this);
                SlowTimers.CheckSoon(this);
            }
        }

        internal void Abort()
        {
            if (IsOrphan)
            {
                return;
            }

            Flags |= ConnectionFlag.Orphan;
            if (IsOpen())
            {
                SegmentOutput.SendReset(this);
            }

            Free();
        }

        /// <summary>Whether the other end has the connection too, as far as this end knows.</summary>
        private bool IsOpen()
        {
            return (uint)(State - TcpState.SynReceived) <= TcpState.LastAck - TcpState.SynReceived;
        }
    }
}
