// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Http;
using NanoTcp.SensorNode;

namespace NanoTcp.HostSim.Peer.Services;

/// <summary>Serves a page of 100 bytes, and <c>/bytes/N</c>.</summary>
internal sealed class PageHandler : HttpHandler
{
    private const int Page = 1;
    private const int Bytes = 2;

    private static readonly byte[] s_root = [.. "/"u8];
    private static readonly byte[] s_page = Encoding.ASCII.GetBytes(
        "<!DOCTYPE html><title>NanoTcp</title><p>This page comes from a TCP/IP stack written in C#.</p>".PadRight(99) + "\n");

    private readonly BytesResource _bytes = new();

    public override int Find(HttpRequest request)
    {
        if (request.PathEquals(s_root))
        {
            return Page;
        }

        return _bytes.LengthOf(request) >= 0 ? Bytes : NotFound;
    }

    public override void Handle(int resource, HttpRequest request, HttpResponse response)
    {
        if (resource == Page)
        {
            response.SetContent(HttpContentType.Html, s_page, 0, s_page.Length);
        }
        else
        {
            response.SetProducedContent(HttpContentType.OctetStream, _bytes.LengthOf(request));
        }
    }

    public override void ReadContent(int resource, int position, byte[] buffer, int offset, int count)
    {
        _bytes.Read(position, buffer, offset, count);
    }
}
