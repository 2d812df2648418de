/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"
#include "text/incident_feature.h"
#include "text/tag.h"

void feature_add(struct incident_features *f, const char *name, uint64_t a, uint64_t b)
{
	if (f->n < INCIDENT_MAX_FEATURES)
		f->v[f->n++] = hash_mix(
			feature_of(name, (uint32_t)a, (uint32_t)(a >> 32)) ^ hash_mix(b + 1));
}

uint64_t feature_word(const struct incident_view *v, size_t i)
{
	return hash_str(v->tokens->v[i].lemma);
}

/* One feature for each class in bits, each together with b. */
void feature_add_classes(struct incident_features *f, const char *name, uint64_t bits, uint64_t b)
{
	for (; bits; bits &= bits - 1)
		feature_add(f, name, (uint64_t)__builtin_ctzll(bits), b);
}

uint64_t feature_bin(float p)
{
	return p < 0.02f   ? 0
	       : p < 0.05f ? 1
	       : p < 0.12f ? 2
	       : p < 0.25f ? 3
	       : p < 0.5f  ? 4
	       : p < 0.75f ? 5
	       : p < 0.9f  ? 6
			   : 7;
}

uint64_t feature_log_bin(size_t n)
{
	return n < 4 ? n : n < 7 ? 4 : n < 12 ? 5 : n < 25 ? 6 : 7;
}

static bool is_content(const struct token *t)
{
	return pos_is_noun(t->pos) || pos_is_verb(t->pos) || pos_is_adjective(t->pos) ||
	       t->pos == POS_RB || t->pos == POS_MD || t->pos == POS_IN;
}

void feature_add_words(const struct incident_view *v, size_t s, const char *one, const char *two,
	struct incident_features *f)
{
	const struct sentence *sentence = &v->tokens->sentences[s];
	size_t i;

	for (i = sentence->first; i < sentence->last; i++) {
		if (is_content(&v->tokens->v[i]))
			feature_add(f, one, feature_word(v, i), 0);
		if (two && i > sentence->first)
			feature_add(f, two, feature_word(v, i - 1), feature_word(v, i));
	}
}

static bool has_time(const struct incident_view *v, size_t s)
{
	const struct sentence *sentence = &v->tokens->sentences[s];
	size_t at = timex_from(v->times, sentence->first);

	return at < v->times->n && v->times->v[at].first < sentence->last;
}

/* Whether the sentence's first day named is recent, long past or to come. */
uint64_t feature_time_kind(const struct incident_view *v, size_t s)
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
