/* SPDX-License-Identifier: Apache-2.0
 * utf8.h - reading UTF-8 that may be broken. Well-formed means RFC 3629: shortest form, no
 * surrogates, nothing past U+10FFFF. */
#ifndef SITREP_UTF8_H
#define SITREP_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_REPLACEMENT 0xFFFDu

/* Decodes one character at p (n bytes left, n > 0) and says how many bytes it took, at least 1.
 * A byte that starts no well-formed character yields U+FFFD and takes 1. */
uint32_t utf8_decode(const char *p, size_t n, size_t *ret_taken);
/* Writes c (U+FFFD if it is no scalar value) to out, which has room for 4; returns the bytes. */
size_t utf8_encode(uint32_t c, char *out);
bool utf8_valid(const char *p, size_t n);
/* The largest position <= n at which no character of p is cut. */
size_t utf8_floor(const char *p, size_t n);
/* White space of any script, no-break spaces and zero-width ones included. */
bool utf8_is_space(uint32_t c);

#endif
