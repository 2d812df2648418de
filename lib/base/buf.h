/* SPDX-License-Identifier: Apache-2.0
 * buf.h - owned bytes that grow, up to a ceiling that must be named when the buffer is made.
 *
 * An append that would pass the ceiling changes nothing and sets full, which stays set: write as
 * much as you like, then ask once. data is NUL-terminated whenever it is not NULL. */
#ifndef SITREP_BUF_H
#define SITREP_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include "base/compiler.h"
#include "base/str.h"

struct buf {
	char *data; /* [n] owned */
	size_t n;
	size_t cap;
	size_t max; /* never more than this many bytes */
	bool full;  /* something did not fit */
};

void buf_init(struct buf *buf, size_t max);
void buf_release(struct buf *buf);           /* for AUTO */
void buf_reset(struct buf *buf);             /* empty, memory kept, full cleared */
void buf_set(struct buf *buf, struct str s); /* in place of what it held */
bool buf_append(struct buf *buf, const void *data, size_t n);
bool buf_str(struct buf *buf, struct str s);
bool buf_puts(struct buf *buf, const char *s);
bool buf_putc(struct buf *buf, char c);
bool buf_printf(struct buf *buf, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Room for n more bytes at the end; the caller writes there and then adds to n. NULL if full. */
char *buf_reserve(struct buf *buf, size_t n);
static inline struct str buf_view(const struct buf *buf)
{
	return (struct str){buf->data ? buf->data : "", buf->n};
}

#endif
