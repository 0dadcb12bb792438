// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace System.Net.Sockets
{
    // Options.
    public partial class Socket
    {
        /// <summary>Short segments leave at once, instead of waiting while an earlier one is not acknowledged (Nagle's algorithm).</summary>
        /// <exception cref="SocketException">ProtocolOption: it is a socket for datagrams.</exception>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public bool NoDelay
        {
            get { return (int)GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay) != 0; }
            set { SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay, value); }
        }

        /// <summary>Whether datagrams may be sent to everybody on the link.</summary>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public bool EnableBroadcast
        {
            get { return (bool)GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Broadcast); }
            set { SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Broadcast, value); }
        }

        /// <summary>Whether and how long <see cref="Close()"/> waits until everything is acknowledged.</summary>
        /// <exception cref="ArgumentNullException">It is set to nothing.</exception>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public LingerOption LingerState
        {
            get
            {
                int seconds = (int)GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger);
                return new LingerOption(seconds >= 0, seconds < 0 ? 0 : seconds);
            }

            set
            {
                if (value == null)
                {
                    Throw.ArgumentNull();
                }

                SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger, value!.Enabled ? value.LingerTime : NoLinger);
            }
        }

        /// <summary>Sets an option.</summary>
        /// <param name="optionLevel">Which protocol it belongs to.</param>
        /// <param name="optionName">Its name.</param>
        /// <param name="optionValue">0 means no. Times to wait are in milliseconds. Linger is in seconds, and negative without a wait.</param>
        /// <exception cref="SocketException">ProtocolOption: there is no such option here. InvalidArgument: it cannot have that value.</exception>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public void SetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, int optionValue)
        {
            _threads.Enter();
            try
            {
                ThrowIfClosed();
                switch (optionLevel)
                {
                    case SocketOptionLevel.Socket:
                        SetOption(optionName, optionValue);
                        break;
                    case SocketOptionLevel.Tcp:
                        SetTcpOption(optionName, optionValue);
                        break;
                    case SocketOptionLevel.IP:
                        SetIPOption(optionName, optionValue);
                        break;
                    default:
                        throw new SocketException(SocketError.ProtocolOption);
                }
            }
            finally
            {
                _threads.Leave();
            }
        }

        /// <summary>Sets an option that is on or off. Linger on waits for a second.</summary>
        /// <inheritdoc cref="SetSocketOption(SocketOptionLevel, SocketOptionName, int)"/>
        public void SetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, bool optionValue)
        {
            // As a number, 0 would mean a reset at close, which nobody means who says no.
            bool endsLinger = !optionValue && optionLevel == SocketOptionLevel.Socket && optionName == SocketOptionName.Linger;
            SetSocketOption(optionLevel, optionName, optionValue ? 1 : endsLinger ? NoLinger : 0);
        }

        /// <summary>Sets an option from its bytes.</summary>
        /// <param name="optionLevel">Which protocol it belongs to.</param>
        /// <param name="optionName">Its name.</param>
        /// <param name="optionValue">
        /// Four bytes: the number, lowest byte first. Eight bytes are, for a timeout, seconds and microseconds; for Linger, whether, and seconds; for
        /// AddMembership and DropMembership, the group and the own address.
        /// </param>
        /// <exception cref="ArgumentNullException">There are no bytes.</exception>
        /// <exception cref="SocketException">ProtocolOption: there is no such option here. InvalidArgument: it cannot have that value.</exception>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public void SetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, byte[] optionValue)
        {
            if (optionValue == null)
            {
                Throw.ArgumentNull();
            }

            if (optionLevel == SocketOptionLevel.IP && (optionName == SocketOptionName.AddMembership || optionName == SocketOptionName.DropMembership))
            {
                SetMembership(optionName == SocketOptionName.AddMembership, optionValue!);
                return;
            }

            if (optionValue!.Length == sizeof(int))
            {
                SetSocketOption(optionLevel, optionName, BitConverter.ToInt32(optionValue, 0));
                return;
            }

            if (optionValue.Length != 2 * sizeof(int) || optionLevel != SocketOptionLevel.Socket)
            {
                throw new SocketException(SocketError.InvalidArgument);
            }

            int first = BitConverter.ToInt32(optionValue, 0);
            int second = BitConverter.ToInt32(optionValue, sizeof(int));
            if (IsTimeout(optionName))
            {
                long milliseconds = ((long)first * MillisecondsInSecond) + (second / MicrosecondsInMillisecond);
                if (milliseconds < 0 || milliseconds > int.MaxValue)
                {
                    throw new SocketException(SocketError.InvalidArgument);
                }

                SetSocketOption(optionLevel, optionName, (int)milliseconds);
            }
            else if (optionName == SocketOptionName.Linger)
            {
                SetSocketOption(optionLevel, optionName, first == 0 ? NoLinger : second);
            }
            else
            {
                throw new SocketException(SocketError.InvalidArgument);
            }
        }

        /// <summary>Reads an option.</summary>
        /// <param name="optionLevel">Which protocol it belongs to.</param>
        /// <param name="optionName">Its name.</param>
        /// <returns>
        /// A bool for AcceptConnection, Broadcast, DontLinger, ExclusiveAddressUse and KeepAlive, a <see cref="System.Net.Sockets.SocketType"/> for Type, and
        /// an int for all others. For Error: why the connection was lost, 0 if it was not.
        /// </returns>
        /// <exception cref="SocketException">ProtocolOption: there is no such option here.</exception>
        /// <exception cref="NotSupportedException">A membership cannot be read.</exception>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public object GetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName)
        {
            if (optionName == SocketOptionName.AddMembership || optionName == SocketOptionName.DropMembership)
            {
                throw new NotSupportedException();
            }

            int value = ReadOption(optionLevel, optionName);
            if (optionLevel == SocketOptionLevel.Socket)
            {
                switch (optionName)
                {
                    case SocketOptionName.Type:
                        return (SocketType)value;
                    case SocketOptionName.AcceptConnection:
                    case SocketOptionName.Broadcast:
                    case SocketOptionName.DontLinger:
                    case SocketOptionName.ExclusiveAddressUse:
                    case SocketOptionName.KeepAlive:
                        return value != 0;
                }
            }

            return value;
        }

        /// <summary>Reads an option as bytes.</summary>
        /// <param name="optionLevel">Which protocol it belongs to.</param>
        /// <param name="optionName">Its name.</param>
        /// <param name="val">
        /// Gets the number, lowest byte first, and zeros behind it. Eight bytes get, for a timeout, seconds and microseconds; for Linger, whether, and
        /// seconds.
        /// </param>
        /// <exception cref="ArgumentNullException">There are no bytes.</exception>
        /// <exception cref="SocketException">ProtocolOption: there is no such option here. InvalidArgument: the option does not fit.</exception>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public void GetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, byte[] val)
        {
            if (val == null)
            {
                Throw.ArgumentNull();
            }

            if (val!.Length < sizeof(int))
            {
                throw new SocketException(SocketError.InvalidArgument);
            }

            int value = ReadOption(optionLevel, optionName);
            Array.Clear(val, 0, val.Length);
            if (val.Length == 2 * sizeof(int) && optionLevel == SocketOptionLevel.Socket && IsTimeout(optionName))
            {
                value = value < 0 ? 0 : value;
                BitConverter.GetBytes(value % MillisecondsInSecond * MicrosecondsInMillisecond).CopyTo(val, sizeof(int));
                value /= MillisecondsInSecond;
            }
            else if (val.Length == 2 * sizeof(int) && optionLevel == SocketOptionLevel.Socket && optionName == SocketOptionName.Linger)
            {
                BitConverter.GetBytes(value < 0 ? 0 : value).CopyTo(val, sizeof(int));
                value = value < 0 ? 0 : 1;
            }

            BitConverter.GetBytes(value).CopyTo(val, 0);
        }

        private static bool IsTimeout(SocketOptionName name)
        {
            return name == SocketOptionName.ReceiveTimeout || name == SocketOptionName.SendTimeout;
        }
    }
}
