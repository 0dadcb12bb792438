// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Boards;
using NanoTcp.Host;
using NanoTcp.SensorNode;

namespace NanoTcp.Meter.Scenarios;

/// <summary>A client that asks the sensor node for its values, over a connection of its own each time.</summary>
internal sealed class Browsing
{
    /// <summary>The client's request, in the form of curl.</summary>
    public static readonly byte[] Request = RequestBy("curl/7.88.1");

    // The number of requests that fills the table of TIME-WAIT, as on a busy board.
    private const int WarmUp = 12;
    private const int Repetitions = 8;
    private const int HttpPort = 80;

    private readonly MeteredBoard _board;
    private readonly SensorApplication _application;
    private readonly FarHost _host;
    private byte[] _request = Request;

    private Browsing(Board? board)
    {
        _board = new MeteredBoard(board, (board ?? new Esp32DevKitC()).TcpOptions);
        _application = new SensorApplication(_board.Tcp, _board.Ip, new SimulatedSensors());
        if (_application.Start() != SocketError.Success)
        {
            throw new InvalidOperationException("The application does not start.");
        }

        _host = new FarHost(_board);
    }

    /// <summary>From the SYN to the last ACK: by a client that asks the same again, and by one whose head differs from that of the request before.</summary>
    public static IEnumerable<string?> Whole(Board? board)
    {
        Browsing browsing = new(board);
        yield return null;
        for (int i = 0; i < WarmUp + Repetitions; i++)
        {
            foreach (string _ in browsing.Get(50_000 + i))
            {
            }

            yield return i < WarmUp ? null : "whole HTTP GET of the sensors";
        }

        for (int i = 0; i < Repetitions; i++)
        {
            browsing._request = RequestBy($"curl/7.88.{i + 2}");
            foreach (string _ in browsing.Get(51_000 + i))
            {
            }

            yield return "the same, with a new head";
        }
    }

    /// <summary>The same, frame by frame.</summary>
    public static IEnumerable<string?> Steps(Board? board)
    {
        Browsing browsing = new(board);
        yield return null;
        for (int i = 0; i < WarmUp + Repetitions; i++)
        {
            foreach (string step in browsing.Get(50_000 + i))
            {
                yield return i < WarmUp ? null : step;
            }
        }
    }

    private IEnumerable<string> Get(int port)
    {
        FarConnection client = new(_host, port, HttpPort);
        Turn(client, client.Syn());
        yield return "HTTP 1: SYN";
        Turn(client, client.Ack());
        yield return "HTTP 2: ACK of SYN";
        Turn(client, client.Data(_request));
        string reply = Encoding.ASCII.GetString([.. client.Received]);
        if (!reply.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) || !reply.TrimEnd().EndsWith('}') || !client.IsEnded)
        {
            throw new InvalidOperationException($"Not the answer and its end: {reply}");
        }

        yield return "HTTP 3: request";
        Turn(client, client.Ack());
        yield return "HTTP 4: ACK of answer and FIN";
        Turn(client, client.Fin());
        yield return "HTTP 5: FIN";
    }

    private static byte[] RequestBy(string agent)
    {
        return Encoding.ASCII.GetBytes($"GET /api/sensors HTTP/1.1\r\nHost: 192.168.7.2\r\nUser-Agent: {agent}\r\nAccept: */*\r\nConnection: close\r\n\r\n");
    }

    /// <summary>A frame comes, and the firmware's loop goes round once.</summary>
    private void Turn(FarConnection client, byte[] frame)
    {
        _board.Arrive(frame);
        _board.Stack.Poll(_board.Now);
        _application.Poll(_board.Now);
        _board.Stack.Flush(_board.Now);
        _board.Settle();
        client.Take();
    }
}
