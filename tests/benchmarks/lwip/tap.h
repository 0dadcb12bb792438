// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

// A TAP interface as lwIP's network interface.

#ifndef TAP_H
#define TAP_H

#include "lwip/netif.h"

// Attaches to a TAP interface that exists. Ends the program if that is not possible. Returns the descriptor, which does not block.
int tap_open(const char *name);

// For netif_add.
err_t tap_set_up(struct netif *netif);

// Hands lwIP every frame there is. Returns how many there were.
int tap_receive(struct netif *netif);

#if OFFLOAD
#include "lwip/tcp.h"

// Lets a connection send segments of several frames, which the kernel cuts.
void tap_send_long_segments(struct tcp_pcb *pcb);
#endif

#endif
