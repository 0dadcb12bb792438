// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Dhcp
{
    /// <summary>The form of a message: offsets (RFC 2131 §2, figure 1), codes of options (RFC 2132) and types.</summary>
    internal static class DhcpMessage
    {
        public const int ServerPort = 67;
        public const int ClientPort = 68;

        public const int Operation = 0;
        public const int HardwareType = 1;
        public const int HardwareLength = 2;
        public const int TransactionId = 4;
        public const int Seconds = 8;
        public const int Flags = 10;
        public const int ClientAddress = 12;
        public const int YourAddress = 16;
        public const int HardwareAddress = 28;
        public const int ServerName = 44;
        public const int File = 108;
        public const int Cookie = 236;
        public const int Options = 240;

        /// <summary>Relays and old servers drop shorter ones (RFC 951 §3, RFC 1542 §2.1).</summary>
        public const int MinLength = 300;

        public const int Request = 1;
        public const int Reply = 2;
        public const int Ethernet = 1;
        public const int MacLength = 6;
        public const uint MagicCookie = 0x63825363;
        public const int BroadcastFlag = 0x80;

        public const int Pad = 0;
        public const int SubnetMask = 1;
        public const int Router = 3;
        public const int DnsServers = 6;
        public const int HostName = 12;
        public const int Domain = 15;
        public const int NtpServers = 42;
        public const int RequestedAddress = 50;
        public const int LeaseTime = 51;
        public const int Overload = 52;
        public const int MessageType = 53;
        public const int ServerIdentifier = 54;
        public const int ParameterList = 55;
        public const int MaxMessageSize = 57;
        public const int RenewalTime = 58;
        public const int RebindingTime = 59;
        public const int ClientIdentifier = 61;
        public const int End = 255;

        public const int Discover = 1;
        public const int Offer = 2;
        public const int RequestType = 3;
        public const int Decline = 4;
        public const int Acknowledge = 5;
        public const int Refuse = 6;
        public const int Release = 7;
    }
}
