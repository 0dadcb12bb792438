// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace nanoFramework.Runtime.Events;

public delegate void NativeEventHandler(uint data1, uint data2, DateTime time);
