// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.SelfTest
{
    /// <summary>The rules that the stack keeps wherever it runs. Each test is true when it passes.</summary>
    public static class Tests
    {
        private const int TransferLength = 8192;
        private const int MaxSteps = 5000;

        /// <summary>A connection is opened in three steps, and both ends know it.</summary>
        public static bool Handshake()
        {
            TwoStacks stacks = new TwoStacks(0);
            return stacks.Open()
                && stacks.ServerEnd!.State == TcpState.Established
                && stacks.ServerEnd.RemotePort == stacks.ClientEnd!.LocalPort
                && stacks.ClientEnd.RemotePort == TwoStacks.Port;
        }

        /// <summary>All bytes arrive, in order and unchanged.</summary>
        public static bool Transfer()
        {
            return Transfer(0);
        }

        /// <summary>The same on a cable that loses every seventh frame.</summary>
        public static bool TransferWithLoss()
        {
            return Transfer(7);
        }

        /// <summary>Each direction is closed by FIN and ACK: four steps, as in RFC 9293 figure 12.</summary>
        public static bool Teardown()
        {
            TwoStacks stacks = new TwoStacks(0);
            if (!stacks.Open())
            {
                return false;
            }

            TcpConnection client = stacks.ClientEnd!;
            TcpConnection server = stacks.ServerEnd!;
            client.Shutdown(SocketShutdown.Send);
            bool passed = client.State == TcpState.FinWait1;
            stacks.Step();
            passed = passed && client.State == TcpState.FinWait2 && server.State == TcpState.CloseWait;
            server.Shutdown(SocketShutdown.Send);
            passed = passed && server.State == TcpState.LastAck;
            stacks.Step();
            return passed && client.State == TcpState.TimeWait && server.State == TcpState.Closed && server.Error == SocketError.Success;
        }

        /// <summary>No two services share a port, and a port that nobody has opened refuses.</summary>
        public static bool PortConflict()
        {
            TwoStacks stacks = new TwoStacks(0);
            TcpListener? first;
            TcpListener? second;
            TcpConnection? connection;
            if (stacks.Server.Listen(TwoStacks.Port, 1, out first) != SocketError.Success
                || stacks.Server.Listen(TwoStacks.Port, 1, out second) != SocketError.AddressAlreadyInUse
                || stacks.Client.Connect(TwoStacks.ServerAddress, TwoStacks.Port + 1, 0, out connection) != SocketError.Success)
            {
                return false;
            }

            for (int i = 0; i < 10 && connection!.State != TcpState.Closed; i++)
            {
                stacks.Step();
            }

            first!.Close();
            return connection!.Error == SocketError.ConnectionRefused
                && stacks.Server.Listen(TwoStacks.Port, 1, out second) == SocketError.Success;
        }

        /// <summary>
        /// An HTTP server serves a page and refuses bad requests. The answers need the tables of the method, the fields, the status lines and the
        /// heads.
        /// </summary>
        public static bool Http()
        {
            return new Exchange().Answers("GET /page HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "HTTP/1.1 200 OK\r\n", "\r\nConnection: close\r\n\r\nIt works.")
                && new Exchange().Answers("GET /none HTTP/1.0\r\n\r\n", "HTTP/1.1 404 Not Found\r\n", "")
                && new Exchange().Answers("GET /page HTTP/1.1\r\nConnection: close\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n", "")
                && new Exchange().Answers("DELETE /page HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "HTTP/1.1 405 Method Not Allowed\r\n", "");
        }

        /// <summary>No type of the stack has lost a static table at start-up.</summary>
        public static bool StaticTables()
        {
            Type[] types = StartUp.TypesOfStack();
            for (int i = 0; i < types.Length; i++)
            {
                if (StartUp.FirstLost(StartUp.TablesOf(types[i])) != null)
                {
                    return false;
                }
            }

            return true;
        }

        private static bool Transfer(int loseEvery)
        {
            TwoStacks stacks = new TwoStacks(loseEvery);
            if (!stacks.Open())
            {
                return false;
            }

            TcpConnection client = stacks.ClientEnd!;
            TcpConnection server = stacks.ServerEnd!;
            byte[] pattern = new byte[251 + 256];
            for (int i = 0; i < pattern.Length; i++)
            {
                pattern[i] = (byte)(i % 251);
            }

            byte[] read = new byte[256];
            int sent = 0;
            int received = 0;
            SocketError error = SocketError.WouldBlock;
            for (int step = 0; step < MaxSteps && error != SocketError.Success; step++)
            {
                int length = TransferLength - sent < 256 ? TransferLength - sent : 256;
                sent += client.Send(pattern, sent % 251, length, out error);
                if (sent == TransferLength)
                {
                    client.Shutdown(SocketShutdown.Send);
                }

                stacks.Step();
                length = server.Receive(read, 0, read.Length, out error);
                for (int i = 0; i < length; i++)
                {
                    if (read[i] != pattern[(received + i) % 251])
                    {
                        return false;
                    }
                }

                received += length;
                if (length > 0)
                {
                    error = SocketError.WouldBlock;
                }
            }

            return received == TransferLength;
        }
    }
}
