// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Memory;

/// <summary>The cost of one more object of a kind. It is the average of several, so that the headers of arrays do not distort it.</summary>
internal static class MemoryCosts
{
    private const int More = 8;

    /// <summary>A connection with nothing to do, without its two buffers.</summary>
    public static double Connection(MemoryConfiguration configuration)
    {
        return OneMore(configuration, configuration with { Connections = configuration.Connections + More }) - Buffers(configuration);
    }

    /// <summary>The two buffers of a connection: arrays as long as the options say.</summary>
    public static double Buffers(MemoryConfiguration configuration)
    {
        return DeviceSizes.OfArray(typeof(byte), configuration.ReceiveBuffer) + DeviceSizes.OfArray(typeof(byte), configuration.SendBuffer);
    }

    /// <summary>A connection for which only the SYN has arrived.</summary>
    public static double HalfOpen(MemoryConfiguration configuration)
    {
        return OneMore(configuration, configuration with { HalfOpenEntries = configuration.HalfOpenEntries + More });
    }

    public static double FinWait2(MemoryConfiguration configuration)
    {
        return OneMore(configuration, configuration with { FinWait2Entries = configuration.FinWait2Entries + More });
    }

    public static double TimeWait(MemoryConfiguration configuration)
    {
        return OneMore(configuration, configuration with { TimeWaitEntries = configuration.TimeWaitEntries + More });
    }

    /// <summary>A listener with its backlog.</summary>
    public static double Listener(MemoryConfiguration configuration)
    {
        return OneMore(configuration, configuration with { Listeners = configuration.Listeners + More });
    }

    /// <summary>A place in the backlog of one listener.</summary>
    public static double BacklogPlace(MemoryConfiguration configuration)
    {
        return OneMore(configuration, configuration with { Backlog = configuration.Backlog + More }) / configuration.Listeners;
    }

    public static double ArpEntry(MemoryConfiguration configuration)
    {
        return OneMore(configuration, configuration with { ArpEntries = configuration.ArpEntries + More });
    }

    /// <summary>A frame that waits for an address.</summary>
    public static double ArpQueueFrame(MemoryConfiguration configuration)
    {
        return OneMore(configuration, configuration with { ArpQueueFrames = configuration.ArpQueueFrames + More });
    }

    /// <summary>Another host to be in contact with.</summary>
    public static double Peer(MemoryConfiguration configuration)
    {
        return OneMore(configuration, configuration with { Peers = configuration.Peers + More });
    }

    /// <summary>A multicast group to be joined.</summary>
    public static double Group(MemoryConfiguration configuration)
    {
        return OneMore(configuration, configuration with { Groups = configuration.Groups + More });
    }

    /// <summary>A UDP socket with the default sizes of its queue.</summary>
    public static double UdpSocket(MemoryConfiguration configuration)
    {
        MemoryConfiguration one = configuration with { Application = MemoryApplication.None, Services = [MemoryService.Udp], UdpSockets = 1 };
        return MemoryModel.Bytes(one, MemoryParts.UdpSockets);
    }

    /// <summary>A service with its default sizes. What it needs besides has a row of its own.</summary>
    public static int Service(MemoryConfiguration configuration, MemoryService service)
    {
        return MemoryModel.Bytes(configuration with { Application = MemoryApplication.None, Services = [service] }, MemoryParts.Services[(int)service]);
    }

    private static double OneMore(MemoryConfiguration few, MemoryConfiguration many)
    {
        return (double)(MemoryModel.Bytes(many, MemoryParts.Core) - MemoryModel.Bytes(few, MemoryParts.Core)) / More;
    }
}
