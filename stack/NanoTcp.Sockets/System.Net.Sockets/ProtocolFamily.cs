// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.Sockets
{
    /// <summary>What family of protocols a socket uses. The numbers are those of <see cref="AddressFamily"/>.</summary>
    public enum ProtocolFamily
    {
        /// <summary>As <see cref="AddressFamily.Unknown"/>.</summary>
        Unknown = AddressFamily.Unknown,

        /// <summary>As <see cref="AddressFamily.Unspecified"/>.</summary>
        Unspecified = AddressFamily.Unspecified,

        /// <summary>As <see cref="AddressFamily.Unix"/>.</summary>
        Unix = AddressFamily.Unix,

        /// <summary>As <see cref="AddressFamily.InterNetwork"/>.</summary>
        InterNetwork = AddressFamily.InterNetwork,

        /// <summary>As <see cref="AddressFamily.ImpLink"/>.</summary>
        ImpLink = AddressFamily.ImpLink,

        /// <summary>As <see cref="AddressFamily.Pup"/>.</summary>
        Pup = AddressFamily.Pup,

        /// <summary>As <see cref="AddressFamily.Chaos"/>.</summary>
        Chaos = AddressFamily.Chaos,

        /// <summary>As <see cref="AddressFamily.NS"/>.</summary>
        NS = AddressFamily.NS,

        /// <summary>As <see cref="AddressFamily.Ipx"/>.</summary>
        Ipx = AddressFamily.Ipx,

        /// <summary>As <see cref="AddressFamily.Iso"/>.</summary>
        Iso = AddressFamily.Iso,

        /// <summary>As <see cref="AddressFamily.Osi"/>.</summary>
        Osi = AddressFamily.Osi,

        /// <summary>As <see cref="AddressFamily.Ecma"/>.</summary>
        Ecma = AddressFamily.Ecma,

        /// <summary>As <see cref="AddressFamily.DataKit"/>.</summary>
        DataKit = AddressFamily.DataKit,

        /// <summary>As <see cref="AddressFamily.Ccitt"/>.</summary>
        Ccitt = AddressFamily.Ccitt,

        /// <summary>As <see cref="AddressFamily.Sna"/>.</summary>
        Sna = AddressFamily.Sna,

        /// <summary>As <see cref="AddressFamily.DecNet"/>.</summary>
        DecNet = AddressFamily.DecNet,

        /// <summary>As <see cref="AddressFamily.DataLink"/>.</summary>
        DataLink = AddressFamily.DataLink,

        /// <summary>As <see cref="AddressFamily.Lat"/>.</summary>
        Lat = AddressFamily.Lat,

        /// <summary>As <see cref="AddressFamily.HyperChannel"/>.</summary>
        HyperChannel = AddressFamily.HyperChannel,

        /// <summary>As <see cref="AddressFamily.AppleTalk"/>.</summary>
        AppleTalk = AddressFamily.AppleTalk,

        /// <summary>As <see cref="AddressFamily.NetBios"/>.</summary>
        NetBios = AddressFamily.NetBios,

        /// <summary>As <see cref="AddressFamily.VoiceView"/>.</summary>
        VoiceView = AddressFamily.VoiceView,

        /// <summary>As <see cref="AddressFamily.FireFox"/>.</summary>
        FireFox = AddressFamily.FireFox,

        /// <summary>As <see cref="AddressFamily.Banyan"/>.</summary>
        Banyan = AddressFamily.Banyan,

        /// <summary>As <see cref="AddressFamily.Atm"/>.</summary>
        Atm = AddressFamily.Atm,

        /// <summary>As <see cref="AddressFamily.InterNetworkV6"/>.</summary>
        InterNetworkV6 = AddressFamily.InterNetworkV6,

        /// <summary>As <see cref="AddressFamily.Cluster"/>.</summary>
        Cluster = AddressFamily.Cluster,

        /// <summary>As <see cref="AddressFamily.Ieee12844"/>.</summary>
        Ieee12844 = AddressFamily.Ieee12844,

        /// <summary>As <see cref="AddressFamily.Irda"/>.</summary>
        Irda = AddressFamily.Irda,

        /// <summary>As <see cref="AddressFamily.NetworkDesigners"/>.</summary>
        NetworkDesigners = AddressFamily.NetworkDesigners,

        /// <summary>As <see cref="AddressFamily.Max"/>.</summary>
        Max = AddressFamily.Max,
    }
}
