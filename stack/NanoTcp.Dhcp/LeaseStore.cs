// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Dhcp
{
    /// <summary>
    /// A store for the address of the last lease, which survives a power cut. Firmware implements it, so that a board asks for its old address when it
    /// starts (INIT-REBOOT, RFC 2131 §4.4.2). Neither call may throw.
    /// </summary>
    public abstract class LeaseStore
    {
        /// <summary>The bytes of a record. The client checks them, so a damaged record does no harm.</summary>
        public const int RecordLength = 16;

        /// <summary>Reads what was stored last.</summary>
        /// <param name="record">Gets the record; <see cref="RecordLength"/> bytes.</param>
        /// <returns>False when nothing is stored, or it cannot be read.</returns>
        public abstract bool Load(byte[] record);

        /// <summary>Replaces what is stored. This is called when the address or the server changes only, to spare a flash memory.</summary>
        /// <param name="record">The record; <see cref="RecordLength"/> bytes, to be copied.</param>
        public abstract void Save(byte[] record);
    }
}
