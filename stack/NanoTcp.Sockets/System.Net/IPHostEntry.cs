// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net
{
    /// <summary>The name of a host and its addresses.</summary>
    public class IPHostEntry
    {
        private string _hostName = string.Empty;
        private IPAddress[] _addressList = new IPAddress[0];

        /// <summary>The name.</summary>
        public string HostName
        {
            get { return _hostName; }
            internal set { _hostName = value; }
        }

        /// <summary>The addresses, the best one first.</summary>
        public IPAddress[] AddressList
        {
            get { return _addressList; }
            internal set { _addressList = value; }
        }
    }
}
