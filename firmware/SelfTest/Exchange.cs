// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Http;
using NanoTcp.Tcp;

namespace NanoTcp.SelfTest
{
    /// <summary>One request from a client through both stacks to an HTTP server, and its answer.</summary>
    public sealed class Exchange : HttpHandler
    {
        private const int Page = 1;
        private const int MaxSteps = 1000;

        private static readonly byte[] s_path = HttpText.Ascii("/page");
        private static readonly byte[] s_content = HttpText.Ascii("It works.");

        private readonly TwoStacks _stacks = new TwoStacks(0);
        private readonly byte[] _answer = new byte[512];
        private int _length;

        /// <summary>
        /// Sends a request, which must end its connection, and waits for the server's FIN. True when the answer begins with the one text and ends with
        /// the other.
        /// </summary>
        public bool Answers(string request, string start, string end)
        {
            HttpServerOptions options = new HttpServerOptions();
            options.MaxSessions = 1;
            options.Backlog = 1;
            options.RequestBuffer = 256;
            options.SendBuffer = HttpServer.MinSendBuffer;
            HttpServer server = new HttpServer(_stacks.Server, this, options);
            TcpConnection? client;
            if (server.Start(TwoStacks.Port) != SocketError.Success || _stacks.Client.Connect(TwoStacks.ServerAddress, TwoStacks.Port, 0, out client) != SocketError.Success)
            {
                return false;
            }

            byte[] bytes = HttpText.Ascii(request);
            int sent = 0;
            _length = 0;
            SocketError error = SocketError.WouldBlock;
            for (int step = 0; step < MaxSteps && error == SocketError.WouldBlock; step++)
            {
                if (client!.State == TcpState.Established && sent < bytes.Length)
                {
                    sent += client.Send(bytes, sent, bytes.Length - sent, out error);
                }

                _stacks.Step();
                server.Poll(_stacks.Now);
                int count = client.Receive(_answer, _length, _answer.Length - _length, out error);
                _length += count;
                if (count > 0 || client.State == TcpState.SynSent)
                {
                    error = SocketError.WouldBlock;
                }
            }

            return error == SocketError.Success && StandsAt(HttpText.Ascii(start), 0) && StandsAt(HttpText.Ascii(end), _length - end.Length);
        }

        /// <inheritdoc/>
        public override int Find(HttpRequest request)
        {
            return request.PathEquals(s_path) ? Page : NotFound;
        }

        /// <inheritdoc/>
        public override void Handle(int resource, HttpRequest request, HttpResponse response)
        {
            response.SetContent(HttpContentType.Text, s_content, 0, s_content.Length);
        }

        private bool StandsAt(byte[] text, int offset)
        {
            if (offset < 0 || offset + text.Length > _length)
            {
                return false;
            }

            for (int i = 0; i < text.Length; i++)
            {
                if (_answer[offset + i] != text[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
