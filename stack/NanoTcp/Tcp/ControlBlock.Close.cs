// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.Tcp
{
    // How an application ends a connection: in order, one direction after the other, or at once.
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
                Marks |= Mark.ReceiveShutdown;
                _receiveCount = 0;
                ForgetOutOfOrder();
                UpdateWindow();
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

            if (_receiveCount > 0 && (uint)(_state - TcpState.Established) <= TcpState.CloseWait - TcpState.Established)
            {
                Abort();
                return;
            }

            Marks |= Mark.Orphan;
            if (!IsOpen())
            {
                Free();
                return;
            }

            ForgetOutOfOrder();
            if (_state == TcpState.FinWait2)
            {
                _transport.FinWait2.BeginWithPoll(LeaveInFinWait2());
            }
            else
            {
                QueueFin();
                _transport.QueueOutput(this);
                WatchSoon();
            }
        }

        internal void Abort()
        {
            if (IsOrphan)
            {
                return;
            }

            Marks |= Mark.Orphan;
            if (IsOpen())
            {
                SendReset();
            }

            Free();
        }

        /// <summary>Whether the other end has the connection, too, as far as this one knows.</summary>
        private bool IsOpen()
        {
            return (uint)(_state - TcpState.SynReceived) <= TcpState.LastAck - TcpState.SynReceived;
        }
    }
}
