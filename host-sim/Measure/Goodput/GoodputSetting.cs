// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Goodput;

/// <summary>A wire and the two ends on it. The near end is measured. The far end represents a large machine.</summary>
internal sealed record GoodputSetting
{
    /// <summary>Bytes of payload.</summary>
    public required int Size { get; init; }

    /// <summary>The one-way delay of a frame, besides the time for its length.</summary>
    public required long DelayNanoseconds { get; init; }

    /// <summary>Bits a second, each way; 0: any number.</summary>
    public long BitRate { get; init; }

    /// <summary>Frames that can wait for the wire. A further one is dropped.</summary>
    public int QueueFrames { get; init; } = int.MaxValue;

    /// <summary>Whether headers take time on the wire as well.</summary>
    public bool CountsHeaders { get; init; }

    /// <summary>The probability that a frame is lost, for each frame independently.</summary>
    public double Loss { get; init; }

    /// <summary>Whether only frames of the sending end are lost, and no acknowledgments.</summary>
    public bool LosesDataOnly { get; init; }

    /// <summary>Whether the time begins with the handshake, whose frames can then be lost too.</summary>
    public bool CountsHandshake { get; init; }

    /// <summary>Milliseconds by which the near end's clock moves.</summary>
    public int NearClockStep { get; init; } = 1;

    /// <summary>Bytes of the near end's send and receive buffer.</summary>
    public required int NearBuffers { get; init; }

    /// <summary>Bytes of the far end's.</summary>
    public required int FarBuffers { get; init; }

    /// <summary>Whether the near end slows down when frames are lost.</summary>
    public bool NearControlsCongestion { get; init; } = true;

    /// <summary>Whether the far end does.</summary>
    public bool FarControlsCongestion { get; init; } = true;
}
