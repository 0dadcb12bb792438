// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

// The services of "host-sim peer --serve" on lwIP's raw API: TCP 7 echo, 9 discard, 19 source, 80 HTTP.

#ifndef SERVICES_H
#define SERVICES_H

// Opens all ports. Ends the program if that is not possible.
void services_start(void);

#endif
