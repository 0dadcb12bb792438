// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace nanoFramework.Networking
{
    /// <summary>How far <see cref="NetworkHelper"/> is.</summary>
    public enum NetworkHelperStatus
    {
        /// <summary>It was not asked for anything.</summary>
        None = 0,

        /// <summary>It waits for an address.</summary>
        Started = 1,

        /// <summary>There is an address, and the date if it was asked for.</summary>
        NetworkIsReady = 2,

        /// <summary>The program has no network.</summary>
        FailedNoNetworkInterface = 3,

        /// <summary>It was cancelled before there was an address.</summary>
        TokenExpiredWaitingIPAddress = 4,

        /// <summary>It was cancelled before there was a date.</summary>
        TokenExpiredWaitingDateTime = 5,

        /// <summary>Not used: there is no wireless network.</summary>
        ErrorConnetingToWiFiWhileScanning = 6,

        /// <summary>An argument was wrong. See <see cref="NetworkHelper.HelperException"/>.</summary>
        ExceptionOccurred = 7,

        /// <summary>The address is lost. It waits for the next one.</summary>
        Reconnecting = 8,
    }
}
