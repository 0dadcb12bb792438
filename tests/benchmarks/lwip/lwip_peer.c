// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

// The services of "host-sim peer --serve" on lwIP's raw API, as the peer to compare with: TCP 7 echo, 9 discard, 19 source, 80 HTTP.
// One thread does everything, without lwIP's own thread and mailboxes. Frames are read until there are none; then it spins as long as
// host-sim does, then it sleeps.
//
//   lwip_peer TAP ADDRESS PREFIX-LENGTH MAC
//
// Debian ships lwIP as a library with its options fixed: receive window and send buffer are 65535 bytes, and checksums are its own to take.

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include <linux/if.h>
#include <linux/if_tun.h>

#include "lwip/etharp.h"
#include "lwip/init.h"
#include "lwip/netif.h"
#include "lwip/pbuf.h"
#include "lwip/tcp.h"
#include "lwip/timeouts.h"
#include "netif/ethernet.h"

#define MAX_FRAME 1514
#define SPIN_NANOSECONDS 50000

static int tap;
static struct netif netif;
static char zeros[65536];

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static long long now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

// ---- The interface

static err_t transmit(struct netif *n, struct pbuf *p)
{
    (void)n;
    // LWIP_NETIF_TX_SINGLE_PBUF is on: what TCP sends is in one piece.
    if (p->len == p->tot_len)
    {
        while (write(tap, p->payload, p->len) < 0 && errno == EINTR)
        {
        }
    }
    else
    {
        static char frame[MAX_FRAME];
        u16_t length = pbuf_copy_partial(p, frame, sizeof frame, 0);
        while (write(tap, frame, length) < 0 && errno == EINTR)
        {
        }
    }

    return ERR_OK;
}

static err_t set_up(struct netif *n)
{
    n->name[0] = 't';
    n->name[1] = 'p';
    n->output = etharp_output;
    n->linkoutput = transmit;
    n->mtu = 1500;
    n->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET | NETIF_FLAG_LINK_UP;
    return ERR_OK;
}

// Hands lwIP every frame there is. 0 when there was none.
static int receive(void)
{
    static struct pbuf *next;
    for (int count = 0;; count++)
    {
        if (next == NULL && (next = pbuf_alloc(PBUF_RAW, MAX_FRAME, PBUF_RAM)) == NULL)
        {
            return count;
        }

        ssize_t length = read(tap, next->payload, MAX_FRAME);
        if (length <= 0)
        {
            return count;
        }

        struct pbuf *p = next;
        next = NULL;
        p->len = p->tot_len = (u16_t)length;
        if (netif.input(p, &netif) != ERR_OK)
        {
            pbuf_free(p);
        }
    }
}

static void open_tap(const char *name)
{
    struct ifreq request = { 0 };
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    request.ifr_flags = IFF_TAP | IFF_NO_PI;
    tap = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (tap < 0 || ioctl(tap, TUNSETIFF, &request) < 0)
    {
        fail(name);
    }
}

// ---- What all services have in common

// What this returns, the callback in which it is called must return.
static err_t forget(struct tcp_pcb *pcb)
{
    tcp_arg(pcb, NULL);
    tcp_recv(pcb, NULL);
    tcp_sent(pcb, NULL);
    tcp_err(pcb, NULL);
    if (tcp_close(pcb) == ERR_OK)
    {
        return ERR_OK;
    }

    tcp_abort(pcb);
    return ERR_ABRT;
}

static void listen_on(u16_t port, tcp_accept_fn accept)
{
    struct tcp_pcb *pcb = tcp_new();
    if (pcb == NULL || tcp_bind(pcb, IP_ADDR_ANY, port) != ERR_OK)
    {
        fail("bind");
    }

    pcb = tcp_listen_with_backlog(pcb, 128);
    tcp_accept(pcb, accept);
}

// ---- 7: echo

struct echo
{
    struct pbuf *queue;
    int ended;
};

// Sends what the send buffer takes of what has arrived; the window opens by as much.
static err_t echo_send(struct tcp_pcb *pcb, struct echo *e)
{
    while (e->queue != NULL)
    {
        struct pbuf *p = e->queue;
        u16_t room = tcp_sndbuf(pcb);
        u16_t length = p->len < room ? p->len : room;
        if (length == 0 || tcp_write(pcb, p->payload, length, TCP_WRITE_FLAG_COPY) != ERR_OK)
        {
            break;
        }

        tcp_recved(pcb, length);
        if (length < p->len)
        {
            pbuf_remove_header(p, length);
            break;
        }

        e->queue = p->next;
        if (e->queue != NULL)
        {
            pbuf_ref(e->queue);
        }

        pbuf_free(p);
    }

    tcp_output(pcb);
    if (e->ended && e->queue == NULL)
    {
        free(e);
        return forget(pcb);
    }

    return ERR_OK;
}

static err_t echo_sent(void *arg, struct tcp_pcb *pcb, u16_t length)
{
    (void)length;
    return echo_send(pcb, arg);
}

static err_t echo_received(void *arg, struct tcp_pcb *pcb, struct pbuf *p, err_t error)
{
    struct echo *e = arg;
    (void)error;
    if (p == NULL)
    {
        e->ended = 1;
    }
    else if (e->queue == NULL)
    {
        e->queue = p;
    }
    else
    {
        pbuf_cat(e->queue, p);
    }

    return echo_send(pcb, e);
}

static void echo_failed(void *arg, err_t error)
{
    struct echo *e = arg;
    (void)error;
    if (e->queue != NULL)
    {
        pbuf_free(e->queue);
    }

    free(e);
}

static err_t echo_accept(void *arg, struct tcp_pcb *pcb, err_t error)
{
    (void)arg;
    if (error != ERR_OK)
    {
        return error;
    }

    struct echo *e = calloc(1, sizeof *e);
    tcp_arg(pcb, e);
    tcp_nagle_disable(pcb);
    tcp_recv(pcb, echo_received);
    tcp_sent(pcb, echo_sent);
    tcp_err(pcb, echo_failed);
    return ERR_OK;
}

// ---- 9: discard

static err_t discard_received(void *arg, struct tcp_pcb *pcb, struct pbuf *p, err_t error)
{
    (void)arg;
    (void)error;
    if (p == NULL)
    {
        return forget(pcb);
    }

    tcp_recved(pcb, p->tot_len);
    pbuf_free(p);
    return ERR_OK;
}

static err_t discard_accept(void *arg, struct tcp_pcb *pcb, err_t error)
{
    (void)arg;
    if (error == ERR_OK)
    {
        tcp_recv(pcb, discard_received);
    }

    return error;
}

// ---- 19: source

static void source_send(struct tcp_pcb *pcb)
{
    // Asked not to copy, lwIP would all the same, because its frames are in one piece.
    for (u16_t room = tcp_sndbuf(pcb); room > 0; room = tcp_sndbuf(pcb))
    {
        if (tcp_write(pcb, zeros, room, TCP_WRITE_FLAG_COPY) != ERR_OK)
        {
            break;
        }
    }

    tcp_output(pcb);
}

static err_t source_sent(void *arg, struct tcp_pcb *pcb, u16_t length)
{
    (void)arg;
    (void)length;
    source_send(pcb);
    return ERR_OK;
}

static err_t source_accept(void *arg, struct tcp_pcb *pcb, err_t error)
{
    (void)arg;
    if (error != ERR_OK)
    {
        return error;
    }

    tcp_recv(pcb, discard_received);
    tcp_sent(pcb, source_sent);
    source_send(pcb);
    return ERR_OK;
}

// ---- 80: HTTP/1.1, a page of 100 bytes whatever is asked for

static char answer[512];
static u16_t answer_length;

struct http
{
    unsigned ending;
    int closes;
};

static void http_failed(void *arg, err_t error)
{
    (void)error;
    free(arg);
}

static err_t http_end(struct tcp_pcb *pcb, struct http *h)
{
    free(h);
    return forget(pcb);
}

static err_t http_received(void *arg, struct tcp_pcb *pcb, struct pbuf *p, err_t error)
{
    static const char close_field[] = "Connection: close";
    struct http *h = arg;
    (void)error;
    if (p == NULL)
    {
        return http_end(pcb, h);
    }

    for (struct pbuf *q = p; q != NULL; q = q->next)
    {
        const char *text = q->payload;
        if (memmem(text, q->len, close_field, sizeof close_field - 1) != NULL)
        {
            h->closes = 1;
        }

        for (u16_t i = 0; i < q->len; i++)
        {
            // An empty line ends a request.
            h->ending = h->ending << 8 | (unsigned char)text[i];
            if (h->ending == 0x0D0A0D0A)
            {
                tcp_write(pcb, answer, answer_length, TCP_WRITE_FLAG_COPY);
            }
        }
    }

    tcp_recved(pcb, p->tot_len);
    pbuf_free(p);
    tcp_output(pcb);
    if (h->closes && h->ending == 0x0D0A0D0A)
    {
        return http_end(pcb, h);
    }

    return ERR_OK;
}

static err_t http_accept(void *arg, struct tcp_pcb *pcb, err_t error)
{
    (void)arg;
    if (error != ERR_OK)
    {
        return error;
    }

    tcp_arg(pcb, calloc(1, sizeof(struct http)));
    tcp_nagle_disable(pcb);
    tcp_recv(pcb, http_received);
    tcp_err(pcb, http_failed);
    return ERR_OK;
}

// ---- The program

int main(int argc, char **argv)
{
    if (argc != 5)
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

    open_tap(argv[1]);
    ip4_addr_t address, mask, gateway = { 0 };
    if (!ip4addr_aton(argv[2], &address) || sscanf(argv[4], "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &netif.hwaddr[0], &netif.hwaddr[1],
        &netif.hwaddr[2], &netif.hwaddr[3], &netif.hwaddr[4], &netif.hwaddr[5]) != 6)
    {
        fprintf(stderr, "not an address\n");
        return 2;
    }

    mask.addr = lwip_htonl(~0u << (32 - atoi(argv[3])));
    netif.hwaddr_len = 6;

    static const char page[] = "<!DOCTYPE html><title>lwIP</title><p>This page comes from a TCP/IP stack written in C.</p>";
    answer_length = (u16_t)snprintf(answer, sizeof answer, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\n%-99s\n", page);

    lwip_init();
    netif_add(&netif, &address, &mask, &gateway, NULL, set_up, ethernet_input);
    netif_set_default(&netif);
    netif_set_up(&netif);
    listen_on(7, echo_accept);
    listen_on(9, discard_accept);
    listen_on(19, source_accept);
    listen_on(80, http_accept);
    printf("ready labctl/1 ip=%s mac=%s name=lwip\n", argv[2], argv[4]);
    fflush(stdout);

    struct pollfd fds[2] = { { tap, POLLIN, 0 }, { stop, POLLIN, 0 } };
    long long last_frame = now();
    for (unsigned rounds = 0;; rounds++)
    {
        sys_check_timeouts();
        if (receive() > 0)
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
