// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dhcp;
using NanoTcp.Platform;

namespace NanoTcp.Tests.Firmware;

/// <summary>The leased address survives a power cut in a file. A file that cannot be read or written costs no more than the address.</summary>
public sealed class FileLeaseStoreTests : IDisposable
{
    private static readonly byte[] s_record = [.. Enumerable.Range(1, LeaseStore.RecordLength).Select(i => (byte)i)];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanotcp-lease-");

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    [Fact]
    public void What_was_stored_last_is_loaded()
    {
        new FileLeaseStore(PathOf("lease")).Save(new byte[LeaseStore.RecordLength]);
        new FileLeaseStore(PathOf("lease")).Save(s_record);

        byte[] record = new byte[LeaseStore.RecordLength];
        Assert.True(new FileLeaseStore(PathOf("lease")).Load(record));
        Assert.Equal(s_record, record);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(LeaseStore.RecordLength - 1)]
    [InlineData(LeaseStore.RecordLength + 1)]
    public void A_file_of_another_length_is_no_record(int length)
    {
        File.WriteAllBytes(PathOf("lease"), new byte[length]);
        Assert.False(new FileLeaseStore(PathOf("lease")).Load(new byte[LeaseStore.RecordLength]));
    }

    [Fact]
    public void A_file_that_cannot_be_read_or_written_throws_nothing()
    {
        FileLeaseStore none = new(PathOf(Path.Combine("none", "lease")));
        none.Save(s_record);
        Assert.False(none.Load(new byte[LeaseStore.RecordLength]));
        Assert.False(new FileLeaseStore(_folder.FullName).Load(new byte[LeaseStore.RecordLength]));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
