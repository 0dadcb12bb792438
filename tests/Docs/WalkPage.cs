// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text.RegularExpressions;
using NanoTcp.Tests.Architecture;

namespace NanoTcp.Tests.Docs;

/// <summary>What a page tells its reader to do, in its order: files to write, and commands with what they print.</summary>
internal static partial class WalkPage
{
    private const string Fence = "```";

    /// <summary>The steps of a page. A block of text below a command is a part of what it prints.</summary>
    public static IReadOnlyList<WalkStep> Read(params string[] path)
    {
        List<WalkStep> steps = [];
        string file = "";
        string language = "";
        List<string>? block = null;
        foreach (string line in File.ReadLines(Repository.Path(path)))
        {
            if (block == null)
            {
                file = FileLine().Match(line) is { Success: true } match ? match.Groups[1].Value : line.Length == 0 || line.StartsWith(Fence, StringComparison.Ordinal) ? file : "";
                if (line.StartsWith(Fence, StringComparison.Ordinal))
                {
                    language = line[Fence.Length..];
                    block = [];
                }
            }
            else if (line == Fence)
            {
                Add(steps, language, file, string.Join('\n', block) + "\n");
                file = "";
                block = null;
            }
            else
            {
                block.Add(line);
            }
        }

        return steps;
    }

    private static void Add(List<WalkStep> steps, string language, string file, string text)
    {
        if (file.Length > 0)
        {
            steps.Add(new WalkStep.WriteFile(file, text));
        }
        else if (language is "sh" or "sh background")
        {
            steps.Add(new WalkStep.Run(text, IsBackground: language != "sh"));
        }
        else if (language == "text")
        {
            steps.Add(new WalkStep.Expect(text.TrimEnd('\n')));
        }
    }

    [GeneratedRegex("^`([^`]+)`:$")]
    private static partial Regex FileLine();
}
