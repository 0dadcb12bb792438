// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.HostSim.Peer;

/// <summary>
/// The conversation labctl/1: takes one command line, does it, and gives the one reply line. Before the command every arrived frame is handled.
/// Before the reply every caused frame has been sent.
/// </summary>
internal sealed class PeerSession
{
    public const string Protocol = "labctl/1";
    public const string ProductName = "nanotcp";

    /// <summary>The most handles of sockets that are neither connections nor listeners yet.</summary>
    private const int UnusedSockets = 64;

    private readonly PeerStack _stack;
    private readonly PeerReports _reports;
    private readonly SocketCommands _sockets;
    private readonly OptionCommand _options;
    private readonly TransferCommands _transfers;
    private readonly DatagramCommands _datagrams;
    private readonly HandleTable _handles;

    // The longest reply is a recv that fills a line with hexadecimal digits, or the counters.
    private readonly Reply _reply = new(CommandLines.MaxLine + 8192);

    public PeerSession(PeerStack stack, PeerOptions options)
    {
        HandleTable handles = new(options.Connections + options.Listeners + UnusedSockets);
        _stack = stack;
        _reports = new PeerReports(stack);
        _sockets = new SocketCommands(stack, options, handles, _reports, _reply);
        _options = new OptionCommand(stack, handles, _reply);
        _transfers = new TransferCommands(handles, _reply);
        _datagrams = new DatagramCommands(stack, handles, _reply);
        _handles = handles;
    }

    /// <summary>Whether <c>quit</c> was said.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Does one command. The reply, including its newline, is valid until the next call.</summary>
    public ReadOnlySpan<byte> Execute(ReadOnlySpan<char> line)
    {
        _stack.Settle();
        _reply.Clear();
        Dispatch(line);
        _reply.EndLine();
        _stack.Settle();
        return _reply.Text;
    }

    /// <summary>The reply to a line that is too long to be taken.</summary>
    public ReadOnlySpan<byte> Refuse()
    {
        _reply.Clear();
        _reply.Error("EINVAL");
        _reply.EndLine();
        return _reply.Text;
    }

    private void Dispatch(ReadOnlySpan<char> line)
    {
        CommandWords words = new(line);
        ReadOnlySpan<char> command = words.Next();
        if (command is not ("tcp" or "udp" or "hello" or "stats" or "conns" or "quit")
            && _handles.TryFindDatagram(ref words, out int handle, out DatagramSocket? datagrams))
        {
            _datagrams.Execute(command, handle, datagrams, words);
            return;
        }

        switch (command)
        {
            case "write":
                _transfers.Write(words);
                break;
            case "read":
                _transfers.Read(words, peek: false);
                break;
            case "peek":
                _transfers.Read(words, peek: true);
                break;
            case "send":
                _transfers.Send(words);
                break;
            case "recv":
                _transfers.Receive(words);
                break;
            case "tcp":
                _sockets.Tcp(words);
                break;
            case "bind":
                _sockets.Bind(words);
                break;
            case "listen":
                _sockets.Listen(words);
                break;
            case "accept":
                _sockets.Accept(words);
                break;
            case "connect":
                _sockets.Connect(words);
                break;
            case "connected":
                _sockets.Connected(words);
                break;
            case "shutdown":
                _sockets.Shutdown(words);
                break;
            case "close":
                _sockets.Close(words, abort: false);
                break;
            case "abort":
                _sockets.Close(words, abort: true);
                break;
            case "error":
                _sockets.Error(words);
                break;
            case "poll":
                _sockets.Poll(words);
                break;
            case "opt":
                _options.Set(words);
                break;
            case "name":
                _sockets.Name(words);
                break;
            case "state":
                _sockets.State(words);
                break;
            case "info":
                _sockets.Info(words);
                break;
            case "udp":
                _datagrams.Udp(words);
                break;
            case "sendto" or "recvfrom":
                if (_handles.TryFind(ref words, _reply, out _))
                {
                    _reply.Error("EOPNOTSUPP");
                }

                break;
            case "hello" when words.AtEnd:
                _reply.Ok().Word(Protocol).Pair("name", ProductName);
                break;
            case "stats" when words.AtEnd:
                _reports.Counters(_reply.Ok());
                break;
            case "conns" when words.AtEnd:
                _reports.Connections(_reply.Ok());
                break;
            case "quit" when words.AtEnd:
                HasEnded = true;
                _reply.Ok();
                break;
            default:
                _reply.Error("EINVAL");
                break;
        }
    }
}
