/* SPDX-License-Identifier: Apache-2.0
 *
 * Quotations that run over several sentences. Whether a mark opens or closes one is seen from the
 * space beside it; whose words they are is said before the first sentence or, as often, in or
 * after the last. */
#include "text/claim_parts.h"
#include "text/phrase.h"

static bool is_mark(const struct finder *f, uint32_t i)
{
	return token_in(f->tokens, i, "\" `` ''");
}

/* A word follows at once, and none stands close before. */
static bool opens(const struct finder *f, uint32_t i)
{
	const struct token *t = f->tokens->v;

	return i + 1 < f->now->last && t[i + 1].span.start == t[i].span.end &&
	       (i == f->now->first || t[i - 1].span.end < t[i].span.start ||
		       token_in(f->tokens, i - 1, "( ["));
}

struct marks {
	uint32_t n, last; /* how many, and where the last stands */
	bool open;        /* it opens a quotation */
};

static struct marks marks_of(const struct finder *f)
{
	struct marks m = {0};
	uint32_t i;

	for (i = f->now->first; i < f->now->last; i++)
		if (is_mark(f, i)) {
			m.n++;
			m.last = i;
			m.open = opens(f, i);
		}
	return m;
}

/* '"... ," Doe said': the source that stands outside the quotation that ends at the mark. */
static struct str said_after(const struct finder *f, uint32_t mark)
{
	size_t i;

	for (i = 0; i < f->nattributions; i++)
		if (f->attributions[i].verb != CLAUSE_NONE &&
			f->clause.v[f->attributions[i].verb].first > mark)
			return f->attributions[i].source;
	return (struct str){0};
}

/* Whose words the sentences before were is only said now. */
static void tell_earlier(struct finder *f, struct str source)
{
	size_t i;

	for (i = f->ndrafts; source.n && i-- > 0 && f->drafts[i].token >= f->quoted_from;)
		if (!f->drafts[i].claim.attributed_to.n)
			f->drafts[i].claim.attributed_to = source;
}

/* The sentence is quoted from its first word on, right after one that named who spoke. */
static bool goes_on(const struct finder *f, const struct marks *m)
{
	return is_mark(f, f->now->first) && f->last_quoted.n &&
	       f->last_quoted_in + 1 == f->sentence &&
	       ((m->n == 1 && m->open) || (m->n == 2 && !m->open && m->last + 2 >= f->now->last));
}

void quotation_open(struct finder *f)
{
	/* a paragraph of a quotation that goes on begins with a mark of its own */
	if (f->now->paragraph && !is_mark(f, f->now->first)) {
		f->speaker = (struct str){0};
		f->quoting = false;
	}
}

static void leave_open(struct finder *f, const struct marks *m)
{
	struct str source = f->nattributions ? f->attributions[0].source : (struct str){0};

	if (!f->quoting)
		f->quoted_from = m->last;
	if (!f->quoting || source.n)
		f->speaker = source;
	f->quoting = true;
}

void quotation_follow(struct finder *f)
{
	struct marks m = marks_of(f);
	bool named = f->nattributions && f->attributions[0].speaker != CLAUSE_NONE;

	if (m.n && named) {
		f->last_quoted = f->attributions[0].source;
		f->last_quoted_in = f->sentence;
	} else if (!f->nattributions && f->quoting) {
		attribution_add(
			f, f->speaker, CLAUSE_NONE, CLAUSE_NONE, f->now->first, f->now->last);
	} else if (!f->nattributions && goes_on(f, &m)) {
		attribution_add(
			f, f->last_quoted, CLAUSE_NONE, CLAUSE_NONE, f->now->first, f->now->last);
		f->last_quoted_in = f->sentence;
	}
	if (m.n && m.open) {
		leave_open(f, &m);
	} else if (m.n) {
		if (f->quoting && !f->speaker.n)
			tell_earlier(f, said_after(f, m.last));
		f->speaker = (struct str){0};
		f->quoting = false;
	}
}
