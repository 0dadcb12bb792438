// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

// lwIP's settings for the benchmark: the fastest of those that were tried, with the same buffers as NanoTcp.
// OFFLOAD is 1 in the program that leaves checksums and the cutting of long segments to the kernel.

#ifndef LWIPOPTS_H
#define LWIPOPTS_H

// One thread, the raw API, no locks, no assertions, no statistics.
#define NO_SYS 1
#define SYS_LIGHTWEIGHT_PROT 0
#define LWIP_SOCKET 0
#define LWIP_NETCONN 0
#define LWIP_NOASSERT 1
#define LWIP_STATS 0
#define LWIP_IPV6 0
#define LWIP_UDP 0
#define LWIP_DHCP 0
#define LWIP_SINGLE_NETIF 1

// Text from the C library, everything else from pools.
#define MEM_LIBC_MALLOC 1
#define MEM_ALIGNMENT 8
#define MEMP_NUM_PBUF 4096
#define MEMP_NUM_TCP_PCB 256
#define MEMP_NUM_TCP_PCB_LISTEN 8
#define MEMP_NUM_TCP_SEG 8192
#define TCP_LISTEN_BACKLOG 1

// Frames come from the C library too, so no pool has to hold a window.
#define LWIP_DISABLE_TCP_SANITY_CHECKS 1

// NanoTcp has the same there.
#define TCP_MSS 1460
#define TCP_WND 65535
#define TCP_SND_BUF 65535
#define TCP_SND_QUEUELEN 512
#define LWIP_TCP_SACK_OUT 1
#define LWIP_TCP_MAX_SACK_NUM 4

// A segment is a header and a reference to text that the application keeps, and leaves by one writev.
#define LWIP_NETIF_TX_SINGLE_PBUF 0
#define TCP_OVERSIZE 0

#if OFFLOAD
#define CHECKSUM_GEN_TCP 0
#define CHECKSUM_CHECK_TCP 0
#else
#define LWIP_CHECKSUM_ON_COPY 1
#endif

#endif
