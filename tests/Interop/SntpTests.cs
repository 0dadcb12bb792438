// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;
using NanoTcp.Host;
using NanoTcp.Simulation.Messages;
using NanoTcp.Sntp;
using NanoTcp.Tests.Stack;

namespace NanoTcp.Tests.Interop;

/// <summary>The SNTP client with chrony, and with a server of a later time.</summary>
public class SntpTests : InteropTests
{
    private const int OneSecond = 1000;

    private static SntpClient Client(TapHost host)
    {
        host.Ip.Configure(Frames.OwnHost, 24, HostAddress.Any);
        SntpClient client = new(host.Udp, host.Ip, new NetworkSettings(), new SntpOptions { FirstDelay = 0 });
        client.AddServer(HostAddress.Parse(Peer.KernelAddress));
        return client;
    }

    [Fact]
    public void Chrony_tells_the_time()
    {
        Needs.Chrony();
        using NetworkNamespace network = new();
        using TapHost host = new(network, $"{Peer.KernelAddress}/24");

        // It serves the time of this machine, and sets no clock (-x).
        string file = Path.Combine(Folder, "chrony.conf");
        File.WriteAllText(file, $"local stratum 10\nallow all\nbindaddress {Peer.KernelAddress}\ncmdport 0\nbindcmdaddress /\npidfile {Folder}/pid\nuser root\n");
        RunningProgram chrony = network.Start("chronyd", "-x", "-d", "-f", file);
        KernelSockets.AwaitUdp(network, NtpMessage.Port);

        SntpClient client = Client(host);
        host.RunUntil(client, () => client.IsSynchronized);
        Assert.True(client.TryGetUtc(host.Now, out DateTime utc));
        Assert.InRange((DateTime.UtcNow - utc).TotalMilliseconds, -OneSecond, OneSecond);
        Assert.Equal(1, client.GetCount(SntpCounter.Requests));
        Assert.False(chrony.HasExited);
    }

    [Theory]
    [InlineData(2036)]
    [InlineData(2040)]
    public void A_server_of_a_year_behind_the_end_of_the_era_tells_the_time(int year)
    {
        using NetworkNamespace network = new();
        using TapHost host = new(network, $"{Peer.KernelAddress}/24");
        using Socket server = network.Open(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        server.Bind(new IPEndPoint(IPAddress.Parse(Peer.KernelAddress), NtpMessage.Port));
        DateTimeOffset time = new(year, 10, 11, 12, 13, 14, TimeSpan.Zero);

        SntpClient client = Client(host);
        host.RunUntil(client, () =>
        {
            Answer(server, time);
            return client.IsSynchronized;
        });

        Assert.True(client.TryGetUtc(host.Now, out DateTime utc));
        Assert.InRange((utc - time.UtcDateTime).TotalMilliseconds, 0, 10 * OneSecond);
    }

    private static void Answer(Socket server, DateTimeOffset time)
    {
        if (server.Available == 0)
        {
            return;
        }

        byte[] request = new byte[NtpMessage.Length];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        server.ReceiveFrom(request, ref from);
        Assert.True(NtpMessage.TryRead(request, out NtpMessage message));
        ulong now = NtpMessage.Timestamp(time);
        server.SendTo(new NtpMessage(0, message.Version, NtpMessage.ServerMode, 1, now, message.Transmit, now, now).ToBytes(), from);
    }
}
