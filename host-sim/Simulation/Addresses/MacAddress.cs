// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;

namespace NanoTcp.Simulation.Addresses;

/// <summary>Reads, writes and makes up the six bytes of an Ethernet address.</summary>
public static class MacAddress
{
    /// <summary>Reads six pairs of hexadecimal digits with ':' or '-' between them. On failure <paramref name="problem"/> is one sentence.</summary>
    public static bool TryParse(string text, out byte[] address, out string problem)
    {
        address = new byte[6];
        problem = "";
        string[] parts = text.Split(text.Contains('-') ? '-' : ':');
        bool wellFormed = parts.Length == address.Length;
        for (int i = 0; wellFormed && i < address.Length; i++)
        {
            wellFormed = parts[i].Length == 2
                && byte.TryParse(parts[i], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out address[i]);
        }

        if (!wellFormed)
        {
            problem = $"'{text}' is not a MAC address such as 02:00:00:00:07:02.";
        }
        else if ((address[0] & 1) != 0)
        {
            problem = $"The MAC address {text} is that of a group, not of one station: its first byte must be even.";
        }
        else if (address.AsSpan().IndexOfAnyExcept((byte)0) < 0)
        {
            problem = "The MAC address must not be all zeros.";
        }

        return problem.Length == 0;
    }

    public static string Format(byte[] address)
    {
        return string.Join(':', address.Select(part => part.ToString("x2", CultureInfo.InvariantCulture)));
    }

    /// <summary>
    /// A locally administered address. It is the same at every start, so that the host's ARP cache stays right. It differs for every interface and IP
    /// address, so that two stacks on one bridge do not collide.
    /// </summary>
    public static byte[] Derive(string interfaceName, uint ipAddress)
    {
        // FNV-1a, 64 bits.
        ulong hash = 14695981039346656037;
        foreach (char c in interfaceName)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        for (int shift = 24; shift >= 0; shift -= 8)
        {
            hash = (hash ^ (ipAddress >> shift & 255)) * 1099511628211;
        }

        return [2, (byte)(hash >> 32), (byte)(hash >> 24), (byte)(hash >> 16), (byte)(hash >> 8), (byte)hash];
    }
}
