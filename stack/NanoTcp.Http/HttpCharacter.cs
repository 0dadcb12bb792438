// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Http
{
    /// <summary>What a byte can be in the names of a request (RFC 9110 §5.6.2): one look into a table decides.</summary>
    internal static class HttpCharacter
    {
        /// <summary>Part of a token: letters, digits and some marks.</summary>
        public const int Token = 0;

        /// <summary>The colon.</summary>
        public const int Colon = 1;

        /// <summary>A square bracket. Up to here, everything may be part of a host.</summary>
        public const int Bracket = 2;

        /// <summary>Anything else, bytes from 128 on included.</summary>
        public const int Other = 3;

        /// <summary>The kind of each byte. Never written.</summary>
        public static readonly byte[] Kinds = MakeKinds();

        private static byte[] MakeKinds()
        {
            byte[] kinds = new byte[256];
            for (int i = 0; i < 256; i++)
            {
                bool letterOrDigit = (i >= '0' && i <= '9') || (i >= 'A' && i <= 'Z') || (i >= 'a' && i <= 'z');
                kinds[i] = (byte)(letterOrDigit ? Token : Other);
            }

            string marks = "!#$%&'*+-.^_`|~";
            for (int i = 0; i < marks.Length; i++)
            {
                kinds[marks[i]] = Token;
            }

            kinds[':'] = Colon;
            kinds['['] = Bracket;
            kinds[']'] = Bracket;
            return kinds;
        }
    }
}
