// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using System.Text.RegularExpressions;

namespace NanoTcp.Tests.Interop;

/// <summary>
/// Makes a TAP interface lose every tenth frame in either direction, at random. It uses nftables, which more kernels have than netem. The kernel's
/// sender must not notice the loss. So its frames are not refused, but go to another interface that is connected to nothing.
/// </summary>
internal sealed partial class LossyWire
{
    private const string Sink = "sink0";

    private readonly NetworkNamespace _network;

    public LossyWire(NetworkNamespace network, string tap)
    {
        Needs.Program("nft", "nftables");
        _network = network;
        network.Run("ip", "tuntap", "add", "dev", Sink, "mode", "tap");
        network.Run("ip", "link", "set", Sink, "up");

        // Otherwise up to 64 KB would be lost at a time.
        network.Run("ip", "link", "set", tap, "gso_max_segs", "1");
        network.Run("nft", $$"""
            table netdev lossy {
                chain from_stack {
                    type filter hook ingress device {{tap}} priority 0;
                    numgen random mod 10 == 0 counter drop
                }
                chain to_stack {
                    type filter hook egress device {{tap}} priority 0;
                    numgen random mod 10 == 0 counter fwd to {{Sink}}
                }
            }
            """);
    }

    /// <summary>Frames that the kernel has sent and the stack will never see.</summary>
    public int LostToStack => Count("to_stack");

    /// <summary>Frames that the stack has sent and the kernel will never see.</summary>
    public int LostFromStack => Count("from_stack");

    [GeneratedRegex(@"counter packets (\d+)")]
    private static partial Regex Counter { get; }

    private int Count(string chain)
    {
        string listing = _network.Run("nft", "list", "chain", "netdev", "lossy", chain).Text;
        return int.Parse(Counter.Match(listing).Groups[1].Value, CultureInfo.InvariantCulture);
    }
}
