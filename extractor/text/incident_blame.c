/* SPDX-License-Identifier: Apache-2.0 */
#include "text/incident_blame.h"
#include "text/phrase.h"

/* The one is a part of the other: "the Red Front" and "Red Front fighters". */
static bool names_same(struct str a, struct str b)
{
	return a.n > 2 && b.n > 2 && (str_case_find(a, b, 0) < a.n || str_case_find(b, a, 0) < b.n);
}

static bool filler_is(const struct filler *f, struct str name)
{
	size_t i;

	if (names_same(f->text, name))
		return true;
	for (i = 0; i < f->naliases; i++)
		if (names_same(f->aliases[i], name))
			return true;
	return false;
}

static bool is_perpetrator(const struct incident *in, struct str name)
{
	size_t role, i;

	for (role = ROLE_PERPETRATOR_INDIVIDUALS; role <= ROLE_PERPETRATOR_ORGANISATIONS; role++)
		for (i = 0; i < in->nroles[role]; i++)
			if (filler_is(&in->roles[role][i], name))
				return true;
	return false;
}

static enum blame blame_of_claim(const struct claim *c)
{
	if (c->modality == MODALITY_DENIED)
		return BLAME_DENIED;
	return c->modality == MODALITY_ALLEGED ? BLAME_ACCUSED : BLAME_CLAIMED;
}

/* Which of two statements about the same perpetrators stands. */
static enum blame weightier(enum blame a, enum blame b)
{
	static const int weight[BLAME_END] = {[BLAME_SUSPECTED] = 1,
		[BLAME_ACCUSED] = 2,
		[BLAME_CLAIMED] = 3,
		[BLAME_DENIED] = 4};

	return weight[b] > weight[a] ? b : a;
}

/* "suspected [rebels]", "[rebels] are believed to": by the words around the mention. */
static enum blame blame_by_words(const struct tokens *t, size_t offset, size_t end)
{
	static const char suspicion[] = "suspected alleged presumed believed suspicion apparently "
					"allegedly reportedly supposedly";
	size_t i = tokens_from(t, offset);

	if (i > 0 && i <= t->n && token_in(t, i - 1, suspicion))
		return BLAME_SUSPECTED;
	for (; i < t->n && t->v[i].span.start < end; i++)
		if (token_in(t, i, suspicion))
			return BLAME_SUSPECTED;
	return i + 1 < t->n && (token_in(t, i, suspicion) || token_in(t, i + 1, suspicion))
		       ? BLAME_SUSPECTED
		       : BLAME_NONE;
}

static enum blame blame_of(
	const struct extraction *x, const struct incident *in, const struct tokens *tokens)
{
	enum blame blame = BLAME_NONE;
	size_t role, i;
	int64_t at;

	for (i = 0; i < x->nclaims; i++)
		if (x->claims[i].kind == CLAIM_RESPONSIBILITY &&
			is_perpetrator(in, x->claims[i].subject))
			blame = weightier(blame, blame_of_claim(&x->claims[i]));
	for (role = ROLE_PERPETRATOR_INDIVIDUALS; role <= ROLE_PERPETRATOR_ORGANISATIONS; role++)
		for (i = 0; i < in->nroles[role]; i++) {
			at = extraction_offset(x, in->roles[role][i].text);
			if (at >= 0)
				blame = weightier(
					blame, blame_by_words(tokens, (size_t)at,
						       (size_t)at + in->roles[role][i].text.n));
		}
	return blame;
}

void incidents_blame(struct extraction *x, const struct tokens *tokens)
{
	size_t i;

	for (i = 0; i < x->nincidents; i++)
		x->incidents[i].blame = blame_of(x, &x->incidents[i], tokens);
}
