// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Http;

public class HttpAllocationTests
{
    [Theory]
    [InlineData("GET /nothing HTTP/1.1\r\nHost: n\r\nUser-Agent: test\r\n\r\n", 10_000)]
    [InlineData("HEAD /constant HTTP/1.1\r\nHost: n\r\n\r\n", 1000)]
    [InlineData("GET /constant HTTP/1.1\r\nHost: n\r\n\r\n", 1000)]
    public void Serving_requests_allocates_nothing(string text, int count)
    {
        HttpTestNetwork network = new();
        TcpConnection connection = network.OpenConnection();
        network.Network.RunUntil(() => connection.State == TcpState.Established, HttpTestNetwork.Limit);
        byte[] request = Encoding.ASCII.GetBytes(text);
        byte[] buffer = new byte[8192];
        int received = 0;
        int expected = int.MaxValue;
        Func<bool> hasAnswer = () =>
        {
            received += connection.Receive(buffer, 0, buffer.Length, out _);
            return received >= expected;
        };

        // The length of an answer: all that has come when nothing more comes.
        connection.Send(request, 0, request.Length, out _);
        network.Network.Run(1000);
        while (!hasAnswer() && connection.Available > 0)
        {
            network.Network.Run(1000);
        }

        expected = received;
        Assert.NotEqual(0, expected);
        RunRequests(200);

        Allocations.AssertNone(() => () => RunRequests(count));

        void RunRequests(int requests)
        {
            for (int i = 0; i < requests; i++)
            {
                received = 0;
                connection.Send(request, 0, request.Length, out _);
                network.Network.RunUntil(hasAnswer, HttpTestNetwork.Limit);
                if (received != expected)
                {
                    Assert.Fail($"{received} bytes instead of {expected}.");
                }
            }
        }
    }
}
