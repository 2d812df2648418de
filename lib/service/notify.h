/* SPDX-License-Identifier: Apache-2.0
 * notify.h - what systemd wants to know (sd_notify(3)): a datagram to $NOTIFY_SOCKET. The
 * protocol is stable and so small that a library would be more code than this. Without the
 * variable nothing happens, and nothing is ever waited for. */
#ifndef SITREP_NOTIFY_H
#define SITREP_NOTIFY_H

#include <stdint.h>
#include "base/compiler.h"

/* Lines of NAME=VALUE: READY=1, STOPPING=1, STATUS=..., WATCHDOG=1. */
void notify(const char *fmt, ...) PRINTF_LIKE(1, 2);
/* RELOADING=1 with the time that Type=notify-reload asks for; READY=1 ends it. */
void notify_reloading(void);
/* How often a sign of life is due, in ms, half of what is allowed; 0 if nobody waits for one. */
int64_t notify_watchdog_ms(void);

#endif
