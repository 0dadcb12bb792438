// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using R = NanoTcp.Drivers.Enc28J60Register;

namespace NanoTcp.Drivers
{
    /// <content>
    /// Polling: EIE.INTIE is off, which keeps INT high, and each look reads ESTAT.INT. The data sheet calls that a virtual bit: it is set while any enabled
    /// source is pending, and INTIE only passes it on to the pin (DS39662 §12.1, figure 12-1). Erratum 6 concerns EIR.PKTIF, and the pin reports packets
    /// reliably all the same. That the bit in front of the pin is as reliable is inferred; no chip was tried. So the driver compares it with EPKTCNT now and
    /// then. If it is wrong, the driver counts packets while it polls.
    /// </content>
    public sealed partial class Enc28J60Link
    {
        /// <summary>How often INT is turned on. A transfer can get lost on the bus, and a chip without INT would be deaf.</summary>
        private const int MaxEnables = 3;

        /// <summary>A misread bit of ESTAT may be chance, and so may a second. After so many the driver does not use ESTAT.INT any more.</summary>
        private const int MaxStatusFailures = 3;

        /// <summary>Whether ESTAT.INT was found wrong, and how often since the chip was set up.</summary>
        private bool _isStatusBroken;
        private int _statusFailures;
        private int _failuresAtCompare;

        /// <inheritdoc/>
        public override void BeginPolling()
        {
            _core.IsPolled = true;
            _bus.BeginPolling(Statistics.FramesReceived);
            if (IsReportLost())
            {
                ChooseReports();
            }

            if (_phase == Phase.Running)
            {
                _core.Clear(R.EIE, R.EIE_INTIE);
            }
        }

        /// <inheritdoc/>
        public override void EndPolling()
        {
            bool isRunning = _phase == Phase.Running;
            if (isRunning && IsLineDead())
            {
                // That was the reason for the silence that ends the polling.
                DistrustReports();
            }

            _core.IsPolled = false;
            _bus.EndPolling(Statistics.FramesReceived);
            if (IsReportLost())
            {
                ChooseReports();

                // Without INT the driver looks at intervals again.
                Due = 0;
            }

            if (isRunning)
            {
                TurnInterruptOn();
            }
        }

        /// <inheritdoc/>
        public override void ExpectMore(bool more)
        {
            _receiver.ExpectMore(more);
        }

        /// <summary>Whether ESTAT.INT or INT cannot be used. Otherwise a change between them changes nothing else.</summary>
        private bool IsReportLost()
        {
            return _isStatusBroken || !_bus.UsesInterrupt;
        }

        /// <summary>If something is pending, INT falls.</summary>
        private void TurnInterruptOn()
        {
            for (int i = 0; i < MaxEnables; i++)
            {
                _core.Set(R.EIE, R.EIE_INTIE);
                if ((_core.ReadSelected(R.EIE) & R.EIE_INTIE) != 0)
                {
                    return;
                }
            }

            _core.CompareAt = 0;
        }

        /// <summary>After a change of the way in which the chip reports packets: counts them if it does not.</summary>
        private void ChooseReports()
        {
            bool isReported = _core.IsPolled ? !_isStatusBroken : _bus.UsesInterrupt;
            if (!isReported)
            {
                _transmitter.LeaveInterrupt();
            }

            _receiver.CountPackets(_options.CountsPackets || !isReported);
        }

        /// <summary>ESTAT.INT or INT is broken. What was read for nothing may have looked like packets, so the pointers are checked, too.</summary>
        private void DistrustReports()
        {
            Distrust();
            _receiver.Refresh();
        }
    }
}
