// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.W5500;

/// <summary>RSTn and MR.RST, and the times after them in which the chip cannot be used; data sheet 4.1, 5.5.1.</summary>
internal sealed class ResetControl(W5500Options options, Rules rules)
{
    private const long MinimumLow = 500_000;
    private const long PllLock = 1_000_000;

    private long _lowSince;
    private long _lockedAt;
    private long _softwareEnd;
    private long _versionAt;

    public bool IsPinLow { get; private set; }

    public bool IsLocking(long now)
    {
        return now < _lockedAt;
    }

    public bool IsSoftwareReset(long now)
    {
        return now < _softwareEnd;
    }

    public bool HidesVersion(long now)
    {
        return now < _versionAt;
    }

    /// <summary>Drives RSTn.</summary>
    public void SetPin(bool low, long now)
    {
        IsPinLow = low;
        if (low)
        {
            _lowSince = now;
            return;
        }

        if (now - _lowSince < MinimumLow)
        {
            rules.Violate($"RSTn low for {(now - _lowSince) / 1000} µs; at least 500 µs are needed (data sheet 5.5.1).");
        }

        PowerUp(now);
    }

    /// <summary>The chip has got its supply, or left the reset of its pin.</summary>
    public void PowerUp(long now)
    {
        _lockedAt = now + PllLock;
        _softwareEnd = 0;
        _versionAt = _lockedAt + options.Faults.VersionZeroNanoseconds;
    }

    /// <summary>MR.RST has been set.</summary>
    public void BeginSoftwareReset(long now)
    {
        _softwareEnd = options.Faults.StuckReset ? long.MaxValue : now + options.ResetNanoseconds;
        _versionAt = now + options.ResetNanoseconds + options.Faults.VersionZeroNanoseconds;
    }
}
