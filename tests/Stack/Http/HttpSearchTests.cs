// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Http;

namespace NanoTcp.Tests.Stack.Http;

/// <summary>The search in steps of eight bytes, against one that looks at each.</summary>
public class HttpSearchTests
{
    private const byte Anything = (byte)'a';

    private static int Expected(byte[] buffer, int offset, int limit, params int[] marks)
    {
        return Array.FindIndex(buffer, offset, value => value < limit || marks.Contains(value));
    }

    [Trait(Speed.Trait, Speed.Slow)]
    [Fact]
    public void Any_two_neighbours_anywhere_in_a_step_are_told_apart()
    {
        // One byte may borrow from the next, so pairs of bytes are tested.
        byte[] buffer = new byte[32];
        for (int position = 0; position < 9; position++)
        {
            for (int pair = 0; pair < 65_536; pair++)
            {
                Array.Fill(buffer, Anything);
                buffer[position] = (byte)pair;
                buffer[position + 1] = (byte)(pair >> 8);
                buffer[20] = 0;
                int line = HttpSearch.Find(buffer, 0, HttpSearch.Controls, HttpSearch.Delete);
                int target = HttpSearch.Find(buffer, 0, HttpSearch.ControlsAndSpace, HttpSearch.DeleteAndQuestionMark);
                if (line != Expected(buffer, 0, ' ', 127) || target != Expected(buffer, 0, ' ' + 1, 127, '?'))
                {
                    Assert.Fail($"{pair & 255} and {pair >> 8} at {position}: {line} and {target}.");
                }
            }
        }
    }

    [Fact]
    public void Bytes_of_all_kinds_from_any_offset_are_searched_to_the_first_that_ends()
    {
        Random random = new(7);
        byte[] buffer = new byte[64];
        for (int i = 0; i < 50_000; i++)
        {
            random.NextBytes(buffer);
            buffer[50] = 0;
            int offset = random.Next(50);
            Assert.Equal(Expected(buffer, offset, ' ', 127), HttpSearch.Find(buffer, offset, HttpSearch.Controls, HttpSearch.Delete));
        }
    }
}
