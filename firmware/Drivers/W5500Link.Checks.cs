// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Drivers
{
    /// <content>Regular checks for everything that the chip does not report.</content>
    public sealed partial class W5500Link
    {
        // PHYCFGR (data sheet 4.1): LNK. A bus on which nothing answers reads all ones.
        private const int LinkMask = W5500Register.PHYCFGR_Mode | 0x01;
        private const int LinkUp = W5500Register.PHYCFGR_ByPins | 0x01;

        // SPD and DPX.
        private const int Fast = 0x06;

        private bool _wasMissedChecked;

        /// <summary>
        /// Checks the link and a frame that does not leave. In turn it looks for missed frames and, seldom or after some trouble, checks everything.
        /// </summary>
        private void Check(long now)
        {
            CheckLink();
            _checkDue = now + (_isUp ? CheckInterval : DownInterval);
            if (IsStuck())
            {
                GiveUp();
            }
            else
            {
                _wasMissedChecked = !_wasMissedChecked;
                if (_wasMissedChecked)
                {
                    CheckMissed();
                }
                else if (now >= _bus.CompareAt)
                {
                    Compare(now);
                }
            }
        }

        private void Compare(long now)
        {
            _bus.CompareAt = now + _options.CompareInterval;
            if (!_setup.Holds())
            {
                _statistics.Mismatches++;
                Stop();
            }
        }

        private void CheckLink()
        {
            int phy = _bus.ReadPhy();
            _isFast = (phy & Fast) == Fast;
            bool isUp = (phy & LinkMask) == LinkUp;
            if (isUp != _isUp)
            {
                // The PHY may be stuck in its reset, or have a wrong mode.
                SetLink(isUp);
                _bus.CompareAt = 0;
            }
        }

        /// <summary>Whether a failed INT line works again.</summary>
        private void CheckLine()
        {
            if (!_spi.HasInterrupt || _spi.UsesInterrupt)
            {
                return;
            }

            // A line that has fallen since is alive. To fall again the line has to rise first.
            if (_spi.HasFallen())
            {
                _spi.Trust();
            }

            _receiver.RaiseInterrupt();
            _receiver.Settle();
        }

        /// <summary>
        /// Looks for frames that no interrupt has reported. An edge of INT can get lost, and then the line stays low. While polling this finds a chip
        /// that has lost its configuration: its pointers may not change any more.
        /// </summary>
        private void CheckMissed()
        {
            bool isPolling = _spi.IsPolling;
            if (Pending != SpiBus.Nothing)
            {
                CheckLine();
                if (!isPolling)
                {
                    return;
                }
            }

            if (_bus.IsQuiet())
            {
                return;
            }

            W5500Fetch result = _receiver.Look();
            if (result != W5500Fetch.Frames)
            {
                Recover(result);
                return;
            }

            if (!isPolling)
            {
                MissEdge();
            }

            _receiver.Settle();
        }

        private void MissEdge()
        {
            // INT is low already: it has to rise before there can be another edge.
            _statistics.MissedInterrupts++;
            _receiver.RaiseInterrupt();
            if (!_spi.MissEdge(_statistics.FramesReceived))
            {
                _statistics.LineFailures++;
                _spi.Distrust();
            }
        }
    }
}
