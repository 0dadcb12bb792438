// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Http;

namespace NanoTcp.Tests.Stack.Http;

public class HttpTextTests
{
    private static string Written(Func<byte[], int, int> write)
    {
        byte[] buffer = new byte[20];
        int end = write(buffer, 2);
        Assert.All(buffer[..2].Concat(buffer[end..]), value => Assert.Equal(0, value));
        return Encoding.ASCII.GetString(buffer, 2, end - 2);
    }

    [Trait(Speed.Trait, Speed.Slow)]
    [Fact]
    public void Numbers_are_written_in_decimal_digits()
    {
        int[] values = [.. Enumerable.Range(0, 20_000), 99_999, 100_000, 999_999, 1_000_000, 1_000_000_000, int.MaxValue - 1, int.MaxValue];
        Assert.All(values, value => Assert.Equal($"{value}", Written((buffer, offset) => HttpText.WriteDecimal(buffer, offset, value))));
    }

    [Theory]
    [InlineData(0, "0.00")]
    [InlineData(5, "0.05")]
    [InlineData(-5, "-0.05")]
    [InlineData(-100, "-1.00")]
    [InlineData(2150, "21.50")]
    [InlineData(-1234, "-12.34")]
    [InlineData(101_325, "1013.25")]
    [InlineData(int.MaxValue, "21474836.47")]
    public void Hundredths_are_written_with_two_decimals(int value, string text)
    {
        Assert.Equal(text, Written((buffer, offset) => HttpText.WriteHundredths(buffer, offset, value)));
    }
}
