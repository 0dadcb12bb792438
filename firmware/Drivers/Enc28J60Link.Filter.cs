// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Drivers
{
    /// <content>Broadcasts and groups: what the stack wants to receive besides its own frames. The next poll writes it to the chip.</content>
    public sealed partial class Enc28J60Link
    {
        /// <inheritdoc/>
        public override void ReceiveBroadcasts(bool wanted)
        {
            _filter.ReceiveBroadcasts(wanted);
            ChangeFilter();
        }

        /// <inheritdoc/>
        public override void Join(byte[] macAddress, int offset)
        {
            _filter.Join(macAddress, offset);
            ChangeFilter();
        }

        /// <inheritdoc/>
        public override void Leave(byte[] macAddress, int offset)
        {
            _filter.Leave(macAddress, offset);
            ChangeFilter();
        }

        /// <summary>
        /// The next poll writes the filter before it compares the chip's registers, which it then does at once. A chip that is being set up gets the filter
        /// with all other values.
        /// </summary>
        private void ChangeFilter()
        {
            if (_filter.HasChanged && _phase == Phase.Running)
            {
                _core.CompareAt = 0;
                _nextCheck = 0;
                Due = 0;
            }
        }
    }
}
