// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.HostSim.Peer;

namespace NanoTcp.Tests.HostSim;

public class PeerCommandLinesTests
{
    [Fact]
    public void Lines_are_taken_one_by_one_however_the_bytes_arrive()
    {
        CommandLines lines = new();
        List<string> taken = [];
        foreach (char c in "hello\nread 1 5\r\n\nquit\n")
        {
            Arrive(lines, c.ToString());
            taken.AddRange(TakeAll(lines));
        }

        Assert.Equal(["hello", "read 1 5\r", "", "quit"], taken);
        Arrive(lines, "a\nb\nc");
        Assert.Equal(["a", "b"], TakeAll(lines));
        Arrive(lines, "d\n");
        Assert.Equal(["cd"], TakeAll(lines));
    }

    [Fact]
    public void The_last_line_needs_no_newline()
    {
        CommandLines lines = new();
        Arrive(lines, "hello\nquit");
        Assert.Equal(["hello"], TakeAll(lines));
        Assert.True(lines.TryTakeRest(out ReadOnlySpan<char> rest, out bool tooLong));
        Assert.Equal("quit", rest.ToString());
        Assert.False(tooLong);
        Assert.False(lines.TryTakeRest(out _, out _));
    }

    [Fact]
    public void The_longest_line_is_taken()
    {
        CommandLines lines = new();
        string longest = new('x', CommandLines.MaxLine);
        Arrive(lines, longest + "\nquit\n");
        Assert.Equal([longest, "quit"], TakeAll(lines));
    }

    [Theory]
    [InlineData(CommandLines.MaxLine + 1)]
    [InlineData(CommandLines.MaxLine * 3)]
    public void A_line_that_is_too_long_is_refused_once_and_the_next_one_taken(int length)
    {
        CommandLines lines = new();
        Arrive(lines, "hello\n" + new string('x', length) + "\nquit\n");
        Assert.Equal(["hello", "(too long)", "quit"], TakeAll(lines));
    }

    [Fact]
    public void A_line_that_is_too_long_is_refused_at_the_end_of_input_too()
    {
        CommandLines lines = new();
        Arrive(lines, new string('x', CommandLines.MaxLine + 2));
        Assert.True(lines.TryTakeRest(out _, out bool tooLong));
        Assert.True(tooLong);
        Assert.False(lines.TryTakeRest(out _, out _));
    }

    private readonly List<string> _taken = [];

    // Works as the program does: fills the free room, then takes the complete lines.
    private void Arrive(CommandLines lines, string text)
    {
        ReadOnlySpan<byte> rest = Encoding.ASCII.GetBytes(text);
        while (!rest.IsEmpty)
        {
            Span<byte> room = lines.Room;
            int count = Math.Min(room.Length, rest.Length);
            rest[..count].CopyTo(room);
            lines.Add(count);
            rest = rest[count..];
            Take(lines);
        }
    }

    private List<string> TakeAll(CommandLines lines)
    {
        Take(lines);
        List<string> taken = [.. _taken];
        _taken.Clear();
        return taken;
    }

    private void Take(CommandLines lines)
    {
        while (lines.TryTake(out ReadOnlySpan<char> line, out bool tooLong))
        {
            _taken.Add(tooLong ? "(too long)" : line.ToString());
        }
    }
}
