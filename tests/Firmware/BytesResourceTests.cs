// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Http;
using NanoTcp.SensorNode;

namespace NanoTcp.Tests.Firmware;

public class BytesResourceTests
{
    private readonly BytesResource _bytes = new();

    [Theory]
    [InlineData("/bytes/0", 0)]
    [InlineData("/bytes/1048576", 1_048_576)]
    [InlineData("/bytes/2147483647", int.MaxValue)]
    [InlineData("/bytes/0000000001", 1)]
    [InlineData("/bytes/2147483648", -1)]
    [InlineData("/bytes/9999999999", -1)]
    [InlineData("/bytes/00000000001", -1)]
    [InlineData("/bytes/", -1)]
    [InlineData("/bytes", -1)]
    [InlineData("/bytes/1k", -1)]
    [InlineData("/bytes/-1", -1)]
    [InlineData("/Bytes/1", -1)]
    public void The_path_tells_the_length(string path, int length)
    {
        byte[] text = Encoding.ASCII.GetBytes("GET " + path + "?query HTTP/1.0\r\n\r\n");
        HttpRequest request = new(text.Length);
        text.CopyTo(request.Buffer, 0);
        Assert.Equal(HttpStatus.Ok, new HttpParser(request, null).Parse(text.Length, 0));
        Assert.Equal(length, _bytes.LengthOf(request));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(0, 251)]
    [InlineData(250, 252)]
    [InlineData(1000, 5000)]
    [InlineData(int.MaxValue - 1460, 1460)]
    public void Each_byte_is_its_position_modulo_251(int position, int count)
    {
        byte[] buffer = new byte[count + 20];
        _bytes.Read(position, buffer, 10, count);
        byte[] expected = [.. Enumerable.Range(0, count).Select(i => (byte)((position + (long)i) % 251))];
        Assert.Equal([.. new byte[10], .. expected, .. new byte[10]], buffer);
    }
}
