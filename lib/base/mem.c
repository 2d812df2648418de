/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/compiler.h"
#include "base/mem.h"

static NORETURN void mem_out(size_t n)
{
	fprintf(stderr, "out of memory: %zu bytes refused\n", n);
	_exit(MEM_EXIT);
}

void *xmalloc(size_t n)
{
	void *p = malloc(n ? n : 1);

	if (!p)
		mem_out(n);
	return p;
}

void *xcalloc(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);

	if (!p)
		mem_out(count * size);
	return p;
}

void *xrealloc(void *p, size_t count, size_t size)
{
	size_t n;

	if (__builtin_mul_overflow(count, size, &n))
		mem_out((size_t)-1);
	p = realloc(p, n ? n : 1);
	if (!p)
		mem_out(n);
	return p;
}

char *xstrndup(const char *s, size_t n)
{
	char *copy = xmalloc(n + 1);

	memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

char *xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}

void mem_free(void *p)
{
	free(*(void **)p);
	*(void **)p = NULL;
}
