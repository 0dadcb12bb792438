// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net
{
    /// <summary>The name of a host and its addresses.</summary>
    public class IPHostEntry
    {
        private readonly string _hostName;
        private readonly IPAddress[] _addressList;

        /// <summary>Makes an entry without name and addresses.</summary>
        public IPHostEntry()
            : this(string.Empty, new IPAddress[0])
        {
        }

        internal IPHostEntry(string hostName, IPAddress[] addressList)
        {
            _hostName = hostName;
            _addressList = addressList;
        }

        /// <summary>The name.</summary>
        public string HostName
        {
            get { return _hostName; }
        }

        /// <summary>The addresses, the best one first.</summary>
        public IPAddress[] AddressList
        {
            get { return _addressList; }
        }
    }
}
