// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using NanoTcp.HostSim.Commands;

namespace NanoTcp.Tests.HostSim.Run;

public class RunCommandTests
{
    [Theory]
    [InlineData("--ip 192.168.7", "'192.168.7' is not an IPv4 address such as 192.168.7.2/24.")]
    [InlineData("--ip 192.168.7.2/33", "The prefix length in '192.168.7.2/33' must be a number from 1 to 30.")]
    [InlineData("--gw 10.0.0.1", "10.0.0.1 is not on the network 192.168.7.0/24.")]
    [InlineData("--gw 192.168.7.2", "192.168.7.2 is the stack's own address.")]
    [InlineData("--ip 10.0.0.1/8 --gw 192.168.7.1", "192.168.7.1 is not on the network 10.0.0.0/8.")]
    [InlineData("--ip 1.2 --gw 192.168.7.1", "'1.2' is not an IPv4 address such as 192.168.7.2/24.")]
    [InlineData("--mac 1:2:3", "'1:2:3' is not a MAC address such as 02:00:00:00:07:02.")]
    [InlineData("--port 65536", "--port takes a number from 1 to 65535, not '65536'.")]
    [InlineData("--loss 101", "--loss takes a percentage from 0 to 100, not '101'.")]
    [InlineData("--corrupt -1", "--corrupt takes a percentage from 0 to 100, not '-1'.")]
    [InlineData("--reorder NaN", "--reorder takes a percentage from 0 to 100, not 'NaN'.")]
    [InlineData("--duplicate x", "--duplicate takes a percentage from 0 to 100, not 'x'.")]
    [InlineData("--delay -5", "--delay takes a number from 0 to 60000, not '-5'.")]
    [InlineData("--seed x", "--seed takes a number from 0 to 2147483647, not 'x'.")]
    [InlineData("--tap nano0 --port 80", "--port has no meaning with --tap: the board then has an address of its own.")]
    public void Bad_input_is_told_in_one_sentence(string arguments, string sentence)
    {
        ParseResult parsed = RunCommand.Create().Parse(arguments);
        Assert.Equal(sentence, Assert.Single(parsed.Errors).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--gw 192.168.7.254")]
    [InlineData("--tap nano0 --ip 10.1.2.3/16 --gw 10.1.0.1 --mac 02:00:00:00:00:09")]
    [InlineData("--port 9000 --trace --pcap x.pcap --loss 0.5 --duplicate 100 --reorder 0 --corrupt 12.5 --delay 60000 --jitter 1 --seed 0")]
    public void Good_input_is_accepted(string arguments)
    {
        Assert.Empty(RunCommand.Create().Parse(arguments).Errors);
    }
}
