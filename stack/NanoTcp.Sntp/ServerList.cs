// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.Sntp
{
    /// <summary>
    /// The servers that can be asked: the application's, then those of the network. It remembers which have asked for fewer requests or for none, by
    /// their addresses, whatever becomes of the network's list. The application can add one again that wanted no requests.
    /// </summary>
    internal sealed class ServerList
    {
        /// <summary>A time at which no server is asked any more.</summary>
        internal const long Never = long.MaxValue;

        /// <summary>The interval of a server grows to at most 32 times the normal one.</summary>
        private const int MostSlowDowns = 5;

        /// <summary>As many as there can be servers, so that no complaint of a server in the lists is ever forgotten.</summary>
        private const int Warnings = 2 * NetworkSettings.MaxServers;

        private readonly NetworkSettings _settings;
        private readonly HostAddress[] _own = new HostAddress[NetworkSettings.MaxServers];
        private int _ownCount;

        // Servers that have complained, until when they are not asked, and how often they have. The oldest one that is in no list
        // any more gives its place to a new one.
        private readonly HostAddress?[] _warned = new HostAddress?[Warnings];
        private readonly long[] _until = new long[Warnings];
        private readonly int[] _slowDowns = new int[Warnings];
        private int _nextWarning;

        internal ServerList(NetworkSettings settings)
        {
            _settings = settings;
        }

        internal int Count
        {
            get { return _ownCount + _settings.NtpServers; }
        }

        internal HostAddress this[int index]
        {
            get { return index < _ownCount ? _own[index] : _settings.NtpServer(index - _ownCount); }
        }

        internal bool Add(HostAddress address)
        {
            if (_ownCount == _own.Length)
            {
                return false;
            }

            for (int i = 0; i < _ownCount; i++)
            {
                if (_own[i].Equals(address))
                {
                    return false;
                }
            }

            _own[_ownCount++] = address;
            int warning = Find(address);
            if (warning >= 0 && _until[warning] == Never)
            {
                // The application knows better.
                _until[warning] = 0;
            }

            return true;
        }

        internal void Clear()
        {
            _ownCount = 0;
        }

        /// <summary>Until when a server is not asked; 0: it can be.</summary>
        internal long Until(HostAddress server)
        {
            int warning = Find(server);
            return warning < 0 ? long.MinValue : _until[warning];
        }

        /// <summary>How often the interval of a server has been doubled.</summary>
        internal int SlowDowns(HostAddress server)
        {
            int warning = Find(server);
            return warning < 0 ? 0 : _slowDowns[warning];
        }

        /// <summary>A server wants fewer requests. Returns how often its interval is doubled now.</summary>
        internal int SlowDown(HostAddress server)
        {
            int warning = Warn(server);
            if (_slowDowns[warning] < MostSlowDowns)
            {
                _slowDowns[warning]++;
            }

            return _slowDowns[warning];
        }

        /// <summary>A server is not asked before a time.</summary>
        internal void Hold(HostAddress server, long until)
        {
            _until[Warn(server)] = until;
        }

        private int Find(HostAddress server)
        {
            for (int i = 0; i < Warnings; i++)
            {
                HostAddress? warned = _warned[i];
                if (warned != null && warned.Equals(server))
                {
                    return i;
                }
            }

            return -1;
        }

        private bool IsListed(HostAddress? server)
        {
            for (int i = 0; server != null && i < Count; i++)
            {
                if (this[i].Equals(server))
                {
                    return true;
                }
            }

            return false;
        }

        private int Warn(HostAddress server)
        {
            int warning = Find(server);
            if (warning < 0)
            {
                while (IsListed(_warned[_nextWarning]))
                {
                    // Not for ever: the new one is listed too, and has no place yet.
                    _nextWarning = (_nextWarning + 1) % Warnings;
                }

                warning = _nextWarning;
                _nextWarning = (warning + 1) % Warnings;
                _warned[warning] = server;
                _until[warning] = long.MinValue;
                _slowDowns[warning] = 0;
            }

            return warning;
        }
    }
}
