// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using System.Text;

namespace NanoTcp.HostSim.Commands;

/// <summary>Quotes what the user has typed in a message. Whatever it holds, the message is one line and moves no cursor.</summary>
internal static class Told
{
    private const int LongestValue = 60;
    private const int LongestLine = 1000;

    /// <summary>A value in quotation marks. A long value is cut.</summary>
    public static string Quoted(string value)
    {
        return $"'{Shorten(value, LongestValue)}'";
    }

    /// <summary>A sentence on one line, with unprintable characters as \u and four digits.</summary>
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
