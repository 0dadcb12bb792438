// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.HostSim.Hardware;

public class SpanByteTests
{
    private readonly byte[] _array = [10, 11, 12, 13, 14];

    [Fact]
    public void An_array_is_a_span_of_all_of_it_and_null_one_of_nothing()
    {
        SpanByte all = _array;
        SpanByte none = null;

        Assert.Equal(5, all.Length);
        Assert.Equal(14, all[4]);
        Assert.True(none.IsEmpty);
        Assert.True(SpanByte.Empty.IsEmpty);
        Assert.False(all.IsEmpty);
    }

    [Fact]
    public void A_span_writes_through_to_the_array()
    {
        SpanByte span = new(_array, 1, 3);
        span[0] = 99;

        Assert.Equal([10, 99, 12, 13, 14], _array);
    }

    [Fact]
    public void Slices_count_from_the_span()
    {
        SpanByte span = new(_array, 1, 4);

        Assert.Equal([12, 13, 14], span.Slice(1).ToArray());
        Assert.Equal([12, 13], span.Slice(1, 2).ToArray());
        Assert.True(span.Slice(4).IsEmpty);
    }

    [Fact]
    public void CopyTo_fills_the_start_of_the_other_span()
    {
        byte[] target = new byte[4];
        new SpanByte(_array, 3, 2).CopyTo(target);

        Assert.Equal([13, 14, 0, 0], target);
        Assert.Throws<ArgumentException>(() => new SpanByte(_array).CopyTo(new byte[4]));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(6, 0)]
    [InlineData(2, 4)]
    [InlineData(2, -1)]
    public void A_part_outside_the_array_is_refused(int start, int length)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpanByte(_array, start, length).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpanByte(_array).Slice(start, length).Length);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void An_index_outside_the_span_is_refused_although_the_array_has_it(int index)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpanByte(_array, 1, 2)[index]);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            SpanByte span = new(_array, 1, 2);
            span[index] = 0;
        });
    }
}
