// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;

namespace NanoTcp.Tests.Interop;

/// <summary>dnsmasq as a DHCP server in a namespace, for addresses of 192.168.7.0/24 and leases of two minutes.</summary>
internal static class Dnsmasq
{
    /// <summary>Starts it. Its log is its standard error.</summary>
    /// <param name="network">Where it runs.</param>
    /// <param name="on">The interface.</param>
    /// <param name="leases">The file of its leases, which is its memory.</param>
    /// <param name="first">The last part of the first address that it gives.</param>
    /// <param name="last">The same of the last one.</param>
    /// <param name="options">Further options.</param>
    public static RunningProgram Start(NetworkNamespace network, string on, string leases, int first, int last, params IReadOnlyList<string> options)
    {
        Needs.Program("dnsmasq", "dnsmasq-base");
        string range = string.Create(CultureInfo.InvariantCulture, $"192.168.7.{first},192.168.7.{last},120");
        RunningProgram server = network.Start(
            "dnsmasq",
            ["--keep-in-foreground", "--conf-file=/dev/null", "--user=root", "--port=0", "--log-facility=-", "--no-ping", $"--interface={on}",
            "--bind-interfaces", $"--dhcp-range={range}", $"--dhcp-leasefile={leases}", $"--pid-file={leases}.pid", .. options]);
        server.WaitForErrorText("sockets bound exclusively");
        return server;
    }

    /// <summary>Ends it. Its leases stay in the file.</summary>
    public static void Stop(RunningProgram server)
    {
        server.Signal(RunningProgram.SigTerm);
        server.Wait().Succeeded();
    }
}
