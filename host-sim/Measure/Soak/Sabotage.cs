// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Measure.Occupation;

namespace NanoTcp.Measure.Soak;

/// <summary>Sits between a stack and the checks and breaks frames. It proves that the checks would notice if the stack did that.</summary>
internal abstract class Sabotage
{
    /// <summary>A frame that the stack sends, before it is checked. False when the checks do not see it.</summary>
    public virtual bool Sends(SoakHost host, FrameBuffer frame)
    {
        return true;
    }

    /// <summary>A frame that the stack receives, after it was checked.</summary>
    public virtual void Receives(SoakHost host, FrameBuffer frame)
    {
    }

    /// <summary>Called before the stack of a host is made.</summary>
    public virtual void Starts(SoakHost host)
    {
    }

    /// <summary>When the stack wants to be polled.</summary>
    public virtual long Announces(SoakHost host, long due)
    {
        return due;
    }

    /// <summary>Called in every poll of the stack.</summary>
    public virtual void Polls(SoakHost host)
    {
    }

    /// <summary>Called before a crowd comes.</summary>
    public virtual void Crowds(OccupationWorld world)
    {
    }

    /// <summary>A frame that a board with services sends. Returns how often it goes out.</summary>
    public virtual int BoardSends(ServiceBoard board, FrameBuffer frame)
    {
        return 1;
    }

    /// <summary>A frame that such a board receives. False: it is lost.</summary>
    public virtual bool BoardReceives(ServiceBoard board, FrameBuffer frame)
    {
        return true;
    }

    /// <summary>Called in every poll of such a board.</summary>
    public virtual void BoardPolls(ServiceBoard board)
    {
    }

    /// <summary>Whether an application forgets to close a connection.</summary>
    public virtual bool Forgets(SoakFlow flow)
    {
        return false;
    }
}
