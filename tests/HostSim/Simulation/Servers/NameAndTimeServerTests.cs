// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Messages;
using NanoTcp.Simulation.Servers;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Simulation.Servers;

/// <summary>The servers of names and of the time on the simulated gateway.</summary>
public class NameAndTimeServerTests
{
    private static readonly uint s_board = IPv4Address.From(192, 168, 7, 2);

    private readonly ServerBench _bench = new();

    public NameAndTimeServerTests()
    {
        _bench.ClientIp.Configure(s_board.ToHostAddress(), 24, HostAddress.Any);
    }

    [Fact]
    public void A_name_of_the_zone_has_the_address_of_its_host()
    {
        DnsMessage answer = Ask("board.HOME.arpa", DnsMessage.TypeA)!;
        Assert.Equal((7, 0x8500), (answer.Id, answer.Flags));
        DnsRecord record = Assert.Single(answer.Answers);
        Assert.Equal("board.home.arpa", record.Name);
        Assert.Equal([192, 168, 7, 2], record.Data);
    }

    [Theory]
    [InlineData("nobody.home.arpa", DnsMessage.TypeA, DnsMessage.NameError)]
    [InlineData("board.home.arpa", 28, 0)]
    [InlineData("home.arpa", DnsMessage.TypeA, 0)]
    [InlineData("example.com", DnsMessage.TypeA, DnsMessage.Refused)]
    [InlineData("myhome.arpa", DnsMessage.TypeA, DnsMessage.Refused)]
    public void Any_other_question_has_no_answer_and_a_code_that_says_why(string name, int type, int code)
    {
        DnsMessage answer = Ask(name, type)!;
        Assert.Equal(code, answer.ResponseCode);
        Assert.Empty(answer.Answers);
    }

    [Fact]
    public void The_time_is_the_clocks_and_the_request_comes_back_in_it()
    {
        DateTimeOffset time = new(2030, 5, 1, 12, 0, 0, 500, TimeSpan.Zero);
        NtpServer server = new(_bench.ServerUdp, () => time);
        byte[] request = new NtpMessage(0, 4, NtpMessage.ClientMode, 0, 0, 0, 0, 0x0123456789ABCDEF).ToBytes();
        byte[] answer = _bench.Ask(server, request, new HostEndPoint(ServerBench.Server.Address.ToHostAddress(), NtpMessage.Port))!;
        Assert.True(NtpMessage.TryRead(answer, out NtpMessage read));
        Assert.Equal((0, 4, NtpMessage.ServerMode, 1), (read.Leap, read.Version, read.Mode, read.Stratum));
        Assert.Equal(0x0123456789ABCDEFu, read.Originate);

        // NTP counts from 1900, which is 2 208 988 800 s before 1970 (RFC 868).
        Assert.Equal((ulong)(time.ToUnixTimeSeconds() + 2_208_988_800), read.Transmit >> 32);
        Assert.Equal(0x80000000u, (uint)read.Transmit);
    }

    private DnsMessage? Ask(string name, int type)
    {
        DnsServer server = new(_bench.ServerUdp, "home.arpa", () => [("gateway", ServerBench.Server.Address), ("board", s_board)]);
        byte[] request = DnsMessage.Ask(7, DnsMessage.RecursionDesired, name, type).ToBytes();
        byte[]? answer = _bench.Ask(server, request, new HostEndPoint(ServerBench.Server.Address.ToHostAddress(), DnsMessage.Port));
        return answer != null && DnsMessage.TryRead(answer, out DnsMessage read) ? read : null;
    }
}
