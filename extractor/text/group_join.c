/* SPDX-License-Identifier: Apache-2.0
 *
 * Groups that are one, though words within them look like the end of the first. */
#include <string.h>

#include "base/ascii.h"
#include "text/group_parts.h"
#include "text/mention.h"

/* The groups [first, last) are part of what stands before them. */
static void remove_groups(struct groups *groups, size_t first, size_t last)
{
	memmove(&groups->v[first], &groups->v[last], (groups->n - last) * sizeof(*groups->v));
	groups->n -= last - first;
}

/* "leaving 13 dead and 35 injured": how they were left, no verb of its own. */
void groups_join_left(const struct grouper *c, struct groups *groups)
{
	size_t i, j;

	for (i = 4; i < groups->n; i++) {
		struct group *number = &groups->v[i - 1], *verb = &groups->v[i];

		if (verb->sort != GROUP_VERB || verb->last - verb->first != 1 ||
			!word_at(c, verb->head, "injured wounded maimed") ||
			number->sort != GROUP_NOUN || !number->bare || !number->quantity ||
			number->last != verb->first || number[-1].sort != GROUP_COORDINATOR ||
			number[-2].sort != GROUP_NOUN ||
			(i + 1 < groups->n && verb[1].sort == GROUP_NOUN))
			continue;
		for (j = i - 3; j > 0 && (groups->v[j].sort == GROUP_NOUN ||
						 groups->v[j].sort == GROUP_COMMA);
			j--)
			;
		if (groups->v[j].sort != GROUP_VERB || !word_at(c, groups->v[j].head, "leaving") ||
			!word_at(c, number[-2].head, "dead"))
			continue;
		number->last = verb->last;
		number->head = verb->head;
		number->bare = false;
		remove_groups(groups, i, i + 1);
	}
}

/* The first letter of the acronym in brackets that ends a noun phrase; 0: none does. */
static char acronym_letter(const struct grouper *c, const struct group *np)
{
	struct str word;

	if (np->last < np->first + 4 || !word_at(c, np->last - 1, ")") ||
		!word_at(c, np->last - 3, "("))
		return 0;
	word = token_text(c->tokens, np->last - 2);
	return word.n > 2 && ascii_is_upper(word.p[0]) && ascii_is_upper(word.p[1]) ? word.p[0] : 0;
}

/* "the Middle East and North Africa Financial Action Task Force (MENAFATF)": one name, as its
 * acronym says. */
static void join_names(const struct grouper *c, struct groups *groups)
{
	size_t i;
	char letter;

	for (i = 0; i + 2 < groups->n; i++) {
		struct group *np = &groups->v[i], *rest = np + 2;

		if (np->sort != GROUP_NOUN || !np->proper || np->quantity ||
			np[1].sort != GROUP_COORDINATOR || rest->sort != GROUP_NOUN)
			continue;
		letter = acronym_letter(c, rest);
		if (!letter || token_text(c->tokens, np->core).p[0] != letter ||
			token_text(c->tokens, rest->core).p[0] == letter)
			continue;
		np->last = rest->last;
		np->head = rest->head;
		remove_groups(groups, i + 1, i + 3);
	}
}

/* Where a body's name ends that the lexicon knows and the noun phrase only begins; 0: there is
 * none. */
static size_t known_end(const struct grouper *c, const struct group *np)
{
	const struct mention_view *view = c->r->view;
	const struct lexicon_hit *hit = &view->hits[np->last - 1];
	size_t start = view->hit_start[np->last - 1], end = start + hit->tokens;

	if (!(hit->classes &
		    (LEXICON_BIT(LEXICON_ARMED_GROUP) | LEXICON_BIT(LEXICON_ORGANISATION))) ||
		start < np->first)
		return 0;
	return end > np->last && end <= c->end ? end : 0;
}

/* "al-Qaida [in the Arabian Peninsula]", "the Levant Front [for Work and Trade]": one name, as
 * the lexicon says. */
static void join_known(const struct grouper *c, struct groups *groups)
{
	size_t i, k, end;

	for (i = 0; c->r->view && i < groups->n; i++) {
		struct group *np = &groups->v[i];

		if (np->sort != GROUP_NOUN || !np->proper || np->quantity)
			continue;
		end = known_end(c, np);
		for (k = i + 1; k < groups->n && groups->v[k].last < end; k++)
			;
		if (!end || k == groups->n || groups->v[k].first >= end ||
			groups->v[k].sort != GROUP_NOUN)
			continue;
		if (groups->v[k].last > end) { /* "al-Qaida in Iraq fighters" */
			np->head = groups->v[k].head;
			np->plural = groups->v[k].plural;
			np->proper = groups->v[k].proper;
		}
		np->last = groups->v[k].last;
		remove_groups(groups, i + 1, k + 1);
	}
}

/* "two Hotzenplotz Army (HA) [fighters]": an acronym in brackets does not end the phrase. */
static void join_bracketed(const struct grouper *c, struct groups *groups)
{
	size_t i;

	for (i = 0; i + 1 < groups->n; i++) {
		struct group *np = &groups->v[i], *rest = np + 1;

		if (np->sort != GROUP_NOUN || rest->sort != GROUP_NOUN || np->last != rest->first ||
			!word_at(c, np->last - 1, ")") || rest->quantity || rest->pronoun ||
			rest->proper || rest->core != rest->first || !is_nominal(c, rest->first))
			continue;
		np->last = rest->last;
		np->head = rest->head;
		np->plural = rest->plural;
		np->proper = false;
		remove_groups(groups, i + 1, i + 2);
	}
}

/* "Detachment 88 also arrested": a number that ends the name of who acts. */
static void join_numbered(const struct grouper *c, struct groups *groups)
{
	size_t i;

	for (i = 0; i + 2 < groups->n; i++) {
		struct group *np = &groups->v[i], *number = np + 1, *verb = np + 2;

		if (np->sort != GROUP_NOUN || !np->proper || np->quantity ||
			number->sort != GROUP_NOUN || np->last != number->first ||
			pos_at(c, number->first) != POS_CD ||
			!(number->last == number->first + 1 ||
				word_at(c, number->first + 1, "also has had have")) ||
			verb->sort != GROUP_VERB || verb->passive ||
			verb->form == VERB_INFINITIVE ||
			(i > 0 && np[-1].sort == GROUP_PREPOSITION))
			continue;
		np->last = number->first + 1;
		remove_groups(groups, i + 1, i + 2);
	}
}

/* "were [today] sentenced", "has [on Sunday] given": one verb, whatever stands inside it. */
static void find_split_verbs(const struct grouper *c, struct groups *groups)
{
	size_t i;

	for (i = 1; i + 2 < groups->n; i++) {
		struct group *aux = &groups->v[i], *verb = &groups->v[i + 2];
		bool been = word_at(c, aux->head, "was were is are"),
		     had = word_at(c, aux->head, "has have had");

		if (aux->sort != GROUP_VERB || aux->last - aux->first != 1 || (!been && !had) ||
			groups->v[i + 1].sort != GROUP_TIME || verb->sort != GROUP_VERB ||
			verb->last - verb->first != 1 ||
			(verb->form != VERB_PARTICIPLE && verb->form != VERB_FINITE))
			continue;
		verb->form = VERB_FINITE;
		verb->passive = been;
		verb->perfect = had;
		aux->sort = GROUP_OTHER;
	}
}

void groups_join(const struct grouper *c, struct groups *groups)
{
	join_known(c, groups);
	join_names(c, groups);
	join_numbered(c, groups);
	join_bracketed(c, groups);
	find_split_verbs(c, groups);
}
