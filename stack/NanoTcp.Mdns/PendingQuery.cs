// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.Mdns
{
    /// <summary>A query that is answered later.</summary>
    internal sealed class PendingQuery
    {
        /// <summary>Who has asked.</summary>
        internal readonly HostEndPoint From = new HostEndPoint();

        /// <summary>The records to send, as bits by their index in <see cref="RecordSet"/>; 0: this one is free.</summary>
        internal long Records;

        /// <summary>When it is answered.</summary>
        internal long Due;

        /// <summary>Whether only the querier gets the answer.</summary>
        internal bool IsUnicast;
    }
}
