// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.HostSim.Peer;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.HostSim;

public class PeerNamesTests
{
    [Fact]
    public void Every_error_has_a_POSIX_name_of_its_own()
    {
        SocketError[] errors = [.. Enum.GetValues<SocketError>().Where(error => error != SocketError.Success)];
        string[] names = [.. errors.Select(Errno.Name)];
        Assert.All(names, name => Assert.Matches("^E[A-Z]+$", name));
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Equal("ECONNREFUSED", Errno.Name(SocketError.ConnectionRefused));
    }

    [Fact]
    public void Every_state_has_the_name_that_RFC_9293_gives_it()
    {
        foreach (TcpState state in Enum.GetValues<TcpState>())
        {
            Assert.Equal(state.ToString(), StateName.Of(state).Replace("_", ""), ignoreCase: true);
        }
    }
}
