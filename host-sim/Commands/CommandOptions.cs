// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net.NetworkInformation;
using NanoTcp.HostSim.Tap;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Wire;

namespace NanoTcp.HostSim.Commands;

/// <summary>Options whose values are checked while the command line is read. A bad value is reported in one sentence that names the option.</summary>
internal static class CommandOptions
{
    /// <summary>A whole number in a range; without an initial value 0 when not given.</summary>
    public static Option<int> Number(string name, int? initial, int min, int max, string description)
    {
        return new Option<int>(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = initial is int value ? _ => value : null,
            CustomParser = result =>
            {
                if (!TryNumber(Text(result), min, max, out int number))
                {
                    result.AddError($"{name} takes a number from {min} to {max}, not {Told.Quoted(Text(result))}.");
                }

                return number;
            },
        };
    }

    /// <summary>Ports, each given with the option once more.</summary>
    public static Option<int[]> Ports(string name, string description)
    {
        return new Option<int[]>(name)
        {
            Description = description,
            HelpName = "PORT",
            DefaultValueFactory = _ => [],
            CustomParser = result => [.. result.Tokens.Select(token =>
            {
                if (!TryNumber(token.Value, 1, ushort.MaxValue, out int port))
                {
                    result.AddError($"{name} takes a port from 1 to {ushort.MaxValue}, not {Told.Quoted(token.Value)}.");
                }

                return port;
            })],
        };
    }

    /// <summary>A percentage, as a number from 0 to 1.</summary>
    public static Option<double> Percent(string name, string description)
    {
        return new Option<double>(name)
        {
            Description = description,
            HelpName = "P",
            DefaultValueFactory = _ => 0,
            CustomParser = result =>
            {
                if (!double.TryParse(Text(result), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent) || percent is not (>= 0 and <= 100))
                {
                    result.AddError($"{name} takes a percentage from 0 to 100, not {Told.Quoted(Text(result))}.");
                }

                return percent / 100;
            },
        };
    }

    /// <summary>One of a few words.</summary>
    public static Option<string> Word(string name, string initial, IReadOnlyCollection<string> words, string helpName, string description)
    {
        return new Option<string>(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => initial,
            CustomParser = result =>
            {
                if (!words.Contains(Text(result)))
                {
                    result.AddError($"{name} takes {string.Join(", ", words.SkipLast(1))} or {words.Last()}, not {Told.Quoted(Text(result))}.");
                }

                return Text(result);
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
                if (!IPv4Prefix.TryParse(Text(result), out IPv4Prefix prefix, out string problem))
                {
                    result.AddError($"{name}: {problem}");
                }

                return prefix;
            },
        };
    }

    /// <summary>The address of another host; null when not given. <see cref="NeighbourProblem"/> checks whether it is on the own network.</summary>
    public static Option<uint?> Address(string name, string description)
    {
        return new Option<uint?>(name)
        {
            Description = description,
            HelpName = "A.B.C.D",
            CustomParser = result =>
            {
                if (!IPv4Address.TryParse(Text(result), out uint address))
                {
                    result.AddError($"{name} takes an IPv4 address such as 192.168.7.1, not {Told.Quoted(Text(result))}.");
                }

                return address;
            },
        };
    }

    /// <summary>The error in an address for another host on the network, or null.</summary>
    public static string? NeighbourProblem(ParseResult parsed, Option<uint?> option, Option<IPv4Prefix> own)
    {
        return parsed.GetValue(option) is uint address && !parsed.GetValue(own).IsNeighbour(address, out string problem) ? $"{option.Name}: {problem}" : null;
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
                if (!MacAddress.TryParse(Text(result), out byte[] address, out string problem))
                {
                    result.AddError($"{name}: {problem}");
                }

                return new PhysicalAddress(address);
            },
        };
    }

    /// <summary>The name of a network interface; null when not given.</summary>
    public static Option<string?> Interface(string name, string description)
    {
        return new Option<string?>(name)
        {
            Description = description,
            HelpName = "NAME",
            CustomParser = result =>
            {
                if (!TapDevice.IsName(Text(result)))
                {
                    result.AddError($"{name} takes the name of a network interface, {TapDevice.NameRule}, not {Told.Quoted(Text(result))}.");
                }

                return Text(result);
            },
        };
    }

    /// <summary>The path of a file; null when not given. A path that begins with a dash is more likely a misplaced option.</summary>
    public static Option<string?> File(string name, string description)
    {
        return new Option<string?>(name)
        {
            Description = description,
            HelpName = "FILE",
            CustomParser = result =>
            {
                string path = Text(result);
                if (path.Length == 0 || path[0] == '-' || path.Any(char.IsControl))
                {
                    result.AddError($"{name} takes the path of a file without control characters (./-x for one that begins with a dash), not {Told.Quoted(path)}.");
                }

                return path;
            },
        };
    }

    /// <summary>Says that the buffers of the connections take too much memory; null if they do not.</summary>
    public static string? BufferProblem(int connections, int receiveBuffer, int sendBuffer, int maxMebibytes)
    {
        long mebibytes = connections * ((long)receiveBuffer + sendBuffer) >> 20;
        return mebibytes > maxMebibytes ? $"The buffers of all connections would take {mebibytes} MiB, and {maxMebibytes} MiB is the most." : null;
    }

    /// <summary>The error in the options that choose seeds, or null.</summary>
    public static string? SeedProblem(ParseResult parsed, Option<int> seeds, Option<int> from, Option<int> seed, Option<bool> trace)
    {
        return !parsed.IsGiven(seed) && parsed.GetValue(trace) ? "--trace needs --seed."
            : parsed.IsGiven(seed) && (parsed.IsGiven(seeds) || parsed.IsGiven(from)) ? "--seed runs that seed alone: --seeds and --from have no meaning with it."
            : null;
    }

    /// <summary>Whether the user has given the option.</summary>
    public static bool IsGiven(this ParseResult parsed, Option option)
    {
        return parsed.GetResult(option) is { Implicit: false };
    }

    /// <summary>Whether the text is a number in the range: digits, perhaps with a sign.</summary>
    public static bool TryNumber(string text, int min, int max, out int number)
    {
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && number >= min && number <= max;
    }

    private static string Text(ArgumentResult result)
    {
        return result.Tokens[0].Value;
    }
}
