// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;

using nano::System.Net.Sockets;

namespace NanoTcp.Tests.Stack.Sockets;

/// <summary>The numbers of errors, options and kinds are those of .NET, and of the stack beneath.</summary>
public class NumberTests
{
    /// <summary>Names that .NET does not have.</summary>
    private static readonly string[] s_own = ["MaxIOVectorLength"];

    public static TheoryData<Type, Type> Pairs => new()
    {
        { typeof(AddressFamily), typeof(System.Net.Sockets.AddressFamily) },
        { typeof(ProtocolFamily), typeof(System.Net.Sockets.ProtocolFamily) },
        { typeof(ProtocolType), typeof(System.Net.Sockets.ProtocolType) },
        { typeof(SelectMode), typeof(System.Net.Sockets.SelectMode) },
        { typeof(SocketError), typeof(System.Net.Sockets.SocketError) },
        { typeof(SocketFlags), typeof(System.Net.Sockets.SocketFlags) },
        { typeof(SocketOptionLevel), typeof(System.Net.Sockets.SocketOptionLevel) },
        { typeof(SocketOptionName), typeof(System.Net.Sockets.SocketOptionName) },
        { typeof(SocketType), typeof(System.Net.Sockets.SocketType) },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Each_name_has_the_number_that_NET_gives_it(Type ours, Type theirs)
    {
        foreach (string name in Enum.GetNames(ours).Except(s_own))
        {
            Assert.Equal($"{name} {(int)Enum.Parse(theirs, name)}", $"{name} {(int)Enum.Parse(ours, name)}");
        }
    }

    [Fact]
    public void Each_error_of_the_stack_is_an_error_of_sockets()
    {
        foreach (NanoTcp.Host.SocketError error in Enum.GetValues<NanoTcp.Host.SocketError>())
        {
            SocketException exception = new(error);

            Assert.Equal(error.ToString(), exception.SocketErrorCode.ToString());
            Assert.Equal((int)error, exception.ErrorCode);
        }
    }

    [Fact]
    public void An_exception_says_its_number()
    {
        Assert.Equal("Socket error 10054", new SocketException(SocketError.ConnectionReset).Message);
    }
}
