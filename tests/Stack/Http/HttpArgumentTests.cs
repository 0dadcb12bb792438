// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Http;

namespace NanoTcp.Tests.Stack.Http;

/// <summary>A handler's impossible argument is refused at once, and the answer does not change.</summary>
public class HttpArgumentTests
{
    private static readonly byte[] s_text = [(byte)'a', (byte)'b', (byte)'c'];

    public static TheoryData<int, int> PartsOutside => new() { { -1, 1 }, { 0, -1 }, { 0, 4 }, { 3, 1 }, { 4, 0 }, { int.MaxValue, int.MaxValue } };

    [Theory]
    [MemberData(nameof(PartsOutside))]
    public void A_content_lies_in_its_array(int offset, int length)
    {
        Refuses<ArgumentOutOfRangeException>((_, response) => response.SetContent(HttpContentType.Text, s_text, offset, length));
        Refuses<ArgumentOutOfRangeException>((_, response) => response.CopyContent(HttpContentType.Text, s_text, offset, length));
    }

    [Fact]
    public void A_content_has_a_type_and_an_array()
    {
        Refuses<ArgumentNullException>((_, response) => response.SetContent(null!, s_text, 0, 3));
        Refuses<ArgumentNullException>((_, response) => response.SetContent(HttpContentType.Text, null!, 0, 3));
        Refuses<ArgumentNullException>((_, response) => response.CopyContent(null!, s_text, 0, 3));
        Refuses<ArgumentNullException>((_, response) => response.CopyContent(HttpContentType.Text, null!, 0, 3));
        Refuses<ArgumentNullException>((_, response) => response.SetProducedContent(null!, 3));
    }

    [Fact]
    public void A_produced_content_has_no_negative_length()
    {
        Refuses<ArgumentOutOfRangeException>((_, response) => response.SetProducedContent(HttpContentType.Text, -1));
    }

    [Fact]
    public void A_path_is_compared_with_something()
    {
        Refuses<ArgumentNullException>((request, _) => request.PathEquals(null!));
        Refuses<ArgumentNullException>((request, _) => request.PathStartsWith(null!));
    }

    [Fact]
    public void Who_announces_produced_content_has_to_produce_it()
    {
        Assert.Throws<NotSupportedException>(() => Ask((_, response) => response.SetProducedContent(HttpContentType.Text, 1)));
    }

    [Fact]
    public void The_name_of_a_type_has_80_characters_at_the_most()
    {
        Assert.EndsWith("abc", Ask((_, response) => response.SetContent(new byte[HttpResponse.MaxContentType], s_text, 0, 3)), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Ask((_, response) => response.SetContent(new byte[HttpResponse.MaxContentType + 1], s_text, 0, 3)));
    }

    private static void Refuses<T>(Action<HttpRequest, HttpResponse> misuse)
        where T : Exception
    {
        string answer = Ask((request, response) =>
        {
            response.SetContent(HttpContentType.Text, s_text, 0, 3);
            Assert.Throws<T>(() => misuse(request, response));
        });

        Assert.EndsWith("abc", answer, StringComparison.Ordinal);
    }

    /// <summary>The answer that a client gets from such a handler.</summary>
    private static string Ask(Action<HttpRequest, HttpResponse> handle)
    {
        HttpTestNetwork network = new(handler: new Handler(handle));
        HttpTestClient client = network.Connect().Send("GET / HTTP/1.1\r\nHost: n\r\nConnection: close\r\n\r\n");
        network.RunUntilEnd(client);
        return System.Text.Encoding.Latin1.GetString(client.Received);
    }

    private sealed class Handler(Action<HttpRequest, HttpResponse> handle) : HttpHandler
    {
        public override int Find(HttpRequest request) => 1;

        public override void Handle(int resource, HttpRequest request, HttpResponse response) => handle(request, response);
    }
}
