// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net.Sockets;
using NanoTcp.Host;
using NanoTcp.Resolver;
using NanoTcp.Sockets;

namespace System.Net
{
    /// <summary>Finds the addresses of names.</summary>
    public static class Dns
    {
        private const string Localhost = "localhost";

        /// <summary>
        /// Finds the IPv4 addresses of a name. An address in numbers is its own answer, and nobody is asked for its name. "localhost" is 127.0.0.1 (RFC 6761
        /// §6.3). The empty text and the host's own name are this host. The call waits as long as <see cref="ResolverOptions"/> say.
        /// </summary>
        /// <param name="hostNameOrAddress">A name, with or without a dot at its end, or an address in numbers.</param>
        /// <returns>The name asked for, and one to four addresses.</returns>
        /// <exception cref="ArgumentNullException">There is no text.</exception>
        /// <exception cref="SocketException">
        /// HostNotFound: there is no such name, it has no address, or the text is no name. TryAgain: this host has no address or knows no name server, no server
        /// answered, or too many look-ups are under way. SystemNotReady: the program has no network.
        /// </exception>
        public static IPHostEntry GetHostEntry(string hostNameOrAddress)
        {
            ArgumentNullException.ThrowIfNull(hostNameOrAddress, nameof(hostNameOrAddress));
            if (IPAddress.TryParse(hostNameOrAddress, out IPAddress? address))
            {
                return new IPHostEntry(hostNameOrAddress, new IPAddress[] { address! });
            }

            if (IsLocalhost(hostNameOrAddress))
            {
                return new IPHostEntry(hostNameOrAddress, new IPAddress[] { IPAddress.Loopback });
            }

            SocketNetwork network = SocketNetwork.Current ?? throw new SocketException(Sockets.SocketError.SystemNotReady);
            network.Threads.Enter();
            try
            {
                return IsOwnName(network, hostNameOrAddress) ? OwnEntry(network) : LookUp(network, hostNameOrAddress);
            }
            finally
            {
                network.Threads.Leave();
            }
        }

        private static IPHostEntry OwnEntry(SocketNetwork network)
        {
            HostAddress address = network.Interface.Address;
            if (address.IsAny)
            {
                throw new SocketException(Sockets.SocketError.TryAgain);
            }

            return new IPHostEntry(network.Interface.HostName, new IPAddress[] { new IPAddress(address) });
        }

        private static IPHostEntry LookUp(SocketNetwork network, string name)
        {
            DnsResolver resolver = network.Resolver ?? throw new SocketException(Sockets.SocketError.HostNotFound);
            ResolverQuery query = new ResolverQuery();
            NanoTcp.Host.SocketError error = resolver.Begin(name, query);
            if (error != NanoTcp.Host.SocketError.Success)
            {
                throw new SocketException(
                    error == NanoTcp.Host.SocketError.InvalidArgument ? Sockets.SocketError.HostNotFound : Sockets.SocketError.TryAgain);
            }

            try
            {
                // The resolver asks in the next poll.
                DelayWaiter.AwaitPoll(network.Threads);
                network.Threads.Wait(new QueryWaiter(query), long.MaxValue);
                if (query.State != ResolverState.Success)
                {
                    throw new SocketException(
                        query.State == ResolverState.NotFound ? Sockets.SocketError.HostNotFound : Sockets.SocketError.TryAgain);
                }
            }
            finally
            {
                // A thread that is aborted leaves no look-up behind.
                resolver.Cancel(query);
            }

            IPAddress[] addresses = new IPAddress[query.AddressCount];
            for (int i = 0; i < addresses.Length; i++)
            {
                addresses[i] = new IPAddress(query.GetAddress(i));
            }

            return new IPHostEntry(name, addresses);
        }

        private static bool IsLocalhost(string name)
        {
            int length = LengthOf(name);
            int start = length - Localhost.Length;
            return start >= 0 && (start == 0 || name[start - 1] == '.') && AreSame(name, start, length, Localhost);
        }

        private static bool IsOwnName(SocketNetwork network, string name)
        {
            int length = LengthOf(name);
            string own = network.Interface.HostName;
            return length == 0 || AreSame(name, 0, length, own) || AreSame(name, 0, length, own + ".local")
                || AreSame(name, 0, length, own + "." + network.Interface.Settings.Domain);
        }

        // Without the dot at its end.
        private static int LengthOf(string name)
        {
            int length = name.Length;
            return length > 0 && name[length - 1] == '.' ? length - 1 : length;
        }

        // Without regard to case, which counts for ASCII letters only (RFC 4343 §3).
        private static bool AreSame(string name, int start, int end, string other)
        {
            if (end - start != other.Length)
            {
                return false;
            }

            for (int i = 0; i < other.Length; i++)
            {
                if (Lower(name[start + i]) != Lower(other[i]))
                {
                    return false;
                }
            }

            return true;
        }

        private static int Lower(char c)
        {
            return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
        }

        private sealed class QueryWaiter : Waiter
        {
            private readonly ResolverQuery _query;

            internal QueryWaiter(ResolverQuery query)
            {
                _query = query;
            }

            public override bool IsOver()
            {
                return _query.State != ResolverState.Pending;
            }
        }
    }
}
