/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "text/incident_feature.h"
#include "text/parse.h"

#define NEAR 3 /* sentences before and after that a sentence is read with */
#define LEAD 3 /* sentences that open a report */

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

	feature_add(f, "s.verb", feature_word(v, i), v->tokens->v[i].pos);
	feature_add(f, "s.rel", trigger, (uint64_t)deprel);
	if (head >= 0)
		feature_add(f, "s.head", feature_word(v, i), feature_word(v, (size_t)head));
	for (r = 0; r < ARRAY_SIZE(relations); r++) {
		int32_t at = parse_dependent(v->tokens, i, relations[r]);

		if (at < 0)
			continue;
		feature_add(f, "s.arg", feature_word(v, (size_t)at), trigger << 8 | relations[r]);
		feature_add_classes(f, "s.argc", classes_of(v, at), trigger << 8 | relations[r]);
	}
}

void incident_sentence_features(
	const struct incident_view *view, size_t sentence, struct incident_features *f)
{
	const struct sentence *s = &view->tokens->sentences[sentence];
	const struct incident_sentence *self = &view->sentences[sentence];
	size_t i, k, from = sentence > NEAR ? sentence - NEAR : 0;

	f->n = 0;
	feature_add(f, "s.bias", 0, 0);
	feature_add(f, "s.position", sentence < 8 ? sentence : 8, self->triggers != 0);
	feature_add(f, "s.length", feature_log_bin((s->last - s->first) / 3), 0);
	feature_add(f, "s.time", feature_time_kind(view, sentence), self->triggers != 0);
	feature_add_words(view, sentence, "s.word", "s.two", f);
	feature_add_classes(f, "s.class", self->classes, 0);
	for (i = 0; i < WORD_TRIGGERS; i++)
		if (self->triggers & WORD_BIT(i))
			feature_add_classes(f, "s.classes", self->classes, i + 1);
	for (i = s->first; i < s->last; i++)
		if (view->classes[i] & WORD_TRIGGER_BITS)
			add_frame(view, i, f);
	for (k = from; k < sentence + NEAR && k < view->tokens->nsentences; k++)
		if (k != sentence)
			feature_add_classes(f, k < sentence ? "s.before" : "s.after",
				view->sentences[k].triggers |
					(view->sentences[k].classes &
						(WORD_BIT(WORD_CLASH) | WORD_BIT(WORD_TALK) |
							WORD_BIT(WORD_PAST))),
				0);
	if (sentence > 0)
		feature_add_words(view, sentence - 1, "s.word-1", NULL, f);
	if (sentence + 1 < view->tokens->nsentences)
		feature_add_words(view, sentence + 1, "s.word+1", NULL, f);
}

/* What the sentences said of a type, over the report. */
static void add_evidence(
	const struct incident_view *v, enum incident_type type, struct incident_features *f)
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
	feature_add(f, "r.best", feature_bin(best), 0);
	feature_add(f, "r.best", feature_bin(best), type);
	feature_add(f, "r.lead", feature_bin(lead), 0);
	feature_add(f, "r.sum", (uint64_t)fminf(sum * 3, 20), 0);
	feature_add(f, "r.rest", feature_bin(rest), feature_bin(best));
	feature_add(f, "r.share", feature_bin(sum / (float)(v->tokens->nsentences + 1)), 0);
}

/* The likeliest filler of each role in the sentences that tell of the type. */
static void add_fillers(
	const struct incident_view *v, enum incident_type type, struct incident_features *f)
{
	float best[ROLE_COUNT] = {0};
	size_t i, r;

	for (i = 0; i < v->nnouns; i++) {
		float told = v->sentences[v->nouns[i].sentence].types[type];

		for (r = 0; r < ROLE_COUNT && told > 0.1f; r++)
			best[r] = fmaxf(best[r], v->nouns[i].roles[r + 1] * sqrtf(told));
	}
	for (r = 0; r < ROLE_COUNT; r++) {
		feature_add(f, "r.role", r, feature_bin(best[r]));
		feature_add(f, "r.roletype", r << 8 | type, feature_bin(best[r]));
	}
	feature_add(
		f, "r.hit", feature_bin(fmaxf(best[ROLE_VICTIMS], best[ROLE_PHYSICAL_TARGETS])), 0);
	feature_add(f, "r.who", feature_bin(fmaxf(best[0], best[1])),
		feature_bin(fmaxf(best[ROLE_VICTIMS], best[ROLE_PHYSICAL_TARGETS])));
}

void incident_report_features(
	const struct incident_view *view, enum incident_type type, struct incident_features *f)
{
	size_t s, n = view->tokens->nsentences;
	uint64_t all = 0, lead = 0;

	f->n = 0;
	feature_add(f, "r.bias", type, 0);
	add_evidence(view, type, f);
	add_fillers(view, type, f);
	feature_add(f, "r.length", feature_log_bin(n), 0);
	for (s = 0; s < n; s++) {
		all |= view->sentences[s].classes;
		if (s < LEAD)
			lead |= view->sentences[s].classes;
	}
	feature_add_classes(f, "r.class", all, 0);
	feature_add_classes(f, "r.leadc", lead, type);
	for (s = 0; s < n && s < LEAD; s++)
		feature_add_words(view, s, "r.lead", NULL, f);
	for (s = 0; s < n; s++)
		if (view->sentences[s].types[type] > 0.2f)
			feature_add_words(view, s, "r.told", NULL, f);
	for (s = 0; s < n; s++)
		feature_add_words(view, s, "r.word", NULL, f);
	keep_distinct(f);
}
