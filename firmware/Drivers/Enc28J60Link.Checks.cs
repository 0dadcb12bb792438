// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using R = NanoTcp.Drivers.Enc28J60Register;

namespace NanoTcp.Drivers
{
    /// <content>Regular checks for a chip or an INT line that has failed, which nothing reports.</content>
    public sealed partial class Enc28J60Link
    {
        private const int CheckedFlags = R.EIR_Unimplemented | R.EIR_RXERIF | R.EIR_LINKIF | R.EIR_PKTIF;

        private const int RegistersAtOnce = 16;

        private bool _wereFlagsChecked;
        private int _framesAtCheck;
        private int _framesAtCompare;
        private int _framesAtOverrun = -1;

        /// <summary>
        /// Takes one transaction each time: of two checks in turn, or always the check of the link while it is down. Seldom, or after some trouble,
        /// everything. False when the chip has to be set up anew.
        /// </summary>
        private bool Check(long now)
        {
            if (_core.IsPolled)
            {
                // If frames have come, the bit can only be stuck at 1.
                bool isSilent = Statistics.FramesReceived == _framesAtCheck;
                _framesAtCheck = Statistics.FramesReceived;
                if (isSilent ? IsLineDead() : IsLineStuck())
                {
                    DistrustReports();
                }
            }
            else if (_bus.UsesInterrupt && _bus.IsInterruptLow() && Pending == SpiBus.Nothing)
            {
                // An edge of the line has got lost on its way through the platform.
                Statistics.MissedInterrupts++;
                if (!_bus.MissEdge(Statistics.FramesReceived))
                {
                    Distrust();
                }
            }

            _wereFlagsChecked = !_wereFlagsChecked || !_link.IsUp;
            if (_wereFlagsChecked)
            {
                int flags = _core.ReadSelected(R.EIR);
                if ((flags & CheckedFlags) != 0 && !CheckFlags(flags))
                {
                    return false;
                }
            }
            else
            {
                // A chip that has lost its supply for a moment has the values after a reset. A chip that answers with ones is gone.
                int control = _core.ReadSelected(R.ECON1);
                if ((control & R.ECON1_RXEN) == 0 || control == 0xFF)
                {
                    return false;
                }
            }

            return now < _core.CompareAt || Compare(now);
        }

        private bool CheckFlags(int flags)
        {
            if ((flags & R.EIR_Unimplemented) != 0)
            {
                return false;
            }

            if ((flags & R.EIR_RXERIF) != 0)
            {
                Statistics.Overruns++;
                _core.Clear(R.EIR, R.EIR_RXERIF);
                _core.Clear(R.ESTAT, R.ESTAT_BUFER);
                Pending = SpiBus.Asked;

                // The buffer is full again, and no frame has come out of it: the chip's pointers are not where this driver believes them.
                if (Statistics.FramesReceived == _framesAtOverrun)
                {
                    _receiver.Resync();
                }

                _framesAtOverrun = Statistics.FramesReceived;
            }

            if ((flags & R.EIR_LINKIF) != 0)
            {
                _link.Read();
            }

            if ((flags & R.EIR_PKTIF) != 0 && IsLineDead())
            {
                // Or the chip's enables are gone.
                _core.CompareAt = 0;
            }

            return true;
        }

        /// <summary>Compares the registers with their expected values, and writes again those that can be written without harm.</summary>
        private bool Compare(long now)
        {
            if (_filter.HasChanged)
            {
                _setup.WriteFilter();
            }

            // While frames come, only some registers are compared each time, because the chip's buffer fills up in four milliseconds.
            bool isQuiet = Statistics.FramesReceived == _framesAtCompare;
            _framesAtCompare = Statistics.FramesReceived;
            if (!_setup.HoldsControl() || !_setup.Holds(isQuiet ? Enc28J60Setup.Everything : RegistersAtOnce))
            {
                Statistics.Mismatches++;
                return false;
            }

            // The interrupt enables are right, so the line has failed.
            if (IsLineDead() || IsLineStuck())
            {
                Distrust();
            }

            if (_setup.IsUnderWay)
            {
                return true;
            }

            if (_core.CompareAt != 0 && _statusFailures == _failuresAtCompare && _statusFailures < MaxStatusFailures)
            {
                // There was no trouble since the last comparison. ESTAT.INT was perhaps only misread.
                _isStatusBroken = false;
                ChooseReports();
            }

            _failuresAtCompare = _statusFailures;

            _core.CompareAt = now + _options.CompareInterval;
            _link.Read();
            _receiver.Refresh();
            _transmitter.Refresh();
            return true;
        }

        /// <summary>Whether a packet waits, and nothing reports it. EIR.PKTIF alone is no proof (erratum 6).</summary>
        private bool IsLineDead()
        {
            bool mayReport = _core.IsPolled || Pending == SpiBus.Nothing;
            return mayReport && _core.HasReports() && !_core.IsReported() && _core.Read(R.EPKTCNT) != 0 && !_core.IsReported();
        }

        /// <summary>Whether INT, or ESTAT.INT while the driver polls, reports a packet where there is none.</summary>
        private bool IsLineStuck()
        {
            return _core.HasReports() && !_transmitter.LowersInterrupt && _core.IsReported() && _core.Read(R.EPKTCNT) == 0 && _core.IsReported();
        }

        /// <summary>What reports packets is broken: INT, until it has fallen again, or ESTAT.INT. The driver works without it.</summary>
        private void Distrust()
        {
            Statistics.LineFailures++;
            if (_core.IsPolled)
            {
                _isStatusBroken = true;
                _statusFailures++;
            }
            else
            {
                _bus.Distrust();
            }

            ChooseReports();
        }

        private void Trust()
        {
            _isStatusBroken = _statusFailures >= MaxStatusFailures;
            _bus.Trust();
            ChooseReports();
        }
    }
}
