// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// The transmission control block of one connection (RFC 9293 §3.3.1), and the application's calls on it. <see cref="TcpConnection"/> documents
    /// these calls, and passes them on. Blocks belong to a pool.
    /// </summary>
    internal sealed partial class ControlBlock
    {
        /// <summary>The present state: a TIME-WAIT may be over.</summary>
        internal TcpState CurrentState()
        {
            if (State == TcpState.TimeWait && Transport.TimeWait.Find(Peer!, Ports) == SmallConnectionTable.None)
            {
                State = TcpState.Closed;
            }

            return State;
        }

        internal SocketError Error
        {
            get { return (SocketError)Variables[Variable.Error]; }
        }

        internal void SetOptions(TcpConnectionOptions options)
        {
            Options = options;
            if ((Flags & ConnectionFlag.Attached) != 0)
            {
                SegmentSize.Limit(this);
                ReceiveWindow.KeepBack(this, 0);
                Variables[Variable.SendLimit] = Limit(options.SendBuffer, SendBuffer.Length);

                // Due output leaves first, because a probe would take its place.
                Transport.QueueOutput(this);
                RetransmissionTimer.OptionsChange(this);
                SlowTimers.OptionsChange(this);
            }
        }

        internal bool Cork
        {
            get
            {
                return (Flags & ConnectionFlag.Cork) != 0;
            }

            set
            {
                Flags = value ? Flags | ConnectionFlag.Cork : Flags & ~ConnectionFlag.Cork;
                if (!value)
                {
                    Transport.QueueOutput(this);
                }
            }
        }

        internal int SendSpace
        {
            get
            {
                int free = Variables[Variable.SendLimit] - SendCount;
                return free > 0 && (State == TcpState.Established || CanSend()) ? free : 0;
            }
        }

        internal int LocalPort
        {
            get { return TcpTransport.LocalPort(Ports); }
        }

        internal int RemotePort
        {
            get { return ((Ports & 0xFF) << 8) | (Ports >> 8 & 0xFF); }
        }

        internal HostAddress RemoteAddress
        {
            get { return Peer == null ? HostAddress.Any : Stack.Network!.AddressOf(Peer); }
        }

        internal int Receive(byte[] buffer, int offset, int size, out SocketError error)
        {
            int count = ReceiveCount;
            if ((offset | size) < 0 || size > buffer.Length - offset || count == 0)
            {
                return Peek(buffer, offset, size, out error);
            }

            error = SocketError.Success;
            int length = count < size ? count : size;
            byte[] ring = ReceiveBuffer;
            int head = ReceiveHead;
            if (head + length <= ring.Length)
            {
                Array.Copy(ring, head, buffer, offset, length);
            }
            else
            {
                Ring.Read(ring, head, buffer, offset, length);
            }

            if (length == count && (Flags & ConnectionFlag.OutOfOrder) == 0)
            {
                // The ring starts again at its beginning, where text fits in one piece and, on a desktop, is still in the cache.
                head = 0;
            }
            else
            {
                head += length;
                head = head >= ring.Length ? head - ring.Length : head;
            }

            ReceiveHead = head;
            ReceiveCount = count - length;
            if ((Flags & ConnectionFlag.AckNow) == 0 && (uint)(State - TcpState.Established) <= TcpState.FinWait2 - TcpState.Established)
            {
                ReceiveWindow.Update(this);
            }

            return length;
        }

        internal int Peek(byte[] buffer, int offset, int size, out SocketError error)
        {
            if (offset < 0 || size < 0 || size > buffer.Length - offset)
            {
                error = SocketError.InvalidArgument;
                return 0;
            }

            int count = ReceiveCount;
            if (count == 0)
            {
                error = EmptyReason();
                return 0;
            }

            error = SocketError.Success;
            int length = count < size ? count : size;
            byte[] ring = ReceiveBuffer;
            int head = ReceiveHead;
            if (head + length <= ring.Length)
            {
                Array.Copy(ring, head, buffer, offset, length);
            }
            else
            {
                Ring.Read(ring, head, buffer, offset, length);
            }

            return length;
        }

        internal int Skip(int size, out SocketError error)
        {
            if (size < 0)
            {
                error = SocketError.InvalidArgument;
                return 0;
            }

            int count = ReceiveCount;
            if (count == 0)
            {
                error = EmptyReason();
                return 0;
            }

            error = SocketError.Success;
            int length = count < size ? count : size;
            int head = ReceiveHead + length;
            head = head >= ReceiveBuffer.Length ? head - ReceiveBuffer.Length : head;
            ReceiveHead = length == count && (Flags & ConnectionFlag.OutOfOrder) == 0 ? 0 : head;
            ReceiveCount = count - length;
            if ((Flags & ConnectionFlag.AckNow) == 0 && (uint)(State - TcpState.Established) <= TcpState.FinWait2 - TcpState.Established)
            {
                ReceiveWindow.Update(this);
            }

            return length;
        }

        internal int Send(byte[] buffer, int offset, int size, out SocketError error)
        {
            if ((offset | size) < 0 || size > buffer.Length - offset)
            {
                error = SocketError.InvalidArgument;
                return 0;
            }

            if (State != TcpState.Established && !CanSend())
            {
                error = RefusalReason();
                return 0;
            }

            int count = SendCount;
            int free = Variables[Variable.SendLimit] - count;
            int length = free < size ? free : size;
            if (length <= 0)
            {
                error = size == 0 ? SocketError.Success : SocketError.WouldBlock;
                return 0;
            }

            error = SocketError.Success;
            byte[] ring = SendBuffer;
            int position = SendHead + count;
            if (position + length <= ring.Length)
            {
                Array.Copy(buffer, offset, ring, position, length);
            }
            else
            {
                Ring.Write(ring, position, buffer, offset, length);
            }

            SendCount = count + length;
            Transport.QueueOutput(this);
            return length;
        }

        internal int SendUrgent(byte[] buffer, int offset, int size, out SocketError error)
        {
            int length = Send(buffer, offset, size, out error);
            if (length > 0)
            {
                UrgentPointer.Announce(this);
            }

            return length;
        }

        internal bool HasRemoteEnded
        {
            get { return State >= TcpState.CloseWait || State == TcpState.Closed; }
        }

        internal bool HasLocalEnded
        {
            get { return State == TcpState.Closed || (Flags & (ConnectionFlag.FinQueued | ConnectionFlag.Orphan)) != 0; }
        }

        private bool CanSend()
        {
            return (State == TcpState.Established || State == TcpState.CloseWait) && (Flags & ConnectionFlag.FinQueued) == 0;
        }

        private SocketError EmptyReason()
        {
            if (IsOrphan)
            {
                return SocketError.NotConnected;
            }

            if (Error != SocketError.Success)
            {
                return Error;
            }

            if (State == TcpState.Closed)
            {
                return Peer == null ? SocketError.NotConnected : SocketError.Success;
            }

            bool mayCome = State <= TcpState.SynReceived || (State <= TcpState.FinWait2 && (Flags & ConnectionFlag.ReceiveShutdown) == 0);
            return mayCome ? SocketError.WouldBlock : SocketError.Success;
        }

        private SocketError RefusalReason()
        {
            if (IsOrphan)
            {
                return SocketError.NotConnected;
            }

            if (Error != SocketError.Success)
            {
                return Error;
            }

            if ((Flags & ConnectionFlag.FinQueued) != 0)
            {
                return SocketError.Shutdown;
            }

            return State == TcpState.SynSent || State == TcpState.SynReceived ? SocketError.WouldBlock : SocketError.NotConnected;
        }
    }
}
