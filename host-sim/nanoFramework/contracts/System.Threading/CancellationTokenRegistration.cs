// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Threading;

public struct CancellationTokenRegistration : IDisposable
{
    private CancellationTokenSource _source;

    public extern void Dispose();

    public extern bool Equals(CancellationTokenRegistration other);

    public extern override bool Equals(object obj);

    public extern override int GetHashCode();

    public static extern bool operator ==(CancellationTokenRegistration left, CancellationTokenRegistration right);

    public static extern bool operator !=(CancellationTokenRegistration left, CancellationTokenRegistration right);
}
