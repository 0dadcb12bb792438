// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Drivers
{
    /// <content>
    /// Groups. The chip receives all of them or none, and always all broadcasts: it can refuse those only together with ARP's. The data sheet does
    /// not say that an open socket obeys a new Sn_MR, and CLOSE drops what the chip holds. So the socket is closed and opened when nothing is under
    /// way.
    /// </content>
    public sealed partial class W5500Link
    {
        // Milliseconds. Under a flood there is always a frame under way.
        private const int ModeTimeout = 100;

        private int _groups;

        /// <summary>When the mode is applied in any case; 0: no poll has looked since it changed.</summary>
        private long _modeDue;

        /// <inheritdoc/>
        public override void Join(byte[] macAddress, int offset)
        {
            _groups++;
            ChangeMode();
        }

        /// <inheritdoc/>
        public override void Leave(byte[] macAddress, int offset)
        {
            _groups--;
            ChangeMode();
        }

        private void ChangeMode()
        {
            _setup.AcceptsGroups = _groups > 0;
            _isSettled = _isRunning && !_setup.IsModeOld;
            _modeDue = 0;
            Due = 0;
        }

        /// <summary>
        /// The end of a poll of a chip that does not run, or whose socket is to be opened in another mode: that is done if nothing is under way. Returns
        /// when the next poll is due.
        /// </summary>
        private long Settle(long now, long due)
        {
            if (!_isRunning)
            {
                return _wait.Due();
            }

            if (!_setup.IsModeOld)
            {
                _isSettled = true;
                return due;
            }

            if (_modeDue == 0)
            {
                _modeDue = now + ModeTimeout;
            }

            if (now < _modeDue && !IsIdle())
            {
                return now + 1;
            }

            _isSettled = true;
            OpenAnew();
            return _isRunning ? due : _wait.Due();
        }

        /// <summary>Whether the chip holds no frame in either direction.</summary>
        private bool IsIdle()
        {
            if (_isStaged || (_status[W5500Bus.TransmitRead] != _pointer[W5500Bus.Pointer] && !HasLeft()))
            {
                return false;
            }

            bool isEmpty = _receiver.Position == _receiver.End && _receiver.Look() == W5500Fetch.Nothing;

            // Otherwise the next poll receives what was found.
            _receiver.Settle();
            return isEmpty;
        }
    }
}
