/* SPDX-License-Identifier: Apache-2.0
 * err.h - a failure as one finished sentence and one word that says what to do now.
 *
 * A function that can fail returns bool and takes a struct err * last. The callee writes a whole
 * sentence that names the object; the caller decides whether to log, print or pass it on. The kind
 * answers the only question that a caller has:
 *
 *   ERR_NONE    nothing to report (also: an empty result, such as no report ready)
 *   ERR_RETRY   the world was wrong (disk, network, a busy peer): the same call may work later
 *   ERR_REJECT  the input was wrong: it will never work, a human must look
 *   ERR_FATAL   we were wrong: stop, be restarted, replay */
#ifndef SITREP_ERR_H
#define SITREP_ERR_H

#include <stdbool.h>
#include "base/compiler.h"

enum err_kind { ERR_NONE, ERR_RETRY, ERR_REJECT, ERR_FATAL };

struct err {
	enum err_kind kind;
	/* ERR_RETRY because whom we asked does not answer: it may not be running at all */
	bool silence;
	char text[512]; /* NUL-terminated, cut at a character if longer */
};

/* Always returns false, so that "return err_set(...)" is the whole failure path. err may be NULL.
 * %m works as in syslog(3). */
bool err_set(struct err *err, enum err_kind kind, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* Notes that the failure was silence. Returns false. */
bool err_mark_silence(struct err *err);
/* Puts "prefix: " before the sentence that is there. Returns false. */
bool err_prefix(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);
void err_clear(struct err *err);
const char *err_kind_name(enum err_kind kind);

#endif
