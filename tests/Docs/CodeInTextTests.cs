// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;
using System.Text;
using NanoTcp.Host;
using NanoTcp.Http;
using NanoTcp.Ip;
using NanoTcp.Link;
using NanoTcp.SelfTest;
using NanoTcp.Simulation.Trace;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Docs;

/// <summary>The code in the documents compiles and does what the documents say.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public class CodeInTextTests
{
    [Fact]
    public void The_services_of_write_a_service_pass_the_tests_that_stand_beside_them()
    {
        Assembly code = MarkdownCode.Compile(MarkdownCode.Files("docs", "write-a-service.md"));
        int run = 0;
        foreach (MethodInfo test in code.GetTypes().SelectMany(type => type.GetMethods()).Where(method => method.GetCustomAttribute<FactAttribute>() != null))
        {
            InlineDataAttribute[] rows = [.. test.GetCustomAttributes<InlineDataAttribute>()];
            foreach (object?[] arguments in rows.Length == 0 ? [[]] : rows.Select(row => row.Data))
            {
                test.Invoke(Activator.CreateInstance(test.DeclaringType!), arguments);
                run++;
            }
        }

        Assert.Equal(5, run);
    }

    [Fact]
    public void The_services_of_write_a_service_compile_for_the_device()
    {
        string[] services = [.. MarkdownCode.Files("docs", "write-a-service.md").Where(file => !file.Contains("using Xunit;"))];
        Assert.Equal(3, services.Length);
        MarkdownCode.CompileForDevice(services);
    }

    [Fact]
    public void The_first_program_of_the_README_compiles_for_the_device_and_asks_for_an_address()
    {
        IReadOnlyList<string> files = MarkdownCode.Files("README.md");
        MarkdownCode.CompileForDevice(files);
        MethodInfo run = MarkdownCode.Compile(files).GetType("FirstProgram")!.GetMethod("Run")!;
        TargetInvocationException end = Assert.Throws<TargetInvocationException>(() => run.Invoke(null, [new Asked(), new CountingEntropy(), new NoPages()]));
        Assert.IsType<Asked.HasDiscovered>(end.InnerException);
    }

    [Fact]
    public void The_example_of_the_README_compiles_for_the_device_and_echoes()
    {
        IReadOnlyList<string> files = MarkdownCode.Files("README.md");
        MarkdownCode.CompileForDevice(files);
        MethodInfo serve = MarkdownCode.Compile(files).GetType("EchoExample")!.GetMethod("Serve")!;
        EchoClient client = new("this comes back");
        TargetInvocationException end = Assert.Throws<TargetInvocationException>(() => serve.Invoke(null, [client.BoardEnd, new CountingEntropy()]));
        Assert.IsType<EchoClient.HasAll>(end.InnerException);
        Assert.Equal("this comes back", client.Received);
    }

    /// <summary>A link that ends the board's loop when a DISCOVER leaves.</summary>
    private sealed class Asked() : EthernetLink([2, 0, 0, 0, 0, 2])
    {
        public override bool IsUp => true;

        public override FrameBuffer? Receive() => null;

        public override bool CanTransmit() => true;

        public override bool Transmit(FrameBuffer frame)
        {
            return FrameDecoder.TryDescribe(frame.Data, frame.Offset, frame.Length, out string text) && text == "DHCP DISCOVER" ? throw new HasDiscovered() : true;
        }

        /// <summary>The way out of a loop that nothing ends.</summary>
        internal sealed class HasDiscovered : Exception;
    }

    private sealed class NoPages : HttpHandler
    {
        public override int Find(HttpRequest request) => NotFound;

        public override void Handle(int resource, HttpRequest request, HttpResponse response)
        {
        }
    }

    /// <summary>
    /// A client at the other end of the board's cable. It acts whenever the board polls its link, and ends the board's loop when everything has come
    /// back.
    /// </summary>
    private sealed class EchoClient
    {
        private static readonly HostAddress s_board = HostAddress.From(192, 168, 7, 2);

        private readonly NetworkStack _stack;
        private readonly TcpConnection _connection;
        private readonly byte[] _text;
        private readonly byte[] _received;
        private int _sent;
        private int _receivedCount;

        public EchoClient(string text)
        {
            _text = Encoding.ASCII.GetBytes(text);
            _received = new byte[_text.Length];
            MemoryLink own = new([2, 0, 0, 0, 0, 1]);
            MemoryLink board = new([2, 0, 0, 0, 0, 2]);
            MemoryLink.Connect(own, board);
            BoardEnd = new WatchedLink(board, Step);
            _stack = new NetworkStack(own, new CountingEntropy(), new StackOptions());
            TcpTransport tcp = new(_stack, new TcpOptions());
            new IPv4(_stack, new IPv4Options()).Configure(HostAddress.From(192, 168, 7, 1), 24, HostAddress.Any);
            Assert.Equal(SocketError.Success, tcp.Connect(s_board, 7, 0, out TcpConnection? connection));
            _connection = connection!;
        }

        public EthernetLink BoardEnd { get; }

        public string Received => Encoding.ASCII.GetString(_received);

        private void Step()
        {
            _stack.Poll(Environment.TickCount64);
            _sent += _connection.Send(_text, _sent, _text.Length - _sent, out _);
            _receivedCount += _connection.Receive(_received, _receivedCount, _received.Length - _receivedCount, out _);
            if (_receivedCount == _text.Length)
            {
                throw new HasAll();
            }
        }

        /// <summary>The way out of a loop that nothing ends.</summary>
        internal sealed class HasAll : Exception;

        private sealed class WatchedLink(MemoryLink link, Action look) : EthernetLink(link.MacAddress)
        {
            public override bool IsUp => link.IsUp;

            public override FrameBuffer? Receive()
            {
                look();
                return link.Receive();
            }

            public override void ReceiveBroadcasts(bool wanted) => link.ReceiveBroadcasts(wanted);

            public override void Join(byte[] macAddress, int offset) => link.Join(macAddress, offset);

            public override void Leave(byte[] macAddress, int offset) => link.Leave(macAddress, offset);

            public override bool CanTransmit() => link.CanTransmit();

            public override bool Transmit(FrameBuffer frame) => link.Transmit(frame);
        }
    }
}
