// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack;

/// <summary>Options that make no sense are refused by the constructor, and not found out in the middle of a connection.</summary>
public class OptionsTests
{
    [Theory]
    [InlineData(nameof(TcpOptions.MaxConnections))]
    [InlineData(nameof(TcpOptions.MaxListeners))]
    [InlineData(nameof(TcpOptions.MaxBacklog))]
    [InlineData(nameof(TcpOptions.TimeWaitEntries))]
    [InlineData(nameof(TcpOptions.FinWait2Entries))]
    [InlineData(nameof(TcpOptions.HalfOpenEntries))]
    [InlineData(nameof(TcpOptions.SackRanges))]
    [InlineData(nameof(TcpOptions.ReceiveBuffer))]
    [InlineData(nameof(TcpOptions.SendBuffer))]
    [InlineData(nameof(TcpOptions.InitialRto))]
    [InlineData(nameof(TcpOptions.MinRto))]
    [InlineData(nameof(TcpOptions.MaxRto))]
    [InlineData(nameof(TcpOptions.DelayedAck))]
    [InlineData(nameof(TcpOptions.TimeWait))]
    [InlineData(nameof(TcpOptions.FinWait2Timeout))]
    [InlineData(nameof(TcpOptions.OrphanTimeout))]
    [InlineData(nameof(TcpOptions.ChallengeAcks))]
    public void A_TCP_without(string option)
    {
        var options = new TcpOptions();
        typeof(TcpOptions).GetField(option)!.SetValue(options, 0);
        var stack = new NetworkStack(new ScriptedLink(Frames.OwnMac), new FixedEntropy(), new StackOptions());
        Assert.Throws<ArgumentOutOfRangeException>(() => new TcpTransport(stack, options));
    }

    [Theory]
    [InlineData(nameof(StackOptions.ArpEntries), 0)]
    [InlineData(nameof(StackOptions.ArpQueueFrames), -1)]
    [InlineData(nameof(StackOptions.ArpLifetime), 0)]
    [InlineData(nameof(StackOptions.ArpRetryInterval), 0)]
    [InlineData(nameof(StackOptions.ArpMaxRequests), 0)]
    [InlineData(nameof(StackOptions.Peers), 0)]
    [InlineData(nameof(StackOptions.MaxFramesPerPoll), 0)]
    [InlineData(nameof(StackOptions.TimeToLive), 0)]
    [InlineData(nameof(StackOptions.TimeToLive), 256)]
    public void A_stack_with(string option, int value)
    {
        var options = new StackOptions();
        typeof(StackOptions).GetField(option)!.SetValue(options, value);
        Assert.Throws<ArgumentOutOfRangeException>(() => new NetworkStack(new ScriptedLink(Frames.OwnMac), new FixedEntropy(), options));
    }
}
