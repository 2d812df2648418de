/* SPDX-License-Identifier: Apache-2.0
 * parse.h - numbers from text, whole or not at all. Output is written only on success. */
#ifndef SITREP_PARSE_H
#define SITREP_PARSE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/str.h"

/* Decimal digits only: no sign, no space, no suffix. */
bool parse_u64(struct str s, uint64_t min, uint64_t max, uint64_t *ret);
/* Digits with an optional K, M or G (powers of 1024): "64M". */
bool parse_size(struct str s, uint64_t min, uint64_t max, uint64_t *ret);
/* Digits with ms, s, m, h or d ("500ms", "30s"; no suffix: seconds), in milliseconds. */
bool parse_duration(struct str s, uint64_t min_ms, uint64_t max_ms, uint64_t *ret_ms);
/* yes/no, true/false, on/off, 1/0 */
bool parse_bool(struct str s, bool *ret);
/* 2 * n hex digits into n bytes. */
bool parse_hex(struct str s, unsigned char *ret, size_t n);
/* out has room for 2 * n + 1. */
void format_hex(const unsigned char *bytes, size_t n, char *out);

#endif
