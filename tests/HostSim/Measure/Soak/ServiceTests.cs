// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Soak;

namespace NanoTcp.Tests.HostSim.Measure.Soak;

/// <summary>The networks of the soak in which boards get address, name and time from a server.</summary>
public class ServiceTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(27)]
    [InlineData(47)]
    [InlineData(67)]
    [InlineData(87)]
    public void When_the_faults_are_over_every_board_has_an_address_a_name_and_the_time(ulong seed)
    {
        Assert.True(ServiceDraw.Has(seed));
        Assert.Null(ServiceDraw.Run(seed));
    }
}
