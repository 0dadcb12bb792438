// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;

namespace NanoTcp.Benchmarks.Tap;

/// <summary>lwIP: its source from Debian, and the programs around it that are built from it.</summary>
internal static class Lwip
{
    // All of lwIP that takes part. The rest is IPv6, UDP, and everything above the raw API.
    private static readonly string[] s_parts =
    [
        "core/def.c", "core/inet_chksum.c", "core/init.c", "core/ip.c", "core/mem.c", "core/memp.c", "core/netif.c", "core/pbuf.c", "core/stats.c",
        "core/sys.c", "core/tcp.c", "core/tcp_in.c", "core/tcp_out.c", "core/timeouts.c", "core/ipv4/etharp.c", "core/ipv4/icmp.c", "core/ipv4/ip4.c",
        "core/ipv4/ip4_addr.c", "core/ipv4/ip4_frag.c", "netif/ethernet.c",
    ];

    private static readonly string[] s_ownParts = ["lwip_peer.c", "services.c", "tap.c"];

    private static string Folder { get; } = Path.Combine(Peers.Folder, "lwip");

    public static Option<string> SourceOption()
    {
        return new Option<string>("--lwip")
        {
            Description = "The folder of lwIP's source to build; if not given it is Debian's, which apt-get fetches once",
            HelpName = "FOLDER",
        };
    }

    /// <summary>Builds the program around lwIP. Returns it.</summary>
    /// <param name="source">lwIP's folder; null: Debian's source.</param>
    /// <param name="offload">Whether checksums and the cutting of long segments are left to the kernel.</param>
    public static string Build(string? source, bool offload)
    {
        string parts = Path.Combine(source ?? DebianSource(), "src");
        string own = Path.Combine(Tools.RepositoryRoot, "tests", "benchmarks", "lwip");
        Directory.CreateDirectory(Folder);
        string program = Path.Combine(Folder, offload ? "lwip_peer_offload" : "lwip_peer");
        Tools.Run("gcc", [
            "-O3", "-flto", "-D_GNU_SOURCE", offload ? "-DOFFLOAD=1" : "-DOFFLOAD=0", "-I", own, "-I", Path.Combine(parts, "include"), "-o", program,
            .. s_ownParts.Select(part => Path.Combine(own, part)), .. s_parts.Select(part => Path.Combine(parts, part)),
        ]);
        return program;
    }

    // Debian's library has its options fixed, and SACK is off in them, so the source is needed. It is fetched with an apt of its own settings:
    // the machine's may know no sources.
    private static string DebianSource()
    {
        Directory.CreateDirectory(Folder);
        if (Directory.GetDirectories(Folder, "lwip-*") is [string known, ..])
        {
            return known;
        }

        // "liblwip-dev | version | address suite/component architecture Packages"
        string[] fields = Tools.RunIn(Folder, "apt-cache", "madison", "liblwip-dev").Split('\n')[0].Split([' ', '|'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 4)
        {
            throw new BenchmarkException("apt knows no lwIP: run \"apt-get update\", or name the folder of its source by --lwip.");
        }

        string lists = Directory.CreateDirectory(Path.Combine(Folder, "lists")).FullName;
        string sources = Path.Combine(Folder, "lwip.list");
        File.WriteAllText(sources, $"deb-src {fields[2]} {fields[3].Replace('/', ' ')}\n");
        string[] settings =
        [
            "-o", "APT::Sandbox::User=root", "-o", $"Dir::Etc::SourceList={sources}", "-o", "Dir::Etc::SourceParts=/dev/null", "-o", $"Dir::State::Lists={lists}",
        ];
        _ = Tools.RunIn(Folder, "apt-get", [.. settings, "update"]);
        _ = Tools.RunIn(Folder, "apt-get", [.. settings, "source", "lwip"]);
        return Directory.GetDirectories(Folder, "lwip-*").Single();
    }
}
