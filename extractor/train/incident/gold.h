/* SPDX-License-Identifier: Apache-2.0
 * gold.h - the records that a report ought to give, as JSON lines of the evaluation contract, and
 * how what was found in the text is matched with them. */
#ifndef SITREP_TRAIN_INCIDENT_GOLD_H
#define SITREP_TRAIN_INCIDENT_GOLD_H

#include "base/err.h"
#include "text/incident_view.h"

struct gold_words {
	struct str *v; /* [n] lower case, without leading determiners and numbers */
	size_t n;
	struct str head; /* the last word before a preposition */
};

struct gold_filler {
	struct gold_words *mentions; /* [n] */
	size_t n;
	bool optional;
};

struct gold_incident {
	enum incident_type type;
	enum incident_stage stage;
	bool optional;
	bool has_date;
	struct period date;
	struct str *places; /* [nplaces] lower case, of all alternatives, country first */
	size_t nplaces;
	struct gold_filler *roles[ROLE_COUNT];
	size_t nroles[ROLE_COUNT];
};

struct gold {
	struct gold_incident *v; /* [n] */
	size_t n;
};

/* One line. ERR_REJECT with a sentence. */
bool gold_read(struct str line, struct arena *arena, struct gold *ret, struct err *err) MUST_CHECK;
/* 2: the noun is the filler; 1: it has its head; 0: neither. */
int gold_match(const struct gold_filler *filler, const struct incident_view *view,
	const struct incident_noun *noun);

#endif
