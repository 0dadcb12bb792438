// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/virtio_net.h>

#include "lwip/etharp.h"
#include "lwip/pbuf.h"
#include "lwip/prot/tcp.h"

#define MAX_PIECES 64

static int tap;

#if OFFLOAD

// pbuf's lengths have 16 bits.
#define MAX_FRAME 65535
#define HEADER_SIZE sizeof(struct virtio_net_hdr)
#define OFFLOADED (TUN_F_CSUM | TUN_F_TSO4)
#define INTERFACE_FLAGS (IFF_TAP | IFF_NO_PI | IFF_VNET_HDR)

// A third of the send buffer, so that one is read at the other end while the next is made: 11 and 22 were slower.
#define SEGMENTS_AT_ONCE 15
#define FRAME_TEXT 1460

void tap_send_long_segments(struct tcp_pcb *pcb)
{
    pcb->mss = SEGMENTS_AT_ONCE * FRAME_TEXT;
    pcb->cwnd = pcb->mss;
}

// The kernel's work: complete the checksum from the sum over the addresses, and cut frames that are too long.
static void describe(struct virtio_net_hdr *header, const struct pbuf *p)
{
    memset(header, 0, sizeof *header);
    const struct eth_hdr *ethernet = p->payload;
    const struct ip_hdr *ip = (const struct ip_hdr *)(ethernet + 1);
    if (ethernet->type != PP_HTONS(ETHTYPE_IP) || IPH_PROTO(ip) != IP_PROTO_TCP)
    {
        return;
    }

    // lwIP sends no IP options, and puts all headers into the first piece.
    struct tcp_hdr *tcp = (struct tcp_hdr *)(ip + 1);
    u16_t length = lwip_ntohs(IPH_LEN(ip)) - IP_HLEN;
    u16_t addresses[4];
    memcpy(addresses, (const char *)ip + offsetof(struct ip_hdr, src), sizeof addresses);
    u32_t sum = PP_HTONS(IP_PROTO_TCP) + lwip_htons(length);
    for (int i = 0; i < 4; i++)
    {
        sum += addresses[i];
    }

    sum = (sum >> 16) + (sum & 0xFFFF);
    tcp->chksum = (u16_t)((sum >> 16) + sum);
    u16_t headers = TCPH_HDRLEN_BYTES(tcp);
    header->flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
    header->csum_start = sizeof *ethernet + IP_HLEN;
    header->csum_offset = offsetof(struct tcp_hdr, chksum);
    if (length - headers > FRAME_TEXT)
    {
        header->gso_type = VIRTIO_NET_HDR_GSO_TCPV4;
        header->gso_size = FRAME_TEXT;
        header->hdr_len = header->csum_start + headers;
    }
}

#else

#define MAX_FRAME 1514
#define HEADER_SIZE 0
#define OFFLOADED 0
#define INTERFACE_FLAGS (IFF_TAP | IFF_NO_PI)

#endif

static err_t transmit(struct netif *n, struct pbuf *p)
{
    (void)n;
    struct iovec pieces[MAX_PIECES];
    int count = 0;
#if OFFLOAD
    struct virtio_net_hdr header;
    describe(&header, p);
    pieces[count++] = (struct iovec) { &header, sizeof header };
#endif
    for (; p != NULL; p = p->next)
    {
        if (count == MAX_PIECES)
        {
            return ERR_BUF;
        }

        pieces[count++] = (struct iovec) { p->payload, p->len };
    }

    while (writev(tap, pieces, count) < 0 && errno == EINTR)
    {
    }

    return ERR_OK;
}

err_t tap_set_up(struct netif *n)
{
    n->name[0] = 't';
    n->name[1] = 'p';
    n->output = etharp_output;
    n->linkoutput = transmit;
    n->mtu = OFFLOAD ? 65535 : 1500;
    n->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET | NETIF_FLAG_LINK_UP;
    return ERR_OK;
}

int tap_receive(struct netif *netif)
{
    // The buffer that was not needed the last time.
    static struct pbuf *next;
    for (int count = 0;; count++)
    {
        if (next == NULL && (next = pbuf_alloc(PBUF_RAW, MAX_FRAME, PBUF_RAM)) == NULL)
        {
            return count;
        }

#if OFFLOAD
        struct virtio_net_hdr header;
        struct iovec pieces[] = { { &header, sizeof header }, { next->payload, MAX_FRAME } };
        ssize_t length = readv(tap, pieces, 2);
#else
        ssize_t length = read(tap, next->payload, MAX_FRAME);
#endif
        length -= HEADER_SIZE;
        if (length <= 0)
        {
            return count;
        }

        struct pbuf *p = next;
        next = NULL;
        p->len = p->tot_len = (u16_t)length;
        if (netif->input(p, netif) != ERR_OK)
        {
            pbuf_free(p);
        }
    }
}

int tap_open(const char *name)
{
    struct ifreq request = { 0 };
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    request.ifr_flags = INTERFACE_FLAGS;
    tap = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (tap < 0 || ioctl(tap, TUNSETIFF, &request) < 0 || ioctl(tap, TUNSETOFFLOAD, OFFLOADED) < 0)
    {
        perror(name);
        exit(1);
    }

    return tap;
}
