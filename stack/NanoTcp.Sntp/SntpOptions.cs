// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Sntp
{
    /// <summary>The times of an <see cref="SntpClient"/>, in milliseconds unless said otherwise. Read once, by its constructor.</summary>
    public sealed class SntpOptions
    {
        /// <summary>
        /// Time between two requests while the servers answer, at least 15 s (RFC 4330 §10). A random time of up to an eighth is added. Public servers want
        /// half an hour or more.
        /// </summary>
        public int PollInterval = 1_800_000;

        /// <summary>
        /// Time between a request without a good answer and the next one, at least 15 s. It doubles each time that all servers have failed, up to
        /// <see cref="PollInterval"/>.
        /// </summary>
        public int RetryInterval = 15_000;

        /// <summary>
        /// The longest time before the first request, after there is a network. It is random, so that boards that get power together do not all ask
        /// together. With a public server 300 s are better.
        /// </summary>
        public int FirstDelay = 10_000;

        /// <summary>How long an answer is waited for.</summary>
        public int Timeout = 3000;

        /// <summary>
        /// A time that has passed for certain, in seconds since 1970: by default the date of this version. An application that keeps the last known time
        /// over a restart puts that here; at most 2^40. It says to which era of NTP an answer belongs (RFC 4330 §3: they change in 2036). Answers up to 68 years later
        /// are believed.
        /// </summary>
        public long NotBefore = 1_795_996_800;
    }
}
