// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using R = NanoTcp.Drivers.Enc28J60Register;

namespace NanoTcp.Drivers
{
    /// <summary>
    /// Whether there is a link. The PHY remembers a change, and EIR.LINKIF shows it for one transaction. Only then the driver asks the PHY, which
    /// takes some twenty transactions.
    /// </summary>
    internal sealed class Enc28J60LinkState
    {
        internal bool IsUp;

        private readonly Enc28J60Core _core;
        private readonly Enc28J60Statistics _statistics;

        internal Enc28J60LinkState(Enc28J60Core core, Enc28J60Statistics statistics)
        {
            _core = core;
            _statistics = statistics;
        }

        internal void Read()
        {
            // This read clears the flag, so it comes first: a later change shows again.
            _core.ReadPhy(R.PHIR);
            int status = _core.ReadPhy(R.PHSTAT2);
            bool isUp = status >= 0 && (status & R.PHSTAT2_LSTAT) != 0;
            if (isUp && !IsUp)
            {
                _statistics.LinkUps++;
            }

            Set(isUp);
        }

        internal void Set(bool isUp)
        {
            IsUp = isUp;
            _core.Obstacles = isUp ? _core.Obstacles & ~Enc28J60Core.LinkDown : _core.Obstacles | Enc28J60Core.LinkDown;
        }
    }
}
