// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Memory;

/// <summary>The application on the stack whose memory is counted.</summary>
internal enum MemoryApplication
{
    /// <summary>Nothing: the core alone.</summary>
    None,

    /// <summary>The HTTP server with a handler that has no state.</summary>
    Http,

    /// <summary>The application of the sensor node: HTTP server, echo service, sensors.</summary>
    Sensor,
}
