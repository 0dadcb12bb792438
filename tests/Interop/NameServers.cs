// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Interop;

/// <summary>Servers of DNS from Debian in a namespace: BIND has the zone example.org, and the others ask BIND for it.</summary>
internal sealed class NameServers(NetworkNamespace network, string folder)
{
    private const int ZonePort = 5300;

    private const string Zone = """
        $TTL 300
        @ IN SOA ns.example.org. admin.example.org. 1 3600 600 86400 60
        @ IN NS ns
        ns IN A 192.0.2.53
        board IN A 192.0.2.1
        www IN CNAME edge.cdn
        edge.cdn IN CNAME a-very-long-name-of-a-cloud-service-in-some-region.cdn
        a-very-long-name-of-a-cloud-service-in-some-region.cdn IN CNAME end.cdn
        end.cdn IN A 192.0.2.7
        v6only IN AAAA 2001:db8::1
        loop IN CNAME pool
        pool IN CNAME loop
        """;

    public static IReadOnlyList<string> Programs { get; } = ["named", "unbound", "dnsmasq"];

    /// <summary>Starts one of them at an address.</summary>
    public void Start(string program, string address)
    {
        if (program == "named")
        {
            StartBind($"listen-on port 53 {{ {address}; }};");
            return;
        }

        StartBind("");
        if (program == "unbound")
        {
            StartUnbound(address, ZonePort);
        }
        else
        {
            StartDnsmasq(address, $"--server=/example.org/127.0.0.1#{ZonePort}");
        }
    }

    /// <summary>Starts unbound at an address; it asks a server on its own host.</summary>
    /// <param name="port">The port of that server.</param>
    public void StartUnbound(string address, int port)
    {
        Needs.Program("unbound", "unbound");
        string file = Path.Combine(folder, $"unbound-{address}.conf");
        File.WriteAllText(file, $"""
            server:
              interface: {address}
              access-control: 0.0.0.0/0 allow
              do-daemonize: no
              do-not-query-localhost: no
              use-syslog: no
              verbosity: 1
              username: ""
              chroot: ""
              directory: "{folder}"
              pidfile: ""
              module-config: "iterator"
              outbound-msg-retry: 1
            stub-zone:
              name: "example.org"
              stub-addr: 127.0.0.1@{port}
            remote-control:
              control-enable: no
            """);
        network.Start("unbound", "-d", "-c", file).WaitForErrorText("start of service");
    }

    /// <summary>Starts dnsmasq at an address. Without further options it refuses all names.</summary>
    public void StartDnsmasq(string address, params IReadOnlyList<string> options)
    {
        Needs.Program("dnsmasq", "dnsmasq-base");
        network.Start("dnsmasq", [
            "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--bind-interfaces", $"--listen-address={address}", "--user=root",
            "--pid-file=", "--log-facility=-", .. options]).WaitForErrorText("started");
    }

    private void StartBind(string listen)
    {
        Needs.Program("named", "bind9");
        string many = string.Concat(Enumerable.Range(1, 60).Select(i => $"many IN A 198.51.100.{i}\n"));
        File.WriteAllText(Path.Combine(folder, "zone"), $"{Zone}\n{many}");
        string file = Path.Combine(folder, "named.conf");
        File.WriteAllText(file, $$"""
            options {
              directory "{{folder}}";
              listen-on port {{ZonePort}} { 127.0.0.1; };
              {{listen}}
              listen-on-v6 { none; };
              recursion no;
              dnssec-validation no;
              pid-file none;
              session-keyfile none;
            };
            controls { };
            zone "example.org" { type primary; file "zone"; };
            """);
        network.Start("named", "-g", "-c", file).WaitForErrorText("all zones loaded");
    }
}
