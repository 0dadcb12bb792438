// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using System.Globalization;
using System.Net.NetworkInformation;
using NanoTcp.HostSim.Platform;

namespace NanoTcp.HostSim.Commands;

/// <summary>Options whose values are checked while the command line is read, so that a bad one is told in one sentence.</summary>
internal static class CommandOptions
{
    /// <summary>A whole number in a range.</summary>
    public static Option<int> Number(string name, int initial, int min, int max, string description)
    {
        return new Option<int>(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => initial,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) || number < min || number > max)
                {
                    result.AddError($"{name} takes a number from {min} to {max}, not '{text}'.");
                }

                return number;
            },
        };
    }

    /// <summary>An IPv4 address with the length of its network's prefix.</summary>
    public static Option<IPv4Prefix> Prefix(string name, string description)
    {
        return new Option<IPv4Prefix>(name)
        {
            Description = description,
            HelpName = "A.B.C.D[/len]",
            CustomParser = result =>
            {
                if (!IPv4Prefix.TryParse(result.Tokens[0].Value, out IPv4Prefix prefix, out string problem))
                {
                    result.AddError(problem);
                }

                return prefix;
            },
        };
    }

    /// <summary>The address of another host on the network that <paramref name="own"/> names; 0 when not given.</summary>
    public static Option<uint> Neighbour(string name, Option<IPv4Prefix> own, string description)
    {
        return new Option<uint>(name)
        {
            Description = description,
            HelpName = "A.B.C.D",
            CustomParser = result =>
            {
                // Without a good address of its own the command line is refused anyway.
                uint address = 0;
                if (result.GetResult(own) is { Tokens: [{ Value: var ownText }] }
                    && IPv4Prefix.TryParse(ownText, out IPv4Prefix network, out _)
                    && !network.TryParseNeighbour(result.Tokens[0].Value, out address, out string problem))
                {
                    result.AddError(problem);
                }

                return address;
            },
        };
    }

    /// <summary>The MAC address of a station; null when not given.</summary>
    public static Option<PhysicalAddress?> Mac(string name, string description)
    {
        return new Option<PhysicalAddress?>(name)
        {
            Description = description,
            HelpName = "xx:xx:xx:xx:xx:xx",
            CustomParser = result =>
            {
                if (!MacAddress.TryParse(result.Tokens[0].Value, out byte[] address, out string problem))
                {
                    result.AddError(problem);
                }

                return new PhysicalAddress(address);
            },
        };
    }
}
