// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Stack.Dhcp;

/// <summary>The numbers of options (RFC 2132), and of message types.</summary>
internal static class Option
{
    public const int Mask = 1;
    public const int Router = 3;
    public const int Dns = 6;
    public const int HostName = 12;
    public const int Domain = 15;
    public const int Ntp = 42;
    public const int VendorSpecific = 43;
    public const int Requested = 50;
    public const int LeaseTime = 51;
    public const int Overload = 52;
    public const int Type = 53;
    public const int Server = 54;
    public const int Parameters = 55;
    public const int MaxMessage = 57;
    public const int T1 = 58;
    public const int T2 = 59;
    public const int ClientId = 61;

    public const int Discover = 1;
    public const int Offer = 2;
    public const int Request = 3;
    public const int Decline = 4;
    public const int Ack = 5;
    public const int Nak = 6;
    public const int Release = 7;
}
