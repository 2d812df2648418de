/* SPDX-License-Identifier: Apache-2.0
 * log.h - one line per decision, to stderr, in logfmt or JSON. Programs log; libraries return
 * errors.
 *
 *   log_info("state", "ready=%zu dead=%zu", ready, dead);
 *   -> ts=2026-01-02T03:04:05.678Z level=info stage=ingestor event=state ready=3 dead=0
 *
 * The event names are listed in docs/operations.md. A line about one report starts its fields
 * with report=<first 16 hex digits of the id>, so that one grep tells its life. Never log report
 * text. */
#ifndef SITREP_LOG_H
#define SITREP_LOG_H

#include <stdbool.h>
#include "base/compiler.h"
#include "base/str.h"

enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARN, LOG_LEVEL_ERROR };

/* stage must outlive the process's logging. */
void log_setup(const char *stage, enum log_level least, bool json);
bool log_level_from(struct str name, enum log_level *ret);
/* fmt yields fields "key=value key=value"; values with spaces must be in double quotes: use
 * log_quote(). */
void log_info(const char *event, const char *fmt, ...) PRINTF_LIKE(2, 3);
void log_warn(const char *event, const char *fmt, ...) PRINTF_LIKE(2, 3);
void log_error(const char *event, const char *fmt, ...) PRINTF_LIKE(2, 3);
void log_debug(const char *event, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* s in double quotes, control characters and quotes escaped, cut at 400 bytes. The result lives in
 * one of four rotating buffers. */
const char *log_quote(struct str s);

#endif
