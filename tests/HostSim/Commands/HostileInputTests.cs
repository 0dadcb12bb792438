// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using NanoTcp.HostSim;
using NanoTcp.HostSim.Commands;

namespace NanoTcp.Tests.HostSim.Commands;

/// <summary>Every option of every command gets hostile values. Each is refused in one line that names the option.</summary>
public class HostileInputTests
{
    private static readonly string[] s_hostile =
    [
        "", " ", "\n", "a\nb", "\r", "\t1", "\u001b[2J", "\0", "\u202Ereversed", "-", "--", "-x", "--trace", "---", "-1", "+", "1e9", "0x10", "1.5.2", "NaN", "Infinity",
        "9223372036854775808", "-9223372036854775809", "99999999999999999999999999999999999999", "\u0661\u0662", "\uFF11", "caf\u00E9", "\U0001F980", "\uD800", "@", "@file",
        "%s%n", "../../etc/passwd/", "a=b", "a,b", ",", "=", ":", "::", "1:", ":1", "1:2:3", "300.1.2.3", "1.2.3.4/", "0.0.0.0/0", "x/y", "eth0:1", "all,1", "1,,2",
        new string('9', 100_000), new string('x', 100_000), new string('1', 20) + ":" + new string('1', 20), "$(reboot)", "'", "\"",
    ];

    // Valid paths. A missing file is reported when it is made.
    private static readonly string[] s_paths = [.. s_hostile.Where(text => text.Length > 0 && text[0] != '-' && !text.Any(char.IsControl))];

    // Values that are valid for one option: names of hosts, interfaces and faults, and numbers with a sign.
    private static readonly Dictionary<string, string[]> s_right = new()
    {
        ["--app"] = s_paths,
        ["--pcap"] = s_paths,
        ["--name"] = ["1e9", "0x10", "NaN", "Infinity", "9223372036854775808", "99999999999999999999999999999999999999"],
        ["--tap"] = ["1e9", "0x10", "1.5.2", "NaN", "Infinity", "300.1.2.3"],
        ["--allow-host"] = ["1e9", "0x10", "1.5.2", "NaN", "Infinity", "9223372036854775808", "99999999999999999999999999999999999999", "300.1.2.3"],
    };

    public static TheoryData<string, string> Options
    {
        get
        {
            RootCommand root = Program.CreateCommands();
            TheoryData<string, string> rows = [];
            foreach (Command command in root.Subcommands.Prepend(root))
            {
                foreach (Option option in command.Options.Where(option => option.Name is not ("--help" or "--version")))
                {
                    rows.Add(command == root ? "" : command.Name, option.Name);
                }
            }

            return rows;
        }
    }

    private static bool IsFlag(string command, string option)
    {
        RootCommand root = Program.CreateCommands();
        Command owner = command.Length == 0 ? root : root.Subcommands.Single(one => one.Name == command);
        return owner.Options.Single(one => one.Name == option).Arity.MinimumNumberOfValues == 0;
    }

    private static void AssertRefused(string option, string command, params string[] values)
    {
        string[] arguments = command.Length == 0 ? [option, .. values] : [command, option, .. values];
        RootCommand commands = Program.CreateCommands();
        ParseResult parsed = Program.Parse(commands, arguments);
        string shown = string.Join(' ', arguments.Select(argument => argument.Length > 40 ? argument[..40] : argument));
        string line;
        if (parsed.Errors.Count > 0)
        {
            line = Told.Line(parsed.Errors[0].Message);
        }
        else
        {
            // The controller's faults can only be judged together with the controller.
            Assert.True(option == "--chip-faults", $"Taken: {shown}");
            line = CommandLine.Refusal(command == "peer" ? [.. arguments, "--link", "w5500", "--tap", "nano0", "--ip", "10.0.0.2"] : arguments);
        }

        Assert.True(line.Length <= 1100, shown);
        Assert.DoesNotContain(line, char.IsControl);
        Assert.Contains(option, command == "peer" && line.Contains("is required") ? option : line);
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void A_value_that_is_missing_is_told(string command, string option)
    {
        if (!IsFlag(command, option))
        {
            AssertRefused(option, command);
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void A_value_that_is_none_is_told_whatever_it_holds(string command, string option)
    {
        string[] right = s_right.GetValueOrDefault(option, []);
        foreach (string value in s_hostile.Where(value => !right.Contains(value)))
        {
            if (!IsFlag(command, option))
            {
                AssertRefused(option, command, value);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void A_path_or_name_that_is_unusual_but_right_is_taken(string command, string option)
    {
        foreach (string value in s_right.GetValueOrDefault(option, []).Where(_ => command.Length == 0))
        {
            Assert.Empty(CommandLine.Errors(option, value));
        }
    }

    [Theory]
    [InlineData("a\nb\u001b[31m\u202E\u2028\0c", @"a\u000Ab\u001B[31m\u202E\u2028\u0000c")]
    [InlineData("caf\u00E9 \u0661", "caf\u00E9 \u0661")]
    public void What_does_not_print_is_shown_by_its_number(string text, string shown)
    {
        Assert.Equal(shown, Told.Line(text));
    }
}
