// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.HostSim.Commands;

public class RunCommandTests
{
    [Theory]
    [InlineData("--ip 192.168.7", "--ip: '192.168.7' is not an IPv4 address such as 192.168.7.2/24.")]
    [InlineData("--ip 192.168.7.2/33", "--ip: The prefix length in '192.168.7.2/33' must be a number from 1 to 30.")]
    [InlineData("--ip 1.2 --gw 192.168.7.1", "--ip: '1.2' is not an IPv4 address such as 192.168.7.2/24.")]
    [InlineData("--gw 10.0.0", "--gw takes an IPv4 address such as 192.168.7.1, not '10.0.0'.")]
    [InlineData("--mac 1:2:3", "--mac: '1:2:3' is not a MAC address such as 02:00:00:00:07:02.")]
    [InlineData("--port 65536", "--port takes a number from 1 to 65535, not '65536'.")]
    [InlineData("--loss 101", "--loss takes a percentage from 0 to 100, not '101'.")]
    [InlineData("--corrupt -1", "--corrupt takes a percentage from 0 to 100, not '-1'.")]
    [InlineData("--reorder NaN", "--reorder takes a percentage from 0 to 100, not 'NaN'.")]
    [InlineData("--duplicate x", "--duplicate takes a percentage from 0 to 100, not 'x'.")]
    [InlineData("--delay -5", "--delay takes a number from 0 to 60000, not '-5'.")]
    [InlineData("--seed x", "--seed takes a number from 0 to 2147483647, not 'x'.")]
    [InlineData("--forward 8007", "--forward takes a port of this machine and one of the board, as in 8007:7, not '8007'.")]
    [InlineData("--forward 8007:7 --forward 0:7", "--forward takes a port of this machine and one of the board, as in 8007:7, not '0:7'.")]
    [InlineData("--reach mqtt", "--reach takes a port from 1 to 65535, not 'mqtt'.")]
    [InlineData("--name sensor_1", "--name takes 1 to 63 letters, digits and inner hyphens, not 'sensor_1'.")]
    [InlineData("--name -x", "--name takes 1 to 63 letters, digits and inner hyphens, not '-x'.")]
    [InlineData("--platform esp8266", "--platform takes none or esp32, not 'esp8266'.")]
    [InlineData("--platform esp32 --tick 5", "--tick takes 1 or 10, not '5'.")]
    [InlineData("--platform esp32 --op-price 0", "--op-price takes microseconds from 0.01 to 100, not '0'.")]
    [InlineData("latency --op-price 1 fast", "--op-price takes microseconds from 0.01 to 100, not 'fast'.")]
    [InlineData("latency --tick 2", "--tick takes 1 or 10, not '2'.")]
    [InlineData("latency --requests 0", "--requests takes a number from 1 to 100000, not '0'.")]
    [InlineData("latency --seed -1", "--seed takes a number from 0 to 2147483647, not '-1'.")]
    [InlineData("--errata 5,3", "--errata takes all, none or numbers of errata that the model has, not '3'.")]
    public void A_bad_value_is_told_in_one_sentence(string arguments, string sentence)
    {
        Assert.Equal(sentence, Assert.Single(CommandLine.Errors(arguments.Split(' '))));
    }

    [Theory]
    [InlineData("--gw 10.0.0.1", "--gw: 10.0.0.1 is not on the network 192.168.7.0/24.")]
    [InlineData("--gw 192.168.7.2", "--gw: 192.168.7.2 is the stack's own address.")]
    [InlineData("--ip 10.0.0.1/8 --gw 192.168.7.1", "--gw: 192.168.7.1 is not on the network 10.0.0.0/8.")]
    [InlineData("--dhcp --ip 10.0.0.2/8", "--ip has no meaning with --dhcp: the server says what the board gets.")]
    [InlineData("--dhcp --gw 192.168.7.1", "--gw has no meaning with --dhcp: the server says what the board gets.")]
    [InlineData("--tap nano0 --dhcp --port 80", "--port has no meaning with --tap: the board then has an address of its own.")]
    [InlineData("--tap nano0 --port 80", "--port has no meaning with --tap: the board then has an address of its own.")]
    [InlineData("--tap nano0 --forward 8007:7", "--forward has no meaning with --tap: the board then has an address of its own.")]
    [InlineData("--tap nano0 --reach 1883", "--reach has no meaning with --tap: the board then has an address of its own.")]
    [InlineData("--forward 8007:7 --forward 8007:9", "--forward: port 8007 of 127.0.0.1 cannot lead to two ports of the board.")]
    [InlineData("--port 8007 --forward 8007:9", "--forward: port 8007 of 127.0.0.1 cannot lead to two ports of the board.")]
    [InlineData("--reach 1883 --reach 1883", "--reach: port 1883 is given twice.")]
    [InlineData("--errata none", "--errata are those of the ENC28J60: no list of errata of the W5500 exists.")]
    [InlineData("--chip-faults late-collisions=3", "--chip-faults: 'late-collisions' is no fault of a W5500: it knows torn-reads, broken-prefixes, lost-sends, lost-interrupts.")]
    [InlineData("--chip-faults torn-reads", "--chip-faults: torn-reads takes a number from 1 on: torn-reads=N, one in N reads of a 16-bit size is torn.")]
    [InlineData("--chip-faults torn-reads=0", "--chip-faults: torn-reads takes a number from 1 on: torn-reads=N, one in N reads of a 16-bit size is torn.")]
    [InlineData("--chip-faults torn-reads=2,torn-reads=3", "--chip-faults: torn-reads is given twice.")]
    public void Values_that_do_not_go_together_are_told_in_one_sentence(string arguments, string sentence)
    {
        Assert.Equal(sentence, CommandLine.Refusal(arguments.Split(' ')));
    }

    [Theory]
    [InlineData("--gw 192.168.7.254")]
    [InlineData("--dhcp --name sensor-1")]
    [InlineData("--platform esp32 --tick 1 --op-price 0.5")]
    [InlineData("--tap nano0 --dhcp --name 7 --allow-host sensor.example")]
    [InlineData("--tap nano0 --ip 10.1.2.3/16 --gw 10.1.0.1 --mac 02:00:00:00:00:09")]
    [InlineData("--port 9000 --trace --pcap x.pcap --loss 0.5 --duplicate 100 --reorder 0 --corrupt 12.5 --delay 60000 --jitter 1 --seed 0")]
    [InlineData("--echo --cors --forward 8007:7 --forward 8009:9 --reach 1883 --allow-host sensor.example --allow-host [fe80::1] --allow-host 10.0.0.1")]
    [InlineData("--board esp32-devkitc-enc28j60 --errata 5,14 --chip-faults corrupt-headers=20,late-collisions=15,lost-interrupts=10")]
    public void Good_input_is_accepted(string arguments)
    {
        Assert.Empty(CommandLine.Errors(arguments.Split(' ')));
    }
}
