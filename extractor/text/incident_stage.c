/* SPDX-License-Identifier: Apache-2.0 */
#include "text/incident_stage.h"
#include "text/incident_model.h"
#include "text/phrase.h"
#include "text/tag.h"

#define REACH 6 /* words between "foiled" and what was foiled */

static bool is_deed(const struct incident_view *v, size_t i)
{
	return v->classes[i] & (WORD_TRIGGER_BITS | WORD_BIT(WORD_EXPLOSIVE)) ||
	       token_in(v->tokens, i, "plot plots");
}

static bool has_deed(const struct incident_view *v, size_t from, size_t end)
{
	size_t i;

	for (i = from; i < end && i < from + REACH; i++)
		if (is_deed(v, i))
			return true;
	return false;
}

/* "defused", "foiled a plot", "did not explode", "failed to explode" */
static bool is_foiling(const struct incident_view *v, size_t i, const struct sentence *s)
{
	const struct tokens *t = v->tokens;

	if (token_in(t, i, "explode detonate"))
		return i >= s->first + 2 &&
		       (token_in(t, i - 1, "not n't") ||
			       (token_is(t, i - 1, "to") &&
				       token_in(t, i - 2, "failed fail fails")));
	if (!pos_is_verb(t->v[i].pos))
		return false;
	return token_in(t, i, "defused deactivated") ||
	       (token_in(t, i,
			"foiled foil foiling thwarted thwart thwarting averted frustrated "
			"prevented") &&
		       (has_deed(v, i + 1, s->last) || t->v[i].pos == POS_VBN));
}

bool incident_is_foiled(const struct incident_view *view, size_t sentence)
{
	const struct sentence *s = &view->tokens->sentences[sentence];
	bool foiled = false;
	size_t i;

	for (i = s->first; i < s->last; i++) {
		if (token_in(view->tokens, i, "exploded killed wounded injured destroyed died"))
			return false; /* of another, then */
		foiled = foiled || is_foiling(view, i, s);
	}
	return foiled;
}

enum incident_stage incident_stage_of(const struct incident_view *view, size_t sentence)
{
	struct incident_features f;
	float answer[INCIDENT_MAX_ANSWERS];
	size_t i, best = 0;

	incident_stage_features(view, sentence, &f);
	incident_ask(&view->lexicon->model, ASK_STAGE, &f, answer);
	for (i = 1; i < incident_answers(ASK_STAGE); i++)
		if (answer[i] > answer[best])
			best = i;
	if (best + 1 == STAGE_ACCOMPLISHED && incident_is_foiled(view, sentence))
		return STAGE_ATTEMPTED;
	return (enum incident_stage)(best + 1);
}

/* Tells of a deed of the incident's type. */
static bool tells_deed(const struct claim *c, const struct incident *in)
{
	if (in->type == INCIDENT_KIDNAPPING)
		return c->kind == CLAIM_ABDUCTED;
	return c->kind == CLAIM_ATTACKS || c->kind == CLAIM_KILLED || c->kind == CLAIM_WOUNDED;
}

static bool speaks_of_plans(const struct tokens *tokens, struct span span)
{
	size_t i;

	for (i = tokens_from(tokens, span.start);
		i < tokens->n && tokens->v[i].span.start < span.end; i++)
		if (token_in(tokens, i,
			    "plan plans planned planning plot plotted plotting intend intended "
			    "intending prepared "
			    "preparing conspired conspiring threaten threatens threatened "
			    "threatening"))
			return true;
	return false;
}

bool incident_is_planned(
	const struct extraction *x, const struct tokens *tokens, const struct incident *in)
{
	bool planned = false;
	size_t i;

	for (i = 0; i < x->nclaims; i++) {
		const struct claim *c = &x->claims[i];

		if (c->span.start >= in->span.end || c->span.end <= in->span.start ||
			!tells_deed(c, in))
			continue;
		if (c->modality != MODALITY_PLANNED)
			return false;
		planned = true;
	}
	return planned && speaks_of_plans(tokens, in->span);
}
