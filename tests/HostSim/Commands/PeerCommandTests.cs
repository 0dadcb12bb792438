// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.HostSim.Commands;

public class PeerCommandTests
{
    [Theory]
    [InlineData("", "'--tap' is required")]
    [InlineData("--tap nano0", "'--ip' is required")]
    [InlineData("--tap nano0 --ip 192.168.7.300", "is not an IPv4 address")]
    [InlineData("--tap nano0 --gw 10.0.0.1", "'--ip' is required")]
    [InlineData("--tap nano0 --ip bad --gw 10.0.0.1", "is not an IPv4 address")]
    [InlineData("--tap nano0 --ip 192.168.7.2 --mac 1", "is not a MAC address")]
    [InlineData("--tap nano0 --ip 192.168.7.2 --connections 0", "--connections takes a number from 1 to 32768, not '0'.")]
    [InlineData("--tap nano0 --ip 192.168.7.2 --connections many", "--connections takes a number")]
    [InlineData("--tap nano0 --ip 192.168.7.2 --recv-buffer 16777217", "--recv-buffer takes a number from 1 to 16777216")]
    [InlineData("--tap nano0 --ip 192.168.7.2 --link enc28j60 --errata 3", "not '3'")]
    [InlineData("--tap nano0 --ip 192.168.7.2 --link coax", "--link takes raw, enc28j60 or w5500, not 'coax'.")]
    [InlineData("--tap nano0 --ip 192.168.7.2 --bogus", "'--bogus'")]
    public void A_bad_command_line_is_refused_with_a_sentence(string arguments, string expected)
    {
        IReadOnlyList<string> errors = CommandLine.Errors(["peer", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.NotEmpty(errors);
        Assert.Contains(expected, errors[0]);
    }

    [Theory]
    [InlineData("--tap nano0 --ip 192.168.7.2")]
    [InlineData("--tap nano0 --ip 192.168.7.2 --recv-buffer 65700")]
    [InlineData("--tap nano0 --ip 192.168.7.2/24 --gw 192.168.7.1 --mac 02:00:00:00:07:02 --connections 1000 --listeners 8 --backlog 5 --link raw --ctl")]
    [InlineData("--tap nano0 --ip 192.168.7.2 --link w5500 --chip-faults torn-reads=3,lost-interrupts=2")]
    [InlineData("--tap nano0 --ip 192.168.7.2 --link enc28j60 --errata 6,14 --chip-faults late-collisions=5")]
    [InlineData("--gw 192.168.7.1 --tap nano0 --ip 192.168.7.2/24 --recv-buffer 2048 --send-buffer 2048 --serve")]
    public void A_good_command_line_is_taken(string arguments)
    {
        Assert.Empty(CommandLine.Errors(["peer", .. arguments.Split(' ')]));
    }

    [Theory]
    [InlineData("--connections 32768 --send-buffer 16777216", "The buffers of all connections would take 526341 MiB, and 4096 MiB is the most.")]
    [InlineData("--serve --send-buffer 511", "--serve needs a --send-buffer of at least 512.")]
    [InlineData("--gw 10.0.0.1", "--gw: 10.0.0.1 is not on the network 192.168.7.0/24.")]
    [InlineData("--errata 5", "--errata and --chip-faults need --link enc28j60 or w5500.")]
    [InlineData("--link w5500 --errata 5", "--errata are those of the ENC28J60: no list of errata of the W5500 exists.")]
    [InlineData("--link w5500 --chip-faults x=1", "--chip-faults: 'x' is no fault of a W5500: it knows torn-reads, broken-prefixes, lost-sends, lost-interrupts.")]
    [InlineData("--link w5500 --offload true", "--offload needs --link raw: a controller does neither.")]
    [InlineData("--serve --ctl", "--serve and --ctl exclude each other.")]
    public void Values_that_do_not_go_together_are_refused_with_a_sentence_and_status_2(string arguments, string expected)
    {
        Assert.Equal(expected, CommandLine.Refusal(["peer", "--tap", "nano0", "--ip", "192.168.7.2", .. arguments.Split(' ')]));
    }
}
