// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Ip;

namespace NanoTcp.Tcp
{
    // How an application ends a connection: in order, one direction after the other, or at once.
    public sealed partial class TcpConnection
    {
        /// <summary>
        /// Closes one direction or both. After Send, what was written goes out, then a FIN; reading goes on until the other end's FIN.
        /// After Receive, what still arrives is acknowledged and thrown away.
        /// </summary>
        /// <returns>Success, or NotConnected when there is no connection (any more).</returns>
        public SocketError Shutdown(SocketShutdown how)
        {
            if (!IsOpen())
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

        /// <summary>
        /// Gives the connection back. What was written still goes out, then a FIN, and the rest of the teardown runs by itself. If something was
        /// received and not read, it is lost, and the other end is told so by an RST instead (RFC 9293 §3.6, SHLD-3).
        /// </summary>
        public void Close()
        {
            if ((Marks & Mark.Orphan) != 0)
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
                StartWatch();
            }
            else
            {
                QueueFin();
                _transport.QueueOutput(this);
                StartOrphanTimer();
            }
        }

        /// <summary>Gives the connection back at once: the other end gets an RST, and what was not sent is lost.</summary>
        public void Abort()
        {
            if ((Marks & Mark.Orphan) != 0)
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
