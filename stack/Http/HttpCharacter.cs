// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Http
{
    /// <summary>
    /// What a byte can be in the head of a message (RFC 9110 §5.6.2, RFC 9112 §2.2). One look into a table decides about most bytes of a request.
    /// </summary>
    internal static class HttpCharacter
    {
        /// <summary>Part of a token: letters, digits and some marks. The kind of nearly all bytes, so it is 0.</summary>
        public const int Token = 0;

        /// <summary>Visible, but not part of a token. Bytes from 128 on count as this.</summary>
        public const int Delimiter = 1;

        /// <summary>The colon.</summary>
        public const int Colon = 2;

        /// <summary>Space or tab.</summary>
        public const int Space = 3;

        /// <summary>Carriage return.</summary>
        public const int CarriageReturn = 4;

        /// <summary>Line feed.</summary>
        public const int LineFeed = 5;

        /// <summary>Any other control character: allowed nowhere.</summary>
        public const int Control = 6;

        /// <summary>The kind of each byte. Never written.</summary>
        public static readonly byte[] Kinds = MakeKinds();

        private static byte[] MakeKinds()
        {
            byte[] kinds = new byte[256];
            for (int i = 0; i < 256; i++)
            {
                bool letterOrDigit = (i >= '0' && i <= '9') || (i >= 'A' && i <= 'Z') || (i >= 'a' && i <= 'z');
                kinds[i] = (byte)(i < ' ' || i == 127 ? Control : letterOrDigit ? Token : Delimiter);
            }

            string marks = "!#$%&'*+-.^_`|~";
            for (int i = 0; i < marks.Length; i++)
            {
                kinds[marks[i]] = Token;
            }

            kinds[':'] = Colon;
            kinds[' '] = Space;
            kinds['\t'] = Space;
            kinds['\r'] = CarriageReturn;
            kinds['\n'] = LineFeed;
            return kinds;
        }
    }
}
