// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

// The machine's properties for lwIP, and the one function that a port may replace by a faster one.

#ifndef ARCH_CC_H
#define ARCH_CC_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>

#define LWIP_TIMEVAL_PRIVATE 0
#define LWIP_ERRNO_STDINCLUDE
#define LWIP_RAND() ((u32_t)rand())

// Sums words of four bytes, several at a time after compilation. lwIP's own functions take two bytes a step.
uint16_t port_checksum(const void *data, int length);
#define LWIP_CHKSUM port_checksum

#endif
