// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Http;

namespace NanoTcp.Measure.Fuzz;

/// <summary>The pages of the host under test: a short one, and one that is longer than a send buffer.</summary>
internal sealed class FuzzPage : HttpHandler
{
    private const int Short = 1;
    private const int Long = 2;
    private const int LongLength = 10_000;

    private static readonly byte[] s_root = [.. "/"u8];
    private static readonly byte[] s_long = [.. "/long"u8];
    private static readonly byte[] s_page = [.. "served"u8];

    public override int Find(HttpRequest request)
    {
        return request.PathEquals(s_root) ? Short : request.PathEquals(s_long) ? Long : NotFound;
    }

    public override void Handle(int resource, HttpRequest request, HttpResponse response)
    {
        if (resource == Short)
        {
            response.SetContent(HttpContentType.Text, s_page, 0, s_page.Length);
        }
        else
        {
            response.SetProducedContent(HttpContentType.OctetStream, LongLength);
        }
    }

    public override void ReadContent(int resource, int position, byte[] buffer, int offset, int count)
    {
        Array.Clear(buffer, offset, count);
    }
}
