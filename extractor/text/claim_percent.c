/* SPDX-License-Identifier: Apache-2.0 */
#include "text/claim_match.h"
#include "text/claim_percent.h"
#include "text/phrase.h"

/* "those who departed", "those recruited abroad": the pronoun with what describes it. */
static struct str those_slot(const struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;
	size_t end = group + 1;

	if (end < c->n && c->v[end].sort == GROUP_RELATIVE)
		end++;
	if (end < c->n && c->v[end].sort == GROUP_VERB)
		end++;
	if (end < c->n && (c->v[end].sort == GROUP_ADVERB ||
				  (c->v[end].sort == GROUP_NOUN && c->v[end].pronoun)))
		end++;
	return tokens_text(f->tokens, c->v[group].last - 1, c->v[end - 1].last);
}

static struct str share_slot(const struct finder *f, size_t group, size_t object)
{
	const struct group *np = &f->clause.v[group];
	struct group pronoun = *np;

	if (token_in(f->tokens, np->last - 1, "those"))
		return those_slot(f, group);
	if (token_in(f->tokens, np->last - 1, "them")) {
		pronoun.head = np->last - 1;
		return memory_plural(f, &pronoun);
	}
	if (object == CLAUSE_NONE || f->clause.v[object].pronoun)
		return memory_slot(f, object);
	return noun_slot(f, object, object);
}

/* The phrase's noun says that something has become more or less. */
static bool is_change(const struct finder *f, size_t group)
{
	const struct quantity *q = f->clause.v[group].quantity;

	if (q && token_in(f->tokens, q->last, "of"))
		return false; /* "a fifth of the growth" */
	return f->clause.v[group].sort == GROUP_NOUN &&
	       token_in(f->tokens, f->clause.v[group].head,
		       "increase decrease reduction rise drop fall decline jump growth surge "
		       "slump");
}

/* "a 30 percent reduction [in casualties]", "a rise of 5 percent [in attacks]": what the change
 * is of. */
static size_t changed_in(const struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;
	size_t change =
		c->v[group].bare && group > 1 && group_is(c, group - 1, "of") ? group - 2 : group;

	return is_change(f, change) && group + 2 < c->n && group_is(c, group + 1, "in") &&
			       c->v[group + 2].sort == GROUP_NOUN
		       ? group + 2
		       : CLAUSE_NONE;
}

size_t changing_noun(const struct clause *c, size_t verb)
{
	size_t noun = verb - 1, of;

	if (verb == 0 || c->v[noun].sort != GROUP_NOUN)
		return CLAUSE_NONE;
	while ((of = clause_preposition(c, noun)) != CLAUSE_NONE && of > 0 &&
		group_is(c, of, "of from in by due on") && c->v[of - 1].sort == GROUP_NOUN)
		noun = of - 1;
	return noun;
}

/* "as [deaths from fire] fell by 5 percent", whatever the clause hangs on. */
static bool has_changed(const struct clause *c, size_t verb)
{
	if (verb > 2 && c->v[verb - 2].sort == GROUP_PREPOSITION &&
		c->v[verb - 3].sort == GROUP_VERB)
		return false; /* "deaths caused by fire fell": the subject stands farther off */
	return group_is(c, verb + 1, "by") && c->v[verb].sort == GROUP_VERB &&
	       !c->v[verb].passive &&
	       token_in(c->tokens, c->v[verb].head,
		       "fell fallen dropped rose risen declined increased climbed decreased grew "
		       "grown shrank shrunk");
}

/* "with [deaths from fire] falling by 5 percent" */
static size_t changing(const struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;
	size_t verb = group;

	while (verb > 0 && (group_is(c, verb - 1, "by") || c->v[verb - 1].sort == GROUP_ADVERB))
		verb--;
	return verb > 0 && c->v[verb - 1].sort == GROUP_VERB &&
			       (has_changed(c, verb - 1) ||
				       (c->v[verb - 1].form == VERB_GERUND &&
					       token_in(f->tokens, c->v[verb - 1].head,
						       CHANGING_VERBS " averaging")))
		       ? changing_noun(c, verb - 1)
		       : CLAUSE_NONE;
}

static size_t share_object(const struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;
	size_t verb, subject;

	if (changed_in(f, group) != CLAUSE_NONE)
		return changed_in(f, group);
	if (changing(f, group) != CLAUSE_NONE)
		return changing(f, group);
	if (!c->v[group].bare && !(is_change(f, group) && c->v[group].core == c->v[group].head) &&
		!token_in(f->tokens, c->v[group].head,
			"year month quarter fewer more lower higher larger smaller"))
		return group; /* "90 percent of charges" */
	verb = clause_verb(c, group);
	if (verb == CLAUSE_NONE)
		return CLAUSE_NONE;
	subject = clause_subject(c, verb);
	if (verb < group && !c->v[verb].copula && !c->v[verb].passive) {
		struct noun_list objects;

		clause_objects(c, verb, &objects);
		if (objects.n && objects.v[0] != group)
			return objects.v[0];
	}
	return subject == group ? CLAUSE_NONE : subject;
}

/* "the largest drop [in deaths] was seen there (40 percent)": what a change is of. */
static size_t of_change(const struct finder *f, size_t noun)
{
	const struct clause *c = &f->clause;

	return noun != CLAUSE_NONE && is_change(f, noun) &&
			       !token_in(f->tokens, c->v[noun].head, "growth") && noun + 2 < c->n &&
			       group_is(c, noun + 1, "in") && c->v[noun + 2].sort == GROUP_NOUN &&
			       !c->v[noun + 2].proper
		       ? noun + 2
		       : noun;
}

void share_find(struct finder *f, size_t group)
{
	const struct quantity *q = f->clause.v[group].quantity;
	size_t object = of_change(f, share_object(f, group));
	struct draft *d = draft_add(f, CLAIM_SHARE, group, STR("share"), 0.7f);

	d->object_group = object;
	d->claim.object = share_slot(f, group, object);
	claim_measure(&d->claim, q, STR("percent"));
}
