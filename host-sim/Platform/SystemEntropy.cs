// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Security.Cryptography;
using NanoTcp.Ip;

namespace NanoTcp.HostSim.Platform;

/// <summary>Secrets from the operating system.</summary>
internal sealed class SystemEntropy : EntropySource
{
    public override void Fill(byte[] buffer)
    {
        RandomNumberGenerator.Fill(buffer);
    }
}
