// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Security.Cryptography;
using NanoTcp.Host;

namespace NanoTcp.HostSim.Platform;

/// <summary>Secrets from the operating system.</summary>
internal sealed class SystemEntropy : EntropySource
{
    // On Linux RandomNumberGenerator uses OpenSSL, and loading that takes longer than the rest of the start.
    private const string Device = "/dev/urandom";

    public override void Fill(byte[] buffer)
    {
        if (OperatingSystem.IsLinux())
        {
            using FileStream device = new(Device, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            device.ReadExactly(buffer);
        }
        else
        {
            RandomNumberGenerator.Fill(buffer);
        }
    }
}
