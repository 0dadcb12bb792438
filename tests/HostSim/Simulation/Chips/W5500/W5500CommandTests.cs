// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Chips.W5500;

namespace NanoTcp.Tests.HostSim.Simulation.Chips.W5500;

/// <summary>Sn_CR, Sn_SR, and the conditions of each command.</summary>
public sealed class W5500CommandTests
{
    private readonly W5500Bench _bench = new();

    [Fact]
    public void A_command_stands_until_it_is_accepted()
    {
        W5500Bench bench = new(new W5500Options { NegotiationNanoseconds = 0, CommandNanoseconds = 2_000 });
        bench.Write(W5500Bench.Socket0, 0x00, 0x04);
        bench.Write(W5500Bench.Socket0, 0x01, 0x01);
        bench.Wait(1_999);
        Assert.Equal([0x01, 0x00, 0x00], bench.Read(W5500Bench.Socket0, 0x01, 3));

        bench.Wait(1);
        Assert.Equal([0x00, 0x00, 0x42], bench.Read(W5500Bench.Socket0, 0x01, 3));
    }

    [Fact]
    public void A_second_command_before_that_is_a_violation()
    {
        _bench.Open();
        _bench.Write(W5500Bench.Socket0, 0x01, 0x40);

        Assert.Contains("still holds 0x40", _bench.Violation(() => _bench.Write(W5500Bench.Socket0, 0x01, 0x10)).Message);
    }

    [Fact]
    public void CLOSE_ends_the_socket_and_clears_its_interrupts()
    {
        _bench.Open();
        _bench.Arrive(W5500Bench.Frame(60));
        _bench.Command(0x10);

        Assert.Equal([0x00, 0x00], _bench.Read(W5500Bench.Socket0, 0x02, 2));
    }

    [Fact]
    public void OPEN_again_without_CLOSE_is_a_violation()
    {
        _bench.Open();

        Assert.Contains("CLOSE first", _bench.Violation(() => _bench.Command(0x01)).Message);
    }

    [Fact]
    public void OPEN_after_CLOSE_empties_the_buffers()
    {
        _bench.Open();
        _bench.Arrive(W5500Bench.Frame(60));
        _bench.Command(0x10);
        _bench.Command(0x01);

        Assert.Equal(new byte[6], _bench.Read(W5500Bench.Socket0, 0x26, 6));
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x03)]
    [InlineData(0x85)]
    public void OPEN_needs_a_protocol(byte mode)
    {
        _bench.Write(W5500Bench.Socket0, 0x00, mode);

        Assert.Contains("no protocol", _bench.Violation(() => _bench.Command(0x01)).Message);
    }

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x02)]
    public void The_hardwired_transports_are_not_modelled(byte mode)
    {
        _bench.Write(W5500Bench.Socket0, 0x00, mode);

        Assert.Contains("no TCP or UDP sockets", _bench.Violation(() => _bench.Command(0x01)).Message);
    }

    [Fact]
    public void MACRAW_is_for_socket_0_only()
    {
        _bench.Write(5, 0x00, 0x04);

        Assert.Contains("only socket 0", _bench.Violation(() => _bench.Write(5, 0x01, 0x01)).Message);
    }

    [Fact]
    public void The_other_sockets_can_be_closed()
    {
        for (int socket = 1; socket < 8; socket++)
        {
            _bench.Write((socket * 4) + 1, 0x01, 0x10);
        }

        _bench.Wait(1_000);
        for (int socket = 1; socket < 8; socket++)
        {
            Assert.Equal(0, _bench.Read((socket * 4) + 1, 0x01));
        }
    }

    [Theory]
    [InlineData(0x20)]
    [InlineData(0x40)]
    public void SEND_and_RECV_need_an_open_socket(byte command)
    {
        Assert.Contains("not open", _bench.Violation(() => _bench.Command(command)).Message);
    }

    [Theory]
    [InlineData(0x02)]
    [InlineData(0x04)]
    [InlineData(0x08)]
    [InlineData(0x21)]
    [InlineData(0x22)]
    [InlineData(0x03)]
    [InlineData(0xFF)]
    public void Other_commands_have_no_meaning_in_MACRAW(byte command)
    {
        _bench.Open();

        Assert.Contains("no command", _bench.Violation(() => _bench.Command(command)).Message);
    }

    [Theory]
    [InlineData(0x1E, "receive")]
    [InlineData(0x1F, "transmit")]
    public void The_buffers_of_all_sockets_must_fit(int sizeRegister, string direction)
    {
        // The others keep their 2 KiB each.
        _bench.Write(W5500Bench.Socket0, sizeRegister, 16);
        _bench.Write(W5500Bench.Socket0, 0x00, 0x04);

        string message = _bench.Violation(() => _bench.Command(0x01)).Message;
        Assert.Contains("30 KiB", message);
        Assert.Contains(direction, message);
    }

    [Theory]
    [InlineData(0x1E)]
    [InlineData(0x1F)]
    public void Buffer_sizes_are_set_before_OPEN(int sizeRegister)
    {
        _bench.Open();

        Assert.Contains("while it is open", _bench.Violation(() => _bench.Write(W5500Bench.Socket0, sizeRegister, 8)).Message);
    }

    [Fact]
    public void A_block_is_masked_to_its_size_and_follows_the_blocks_before_it()
    {
        _bench.Write(W5500Bench.Transmit0, 0x0000, 0x11);
        _bench.Write((1 * 4) + 2, 0x0000, 0x22);

        // 2 KiB each: 0x0800 is the first byte again.
        Assert.Equal(0x11, _bench.Read(W5500Bench.Transmit0, 0x0800));
        Assert.Equal(0x11, _bench.Read(W5500Bench.Transmit0, 0xF800));
        Assert.Equal(0x22, _bench.Read((1 * 4) + 2, 0xF800));

        _bench.Write(W5500Bench.Socket0, 0x1F, 4);
        Assert.Equal(0x22, _bench.Read(W5500Bench.Transmit0, 0x0800));
    }

    [Fact]
    public void A_socket_without_a_buffer_cannot_be_accessed()
    {
        _bench.Open();

        Assert.Contains("has none", _bench.Violation(() => _bench.Read((1 * 4) + 3, 0)).Message);
    }
}
