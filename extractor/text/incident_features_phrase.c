/* SPDX-License-Identifier: Apache-2.0 */
#include "text/incident_feature.h"
#include "text/parse.h"
#include "text/tag.h"

#define TRIGGER_REACH 25 /* tokens to the nearest word of violence */
#define NEAR_REACH 12    /* tokens to the words that say what happened at a place, on a day */

static int32_t case_of(const struct tokens *t, size_t i)
{
	return parse_dependent(t, i, DEPREL_CASE);
}

static void add_around(const struct incident_view *v, uint32_t first, uint32_t last,
	uint32_t sentence, const char *const names[4], struct incident_features *f)
{
	const struct sentence *s = &v->tokens->sentences[sentence];

	feature_add(f, names[0], first > s->first ? feature_word(v, first - 1) : 1, 0);
	feature_add(f, names[1], first > s->first ? feature_word(v, first - 1) : 1,
		first > s->first + 1 ? feature_word(v, first - 2) : 1);
	feature_add(f, names[2], last < s->last ? feature_word(v, last) : 1, 0);
	feature_add(f, names[3], last < s->last ? feature_word(v, last) : 1,
		last + 1 < s->last ? feature_word(v, last + 1) : 1);
}

/* The nearest words of violence to the left and to the right. */
static void add_triggers(const struct incident_view *v, const struct incident_noun *noun,
	uint64_t kind, struct incident_features *f)
{
	const struct sentence *s = &v->tokens->sentences[noun->sentence];
	size_t i, reach;

	for (i = noun->first, reach = 0; i > s->first && reach < TRIGGER_REACH; i--, reach++)
		if (v->classes[i - 1] & WORD_TRIGGER_BITS) {
			feature_add(f, "n.left", v->classes[i - 1] & WORD_TRIGGER_BITS, kind);
			feature_add(f, "n.leftw", feature_word(v, i - 1), feature_log_bin(reach));
			break;
		}
	for (i = noun->last, reach = 0; i < s->last && reach < TRIGGER_REACH; i++, reach++)
		if (v->classes[i] & WORD_TRIGGER_BITS) {
			feature_add(f, "n.right", v->classes[i] & WORD_TRIGGER_BITS, kind);
			feature_add(f, "n.rightw", feature_word(v, i), feature_log_bin(reach));
			break;
		}
}

static void add_path(const struct incident_view *v, const struct incident_noun *noun, uint64_t kind,
	struct incident_features *f)
{
	const struct tokens *t = v->tokens;
	int deprel, above;
	int32_t gov = incident_governor(t, noun->head, &deprel), next;
	int32_t preposition = case_of(t, noun->head);
	uint64_t prep = preposition >= 0 ? feature_word(v, (size_t)preposition) : 0;

	feature_add(f, "n.rel", (uint64_t)deprel, kind);
	feature_add(f, "n.prep", prep, kind);
	if (gov < 0)
		return;
	feature_add(f, "n.gov", feature_word(v, (size_t)gov), (uint64_t)deprel);
	feature_add(f, "n.govp", feature_word(v, (size_t)gov), prep);
	feature_add(f, "n.govk", feature_word(v, (size_t)gov), (uint64_t)deprel << 32 ^ kind);
	feature_add(
		f, "n.govc", v->classes[gov] & WORD_TRIGGER_BITS, (uint64_t)deprel << 32 ^ kind);
	feature_add_classes(f, "n.govcc", v->classes[gov], (uint64_t)deprel);
	next = incident_governor(t, (size_t)gov, &above);
	if (next >= 0) {
		feature_add(f, "n.gov2", feature_word(v, (size_t)next),
			(uint64_t)deprel << 8 | (uint64_t)above);
		feature_add_classes(f, "n.gov2c", v->classes[next], kind);
	}
}

static void add_support(const struct incident_view *v, const struct incident_noun *noun,
	uint64_t kind, struct incident_features *f)
{
	const struct incident_sentence *s = &v->sentences[noun->sentence];
	float told = 1 - s->types[0];
	size_t k;

	feature_add(f, "n.told", feature_bin(told), 0);
	feature_add(f, "n.told", feature_bin(told), kind);
	for (k = 1; k < INCIDENT_TYPE_END; k++)
		if (s->types[k] > 0.15f)
			feature_add(f, "n.type", k << 8 | feature_bin(s->types[k]), kind);
	if (noun->sentence > 0)
		feature_add(f, "n.told-1",
			feature_bin(1 - v->sentences[noun->sentence - 1].types[0]),
			feature_bin(told));
	feature_add(f, "n.position", noun->sentence < 6 ? noun->sentence : 6, kind);
	feature_add_classes(f, "n.in", s->triggers, kind);
	feature_add_classes(f, "n.inc", s->classes & ~WORD_TRIGGER_BITS, kind);
}

void incident_role_features(
	const struct incident_view *view, size_t noun, struct incident_features *f)
{
	static const char *const around[] = {"n.-1", "n.-2", "n.+1", "n.+2"};
	const struct incident_noun *n = &view->nouns[noun];
	uint64_t kind = n->classes & ~WORD_TRIGGER_BITS, head = feature_word(view, n->head);
	size_t i;

	if (n->name)
		kind = WORD_BIT(62);
	else if (n->lexicon & LEXICON_BIT(LEXICON_ARMED_GROUP))
		kind = WORD_BIT(61);
	else if (!kind)
		kind = WORD_BIT(60) + n->mention;
	f->n = 0;
	feature_add(f, "n.bias", 0, 0);
	feature_add(f, "n.kind", kind, 0);
	feature_add(f, "n.head", head, 0);
	feature_add(f, "n.cluster", view->words[n->head].cluster, 0);
	feature_add(f, "n.mention", n->mention, n->lexicon);
	feature_add(f, "n.name", n->name, n->title < n->first);
	feature_add(f, "n.pos", view->tokens->v[n->head].pos, n->last - n->first);
	for (i = n->title; i < n->last; i++) {
		feature_add(f, "n.word", feature_word(view, i), 0);
		if (i + 1 < n->last)
			feature_add(f, "n.words", feature_word(view, i), feature_word(view, i + 1));
		feature_add_classes(f, "n.wordc", view->classes[i], 0);
	}
	add_around(view, n->title, n->last, n->sentence, around, f);
	add_path(view, n, kind, f);
	add_path(view, n, head, f);
	add_triggers(view, n, kind, f);
	add_support(view, n, kind, f);
	feature_add(f, "n.toldh", feature_bin(1 - view->sentences[n->sentence].types[0]), head);
}

struct nearest_names {
	const char *verb, *verb_class, *trigger;
};

/* The nearest verb and the nearest word of violence, to the left (step -1) or right (1) of tokens.
 */
static void add_nearest(const struct incident_view *v, size_t first, size_t last, int step,
	const struct nearest_names *names, struct incident_features *f)
{
	const struct sentence *s = &v->tokens->sentences[v->tokens->v[first].sentence];
	size_t i = step < 0 ? first : last - 1, distance;
	uint64_t side = (uint64_t)(step + 1);
	bool verb = false, trigger = false;

	for (distance = 0; distance < NEAR_REACH && !(verb && trigger); distance++) {
		if (step < 0 ? i == s->first : i + 1 >= s->last)
			return;
		i = step < 0 ? i - 1 : i + 1;
		if (!verb && pos_is_verb(v->tokens->v[i].pos)) {
			verb = true;
			feature_add(f, names->verb, feature_word(v, i), side);
			feature_add_classes(
				f, names->verb_class, v->classes[i], side << 8 | (distance < 3));
		}
		if (!trigger && v->classes[i] & WORD_TRIGGER_BITS) {
			trigger = true;
			feature_add(f, names->trigger, feature_log_bin(distance), side);
		}
	}
}

void incident_place_features(
	const struct incident_view *view, size_t place, struct incident_features *f)
{
	static const char *const around[] = {"p.-1", "p.-2", "p.+1", "p.+2"};
	static const struct nearest_names nearest = {"p.verb", "p.verbc", "p.trigger"};
	const struct incident_place *p = &view->places[place];
	const struct incident_sentence *s = &view->sentences[p->sentence];
	int deprel;
	int32_t gov = incident_governor(view->tokens, p->last - 1, &deprel);
	int32_t preposition = case_of(view->tokens, p->last - 1);
	float told = 1 - s->types[0];
	bool next = place + 1 < view->nplaces && view->places[place + 1].first <= p->last + 1;
	bool previous = place > 0 && view->places[place - 1].last + 1 >= p->first;

	f->n = 0;
	feature_add(f, "p.bias", p->known, 0);
	feature_add(f, "p.told", feature_bin(told), 0);
	feature_add(f, "p.position", p->sentence < 5 ? p->sentence : 5, feature_bin(told));
	feature_add(f, "p.start", p->first == 0, 0);
	feature_add(f, "p.next", next, previous);
	feature_add(f, "p.prep", preposition >= 0 ? feature_word(view, (size_t)preposition) : 0,
		feature_bin(told) / 2);
	feature_add(f, "p.rel", (uint64_t)deprel, 0);
	if (gov >= 0) {
		feature_add(f, "p.gov", feature_word(view, (size_t)gov), 0);
		feature_add_classes(f, "p.govc", view->classes[gov], (uint64_t)deprel);
	}
	add_around(view, p->first, p->last, p->sentence, around, f);
	add_nearest(view, p->first, p->last, -1, &nearest, f);
	add_nearest(view, p->first, p->last, 1, &nearest, f);
	if (p->sentence > 0)
		feature_add(f, "p.told-1",
			feature_bin(1 - view->sentences[p->sentence - 1].types[0]),
			feature_bin(told));
	if (p->sentence + 1 < view->tokens->nsentences)
		feature_add(f, "p.told+1",
			feature_bin(1 - view->sentences[p->sentence + 1].types[0]),
			feature_bin(told));
	feature_add_classes(f, "p.in", s->triggers, 0);
	feature_add(f, "p.word", feature_word(view, p->last - 1), 0);
}

void incident_day_features(
	const struct incident_view *view, size_t time, struct incident_features *f)
{
	static const char *const around[] = {"d.-1", "d.-2", "d.+1", "d.+2"};
	static const struct nearest_names nearest = {"d.verb", "d.verbc", "d.trigger"};
	const struct timex *t = &view->times->v[time];
	uint32_t sentence = view->tokens->v[t->first].sentence;
	const struct incident_sentence *s = &view->sentences[sentence];
	float told = 1 - s->types[0];
	int deprel;
	int32_t gov = incident_governor(view->tokens, t->last - 1, &deprel);
	size_t i;

	f->n = 0;
	feature_add(f, "d.bias", 0, 0);
	feature_add(f, "d.told", feature_bin(told), 0);
	feature_add(f, "d.precision", t->precision, (uint64_t)t->since << 1 | t->until);
	feature_add(f, "d.time", feature_time_kind(view, sentence), feature_bin(told));
	feature_add(f, "d.position", sentence < 5 ? sentence : 5, feature_bin(told));
	feature_add(f, "d.start", t->first < 8, 0);
	for (i = t->first; i < t->last; i++) {
		feature_add(f, "d.word", feature_word(view, i), 0);
		feature_add(f, "d.wordtold", feature_word(view, i), feature_bin(told));
	}
	add_nearest(view, t->first, t->last, -1, &nearest, f);
	add_nearest(view, t->first, t->last, 1, &nearest, f);
	if (gov >= 0) {
		feature_add(f, "d.gov", feature_word(view, (size_t)gov), 0);
		feature_add_classes(f, "d.govc", view->classes[gov], 0);
		feature_add(f, "d.govp", view->tokens->v[gov].pos, 0);
	}
	add_around(view, t->first, t->last, sentence, around, f);
	feature_add_classes(f, "d.in", s->classes, 0);
}
