// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

// lwIP on a TAP interface, as the peer to compare "host-sim peer --serve" with. One thread does everything, without lwIP's own thread and
// mailboxes. It reads frames until there are none. Then it spins as long as host-sim does, and then it sleeps.
//
//   lwip_peer TAP ADDRESS PREFIX-LENGTH MAC

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "lwip/init.h"
#include "lwip/netif.h"
#include "lwip/timeouts.h"
#include "netif/ethernet.h"
#include "services.h"
#include "tap.h"

#define SPIN_NANOSECONDS 50000

static long long now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

u32_t sys_now(void)
{
    return (u32_t)(now() / 1000000);
}

uint16_t port_checksum(const void *data, int length)
{
    const char *bytes = data;
    uint64_t sum = 0;
    int i = 0;
    for (; i + 4 <= length; i += 4)
    {
        uint32_t word;
        memcpy(&word, bytes + i, sizeof word);
        sum += word;
    }

    // An odd byte is the first half of a word.
    uint32_t rest = 0;
    memcpy(&rest, bytes + i, (size_t)(length - i));
    sum += rest;
    sum = (sum >> 32) + (sum & 0xFFFFFFFF);
    sum = (sum >> 16) + (sum & 0xFFFF);
    sum = (sum >> 16) + (sum & 0xFFFF);
    return (uint16_t)((sum >> 16) + sum);
}

int main(int argc, char **argv)
{
    static struct netif netif;
    ip4_addr_t address, mask, gateway = { 0 };
    if (argc != 5 || !ip4addr_aton(argv[2], &address) || sscanf(argv[4], "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &netif.hwaddr[0], &netif.hwaddr[1],
        &netif.hwaddr[2], &netif.hwaddr[3], &netif.hwaddr[4], &netif.hwaddr[5]) != 6)
    {
        fprintf(stderr, "usage: %s TAP ADDRESS PREFIX-LENGTH MAC\n", argv[0]);
        return 2;
    }

    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    int stop = signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);

    int tap = tap_open(argv[1]);
    mask.addr = lwip_htonl(~0u << (32 - atoi(argv[3])));
    netif.hwaddr_len = 6;
    lwip_init();
    netif_add(&netif, &address, &mask, &gateway, NULL, tap_set_up, ethernet_input);
    netif_set_default(&netif);
    netif_set_up(&netif);
    services_start();
    printf("ready labctl/1 ip=%s mac=%s name=lwip\n", argv[2], argv[4]);
    fflush(stdout);

    struct pollfd fds[2] = { { tap, POLLIN, 0 }, { stop, POLLIN, 0 } };
    long long last_frame = now();
    for (unsigned rounds = 0;; rounds++)
    {
        sys_check_timeouts();
        if (tap_receive(&netif) > 0)
        {
            last_frame = now();
        }
        else if (now() - last_frame < SPIN_NANOSECONDS)
        {
            continue;
        }
        else
        {
            u32_t sleep = sys_timeouts_sleeptime();
            poll(fds, 2, sleep > 1000 ? 1000 : (int)sleep);
            last_frame = now();
        }

        // A busy loop does not ask for the signal each time.
        struct signalfd_siginfo signal;
        if ((fds[1].revents != 0 || rounds % 1024 == 0) && read(stop, &signal, sizeof signal) > 0)
        {
            return 0;
        }
    }
}
