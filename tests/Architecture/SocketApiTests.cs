// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using Mono.Cecil;

namespace NanoTcp.Tests.Architecture;

/// <summary>The API of NanoTcp.Sockets beside that of nanoFramework.System.Net.</summary>
public sealed class SocketApiTests
{
    /// <summary>Members of nanoFramework that are not offered here, with the reasons in docs/sockets.md. Two of them are in the device's build.</summary>
    private static readonly string[] s_missing =
    [
        "F:System.Net.Sockets.NetworkStream._disposed",
        "F:System.Net.Sockets.NetworkStream._remoteEndPoint",
        "F:System.Net.Sockets.NetworkStream._socketType",
        "F:System.Security.Cryptography.X509Certificates.X509Certificate._effectiveDate",
        "F:System.Security.Cryptography.X509Certificates.X509Certificate._expirationDate",
        "F:System.Security.Cryptography.X509Certificates.X509Certificate._handle",
        "F:System.Security.Cryptography.X509Certificates.X509Certificate._issuer",
        "F:System.Security.Cryptography.X509Certificates.X509Certificate._sessionHandle",
        "F:System.Security.Cryptography.X509Certificates.X509Certificate._subject",
        "M:System.Net.Security.SslStream.Dispose(System.Boolean)",
        "M:System.Net.Security.SslStream.Finalize",
        "M:System.Net.Sockets.NetworkStream.Read(System.SpanByte)",
        "M:System.Net.Sockets.Socket.Finalize",
    ];

    /// <summary>What is offered besides: nanoFramework has it in a package of its own.</summary>
    private static readonly string[] s_packages =
        ["System.Net.Sockets.MulticastOption", "System.Net.Sockets.TcpClient", "System.Net.Sockets.TcpListener", "System.Net.Sockets.UdpClient"];

    private static readonly HashSet<string> s_offered = Api(typeof(nano::System.Net.IPAddress));

    [Fact]
    public void What_is_missing_is_known()
    {
        Assert.Equal(s_missing, NanoFrameworkApi.Of("System.Net").Except(s_offered).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_nanoFramework_does_not_have_is_an_API_of_NET()
    {
        HashSet<string> known =
        [
            .. NanoFrameworkApi.Of("System.Net"),
            .. Api(typeof(System.Net.IPAddress)),
            .. Api(typeof(System.Net.Sockets.Socket)),
            .. Api(typeof(Stream)).Select(id => id.Replace("System.IO.Stream.", "System.Net.Sockets.NetworkStream.", StringComparison.Ordinal)),
        ];

        Assert.Equal([], s_offered.Except(known).Where(id => !s_packages.Any(type => id[2..].StartsWith(type, StringComparison.Ordinal))).Order(StringComparer.Ordinal));
    }

    private static HashSet<string> Api(Type type)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(type.Assembly.Location);
        return [.. DocumentationId.OfApi(module, declared => !declared.FullName.StartsWith("NanoTcp.", StringComparison.Ordinal))];
    }
}
