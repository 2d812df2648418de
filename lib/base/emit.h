/* SPDX-License-Identifier: Apache-2.0
 * emit.h - JSON (RFC 8259) straight into a buffer, without a tree in between.
 *
 * The emitter puts the commas; the caller opens and closes. Strings must be UTF-8; a byte that is
 * not becomes U+FFFD. An absent str is null. A number that JSON cannot say (NaN, infinity) is
 * null. */
#ifndef SITREP_EMIT_H
#define SITREP_EMIT_H

#include <stdint.h>
#include "base/buf.h"

struct emitter {
	struct buf *out;
	bool comma; /* something stands before the next value on its level */
};

void emit_open(struct emitter *w, char bracket);  /* '{' or '[' */
void emit_close(struct emitter *w, char bracket); /* '}' or ']' */
void emit_key(struct emitter *w, const char *key);
void emit_string(struct emitter *w, struct str s);
void emit_int(struct emitter *w, int64_t v);
void emit_real(struct emitter *w, double v); /* whole numbers without a fraction */
void emit_bool(struct emitter *w, bool v);
void emit_null(struct emitter *w);
void emit_raw(struct emitter *w, struct str json); /* must be JSON already */
void emit_member(struct emitter *w, const char *key, struct str s);
void emit_member_int(struct emitter *w, const char *key, int64_t v);
void emit_member_real(struct emitter *w, const char *key, double v);
void emit_member_bool(struct emitter *w, const char *key, bool v);

#endif
