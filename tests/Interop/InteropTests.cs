// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NanoTcp.Tests.Interop;

/// <summary>
/// The base of all tests against external programs: a folder of their own, and the trait that selects them. They wait only for the expected results.
/// So they run in parallel with each other and with all other tests, on a machine however busy.
/// </summary>
[Trait("Category", "Interop")]
public abstract class InteropTests : IDisposable
{
    protected InteropTests()
    {
        Folder = Directory.CreateTempSubdirectory("nanotcp-").FullName;
    }

    /// <summary>An empty folder that is removed after the test.</summary>
    protected string Folder { get; }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A port that was free a moment ago.</summary>
    protected static string FreePort()
    {
        using TcpListener trial = new(IPAddress.Loopback, 0);
        trial.Start();
        return ((IPEndPoint)trial.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The content of /bytes/N.</summary>
    protected static byte[] Pattern(int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)(i % 251);
        }

        return bytes;
    }

    /// <summary>Bytes without a pattern, the same ones in every run.</summary>
    protected static byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
