// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Metering.Prices;

/// <summary>How a method is called.</summary>
public enum CallKind
{
    /// <summary>A static method of the device's code.</summary>
    Static,

    /// <summary>A method that is not virtual, or a constructor, of the device's code.</summary>
    Instance,

    /// <summary>A virtual or interface method of the device's code.</summary>
    Virtual,

    /// <summary>A delegate.</summary>
    Delegate,

    /// <summary>The framework's code, whether native or managed.</summary>
    Framework,
}
