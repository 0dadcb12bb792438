// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>When each part of the chip can be used: start-up after power-on (DS39662 §2.2), resets (§11), power save (§14).</summary>
internal sealed class Power(IHardwareClock clock, RegisterFile registers, Enc28J60Errata errata, Enc28J60Faults faults, Rules rules)
{
    /// <summary>The oscillator start-up timer: 7500 cycles of 25 MHz.</summary>
    public const long StartUp = 300_000;

    /// <summary>After any reset the PHY cannot be reached for this time (§11.2).</summary>
    public const long PhyStartUp = 50_000;

    /// <summary>The time after SRC by erratum 2, in place of <see cref="PhyStartUp"/>.</summary>
    public const long AfterSoftReset = 1_000_000;

    private long _clockReadyAt;
    private long _phyReadyAt;
    private long _deadUntil;

    public bool IsSaving => registers.Has(Register.ECON2, Econ2.PWRSV);

    public bool ClockReady => !IsSaving && !faults.ClockNeverReady && clock.Nanoseconds >= _clockReadyAt;

    /// <summary>MAC, transmitter and receiver have a clock.</summary>
    public bool MacRuns => ClockReady && clock.Nanoseconds >= _deadUntil;

    public void StartClock()
    {
        _clockReadyAt = clock.Nanoseconds + StartUp;
    }

    /// <summary>Any reset of the whole chip. The registers still show whether the chip was in power save. Then its clock has to start again.</summary>
    public void Reset(bool soft)
    {
        if (IsSaving)
        {
            StartClock();
        }

        long now = clock.Nanoseconds;
        _phyReadyAt = now + PhyStartUp;
        _deadUntil = soft && (errata & Enc28J60Errata.ResetNotReady) != 0 ? now + AfterSoftReset : now;
    }

    /// <summary>Whether the host may use parts that need the MAC's clock.</summary>
    public bool CheckMac(string what)
    {
        if (MacRuns)
        {
            return true;
        }

        rules.Violate(IsSaving ? $"{what} in power save (DS39662 §14)."
            : ClockReady ? $"{what} within 1 ms of SRC (erratum 2)."
            : $"{what} while ESTAT.CLKRDY is 0 (DS39662 §2.2).");
        return false;
    }

    /// <summary>Whether the host may reach the PHY.</summary>
    public bool CheckPhy()
    {
        if (clock.Nanoseconds < _phyReadyAt)
        {
            rules.Violate("access to the PHY within 50 µs of a reset (DS39662 §11.2).");
            return false;
        }

        return true;
    }
}
