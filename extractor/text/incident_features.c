/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "text/incident_model.h"
#include "text/parse.h"
#include "text/tag.h"

#define NEAR 3          /* sentences before and after that a sentence is read with */
#define TRIGGER_REACH 25 /* tokens to the nearest word of violence */
#define LEAD 3          /* sentences that open a report */

static void add(struct incident_features *f, const char *name, uint64_t a, uint64_t b)
{
	if (f->n < INCIDENT_MAX_FEATURES)
		f->v[f->n++] = hash_mix(feature_of(name, (uint32_t)a, (uint32_t)(a >> 32)) ^ hash_mix(b + 1));
}

static int compare_hashes(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Presence is what counts in a report, not frequency. */
static void keep_distinct(struct incident_features *f)
{
	size_t i, n = 0;

	qsort(f->v, f->n, sizeof(*f->v), compare_hashes);
	for (i = 0; i < f->n; i++)
		if (n == 0 || f->v[i] != f->v[n - 1])
			f->v[n++] = f->v[i];
	f->n = n;
}

static uint64_t word_at(const struct incident_view *v, size_t i)
{
	return hash_str(v->tokens->v[i].lemma);
}

/* One feature for each class in bits, each together with b. */
static void add_classes(struct incident_features *f, const char *name, uint64_t bits, uint64_t b)
{
	for (; bits; bits &= bits - 1)
		add(f, name, (uint64_t)__builtin_ctzll(bits), b);
}

static uint64_t bin(float p)
{
	return p < 0.02f ? 0 : p < 0.05f ? 1 : p < 0.12f ? 2 : p < 0.25f ? 3 : p < 0.5f ? 4 :
		p < 0.75f ? 5 : p < 0.9f ? 6 : 7;
}

static uint64_t log_bin(size_t n)
{
	return n < 4 ? n : n < 7 ? 4 : n < 12 ? 5 : n < 25 ? 6 : 7;
}

static bool is_content(const struct token *t)
{
	return pos_is_noun(t->pos) || pos_is_verb(t->pos) || pos_is_adjective(t->pos) ||
	       t->pos == POS_RB || t->pos == POS_MD || t->pos == POS_IN;
}

static uint64_t classes_of(const struct incident_view *v, int32_t i)
{
	return i >= 0 ? v->classes[i] : 0;
}

/* Who does it and to whom, for a word of violence: subject, object and the like. */
static void add_frame(const struct incident_view *v, size_t i, struct incident_features *f)
{
	static const uint8_t relations[] = {DEPREL_NSUBJ, DEPREL_NSUBJ_PASS, DEPREL_OBJ, DEPREL_OBL,
		DEPREL_OBL_AGENT, DEPREL_NMOD, DEPREL_AUX, DEPREL_AUX_PASS, DEPREL_COMPOUND,
		DEPREL_AMOD};
	uint64_t trigger = v->classes[i] & WORD_TRIGGER_BITS;
	int deprel;
	int32_t head = incident_governor(v->tokens, i, &deprel);
	size_t r;

	add(f, "s.verb", word_at(v, i), v->tokens->v[i].pos);
	add(f, "s.rel", trigger, (uint64_t)deprel);
	if (head >= 0)
		add(f, "s.head", word_at(v, i), word_at(v, (size_t)head));
	for (r = 0; r < ARRAY_SIZE(relations); r++) {
		int32_t at = parse_dependent(v->tokens, i, relations[r]);

		if (at < 0)
			continue;
		add(f, "s.arg", word_at(v, (size_t)at), trigger << 8 | relations[r]);
		add_classes(f, "s.argc", classes_of(v, at), trigger << 8 | relations[r]);
	}
}

static void add_words(const struct incident_view *v, size_t s, const char *one, const char *two,
	struct incident_features *f)
{
	const struct sentence *sentence = &v->tokens->sentences[s];
	size_t i;

	for (i = sentence->first; i < sentence->last; i++) {
		if (is_content(&v->tokens->v[i]))
			add(f, one, word_at(v, i), 0);
		if (two && i > sentence->first)
			add(f, two, word_at(v, i - 1), word_at(v, i));
	}
}

static bool has_time(const struct incident_view *v, size_t s)
{
	const struct sentence *sentence = &v->tokens->sentences[s];
	size_t at = timex_from(v->times, sentence->first);

	return at < v->times->n && v->times->v[at].first < sentence->last;
}

/* Whether the sentence's first day named is recent, long past or to come. */
static uint64_t time_kind(const struct incident_view *v, size_t s)
{
	const struct sentence *sentence = &v->tokens->sentences[s];
	size_t at = timex_from(v->times, sentence->first);
	const struct timex *t;
	int32_t age;

	if (!has_time(v, s))
		return 0;
	t = &v->times->v[at];
	if (!t->resolved || v->published == DAY_NONE || t->period.start == DAY_NONE)
		return 1;
	age = v->published - t->period.start;
	return age < 0 ? 2 : age < 3 ? 3 : age < 15 ? 4 : age < 62 ? 5 : 6;
}

void incident_sentence_features(
	const struct incident_view *view, size_t sentence, struct incident_features *f)
{
	const struct sentence *s = &view->tokens->sentences[sentence];
	const struct incident_sentence *self = &view->sentences[sentence];
	size_t i, k, from = sentence > NEAR ? sentence - NEAR : 0;

	f->n = 0;
	add(f, "s.bias", 0, 0);
	add(f, "s.position", sentence < 8 ? sentence : 8, self->triggers != 0);
	add(f, "s.length", log_bin((s->last - s->first) / 3), 0);
	add(f, "s.time", time_kind(view, sentence), self->triggers != 0);
	add_words(view, sentence, "s.word", "s.two", f);
	add_classes(f, "s.class", self->classes, 0);
	for (i = 0; i < WORD_TRIGGERS; i++)
		if (self->triggers & WORD_BIT(i))
			add_classes(f, "s.classes", self->classes, i + 1);
	for (i = s->first; i < s->last; i++)
		if (view->classes[i] & WORD_TRIGGER_BITS)
			add_frame(view, i, f);
	for (k = from; k < sentence + NEAR && k < view->tokens->nsentences; k++)
		if (k != sentence)
			add_classes(f, k < sentence ? "s.before" : "s.after",
				view->sentences[k].triggers | (view->sentences[k].classes &
					(WORD_BIT(WORD_CLASH) | WORD_BIT(WORD_TALK) | WORD_BIT(WORD_PAST))),
				0);
	if (sentence > 0)
		add_words(view, sentence - 1, "s.word-1", NULL, f);
	if (sentence + 1 < view->tokens->nsentences)
		add_words(view, sentence + 1, "s.word+1", NULL, f);
}

/* What the sentences said of a type, over the report. */
static void add_evidence(const struct incident_view *v, enum incident_type type,
	struct incident_features *f)
{
	float best = 0, rest = 0, sum = 0, lead = 0;
	size_t s, k;

	for (s = 0; s < v->tokens->nsentences; s++) {
		const float *p = v->sentences[s].types;

		best = fmaxf(best, p[type]);
		sum += p[type];
		if (s < LEAD)
			lead = fmaxf(lead, p[type]);
		for (k = 1; k < INCIDENT_TYPE_END; k++)
			if (k != type)
				rest = fmaxf(rest, p[k]);
	}
	add(f, "r.best", bin(best), 0);
	add(f, "r.best", bin(best), type);
	add(f, "r.lead", bin(lead), 0);
	add(f, "r.sum", (uint64_t)fminf(sum * 3, 20), 0);
	add(f, "r.rest", bin(rest), bin(best));
	add(f, "r.share", bin(sum / (float)(v->tokens->nsentences + 1)), 0);
}

/* The likeliest filler of each role in the sentences that tell of the type. */
static void add_fillers(const struct incident_view *v, enum incident_type type,
	struct incident_features *f)
{
	float best[ROLE_COUNT] = {0};
	size_t i, r;

	for (i = 0; i < v->nnouns; i++) {
		float told = v->sentences[v->nouns[i].sentence].types[type];

		for (r = 0; r < ROLE_COUNT && told > 0.1f; r++)
			best[r] = fmaxf(best[r], v->nouns[i].roles[r + 1] * sqrtf(told));
	}
	for (r = 0; r < ROLE_COUNT; r++) {
		add(f, "r.role", r, bin(best[r]));
		add(f, "r.roletype", r << 8 | type, bin(best[r]));
	}
	add(f, "r.hit", bin(fmaxf(best[ROLE_VICTIMS], best[ROLE_PHYSICAL_TARGETS])), 0);
	add(f, "r.who", bin(fmaxf(best[0], best[1])),
		bin(fmaxf(best[ROLE_VICTIMS], best[ROLE_PHYSICAL_TARGETS])));
}

void incident_report_features(
	const struct incident_view *view, enum incident_type type, struct incident_features *f)
{
	size_t s, n = view->tokens->nsentences;
	uint64_t all = 0, lead = 0;

	f->n = 0;
	add(f, "r.bias", type, 0);
	add_evidence(view, type, f);
	add_fillers(view, type, f);
	add(f, "r.length", log_bin(n), 0);
	for (s = 0; s < n; s++) {
		all |= view->sentences[s].classes;
		if (s < LEAD)
			lead |= view->sentences[s].classes;
	}
	add_classes(f, "r.class", all, 0);
	add_classes(f, "r.leadc", lead, type);
	for (s = 0; s < n && s < LEAD; s++)
		add_words(view, s, "r.lead", NULL, f);
	for (s = 0; s < n; s++)
		if (view->sentences[s].types[type] > 0.2f)
			add_words(view, s, "r.told", NULL, f);
	for (s = 0; s < n; s++)
		add_words(view, s, "r.word", NULL, f);
	keep_distinct(f);
}

static int32_t case_of(const struct tokens *t, size_t i)
{
	return parse_dependent(t, i, DEPREL_CASE);
}

static void add_around(const struct incident_view *v, uint32_t first, uint32_t last, uint32_t sentence,
	const char *const names[4], struct incident_features *f)
{
	const struct sentence *s = &v->tokens->sentences[sentence];

	add(f, names[0], first > s->first ? word_at(v, first - 1) : 1, 0);
	add(f, names[1], first > s->first ? word_at(v, first - 1) : 1,
		first > s->first + 1 ? word_at(v, first - 2) : 1);
	add(f, names[2], last < s->last ? word_at(v, last) : 1, 0);
	add(f, names[3], last < s->last ? word_at(v, last) : 1,
		last + 1 < s->last ? word_at(v, last + 1) : 1);
}

/* The nearest words of violence to the left and to the right. */
static void add_triggers(const struct incident_view *v, const struct incident_noun *noun,
	uint64_t kind, struct incident_features *f)
{
	const struct sentence *s = &v->tokens->sentences[noun->sentence];
	size_t i, reach;

	for (i = noun->first, reach = 0; i > s->first && reach < TRIGGER_REACH; i--, reach++)
		if (v->classes[i - 1] & WORD_TRIGGER_BITS) {
			add(f, "n.left", v->classes[i - 1] & WORD_TRIGGER_BITS, kind);
			add(f, "n.leftw", word_at(v, i - 1), log_bin(reach));
			break;
		}
	for (i = noun->last, reach = 0; i < s->last && reach < TRIGGER_REACH; i++, reach++)
		if (v->classes[i] & WORD_TRIGGER_BITS) {
			add(f, "n.right", v->classes[i] & WORD_TRIGGER_BITS, kind);
			add(f, "n.rightw", word_at(v, i), log_bin(reach));
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
	uint64_t prep = preposition >= 0 ? word_at(v, (size_t)preposition) : 0;

	add(f, "n.rel", (uint64_t)deprel, kind);
	add(f, "n.prep", prep, kind);
	if (gov < 0)
		return;
	add(f, "n.gov", word_at(v, (size_t)gov), (uint64_t)deprel);
	add(f, "n.govp", word_at(v, (size_t)gov), prep);
	add(f, "n.govk", word_at(v, (size_t)gov), (uint64_t)deprel << 32 ^ kind);
	add(f, "n.govc", v->classes[gov] & WORD_TRIGGER_BITS, (uint64_t)deprel << 32 ^ kind);
	add_classes(f, "n.govcc", v->classes[gov], (uint64_t)deprel);
	next = incident_governor(t, (size_t)gov, &above);
	if (next >= 0) {
		add(f, "n.gov2", word_at(v, (size_t)next), (uint64_t)deprel << 8 | (uint64_t)above);
		add_classes(f, "n.gov2c", v->classes[next], kind);
	}
}

static void add_support(const struct incident_view *v, const struct incident_noun *noun,
	uint64_t kind, struct incident_features *f)
{
	const struct incident_sentence *s = &v->sentences[noun->sentence];
	float told = 1 - s->types[0];
	size_t k;

	add(f, "n.told", bin(told), 0);
	add(f, "n.told", bin(told), kind);
	for (k = 1; k < INCIDENT_TYPE_END; k++)
		if (s->types[k] > 0.15f)
			add(f, "n.type", k << 8 | bin(s->types[k]), kind);
	if (noun->sentence > 0)
		add(f, "n.told-1", bin(1 - v->sentences[noun->sentence - 1].types[0]), bin(told));
	add(f, "n.position", noun->sentence < 6 ? noun->sentence : 6, kind);
	add_classes(f, "n.in", s->triggers, kind);
	add_classes(f, "n.inc", s->classes & ~WORD_TRIGGER_BITS, kind);
}

void incident_role_features(
	const struct incident_view *view, size_t noun, struct incident_features *f)
{
	static const char *const around[] = {"n.-1", "n.-2", "n.+1", "n.+2"};
	const struct incident_noun *n = &view->nouns[noun];
	uint64_t kind = n->classes & ~WORD_TRIGGER_BITS, head = word_at(view, n->head);
	size_t i;

	if (n->name)
		kind = WORD_BIT(62);
	else if (n->lexicon & LEXICON_BIT(LEXICON_ARMED_GROUP))
		kind = WORD_BIT(61);
	else if (!kind)
		kind = WORD_BIT(60) + n->mention;
	f->n = 0;
	add(f, "n.bias", 0, 0);
	add(f, "n.kind", kind, 0);
	add(f, "n.head", head, 0);
	add(f, "n.cluster", view->words[n->head].cluster, 0);
	add(f, "n.mention", n->mention, n->lexicon);
	add(f, "n.name", n->name, n->title < n->first);
	add(f, "n.pos", view->tokens->v[n->head].pos, n->last - n->first);
	for (i = n->title; i < n->last; i++) {
		add(f, "n.word", word_at(view, i), 0);
		if (i + 1 < n->last)
			add(f, "n.words", word_at(view, i), word_at(view, i + 1));
		add_classes(f, "n.wordc", view->classes[i], 0);
	}
	add_around(view, n->title, n->last, n->sentence, around, f);
	add_path(view, n, kind, f);
	add_path(view, n, head, f);
	add_triggers(view, n, kind, f);
	add_support(view, n, kind, f);
	add(f, "n.toldh", bin(1 - view->sentences[n->sentence].types[0]), head);
}

void incident_place_features(
	const struct incident_view *view, size_t place, struct incident_features *f)
{
	static const char *const around[] = {"p.-1", "p.-2", "p.+1", "p.+2"};
	const struct incident_place *p = &view->places[place];
	const struct incident_sentence *s = &view->sentences[p->sentence];
	int deprel;
	int32_t gov = incident_governor(view->tokens, p->last - 1, &deprel);
	int32_t preposition = case_of(view->tokens, p->last - 1);
	float told = 1 - s->types[0];
	bool next = place + 1 < view->nplaces && view->places[place + 1].first <= p->last + 1;
	bool previous = place > 0 && view->places[place - 1].last + 1 >= p->first;

	f->n = 0;
	add(f, "p.bias", p->known, 0);
	add(f, "p.told", bin(told), 0);
	add(f, "p.position", p->sentence < 5 ? p->sentence : 5, bin(told));
	add(f, "p.start", p->first == 0, 0);
	add(f, "p.next", next, previous);
	add(f, "p.prep", preposition >= 0 ? word_at(view, (size_t)preposition) : 0, bin(told) / 2);
	add(f, "p.rel", (uint64_t)deprel, 0);
	if (gov >= 0) {
		add(f, "p.gov", word_at(view, (size_t)gov), 0);
		add_classes(f, "p.govc", view->classes[gov], (uint64_t)deprel);
	}
	add_around(view, p->first, p->last, p->sentence, around, f);
	if (p->sentence > 0)
		add(f, "p.told-1", bin(1 - view->sentences[p->sentence - 1].types[0]), bin(told));
	if (p->sentence + 1 < view->tokens->nsentences)
		add(f, "p.told+1", bin(1 - view->sentences[p->sentence + 1].types[0]), bin(told));
	add_classes(f, "p.in", s->triggers, 0);
	add(f, "p.word", word_at(view, p->last - 1), 0);
}

void incident_day_features(const struct incident_view *view, size_t time, struct incident_features *f)
{
	static const char *const around[] = {"d.-1", "d.-2", "d.+1", "d.+2"};
	const struct timex *t = &view->times->v[time];
	uint32_t sentence = view->tokens->v[t->first].sentence;
	const struct incident_sentence *s = &view->sentences[sentence];
	float told = 1 - s->types[0];
	int deprel;
	int32_t gov = incident_governor(view->tokens, t->last - 1, &deprel);
	size_t i;

	f->n = 0;
	add(f, "d.bias", 0, 0);
	add(f, "d.told", bin(told), 0);
	add(f, "d.precision", t->precision, (uint64_t)t->since << 1 | t->until);
	add(f, "d.time", time_kind(view, sentence), bin(told));
	add(f, "d.position", sentence < 5 ? sentence : 5, bin(told));
	add(f, "d.start", t->first < 8, 0);
	for (i = t->first; i < t->last; i++)
		add(f, "d.word", word_at(view, i), 0);
	if (gov >= 0) {
		add(f, "d.gov", word_at(view, (size_t)gov), 0);
		add_classes(f, "d.govc", view->classes[gov], 0);
		add(f, "d.govp", view->tokens->v[gov].pos, 0);
	}
	add_around(view, t->first, t->last, sentence, around, f);
	add_classes(f, "d.in", s->classes, 0);
}

void incident_stage_features(
	const struct incident_view *view, size_t sentence, struct incident_features *f)
{
	const struct incident_sentence *s = &view->sentences[sentence];
	size_t k;

	f->n = 0;
	add(f, "g.bias", 0, 0);
	add_classes(f, "g.class", s->classes, 0);
	for (k = 1; k < INCIDENT_TYPE_END; k++)
		add(f, "g.type", k, bin(s->types[k]));
	add(f, "g.threat", (s->triggers & WORD_BIT(WORD_THREATEN)) != 0,
		s->triggers & ~WORD_BIT(WORD_THREATEN));
	add_words(view, sentence, "g.word", "g.two", f);
}

/* Does a name or a target of the sentence stand in the sentences [from, to) too? */
static bool is_repeated(const struct incident_view *v, const struct incident_noun *noun, size_t from,
	size_t to)
{
	size_t i;

	for (i = v->tokens->sentences[from].first; i < v->tokens->sentences[to].first; i++)
		if (str_eq(v->tokens->v[i].lemma, v->tokens->v[noun->head].lemma))
			return true;
	return false;
}

/* What is new and what is known of people, things and places in a sentence. */
static void add_news(const struct incident_view *v, size_t from, size_t after,
	struct incident_features *f)
{
	size_t i, known = 0, fresh = 0, known_places = 0, fresh_places = 0;

	for (i = v->first_noun[after]; i < v->first_noun[after + 1]; i++) {
		const struct incident_noun *n = &v->nouns[i];
		uint64_t kind = n->name ? WORD_CLASS_END : n->classes ? (uint64_t)__builtin_ctzll(n->classes) :
									 WORD_CLASS_END + 1;
		bool repeated = is_repeated(v, n, from, after);

		*(repeated ? &known : &fresh) += kind <= WORD_CLASS_END;
		if (kind <= WORD_CLASS_END)
			add(f, "x.noun", kind, repeated);
	}
	for (i = 0; i < v->nplaces; i++) {
		const struct incident_place *p = &v->places[i];
		size_t k;

		if (p->sentence != after || p->is_country)
			continue;
		for (k = 0; k < i; k++)
			if (v->places[k].sentence >= from && v->places[k].sentence < after &&
				str_case_eq(tokens_text(v->tokens, p->first, p->last),
					tokens_text(v->tokens, v->places[k].first, v->places[k].last)))
				break;
		*(k < i ? &known_places : &fresh_places) += 1;
	}
	add(f, "x.news", log_bin(fresh), log_bin(known));
	add(f, "x.places", fresh_places > 2 ? 2 : fresh_places, known_places > 2 ? 2 : known_places);
}

/* -1 no day in one of them, 0 the same day, else that they differ. */
static uint64_t compare_days(const struct incident_view *v, size_t a, size_t b)
{
	const struct sentence *first = &v->tokens->sentences[a], *second = &v->tokens->sentences[b];
	size_t x = timex_from(v->times, first->first), y = timex_from(v->times, second->first);

	if (x >= v->times->n || y >= v->times->n || v->times->v[x].first >= first->last ||
		v->times->v[y].first >= second->last || !v->times->v[x].resolved ||
		!v->times->v[y].resolved)
		return 0;
	return v->times->v[x].period.start == v->times->v[y].period.start ? 1 : 2;
}

void incident_split_features(const struct incident_view *view, enum incident_type type, size_t from,
	size_t before, size_t after, struct incident_features *f)
{
	const struct incident_sentence *a = &view->sentences[before], *b = &view->sentences[after];
	const struct sentence *s = &view->tokens->sentences[after];
	size_t i;

	f->n = 0;
	add(f, "x.bias", 0, 0);
	add(f, "x.type", type, 0);
	add(f, "x.distance", log_bin(after - before), s->paragraph);
	add(f, "x.length", log_bin(before - from), 0);
	add(f, "x.position", log_bin(after), view->tokens->nsentences > 12);
	add(f, "x.triggers", (a->triggers & b->triggers) != 0, (b->triggers & ~a->triggers) != 0);
	add(f, "x.told", bin(a->types[type]), bin(b->types[type]));
	add(f, "x.days", compare_days(view, before, after), s->paragraph);
	add_classes(f, "x.class", b->classes, 0);
	add_classes(f, "x.trigger", b->triggers, s->paragraph);
	add_classes(f, "x.same", a->classes & b->classes, 0);
	add(f, "x.time", time_kind(view, before), time_kind(view, after));
	add_news(view, from, after, f);
	for (i = s->first; i < s->first + 4 && i < s->last; i++)
		add(f, "x.first", word_at(view, i), i - s->first);
	add_words(view, after, "x.word", NULL, f);
}

/* The mention of an entity that is likeliest to take the role. */
static const struct incident_noun *best_noun(const struct incident_view *v,
	const struct incident_entity *entity, uint32_t role)
{
	const struct incident_noun *best = &v->nouns[entity->nouns[0]];
	size_t i;

	for (i = 1; i < entity->n; i++)
		if (v->nouns[entity->nouns[i]].roles[role + 1] > best->roles[role + 1])
			best = &v->nouns[entity->nouns[i]];
	return best;
}

static float rival_role(const struct incident_entity *entity, uint32_t role)
{
	float best = 0;
	uint32_t r;

	for (r = 0; r < ROLE_COUNT; r++)
		if (r != role)
			best = fmaxf(best, entity->roles[r]);
	return best;
}

/* How the candidate stands among those for the same role of the same incident. */
static void add_rank(const struct incident_view *v, const struct incident_candidates *all, size_t at,
	const struct incident_noun *noun, struct incident_features *f)
{
	const struct incident_candidate *c = &all->v[at];
	size_t first = at, rank, names = 0, alike = 0, i;

	while (first > 0 && all->v[first - 1].scope == c->scope && all->v[first - 1].role == c->role)
		first--;
	rank = at - first;
	for (i = first; i < at; i++) {
		const struct incident_noun *other =
			best_noun(v, &all->entities.v[all->v[i].entity], c->role);

		names += other->name;
		alike += str_eq(v->tokens->v[other->head].lemma, v->tokens->v[noun->head].lemma) ||
			 (other->classes & noun->classes & ~WORD_TRIGGER_BITS) != 0;
	}
	add(f, "f.rank", rank < 5 ? rank : 5, c->role);
	add(f, "f.rankp", rank < 3 ? rank : 3, c->role << 8 | bin(c->pull));
	add(f, "f.top", bin(all->v[first].pull), c->role << 8 | bin(c->pull));
	add(f, "f.names", names < 2 ? names : 2, c->role << 8 | (uint64_t)noun->definite << 1 | noun->name);
	add(f, "f.alike", alike < 2 ? alike : 2, c->role);
	add(f, "f.alikeof", alike < 2 ? alike : 2, c->role << 8 | (uint64_t)noun->name);
	if (rank > 0)
		add(f, "f.share", (uint64_t)(10 * c->pull / all->v[first].pull), c->role);
}

void incident_filler_features(const struct incident_view *view, const struct incident_scopes *scopes,
	const struct incident_candidates *all, size_t candidate, struct incident_features *f)
{
	const struct incident_candidate *c = &all->v[candidate];
	const struct incident_entity *entity = &all->entities.v[c->entity];
	const struct incident_noun *noun = best_noun(view, entity, c->role);
	const struct incident_scope *scope = &scopes->v[c->scope];
	uint64_t role = c->role, head = word_at(view, noun->head);
	float sum = 0;
	size_t i;

	for (i = 0; i < entity->n; i++)
		sum += view->nouns[entity->nouns[i]].roles[role + 1];
	f->n = 0;
	add(f, "f.bias", role, scope->type);
	add(f, "f.best", (uint64_t)(entity->roles[role] * 20), role);
	add(f, "f.bestany", (uint64_t)(entity->roles[role] * 20), 0);
	add(f, "f.pull", (uint64_t)(c->pull * 15), role);
	add(f, "f.sum", (uint64_t)fminf(sum * 4, 16), role);
	add(f, "f.mentions", log_bin(entity->n), role);
	add(f, "f.rival", bin(rival_role(entity, c->role)), role << 8 | bin(entity->roles[role]));
	add(f, "f.first", log_bin(view->nouns[entity->nouns[0]].sentence), role);
	add(f, "f.near", bin(scope->near[noun->sentence]), role);
	add(f, "f.told", bin(scope->told), role);
	add(f, "f.scopes", log_bin(scopes->n), role);
	add(f, "f.form", noun->last - noun->first, role << 8 | (uint64_t)noun->definite << 1 | noun->name);
	add(f, "f.kind", noun->classes & ~WORD_TRIGGER_BITS, role);
	add(f, "f.kindtype", noun->classes & ~WORD_TRIGGER_BITS, role << 8 | scope->type);
	add(f, "f.head", head, role);
	add(f, "f.headtype", head, role << 8 | scope->type);
	add(f, "f.group", noun->lexicon & LEXICON_BIT(LEXICON_ARMED_GROUP), role << 8 | scope->type);
	for (i = noun->title; i < noun->last; i++)
		add(f, "f.word", word_at(view, i), role);
	add_rank(view, all, candidate, noun, f);
}
