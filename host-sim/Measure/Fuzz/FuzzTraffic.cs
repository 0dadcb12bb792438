// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Seeds;

namespace NanoTcp.Measure.Fuzz;

/// <summary>
/// One kind of traffic: it sets up the service at the host under test, makes valid frames for it, and listens to what the host sends, so that its next
/// frames belong to what the host is doing.
/// </summary>
internal abstract class FuzzTraffic(FuzzHost host, SplitMix64 random)
{
    /// <summary>How often it comes, beside the others.</summary>
    public abstract int Weight { get; }

    protected FuzzHost Host { get; } = host;

    protected SplitMix64 Random { get; } = random;

    /// <summary>Writes a valid frame. Lengths and checksums are filled in afterwards.</summary>
    public abstract void Make(FuzzFrame frame);

    /// <summary>The host sends a frame.</summary>
    public virtual void Heard(ReadOnlySpan<byte> frame)
    {
    }

    /// <summary>From now on the host's programs begin nothing new, and end what they have begun.</summary>
    public virtual void Silence()
    {
    }

    /// <summary>
    /// A number that changes when the host's service has taken something that was asked for. Then it may allocate a little: an address, a name.
    /// </summary>
    public virtual int Taken => 0;

    /// <summary>The counters of the host's service, by their names.</summary>
    public virtual IEnumerable<(string Name, int Count)> Counts => [];

    /// <summary>What the service of this traffic lacks when an honest network answers it; null: nothing.</summary>
    public virtual string? Missing => null;

    /// <summary>From now on the network is honest. The host's programs may ask for what they need.</summary>
    public virtual void Recover()
    {
    }

    /// <summary>In an honest network: writes the answer to what the host has sent. False: there is none to give.</summary>
    public virtual bool Answer(FuzzFrame frame)
    {
        return false;
    }

    /// <summary>All counters of a kind. The last member of the kind is their number.</summary>
    protected static IEnumerable<(string Name, int Count)> CountsOf<T>(Func<T, int> read)
        where T : struct, Enum
    {
        return Enum.GetValues<T>().SkipLast(1).Select(counter => ($"{typeof(T).Name}.{counter}", read(counter)));
    }

    /// <summary>Begins a frame with a packet from somebody to the host. Returns from whom.</summary>
    protected uint BeginPacket(FuzzFrame frame, int protocol)
    {
        uint source = FuzzNetwork.PickSource(Random);
        frame.WriteEthernet(FuzzNetwork.OwnMac, FuzzNetwork.MacOf(source), Wire.EthernetHeader.TypeIPv4);
        frame.WriteIPv4(protocol, source, Host.Own, Random.Below(65536));
        return source;
    }

    /// <summary>So many bytes of content.</summary>
    protected void WriteContent(FuzzFrame frame, int count)
    {
        ulong first = Random.Next();
        Span<byte> target = frame.Data.AsSpan(frame.Length, count);
        for (int i = 0; i < count; i++)
        {
            target[i] = (byte)(first + (ulong)i);
        }

        frame.Length += count;
    }
}
