/* SPDX-License-Identifier: Apache-2.0
 * texts.h - whether what a source brings still has text.
 *
 * Feeds fail quietly: behind a new wall or in a new layout every page is still there, and holds
 * nothing but its title. The last reports of each source are remembered, in memory only. Pure. */
#ifndef SITREP_TEXTS_H
#define SITREP_TEXTS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

#define TEXTS_REMEMBERED 10u
#define TEXTS_ALARM 8u  /* of those without text: no longer by chance */
#define LITTLE_TEXT 40u /* bytes; the shortest flash of a wire has more */

struct texts {
	uint32_t little; /* bit n: the report n before the last had hardly any text */
	uint32_t n;      /* remembered, at most TEXTS_REMEMBERED */
};

/* A report was read; bytes of its main text. */
void texts_heard(struct texts *texts, uint32_t bytes);
/* How many of the last TEXTS_REMEMBERED had hardly any. */
uint32_t texts_little(const struct texts *texts);
/* A sentence, "" if all is well. */
struct str texts_warning(const struct texts *texts, struct arena *arena);

#endif
