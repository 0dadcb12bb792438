// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Threading;

public struct CancellationToken
{
    private CancellationTokenSource _source;

    public extern CancellationToken(bool canceled);

    public static extern CancellationToken None { get; }

    public extern bool CanBeCanceled { get; }

    public extern bool IsCancellationRequested { get; }

    public extern WaitHandle WaitHandle { get; }

    public extern CancellationTokenRegistration Register(Action callback);

    public extern void ThrowIfCancellationRequested();

    public extern bool Equals(CancellationToken other);

    public extern override bool Equals(object other);

    public extern override int GetHashCode();
}
