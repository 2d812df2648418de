/* SPDX-License-Identifier: Apache-2.0
 * claim_trace.h - which patterns were tried where, and what became of each: what `sitrep explain`
 * shows.
 *
 * A finder that is given a trace notes every pattern whose words stand in the text; one without
 * (as in the pipeline) notes nothing and loses no time. */
#ifndef SITREP_CLAIM_TRACE_H
#define SITREP_CLAIM_TRACE_H

#include "text/claim_lexicon.h"

/* What became of a pattern: one that fits but makes no claim is told apart from one that does not
 * fit. */
enum verdict {
	VERDICT_CLAIM,       /* it made a claim */
	VERDICT_WORDS,       /* the words after its first do not stand there */
	VERDICT_NAME,        /* the word is part of a name */
	VERDICT_MANNER,      /* none of its adverbs stands with the verb */
	VERDICT_VOICE,       /* active where it wants passive, or the other way round */
	VERDICT_OBJECT,      /* what it is done to is none of the things wanted */
	VERDICT_TOPIC,       /* the sentence, or what it is done to, is of another subject */
	VERDICT_SUBJECT,     /* who does it is none of those wanted */
	VERDICT_PREPOSITION, /* the phrase after its preposition is missing, or is another thing */
	VERDICT_NO_OBJECT,   /* it needs an object, and there is none */
	VERDICT_EVENT,    /* a noun of an event that is neither counted nor said to have happened */
	VERDICT_INTENDED, /* wanted, attempted or feared: it did not happen */
	/* a condition, a purpose, a wish: the sentence asserts nothing by it */
	VERDICT_ASSERTS_NOT,
	VERDICT_NEGATED,   /* it is said not to have happened */
	VERDICT_UNCOUNTED, /* this form of the verb needs a number, and there is none */
	VERDICT_NOBODY,    /* "no group claimed it" */
	VERDICT_SPOKEN_OF, /* another pattern has made a claim of the same phrase */
	VERDICT_NONE,      /* a pattern of kind none: the words mean something else */
	VERDICT_REFINED,   /* what its kind needs beyond the pattern is missing */
	VERDICT_END
};

struct attempt {
	const struct trigger *trigger;
	uint32_t sentence;
	uint32_t token; /* of the pattern's first word */
	enum verdict verdict;
};

struct claim_trace {
	struct attempt *v; /* [n] in the order of trying, sentence by sentence */
	size_t n, cap;
	const bool
		*skipped; /* [sentences] furniture, headings, questions: nothing was tried there */
};

/* A half-sentence for a person: "its object is none of the things wanted". */
const char *verdict_text(enum verdict verdict);

#endif
