// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Http
{
    /// <summary>What a byte can be in the names of a request.</summary>
    internal static class HttpCharacter
    {
        /// <summary>Part of a token: letters, digits and some marks (RFC 9110 §5.6.2).</summary>
        internal static bool IsOfToken(int value)
        {
            if ((value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z') || (value >= '0' && value <= '9'))
            {
                return true;
            }

            switch (value)
            {
                case '!':
                case '#':
                case '$':
                case '%':
                case '&':
                case '\'':
                case '*':
                case '+':
                case '-':
                case '.':
                case '^':
                case '_':
                case '`':
                case '|':
                case '~':
                    return true;
                default:
                    return false;
            }
        }

        /// <summary>Part of a host's name or address, with its port.</summary>
        internal static bool IsOfHost(int value)
        {
            return IsOfToken(value) || value == ':' || value == '[' || value == ']';
        }
    }
}
