// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Goodput;

/// <summary>A wire and the two ends on it. The near end is the one that is measured; the far one stands for a large machine.</summary>
internal sealed record GoodputSetting
{
    /// <summary>Bytes of payload.</summary>
    public required int Size { get; init; }

    /// <summary>The time that every frame takes besides its own length, one way.</summary>
    public required long DelayNanoseconds { get; init; }

    /// <summary>Bits a second, each way; 0: any number.</summary>
    public long BitRate { get; init; }

    /// <summary>Frames that can wait for the wire; a further one is dropped.</summary>
    public int QueueFrames { get; init; } = int.MaxValue;

    /// <summary>Whether headers take time on the wire as well.</summary>
    public bool CountsHeaders { get; init; }

    /// <summary>Probability that a frame is lost, each for itself.</summary>
    public double Loss { get; init; }

    /// <summary>Whether only the frames of the sending end are lost, and no acknowledgment.</summary>
    public bool LosesDataOnly { get; init; }

    /// <summary>Whether the time begins with the handshake, which then can lose frames too.</summary>
    public bool CountsHandshake { get; init; }

    /// <summary>Bytes of the near end's send and receive buffer.</summary>
    public required int NearBuffers { get; init; }

    /// <summary>Bytes of the far end's.</summary>
    public required int FarBuffers { get; init; }

    /// <summary>Whether the near end slows down when frames are lost.</summary>
    public bool NearControlsCongestion { get; init; } = true;

    /// <summary>Whether the far end does.</summary>
    public bool FarControlsCongestion { get; init; } = true;
}
