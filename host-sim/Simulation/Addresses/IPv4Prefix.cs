// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using NanoTcp.Wire;

namespace NanoTcp.Simulation.Addresses;

/// <summary>The address of one end of a network, and the length of the network's prefix.</summary>
public readonly record struct IPv4Prefix(uint Address, int Length)
{
    private const int DefaultLength = 24;

    public uint Network => Address & IPv4Address.Mask(Length);

    public uint Broadcast => Network | ~IPv4Address.Mask(Length);

    /// <summary>The default address of the other end: the first address of the network, or the second when this end has the first.</summary>
    public IPv4Prefix Neighbour => new(Address == Network + 1 ? Network + 2 : Network + 1, Length);

    /// <summary>Reads A.B.C.D or A.B.C.D/len. On failure <paramref name="problem"/> is one sentence.</summary>
    public static bool TryParse(string text, out IPv4Prefix prefix, out string problem)
    {
        prefix = default;
        int slash = text.IndexOf('/');
        string addressText = slash < 0 ? text : text[..slash];
        if (!IPv4Address.TryParse(addressText, out uint address))
        {
            problem = $"'{text}' is not an IPv4 address such as 192.168.7.2/24.";
            return false;
        }

        int length = DefaultLength;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length)
            || length is < 1 or > 30))
        {
            problem = $"The prefix length in '{text}' must be a number from 1 to 30.";
            return false;
        }

        if (!IPv4Address.IsHost(address))
        {
            problem = $"{addressText} is not the address of a host.";
            return false;
        }

        prefix = new IPv4Prefix(address, length);
        return prefix.IsUsable(address, out problem);
    }

    /// <summary>Whether this can be the address of another host on this network. If not, <paramref name="problem"/> is one sentence.</summary>
    public bool IsNeighbour(uint address, out string problem)
    {
        string text = IPv4Address.ToString(address);
        if ((address & IPv4Address.Mask(Length)) != Network)
        {
            problem = $"{text} is not on the network {IPv4Address.ToString(Network)}/{Length}.";
            return false;
        }

        if (address == Address)
        {
            problem = $"{text} is the stack's own address.";
            return false;
        }

        return IsUsable(address, out problem);
    }

    public override string ToString()
    {
        return $"{IPv4Address.ToString(Address)}/{Length}";
    }

    private bool IsUsable(uint address, out string problem)
    {
        problem = "";
        if (address == Network)
        {
            problem = $"{IPv4Address.ToString(address)} is the address of the network {IPv4Address.ToString(Network)}/{Length} itself, not of a host on it.";
        }
        else if (address == Broadcast)
        {
            problem = $"{IPv4Address.ToString(address)} is the broadcast address of the network {IPv4Address.ToString(Network)}/{Length}.";
        }

        return problem.Length == 0;
    }
}
