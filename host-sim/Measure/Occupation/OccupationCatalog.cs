// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace NanoTcp.Measure.Occupation;

/// <summary>The ways to occupy a server that are tried.</summary>
internal static class OccupationCatalog
{
    private const string Get = "GET / HTTP/1.1\r\nHost: board\r\n\r\n";
    private const string LastGet = "GET / HTTP/1.1\r\nHost: board\r\nConnection: close\r\n\r\n";
    private const string HalfGet = "GET / HTTP/1.1\r\nHost: bo";
    private const string GetLarge = "GET /bytes/1000000 HTTP/1.1\r\nHost: board\r\n\r\n";
    private const int Minute = 60_000;
    private const int VanishPeriod = 10_000;

    private static readonly Habit s_keepsOpen = new() { Text = LastGet };
    private static readonly Habit s_vanishes = new() { Text = LastGet, VanishesAfter = 1 };
    private static readonly Habit s_idle = new() { ReturnsAfter = 100, Closes = true };

    public static readonly OccupationScenario[] All =
    [
        Clients("open-8", "8 clients never close their end", 8, s_keepsOpen),
        Clients("open-12", "12 clients never close their end", 12, s_keepsOpen),
        Clients("open-20", "20 clients never close their end", 20, s_keepsOpen),
        Clients("open-again-20", "the same, each with a new connection every 3 s", 20, s_keepsOpen with { VanishesAfter = 3000, ReturnsAfter = 1 }),
        Vanishing("vanish-8", "every 10 s 8 new clients ask and vanish before they have their answer", 8, s_vanishes),
        Vanishing("vanish-12", "every 10 s 12 new clients ask and vanish before they have their answer", 12, s_vanishes),
        Vanishing("vanish-20", "every 10 s 20 new clients ask and vanish before they have their answer", 20, s_vanishes),
        Vanishing("vanish-kept-20", "every 10 s 20 new clients ask and vanish from a kept connection", 20, s_vanishes with { Text = Get, VanishesAfter = 500 }),
        Vanishing("fin-vanish-20", "every 10 s 20 new clients send their request and FIN and vanish", 20, s_vanishes with { EndsSending = true }),
        Clients("pollers-9", "9 pollers with keep-alive, a GET a minute each", 9, new Habit { Text = Get, Period = Minute, Closes = true, ReturnsAfter = Minute / 2 }, Minute / 9),
        Clients("pollers-12", "12 pollers with keep-alive, a GET a minute each", 12, new Habit { Text = Get, Period = Minute, Closes = true, ReturnsAfter = Minute / 2 }, Minute / 12),
        Clients("pollers-30", "30 pollers with keep-alive, a GET a minute each", 30, new Habit { Text = Get, Period = Minute, Closes = true, ReturnsAfter = Minute / 2 }, Minute / 30),
        Clients("half-8", "8 clients send half a request, and again when they are sent away", 8, new Habit { Text = HalfGet, ReturnsAfter = 100 }),
        Clients("slow-100", "100 clients send a byte of a request every 2 s, and again a second after they are sent away", 100, new Habit { Text = Get, BytePause = 2000, ReturnsAfter = 1000, Closes = true }, 20),
        Clients("steady-20", "20 clients send a byte of a request every 0.5 s, and again when they are sent away", 20, new Habit { Text = Get, BytePause = 500, ReturnsAfter = 100, Closes = true }, 20),
        Clients("silent-8", "8 clients connect and never send a byte, and again when they are sent away", 8, s_idle),
        Clients("silent-20", "20 clients connect and never send a byte, and again when they are sent away", 20, s_idle),
        Clients("echo-20", "20 clients connect to the echo service and never send a byte", 20, s_idle with { Port = 7 }),
        Clients("unread-12", "12 clients read nothing of a megabyte, and again when they are sent away", 12, new Habit { Text = GetLarge, IgnoresAnswer = true, ReturnsAfter = 100 }),
        Clients("pipeline-12", "12 clients have ten requests under way all the time", 12, new Habit { Text = string.Concat(Enumerable.Repeat(Get, 10)), Period = 20, Closes = true, ReturnsAfter = 100 }),
        Clients("download-12", "12 clients download a megabyte, again and again", 12, new Habit { Text = GetLarge, Closes = true, ReturnsAfter = 100 }),
        Clients("reset-20", "20 clients connect and reset their connection, every 50 ms", 20, new Habit { Resets = true, ReturnsAfter = 50 }),
        new("syn-flood", "1000 SYNs a second from hosts that do not exist", world => _ = new SynFlood(world, TcpHeader.Syn, 1)),
        new("rst-flood", "1000 RSTs a second that fit nothing", world => _ = new SynFlood(world, TcpHeader.Rst, 1)),
        new("mixed", "four of each: never closing, vanishing, half a request, silent, silent on the echo service, reading nothing", AddMixed),
        new("browsers-16", "16 browsers ask every 2 s: their own answers", world => AddBrowsers(world, 125), true),
        new("browsers-16-at-once", "16 browsers ask every 2 s, all at once: their own answers", world => AddBrowsers(world, 0), true),
    ];

    private static OccupationScenario Clients(string name, string input, int count, Habit habit, int pause = 1)
    {
        return new OccupationScenario(name, input, world => Add(world, count, habit, pause));
    }

    private static OccupationScenario Vanishing(string name, string input, int count, Habit habit)
    {
        return new OccupationScenario(name, input, world =>
        {
            // No host comes back to reset the old connection.
            for (int round = 0; round * VanishPeriod < OccupationScenario.Duration; round++)
            {
                Add(world, count, habit, 1, round * VanishPeriod);
            }
        });
    }

    private static void Add(OccupationWorld world, int count, Habit habit, int pause, long startsAt = 0)
    {
        for (int i = 0; i < count; i++)
        {
            _ = new Occupier(world.Crowd, habit, startsAt + (long)i * pause);
        }
    }

    private static void AddMixed(OccupationWorld world)
    {
        Habit[] habits =
        [
            s_keepsOpen, s_vanishes, new Habit { Text = HalfGet, ReturnsAfter = 100 }, s_idle, s_idle with { Port = 7 },
            new Habit { Text = GetLarge, IgnoresAnswer = true, ReturnsAfter = 100 },
        ];
        foreach (Habit habit in habits)
        {
            Add(world, 4, habit, 1);
        }
    }

    private static void AddBrowsers(OccupationWorld world, int pause)
    {
        for (int i = 0; i < 16; i++)
        {
            _ = new Visitor(world.Visitors, 2000, true, 1000 + (long)i * pause);
        }
    }
}
