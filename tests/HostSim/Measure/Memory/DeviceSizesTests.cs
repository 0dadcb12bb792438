// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Memory;

namespace NanoTcp.Tests.HostSim.Measure.Memory;

public class DeviceSizesTests
{
    [Fact]
    public void An_object_takes_a_block_of_12_bytes_and_one_for_each_field_whatever_its_type()
    {
        Assert.Equal(12, DeviceSizes.Of(new object()));
        Assert.Equal(12 + 4 * 12, DeviceSizes.Of(new FourFields()));
    }

    [Fact]
    public void Inherited_fields_count_private_ones_too_and_so_does_the_field_behind_an_automatic_property()
    {
        Assert.Equal(12 + (4 + 2) * 12, DeviceSizes.Of(new Derived()));
    }

    [Fact]
    public void Static_fields_and_constants_are_not_in_the_object()
    {
        Assert.Equal(12, DeviceSizes.Of(new OnlyStatics()));
    }

    [Theory]
    [InlineData(0, 24)]
    [InlineData(4, 24)]
    [InlineData(5, 36)]
    [InlineData(1024, 1044)]
    [InlineData(1460, 1488)]
    public void An_array_of_bytes_takes_20_bytes_and_its_own_rounded_up_to_blocks(int length, int expected)
    {
        Assert.Equal(expected, DeviceSizes.Of(new byte[length]));
    }

    [Fact]
    public void Other_elements_lie_close_together_but_a_reference_takes_a_block()
    {
        Assert.Equal(36, DeviceSizes.Of(new bool[10]));
        Assert.Equal(48, DeviceSizes.Of(new ushort[10]));
        Assert.Equal(60, DeviceSizes.Of(new int[10]));
        Assert.Equal(108, DeviceSizes.Of(new long[10]));
        Assert.Equal(60, DeviceSizes.Of(new DayOfWeek[10]));
        Assert.Equal(144, DeviceSizes.Of(new object[10]));
        Assert.Equal(144, DeviceSizes.Of(new string[10]));
        Assert.Equal(144, DeviceSizes.Of(new byte[10][]));
    }

    [Fact]
    public void A_delegate_takes_36_bytes()
    {
        Assert.Equal(36, DeviceSizes.Of(new EventHandler((_, _) => { })));
    }

    [Fact]
    public void A_literal_takes_a_block_and_a_string_made_while_running_its_text_in_UTF8_too()
    {
        Assert.Equal(12, DeviceSizes.Of("a text that the compiler knows"));
        Assert.Equal(12 + 12, DeviceSizes.Of(new string('x', 11)));
        Assert.Equal(12 + 24, DeviceSizes.Of(new string('x', 12)));
        Assert.Equal(12 + 24, DeviceSizes.Of(new string('é', 6)));
    }

    [Fact]
    public void A_struct_is_refused()
    {
        Assert.Throws<NotSupportedException>(() => DeviceSizes.Of(default(Guid)));
    }

#pragma warning disable CS0169, CS0414, CS0649 // The values of the fields do not matter.
    private class FourFields
    {
        public byte Small;
        public long Large;
        private object? _reference;
        private DayOfWeek _enumeration;
    }

    private sealed class Derived : FourFields
    {
        private bool _own;

        public int Property { get; set; }
    }

    private sealed class OnlyStatics
    {
        private const int Constant = 1;

        private static int s_static = Constant;
    }
#pragma warning restore CS0169, CS0414, CS0649
}
