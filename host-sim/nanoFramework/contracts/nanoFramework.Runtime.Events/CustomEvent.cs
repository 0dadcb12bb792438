// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace nanoFramework.Runtime.Events;

public static class CustomEvent
{
    public static extern event CustomEventPostedEventHandler CustomEventPosted;
}
