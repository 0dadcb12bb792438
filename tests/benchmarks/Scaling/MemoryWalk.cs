// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Benchmarks.Scaling;

/// <summary>
/// Touches as many cache lines as an echo does at both of its ends, one after the other, and does nothing else. It shows the effect of memory alone
/// on the number of connections.
/// </summary>
internal sealed class MemoryWalk
{
    /// <summary>Frames of an echo: the text and its echo.</summary>
    public const int Frames = 2;

    private const int IntsPerLine = 16;
    private const int Rings = 2;

    // A connection's fields and its array of words; of a ring the length, and the text with a line that it shares with what is beside it.
    private const int StateLines = 7;
    private const int TextLines = 2;

    private readonly int[][] _ends;
    private readonly int[] _turns;
    private readonly int _ringLines;

    public MemoryWalk(int connections, int bufferSize)
    {
        _ringLines = bufferSize / (IntsPerLine * sizeof(int));
        _turns = new int[connections];
        _ends = new int[2 * connections][];
        for (int i = 0; i < _ends.Length; i++)
        {
            _ends[i] = new int[(StateLines + Rings * (1 + _ringLines)) * IntsPerLine];
        }
    }

    /// <summary>Touches what an echo of a connection touches. Its place in the rings moves on with each.</summary>
    public void Echo(int connection)
    {
        int turn = _turns[connection]++;
        int next = Touch(_ends[2 * connection], turn, 0);
        Touch(_ends[2 * connection + 1], turn, next);
    }

    // Each line holds the place of the next, as a reference does. So no two lines are fetched at the same time. It is 0 everywhere.
    private int Touch(int[] end, int turn, int next)
    {
        for (int line = 0; line < StateLines; line++)
        {
            next = Touch(end, line + next);
        }

        for (int ring = 0; ring < Rings; ring++)
        {
            int first = StateLines + ring * (1 + _ringLines);
            next = Touch(end, first + next);
            for (int i = 0; i < TextLines; i++)
            {
                next = Touch(end, first + 1 + (turn + i) % _ringLines + next);
            }
        }

        return next;
    }

    private static int Touch(int[] end, int line)
    {
        ref int value = ref end[line * IntsPerLine];
        int read = value;
        value = read;
        return read;
    }
}
