/* SPDX-License-Identifier: Apache-2.0
 * claim_parts.h - what the files of the claim reader share; private to claim_*.c.
 *
 * A finder reads one text, sentence by sentence. A draft is a claim in the making: the claim
 * itself and where in the sentence it came from, which later steps (time, place, theme) need. */
#ifndef SITREP_CLAIM_PARTS_H
#define SITREP_CLAIM_PARTS_H

#include "text/claim.h"
#include "text/claim_trace.h"
#include "text/clause.h"

enum gender { GENDER_UNKNOWN, GENDER_PERSON, GENDER_THING };

/* A noun phrase that a pronoun may stand for. */
struct referent {
	struct str text;
	uint32_t sentence;
	bool plural;
	bool subject;
	bool proper;
	double count; /* "25 young men"; 0: none was given */
	enum gender gender;
	bool owns_as_thing; /* here or at an earlier mention */
	noun_set sets;
};

/* A stretch of a sentence that a source vouches for. */
struct attribution {
	struct str source;
	uint32_t first, last; /* tokens that are the source's words */
	size_t speaker;       /* group, CLAUSE_NONE: none in this sentence */
	size_t verb;
};

/* Tokens [first, last) that say what a figure counts: a table's column head, "Arrests" before ":".
 */
struct label {
	uint32_t first, last;
};

#define MAX_COLUMNS 16

struct claim_sets {
	noun_set people, forces, attack, cause, place, say, planning, lasting, money, goods, assets,
		agency, group, source, organised, weapon, report, doubtful, terms, partitive, mass,
		statute, system, refugees, mandative, site, house;
	noun_set named; /* what a name may be by its last word: a law, a plan, an agreement */
};

struct draft {
	struct claim claim;
	uint32_t sentence;
	uint32_t token;      /* of the trigger */
	size_t group;        /* of the trigger */
	size_t object_group; /* CLAUSE_NONE: none */
	size_t actor_group;
	size_t cause_group;           /* "roadside bomb", of those who died */
	size_t counted_group;         /* the phrase whose number is the value, if it is neither */
	const struct timex *when;     /* the time of the sentence that is its own, else NULL */
	const struct timex *compared; /* the time of a figure of comparison, else NULL */
	bool structural;
	bool dated; /* the sentence gives it a time, maybe one that cannot be resolved */
	bool part;  /* "two of them women": of the claim before */
	/* "among them two judges": of the claim before too, and nothing that a later phrase
	 * leaves out */
	bool among;
	bool placed; /* it is about the place counted_group: "in Lyon (ten)" */
	bool again;  /* "the others": of those who were told of before */
	bool beside; /* "compared to 15 raids in 2021": the time is of what is only compared */
	bool dropped;
	/* "Monday's attack": no claim, but the day and town of one that is told elsewhere */
	bool mention;
};

/* The claim's figure is that quantity, or none. */
static inline void claim_measure(struct claim *claim, const struct quantity *q, struct str unit)
{
	claim->has_value = q->has_value;
	claim->value = q->value;
	claim->modifier = q->modifier;
	claim->unit = unit;
}
static inline void claim_unmeasure(struct claim *claim)
{
	claim->has_value = false;
	claim->modifier = MODIFIER_NONE;
	claim->unit = (struct str){0};
}

struct finder {
	const struct claim_lexicon *lexicon;
	const struct claim_input *input;
	const struct tokens *tokens;
	struct arena *arena;
	struct claim_sets sets;
	struct draft *drafts; /* [ndrafts] */
	size_t ndrafts, drafts_cap;
	struct referent *referents; /* [nreferents] in the order of the text */
	size_t nreferents, referents_cap;
	struct label columns[MAX_COLUMNS]; /* [ncolumns] heads of the table that is being read */
	size_t ncolumns;
	struct str speaker;     /* of the quotation that is open, absent: none */
	bool quoting;           /* a quotation is open, */
	uint32_t quoted_from;   /* since this token */
	struct str last_quoted; /* whose words the quotation of sentence last_quoted_in was */
	uint32_t last_quoted_in;
	struct str last_said; /* the last speaker in sentence last_said_in, if no thing */
	uint32_t last_said_in;
	struct str last_body; /* the last that is no person */
	uint32_t last_body_in;
	bool last_said_many;
	struct str announced; /* whose words follow: "The minister said:" */
	/* the sentence at work */
	uint32_t sentence;
	const struct sentence *now;
	struct clause clause;
	struct attribution attributions[4];
	size_t nattributions;
};

/* claim_noun.c: noun phrases as slots */
noun_set noun_sets(const struct finder *f, size_t group);
/* "a series of bombings": the phrase that is meant; the group itself if it measures nothing. */
size_t noun_meant(const struct finder *f, size_t group);
/* A word of the phrase, of the sentence, is in one of the sets. */
bool noun_has_word(const struct finder *f, size_t group, noun_set sets);
bool sentence_has_word(const struct finder *f, noun_set sets);
struct str noun_text(const struct finder *f, size_t group);
/* The phrase with its "of" complement and, if several, the whole coordination. */
struct str noun_slot(const struct finder *f, size_t first, size_t last);
enum gender noun_gender(const struct finder *f, size_t group);
bool noun_is_name(const struct finder *f, size_t group);
/* It is written as a name: "Janabi", "al-Janabi". */
bool token_named(const struct finder *f, size_t token);
/* A person, body or place that the entity reader found to be of a type; 0 none. */
int noun_entity(const struct finder *f, size_t group);
int token_entity(const struct finder *f, size_t token);
/* The first entity that begins at this byte or behind it. */
size_t entities_from(const struct finder *f, uint32_t at);
bool noun_counted(const struct finder *f, size_t group);
/* "a smuggler, Max Roe": a person, and the name stands beside. */
bool noun_is_called(const struct finder *f, size_t group);
/* The unit that a thing is counted in: "person", "attack", "weapon", the noun itself. */
struct str noun_unit(const struct finder *f, enum claim_kind kind, size_t group);
/* Value, modifier and unit of the claim by its object's number. */
void noun_count(const struct finder *f, struct claim *claim, size_t first, size_t last);

/* claim_memory.c: pronouns */
struct str memory_resolve(const struct finder *f, size_t group, bool *ret_plural);
/* What a pronoun stands for that is told of in the sentences before. */
struct str memory_plural(const struct finder *f, const struct group *pronoun);
/* "two of them": those told of last who were more than these, else as memory_plural. */
struct str memory_counted(const struct finder *f, const struct group *pronoun);
/* The sets of what the pronoun stands for in the sentences before. */
noun_set memory_sets(const struct finder *f, size_t group);
/* Slot of a subject or object: its own text, or what a pronoun stands for. */
struct str memory_slot(const struct finder *f, size_t group);
/* The same where the pronoun cannot mean whoever is speaking. */
struct str memory_told_of(const struct finder *f, size_t group);
/* The same for an actor, with those coordinated before it: "U.S. and Afghan forces". */
struct str actor_slot(const struct finder *f, size_t group);
void memory_learn(struct finder *f);

/* claim_frame.c: triggers and their arguments */
void frames_find(struct finder *f);

/* claim_object.c */
struct draft *draft_add(
	struct finder *f, enum claim_kind kind, size_t group, struct str maker, float confidence);

/* claim_figure.c: shares, sizes, levels, tolls */
void figures_find(struct finder *f);

/* claim_structure.c: identities, evaluations, what laws do */
void structures_find(struct finder *f);

/* claim_responsibility.c: blame, accusation, denial */
void responsibilities_find(struct finder *f);

/* claim_compare.c: figures that the sentence sets beside a claim's own */
void comparisons_find(struct finder *f, size_t first);

/* claim_contents.c: who they were that the sentence before told of; with its time and place */
void contents_find(struct finder *f);

/* claim_table.c: figures told by a label or a column's head */
void tables_find(struct finder *f);

/* claim_attribution.c */
void attributions_find(struct finder *f);
/* The tokens [first, last) are the words of the source that groups speaker and verb name, if a
 * group does. */
void attribution_add(struct finder *f, struct str source, size_t speaker, size_t verb,
	uint32_t first, uint32_t last);
struct str attribution_of(const struct finder *f, uint32_t token);
bool attribution_verb(const struct finder *f, size_t group);
/* Its time is that of the words: no verb of keeping count, "in May the mission documented 12
 * deaths". */
bool attribution_dates(const struct finder *f, size_t group);

/* claim_quote.c: before the sentence's own sources are looked for, and after */
void quotation_open(struct finder *f);
void quotation_follow(struct finder *f);

/* claim_modality.c: false if the verb asserts nothing ("could", a purpose) */
bool modality_of(const struct finder *f, size_t verb, enum modality *ret);
bool modality_fails(const struct finder *f, size_t verb);
size_t modality_mission(const struct finder *f, size_t verb);

/* claim_time.c, claim_place.c: when and where, by the sentence itself */
void draft_time(struct finder *f, struct draft *draft);
void draft_places(struct finder *f, struct draft *draft);
/* "three in Lund and nine in Malmo": of the drafts from first on, each has the places behind its
 * figure. */
void places_divide(struct finder *f, size_t first);
/* claim_share.c: what other sentences about the same event say */
void dated_events_find(struct finder *f);
void drafts_share(struct finder *f);

/* claim_theme.c */
enum theme theme_of(const struct finder *f, const struct draft *draft);

/* claim_furniture.c: sentences that assert nothing; one flag per sentence */
bool *furniture_find(const struct tokens *tokens, struct arena *arena);

#endif
