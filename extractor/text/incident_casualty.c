/* SPDX-License-Identifier: Apache-2.0 */
#include "text/incident_casualty.h"
#include "text/phrase.h"

/* What speaks for a claim being of an incident, and how much is enough. */
#define SAME_SENTENCE 3.0f
#define PER_SENTENCE 0.5f /* what each sentence between the two takes of it */
#define SAME_VICTIM 2.0f
#define SAME_PLACE 1.0f
#define SAME_DAY 1.0f
#define OTHER_PLACE 2.0f
#define OTHER_EVENT 4.0f /* the text turns to another one between the two */
#define ENOUGH 1.5f

#define LONGEST_DAYS 7
#define LONGEST_PAST_DAYS 62 /* a day "on or before" another reaches back that far */

struct counting {
	const struct extraction *x;
	const struct tokens *tokens;
};

static size_t sentence_at(const struct tokens *t, size_t offset)
{
	size_t i = tokens_from(t, offset);

	return i < t->n ? t->v[i].sentence : t->nsentences;
}

static bool is_casualty(const struct claim *c)
{
	if (c->kind != CLAIM_KILLED && c->kind != CLAIM_WOUNDED && c->kind != CLAIM_ABDUCTED)
		return false;
	if (c->modality != MODALITY_ASSERTED && c->modality != MODALITY_ALLEGED &&
		c->modality != MODALITY_ONGOING)
		return false;
	return c->has_value && c->value >= 0 &&
	       (str_eq(c->unit, STR("person")) || str_eq(c->unit, STR("casualty")));
}

static bool ends_in_word(struct str s, const char *words)
{
	size_t i = s.n;

	while (i > 0 && s.p[i - 1] != ' ')
		i--;
	return word_in(str_slice(s, i, s.n), words);
}

/* A toll of a war, of a month or a year, or since a day, is of no incident but the one that took
 * as long. */
static bool is_toll(const struct incident *in, const struct claim *c)
{
	if (ends_in_word(c->subject, "conflict war insurgency violence"))
		return true;
	if (!c->has_time || c->time.start == DAY_NONE ||
		(c->time.end != DAY_NONE && c->time.end - c->time.start <= LONGEST_DAYS))
		return false;
	return !in->has_date || in->date.start != c->time.start || in->date.end != c->time.end;
}

/* 1: the days of both are known and meet; -1: they are and do not; 0: not known. */
static int days_agree(const struct incident *in, const struct claim *c)
{
	int32_t from, to;

	if (!in->has_date || !c->has_time || c->time.end == DAY_NONE)
		return 0;
	to = in->date.end;
	if (in->date.start != DAY_NONE)
		from = in->date.start;
	else if (to != DAY_NONE)
		from = to - LONGEST_PAST_DAYS;
	else
		return 0;
	if (c->time.end < from ||
		(to != DAY_NONE && c->time.start != DAY_NONE && c->time.start > to))
		return -1;
	return in->date.start != DAY_NONE ? 1 : 0;
}

static bool has_place(const struct claim *c, struct str place)
{
	size_t i;

	for (i = 0; i < c->nplaces; i++)
		if (str_case_eq(c->places[i], place))
			return true;
	return false;
}

/* The first location is a country, which is little to agree on. */
static float places_agree(const struct incident *in, const struct claim *c)
{
	size_t i;

	for (i = 1; i < in->nlocations; i++)
		if (has_place(c, in->locations[i]))
			return SAME_PLACE;
	if (c->nplaces == 0 || in->nlocations < 2 || has_place(c, in->locations[0]))
		return 0;
	return -OTHER_PLACE;
}

static bool names_victim(
	const struct extraction *x, const struct incident *in, const struct claim *c)
{
	const struct filler *v = in->roles[ROLE_VICTIMS];
	size_t i, k;

	for (i = 0; i < in->nroles[ROLE_VICTIMS]; i++) {
		if (extraction_overlap(x, v[i].text, c->object) ||
			str_case_eq(v[i].text, c->object))
			return true;
		for (k = 0; k < v[i].naliases; k++)
			if (str_case_eq(v[i].aliases[k], c->object))
				return true;
	}
	return false;
}

static bool names_actor(const struct incident *in, const struct claim *c)
{
	size_t i;

	for (i = 0; c->object.n && i < in->nroles[ROLE_PERPETRATOR_INDIVIDUALS]; i++)
		if (str_case_eq(in->roles[ROLE_PERPETRATOR_INDIVIDUALS][i].text, c->object))
			return true;
	return false;
}

static float affinity(const struct counting *n, const struct incident *in, const struct claim *c)
{
	size_t told = sentence_at(n->tokens, in->span.start),
	       said = sentence_at(n->tokens, c->span.start);
	size_t apart = told > said ? told - said : said - told;
	float near = SAME_SENTENCE - PER_SENTENCE * (float)apart, sum;
	int days = days_agree(in, c);

	if (days < 0 || (c->kind == CLAIM_ABDUCTED && in->type != INCIDENT_KIDNAPPING) ||
		in->stage == STAGE_THREATENED || is_toll(in, c) || names_actor(in, c))
		return 0;
	sum = (near > 0 ? near : 0) + places_agree(in, c) + (days > 0 ? SAME_DAY : 0);
	if (told != said &&
		sentences_turn(n->tokens, told < said ? told : said, told < said ? said : told))
		sum -= OTHER_EVENT;
	return names_victim(n->x, in, c) ? sum + SAME_VICTIM : sum;
}

static struct incident *incident_of(const struct counting *n, const struct claim *c)
{
	struct incident *best = NULL;
	float top = ENOUGH, score;
	size_t i;

	for (i = 0; i < n->x->nincidents; i++) {
		score = affinity(n, &n->x->incidents[i], c);
		if (score >= top && (!best || score > top)) {
			top = score;
			best = &n->x->incidents[i];
		}
	}
	return best;
}

static void add(struct incident *in, struct casualties count, size_t most, struct arena *arena)
{
	size_t i;

	if (!in->casualties)
		in->casualties = arena_zalloc(arena, most, sizeof(*in->casualties));
	for (i = 0; i < in->ncasualties; i++) {
		const struct casualties *known = &in->casualties[i];

		if (known->kind == count.kind && known->open == count.open &&
			known->low >= count.low && known->low <= count.low &&
			known->high >= count.high && known->high <= count.high &&
			str_case_eq(known->attributed_to, count.attributed_to))
			return;
	}
	in->casualties[in->ncasualties++] = count;
}

void incidents_count(struct extraction *x, const struct tokens *tokens, struct arena *arena)
{
	struct counting n = {x, tokens};
	struct incident *in;
	size_t i;

	for (i = 0; i < x->nclaims; i++) {
		const struct claim *c = &x->claims[i];
		struct casualties count = {
			.kind = c->kind, .attributed_to = c->attributed_to, .span = c->span};

		if (!is_casualty(c) || !(in = incident_of(&n, c)))
			continue;
		count.open = !claim_bounds(c->value, c->modifier, &count.low, &count.high);
		add(in, count, x->nclaims, arena);
	}
}
