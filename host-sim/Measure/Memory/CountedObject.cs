// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Memory;

/// <summary>An object and its size on the device.</summary>
/// <param name="Part">The part that owns it.</param>
/// <param name="Type">The object.</param>
/// <param name="Bytes">Its bytes, without the objects that it refers to.</param>
internal readonly record struct CountedObject(string Part, Type Type, int Bytes);
