/* SPDX-License-Identifier: Apache-2.0
 * spool_kinds.h - every implementation of the spool in turn, for tests of the contract that they
 * share. */
#ifndef SITREP_SPOOL_KINDS_H
#define SITREP_SPOOL_KINDS_H

#include "support/spools.h"

enum spool_kind { SQLITE, LOG, DURABLE, MEMORY = DURABLE, KINDS };

/* The statement that follows, with an empty spool s of each; kind says of which. */
#define EACH_KIND(s, limits) EACH_BELOW(KINDS, s, limits)
#define EACH_DURABLE(s, limits) EACH_BELOW(DURABLE, s, limits)
#define EACH_BELOW(end, s, limits) \
	for (int kind = 0; kind < (end); kind++) \
		for (struct spool *s = open_kind(kind, limits); s; spool_close(&s))

struct spool *open_kind(int kind, const struct spool_limits *limits);
/* As it is on disk. The log begins a new segment with almost every batch. */
struct spool *open_again(int kind, const struct spool_limits *limits);

struct submit submit_of(const char *body);
enum spool_put put(struct spool *s, const char *body);
uint64_t in_state(struct spool *s, enum spool_state state);
/* Says Done of an attempt. *ret_found: there was such a one. */
bool ends(struct spool *s, const struct spool_item *item, bool *ret_found);

#endif
