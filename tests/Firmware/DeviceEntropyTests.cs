// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Platform;

namespace NanoTcp.Tests.Firmware;

/// <summary>Each of the two sources is enough to make two keys differ.</summary>
public sealed class DeviceEntropyTests
{
    private static readonly byte[] s_mac = [2, 0, 0, 0, 0, 1];

    [Fact]
    public void With_a_generator_that_works_a_clock_without_jitter_does_not_matter()
    {
        Assert.NotEqual(Key(new Random(1), 0), Key(new Random(2), 0));
    }

    [Fact]
    public void With_a_generator_that_is_stuck_the_jitter_alone_tells_two_starts_apart()
    {
        Assert.NotEqual(Key(new StuckRandom(), 1), Key(new StuckRandom(), 2));
        Assert.NotEqual(Key(new StuckRandom(), 1), Key(new StuckRandom(), 1, mac: 2));
    }

    [Fact]
    public void Each_key_takes_new_numbers_from_the_generator()
    {
        CountingRandom generator = new();
        TestedEntropy entropy = new(s_mac, generator, 0);
        Assert.Equal(32, generator.Bytes);

        entropy.Fill(new byte[16]);
        int first = generator.Bytes;
        entropy.Fill(new byte[16]);

        Assert.InRange(first - 32, 32 + 16, 96);
        Assert.Equal(first - 32, generator.Bytes - first);
    }

    [Fact]
    public void A_key_of_any_length_is_filled_to_its_end()
    {
        byte[] key = new byte[100];

        new TestedEntropy(s_mac, new Random(1), 0).Fill(key);

        Assert.All(key.Chunk(10), part => Assert.Contains(part, value => value != 0));
    }

    private static byte[] Key(Random generator, long jitter, byte mac = 1)
    {
        byte[] key = new byte[16];
        new TestedEntropy([2, 0, 0, 0, 0, mac], generator, jitter).Fill(key);
        return key;
    }

    private sealed class TestedEntropy(byte[] macAddress, Random generator, long jitter) : DeviceEntropy(macAddress, generator)
    {
        protected override long Measure() => jitter;
    }

    private sealed class StuckRandom : Random
    {
        public override void NextBytes(byte[] buffer) => Array.Clear(buffer);
    }

    private sealed class CountingRandom : Random
    {
        public int Bytes { get; private set; }

        public override void NextBytes(byte[] buffer) => Bytes += buffer.Length;
    }
}
