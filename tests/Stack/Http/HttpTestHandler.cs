// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Http;

namespace NanoTcp.Tests.Stack.Http;

/// <summary>One resource for each kind of content.</summary>
internal sealed class HttpTestHandler : HttpHandler
{
    public const int LargeLength = 300_000;

    private const int Constant = 1;
    private const int Copied = 2;
    private const int Large = 3;
    private const int TooLarge = 4;

    private static readonly byte[] s_constantPath = HttpText.Ascii("/constant");
    private static readonly byte[] s_copiedPath = HttpText.Ascii("/copied/");
    private static readonly byte[] s_largePath = HttpText.Ascii("/large");
    private static readonly byte[] s_tooLargePath = HttpText.Ascii("/toolarge");

    private readonly byte[] _constant = [.. Enumerable.Range(0, 5000).Select(ByteAt)];
    private readonly byte[] _shared = new byte[4000];

    public int Handled { get; private set; }

    public static byte ByteAt(int position) => (byte)(position % 249);

    public override int Find(HttpRequest request)
    {
        return request.PathEquals(s_constantPath) ? Constant
            : request.PathStartsWith(s_copiedPath) ? Copied
            : request.PathEquals(s_largePath) ? Large
            : request.PathEquals(s_tooLargePath) ? TooLarge
            : NotFound;
    }

    public override void Handle(int resource, HttpRequest request, HttpResponse response)
    {
        Handled++;
        switch (resource)
        {
            case Constant:
                response.SetContent(HttpContentType.OctetStream, _constant, 0, _constant.Length);
                break;
            case Copied:
                Array.Copy(request.Buffer, request.PathOffset, _shared, 0, request.PathLength);
                Assert.True(response.CopyContent(HttpContentType.Text, _shared, 8, request.PathLength - 8));

                // The array is free again at once.
                Array.Clear(_shared);
                break;
            case Large:
                response.SetProducedContent(HttpContentType.OctetStream, LargeLength);
                break;
            default:
                Assert.False(response.CopyContent(HttpContentType.Text, _shared, 0, _shared.Length));
                break;
        }
    }

    public override void ReadContent(int resource, int position, byte[] buffer, int offset, int count)
    {
        Assert.Equal(Large, resource);
        for (int i = 0; i < count; i++)
        {
            buffer[offset + i] = ByteAt(position + i);
        }
    }
}
