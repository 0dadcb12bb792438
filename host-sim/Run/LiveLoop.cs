// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::NanoTcp.Sockets;

namespace NanoTcp.HostSim.Run;

/// <summary>A simulated board and the far end of its cable, in real time, as the threads of a program drive them.</summary>
/// <param name="run">The board and the far end. The program sleeps in the latter.</param>
/// <param name="board">The board.</param>
/// <param name="end">Ends the process: with null when it was asked to end, or else with what has failed. It does not return.</param>
internal sealed class LiveLoop(BoardRun run, TimelessBoard board, Action<Exception?> end) : NetworkLoop
{
    /// <summary>The longest sleep in milliseconds, because not everything that a far end waits for ends its sleep.</summary>
    private const int MaxSleep = 100;

    private readonly Lock _resting = new();

    /// <inheritdoc/>
    public override long ReadClock()
    {
        return board.Now;
    }

    /// <inheritdoc/>
    public override long Poll(long now)
    {
        try
        {
            long wait = board.RunRound();
            run.Tell();
            return now + wait;
        }
        catch (Exception failure)
        {
            end(failure);
            throw;
        }
    }

    /// <inheritdoc/>
    public override long Flush(long now)
    {
        board.Network.Stack.Flush(now);

        // What has been sent goes on in the controller and on the wire, which only a round knows.
        return now;
    }

    /// <inheritdoc/>
    public override int Prepare(long now, long due)
    {
        return (int)Math.Clamp(due - now, 0, MaxSleep);
    }

    /// <inheritdoc/>
    public override void Rest(int milliseconds)
    {
        bool goesOn;
        try
        {
            lock (_resting)
            {
                goesOn = run.FarEnd.Wait(milliseconds);
            }
        }
        catch (Exception failure)
        {
            end(failure);
            throw;
        }

        if (!goesOn)
        {
            end(null);
        }
    }

    /// <inheritdoc/>
    public override void Wake()
    {
        run.FarEnd.Wake();
    }

    /// <summary>Waits for the end of the last rest. No other begins.</summary>
    public void Stop()
    {
        run.FarEnd.Wake();
        _resting.Enter();
    }
}
