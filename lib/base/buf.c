/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

void buf_init(struct buf *buf, size_t max)
{
	*buf = (struct buf){.max = max};
}

void buf_release(struct buf *buf)
{
	free(buf->data);
	buf_init(buf, buf->max);
}

void buf_reset(struct buf *buf)
{
	buf->n = 0;
	buf->full = false;
	if (buf->data)
		buf->data[0] = '\0';
}

char *buf_reserve(struct buf *buf, size_t n)
{
	size_t cap = buf->cap ? buf->cap : 64;

	if (buf->full || n > buf->max || buf->n > buf->max - n) {
		buf->full = true;
		return NULL;
	}
	while (cap < buf->n + n + 1)
		cap *= 2;
	if (cap != buf->cap) {
		buf->data = xrealloc(buf->data, cap, 1);
		buf->cap = cap;
	}
	return buf->data + buf->n;
}

bool buf_append(struct buf *buf, const void *data, size_t n)
{
	char *room = buf_reserve(buf, n);

	if (!room)
		return false;
	if (n)
		memcpy(room, data, n);
	buf->n += n;
	buf->data[buf->n] = '\0';
	return true;
}

bool buf_str(struct buf *buf, struct str s)
{
	return buf_append(buf, s.p, s.n);
}

void buf_set(struct buf *buf, struct str s)
{
	buf_reset(buf);
	buf_str(buf, s);
}

bool buf_puts(struct buf *buf, const char *s)
{
	return buf_append(buf, s, strlen(s));
}

bool buf_putc(struct buf *buf, char c)
{
	return buf_append(buf, &c, 1);
}

bool buf_printf(struct buf *buf, const char *fmt, ...)
{
	va_list ap;
	int need;
	char *room;

	va_start(ap, fmt);
	need = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (need < 0)
		return false;
	room = buf_reserve(buf, (size_t)need);
	if (!room)
		return false;
	va_start(ap, fmt);
	vsnprintf(room, (size_t)need + 1, fmt, ap);
	va_end(ap);
	buf->n += (size_t)need;
	return true;
}
