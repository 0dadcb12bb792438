// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace nanoFramework.Runtime.Events;

public delegate void CustomEventPostedEventHandler(object sender, CustomEventArgs e);
