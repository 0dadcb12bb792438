// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;

namespace NanoTcp.Benchmarks.Tap;

/// <summary>The command <c>tap</c>: host-sim's peer and lwIP side by side.</summary>
internal static class TapCommand
{
    public static Command Create()
    {
        Option<string> peer = new("--peer")
        {
            Description = "The published host-sim; if not given it is published first, with Native AOT",
            HelpName = "FILE",
        };
        Option<string> baseline = new("--against")
        {
            Description = "Another published host-sim to compare with, instead of lwIP",
            HelpName = "FILE",
        };
        Option<int> rounds = new("--rounds") { Description = "How often everything is measured", HelpName = "N", DefaultValueFactory = _ => 7 };
        Command command = new("tap", "Compare the peer with lwIP over TAP interfaces (Linux, root)") { peer, baseline, rounds };
        command.SetAction(parsed =>
        {
            TestNetwork.Require();
            string folder = Path.Combine(Tools.RepositoryRoot, "artifacts", "benchmarks");
            Directory.CreateDirectory(folder);
            string hostSim = parsed.GetValue(peer) ?? PublishHostSim(folder);
            using TestNetwork first = new("a");
            using TestNetwork second = new("b");
            Contender other = parsed.GetValue(baseline) is string path
                ? new Contender("baseline", path, HostSimArguments, first)
                : new Contender("lwIP", BuildLwip(folder), LwipArguments, first);
            TapComparison comparison = new(other, new Contender("NanoTcp", hostSim, HostSimArguments, second));
            comparison.Run(parsed.GetValue(rounds));
            comparison.Print();
        });
        return command;
    }

    private static string PublishHostSim(string folder)
    {
        string output = Path.Combine(folder, "host-sim");
        Tools.Run("dotnet", "publish", "host-sim", "-c", "Release", "-r", "linux-x64", "-p:PublishAot=true", "-o", output);
        return Path.Combine(output, "host-sim");
    }

    private static string BuildLwip(string folder)
    {
        const string include = "/usr/include/lwip";
        if (!Directory.Exists(include))
        {
            throw new BenchmarkException("lwIP is missing: run \"apt-get install liblwip-dev gcc\".");
        }

        string program = Path.Combine(folder, "lwip_peer");
        string source = Path.Combine(Tools.RepositoryRoot, "tests", "benchmarks", "lwip", "lwip_peer.c");
        Tools.Run("gcc", "-O3", "-Wall", "-Wextra", "-Werror", "-D_GNU_SOURCE", "-I", include, "-o", program, source, "-llwip");
        return program;
    }

    private static string[] HostSimArguments(string tap, string address)
    {
        // lwIP's window and send buffer are 65535 bytes.
        return ["peer", "--tap", tap, "--ip", address, "--serve", "--recv-buffer", "65535", "--send-buffer", "65535"];
    }

    private static string[] LwipArguments(string tap, string address)
    {
        return [tap, address, "24", "02:00:00:00:07:02"];
    }
}
