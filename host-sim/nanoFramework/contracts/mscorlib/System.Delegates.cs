// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System;

public delegate void Action();

public delegate void EventHandler(object sender, EventArgs e);
