// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using System.Text;

namespace NanoTcp.HostSim.Commands;

/// <summary>Makes what the user has typed fit to be told: whatever it holds, a sentence about it is one line and moves no cursor.</summary>
internal static class Told
{
    private const int LongestValue = 60;
    private const int LongestLine = 1000;

    /// <summary>A value in quotation marks; of a long one the beginning.</summary>
    public static string Quoted(string value)
    {
        return $"'{Shorten(value, LongestValue)}'";
    }

    /// <summary>A sentence on one line, with what does not print as \u and four digits.</summary>
    public static string Line(string sentence)
    {
        StringBuilder line = new();
        foreach (char c in Shorten(sentence, LongestLine))
        {
            bool prints = char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);
            line.Append(prints ? c : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"));
        }

        return line.ToString();
    }

    private static string Shorten(string text, int longest)
    {
        return text.Length <= longest ? text : text[..longest] + "…";
    }
}
