/* SPDX-License-Identifier: Apache-2.0
 *
 * A small cousin of Hobbs' search ("Resolving Pronoun References", 1978): the nearest earlier noun
 * phrase that agrees, subjects before others, sentences from the nearest back. */
#include "text/claim_parts.h"
#include "text/phrase.h"
#include "text/tag.h"

#define MEMORY_SENTENCES 6
#define NAMED_LATELY 100 /* mentions among which a name is looked for */
#define MAX_FIRST 500    /* mentions among which a text names itself */

static bool is_plural_word(const struct finder *f, const struct group *np)
{
	return token_in(f->tokens, np->head, "they them these those their both");
}

static bool agrees(const struct finder *f, const struct group *pronoun, const struct referent *m)
{
	if (token_in(f->tokens, pronoun->head, "he she him her himself herself his"))
		return !m->plural && m->gender != GENDER_THING;
	if (token_in(f->tokens, pronoun->head, "i me you my your we us our"))
		return false;
	if (is_plural_word(f, pronoun))
		return m->plural;
	if (token_in(f->tokens, pronoun->head, "it itself its"))
		return !m->plural && m->gender != GENDER_PERSON;
	return true;
}

/* An object pronoun is not the subject of its own verb. */
static size_t own_subject(const struct finder *f, size_t group)
{
	size_t i;

	if (!token_in(f->tokens, f->clause.v[group].head, "him her them it") ||
		(group + 1 < f->clause.n && f->clause.v[group + 1].sort == GROUP_VERB))
		return CLAUSE_NONE;
	for (i = group; i-- > 0;)
		if (f->clause.v[i].sort == GROUP_VERB)
			return clause_subject(&f->clause, i);
	return CLAUSE_NONE;
}

/* A named person after a preposition: "in a call with Mr. Lavrov [urged him]". */
static struct str resolve_named(const struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;
	size_t i;

	if (!token_in(f->tokens, c->v[group].head, "him her he she"))
		return (struct str){0};
	for (i = group; i-- > 0;)
		if (c->v[i].sort == GROUP_NOUN && c->v[i].proper &&
			noun_gender(f, i) == GENDER_PERSON && i != own_subject(f, group))
			return noun_slot(f, i, i);
	return (struct str){0};
}

/* "X said it ...": the pronoun right after a verb of speech is most often the speaker. */
static size_t nearest_speaker(const struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;
	struct referent m = {.gender = GENDER_UNKNOWN};
	size_t i = group, subject;

	while (i > 0 && c->v[i - 1].sort != GROUP_VERB && c->v[i - 1].sort != GROUP_NOUN)
		i--;
	if (i == 0 || !attribution_verb(f, i - 1) || group + 1 >= c->n ||
		c->v[group + 1].sort != GROUP_VERB)
		return CLAUSE_NONE;
	subject = clause_subject(c, i - 1);
	if (subject == CLAUSE_NONE || subject >= group || c->v[subject].pronoun ||
		token_in(
			f->tokens, c->v[i - 1].head, "suspects suspect suspected believes believe"))
		return CLAUSE_NONE;
	if (c->v[group].last - c->v[group].first > 1)
		return CLAUSE_NONE; /* "prosecutors said one of them" */
	m.gender = noun_gender(f, subject);
	m.plural = is_plural_word(f, &c->v[group]) ||
		   (c->v[subject].plural &&
			   !(noun_is_name(f, subject) &&
				   token_in(f->tokens, c->v[group].head, "it")) &&
			   !token_in(f->tokens, c->v[subject].head, "police"));
	return agrees(f, &c->v[group], &m) ? subject : CLAUSE_NONE;
}

/* "the agency said that they": a body that speaks may be many. */
static bool speaks_for_many(const struct finder *f, size_t group, enum gender gender)
{
	return attribution_verb(f, group + 1) &&
	       !token_in(f->tokens, f->clause.v[group + 1].head,
		       "suspects suspect suspected believes believe") &&
	       (!f->clause.v[group].proper || gender == GENDER_THING);
}

/* "Doe said that Roe met a man who had charged him": an object is most often the nearest
 * subject. */
static size_t nearest_person(const struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;
	size_t i, own = own_subject(f, group);

	if (own == CLAUSE_NONE || !token_in(f->tokens, c->v[group].head, "him her"))
		return CLAUSE_NONE;
	for (i = group; i-- > 0;)
		if (c->v[i].sort == GROUP_NOUN && !c->v[i].pronoun && !c->v[i].plural && i != own &&
			i + 1 < c->n && clause_preposition(c, i) == CLAUSE_NONE &&
			c->v[i + 1].sort == GROUP_VERB && c->v[i + 1].form == VERB_FINITE &&
			noun_gender(f, i) == GENDER_PERSON)
			return i;
	return CLAUSE_NONE;
}

/* "each man": nobody whom a pronoun could mean later on. */
static bool is_any(const struct finder *f, size_t group)
{
	return token_in(f->tokens, f->clause.v[group].first, "each every no");
}

enum candidates { CANDIDATES_TOLD_OF, CANDIDATES_ALL, CANDIDATES_BODIES };

/* The first noun phrase before the pronoun that agrees: of those that are told of, not telling; of
 * all; of all, bodies that speak being plurals. */
static size_t agreeing(const struct finder *f, size_t group, enum candidates candidates)
{
	const struct clause *c = &f->clause;
	size_t i, own = own_subject(f, group);

	for (i = 0; i < group; i++) {
		struct referent m = {.plural = c->v[i].plural, .gender = GENDER_UNKNOWN};

		if (candidates == CANDIDATES_TOLD_OF && attribution_verb(f, i + 1))
			continue;
		if (c->v[i].sort != GROUP_NOUN || c->v[i].pronoun || c->v[i].bare)
			continue;
		if (clause_preposition(c, i) != CLAUSE_NONE || i == own || is_any(f, i))
			continue;
		m.gender = noun_gender(f, i);
		if (candidates == CANDIDATES_BODIES && is_plural_word(f, &c->v[group]))
			m.plural = m.plural || speaks_for_many(f, i, m.gender);
		if (agrees(f, &c->v[group], &m))
			return i;
	}
	return CLAUSE_NONE;
}

/* "abducted two engineers; both were freed": those that are two. */
static size_t counted_two(const struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;
	size_t i;

	if (!token_in(f->tokens, c->v[group].head, "both"))
		return CLAUSE_NONE;
	for (i = group; i-- > 0;)
		if (c->v[i].sort == GROUP_NOUN && !c->v[i].bare && c->v[i].quantity &&
			c->v[i].quantity->sort == QUANTITY_COUNT && c->v[i].quantity->value == 2)
			return i;
	return CLAUSE_NONE;
}

/* Mentions of this sentence that stand before the pronoun, nearest subject first. */
static struct str resolve_here(const struct finder *f, size_t group)
{
	size_t found = nearest_speaker(f, group);

	if (found == CLAUSE_NONE)
		found = counted_two(f, group);
	if (found == CLAUSE_NONE)
		found = nearest_person(f, group);
	if (found == CLAUSE_NONE)
		found = agreeing(f, group, CANDIDATES_TOLD_OF);
	if (found == CLAUSE_NONE)
		found = agreeing(f, group, CANDIDATES_ALL);
	if (found == CLAUSE_NONE)
		found = agreeing(f, group, CANDIDATES_BODIES);
	return found == CLAUSE_NONE ? resolve_named(f, group) : noun_slot(f, found, found);
}

static const struct referent *resolve_before(const struct finder *f, const struct group *pronoun)
{
	bool person = token_in(f->tokens, pronoun->head, "he she him her");
	size_t i, pass;

	/* first named subjects for a person, then subjects, then any */
	for (pass = person ? 0 : 1; pass < 3; pass++)
		for (i = f->nreferents; i-- > 0;) {
			const struct referent *m = &f->referents[i];

			if (m->sentence + (pass == 0 ? 2 : MEMORY_SENTENCES) < f->sentence)
				break;
			if ((pass < 2 && !m->subject) || (pass == 0 && !m->proper))
				continue;
			if (agrees(f, pronoun, m))
				return m;
		}
	return NULL;
}

struct str memory_resolve(const struct finder *f, size_t group, bool *ret_plural)
{
	const struct group *pronoun = &f->clause.v[group];
	struct str found = resolve_here(f, group);
	const struct referent *m;

	*ret_plural = is_plural_word(f, pronoun);
	if (found.n)
		return found;
	m = resolve_before(f, pronoun);
	return m ? m->text : (struct str){0};
}

struct str memory_counted(const struct finder *f, const struct group *pronoun)
{
	double least =
		pronoun->quantity && pronoun->quantity->has_value ? pronoun->quantity->value : 0;
	size_t i;

	for (i = f->nreferents; i-- > 0 && f->referents[i].sentence + 1 >= f->sentence;)
		if (f->referents[i].plural && f->referents[i].count > least &&
			f->referents[i].sets & f->sets.people)
			return f->referents[i].text;
	return memory_plural(f, pronoun);
}

struct str memory_plural(const struct finder *f, const struct group *pronoun)
{
	const struct referent *m = resolve_before(f, pronoun);

	return m ? m->text : (struct str){0};
}

noun_set memory_sets(const struct finder *f, size_t group)
{
	const struct referent *m = resolve_before(f, &f->clause.v[group]);

	return m ? m->sets : 0;
}

/* Mentions of a sentence stand last first: the first proper subject of the one that holds i. */
static struct str first_of_sentence(const struct finder *f, size_t i)
{
	struct str best = f->referents[i].text;
	uint32_t sentence = f->referents[i].sentence;

	for (; i < f->nreferents && f->referents[i].sentence == sentence; i++)
		if (f->referents[i].subject && f->referents[i].proper &&
			f->referents[i].text.p < best.p)
			best = f->referents[i].text;
	return best;
}

/* "We" in a body's own statement: the first body or country that the text names. */
static struct str first_body(const struct finder *f)
{
	size_t i;

	for (i = 0; i < f->nreferents && i < MAX_FIRST; i++)
		if (f->referents[i].subject && f->referents[i].proper &&
			f->referents[i].gender != GENDER_PERSON &&
			f->referents[i].sentence < f->sentence)
			return first_of_sentence(f, i);
	return (struct str){0};
}

/* "the statement said": no paper says "we" of itself. */
static bool is_paper(struct str source)
{
	return str_ends(source, STR("statement")) || str_ends(source, STR("release")) ||
	       str_ends(source, STR("report"));
}

struct str memory_slot(const struct finder *f, size_t group)
{
	bool plural;

	if (group == CLAUSE_NONE)
		return (struct str){0};
	if (!f->clause.v[group].pronoun)
		return noun_text(f, group);
	if (token_in(f->tokens, f->clause.v[group].head, "this that there these who which"))
		return (struct str){0};
	if (token_in(f->tokens, f->clause.v[group].head, "we us i")) {
		struct str source = attribution_of(f, f->clause.v[group].head);

		return source.n && !is_paper(source) ? source : first_body(f);
	}
	return memory_resolve(f, group, &plural);
}

/* Nobody tells of his own death: "X's widow said that he had died" is about X. */
struct str memory_told_of(const struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;
	size_t speaker = nearest_speaker(f, group);
	const struct referent *m;
	uint32_t i;

	if (speaker == CLAUSE_NONE)
		return memory_slot(f, group);
	for (i = c->v[speaker].core + 1; i < c->v[speaker].head; i++)
		if (f->tokens->v[i].pos == POS_POS)
			return tokens_text(f->tokens, c->v[speaker].core, i);
	m = resolve_before(f, &c->v[group]);
	return m ? m->text : (struct str){0};
}

struct str actor_slot(const struct finder *f, size_t group)
{
	struct noun_list list;

	if (group == CLAUSE_NONE || f->clause.v[group].pronoun)
		return memory_slot(f, group);
	clause_list_before(&f->clause, group, &list);
	if (list.n < 2 || f->clause.v[list.v[0]].pronoun ||
		clause_preposition(&f->clause, list.v[0]) != CLAUSE_NONE)
		return noun_text(f, group);
	return noun_slot(f, list.v[0], group);
}

/* "Kestovia brought home its citizens": what owns as a thing does, in its own clause; no other
 * thing stands between. */
static bool owns_as_thing(const struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;
	size_t verbs = 0, i;
	uint32_t t;

	for (i = group + 1; i < c->n && verbs < 2; i++) {
		verbs += c->v[i].sort == GROUP_VERB;
		if (c->v[i].sort != GROUP_NOUN)
			continue;
		for (t = c->v[i].first; t < c->v[i].last; t++)
			if (token_in(f->tokens, t, "its itself"))
				return true;
		if (!c->v[i].plural && !c->v[i].pronoun && !c->v[i].quantity &&
			noun_gender(f, i) != GENDER_PERSON)
			return false;
	}
	return false;
}

/* Has a name of one word owned as a thing does, here or lately? Then it is nobody's, whatever it
 * was taken for. */
static bool is_owner_thing(const struct finder *f, size_t group, struct str text)
{
	const struct group *np = &f->clause.v[group];
	size_t i, oldest = f->nreferents > NAMED_LATELY ? f->nreferents - NAMED_LATELY : 0;

	if (!np->proper || np->last - np->first != 1)
		return false;
	for (i = f->nreferents; i-- > oldest;)
		if (f->referents[i].owns_as_thing && str_eq(f->referents[i].text, text))
			return true;
	return owns_as_thing(f, group);
}

static void remember(struct finder *f, size_t group, bool subject)
{
	const struct group *np = &f->clause.v[group];
	struct str text = noun_text(f, group);
	bool thing = is_owner_thing(f, group, text);
	struct referent *m = ARENA_PUSH(f->arena, f->referents, f->nreferents, f->referents_cap);

	*m = (struct referent){.text = text,
		.sentence = f->sentence,
		.plural = np->plural,
		.subject = subject,
		.proper = np->proper,
		.count = np->quantity && np->quantity->sort == QUANTITY_COUNT ? np->quantity->value
									      : 0,
		.owns_as_thing = thing,
		.gender = thing ? GENDER_THING : noun_gender(f, group),
		.sets = noun_sets(f, group)};
}

/* "Despite losing [its stronghold], X": what hangs on a preposition, or on a gerund that does. */
static bool hangs(const struct clause *c, size_t noun)
{
	return clause_preposition(c, noun) != CLAUSE_NONE ||
	       (noun > 1 && c->v[noun - 1].sort == GROUP_VERB &&
		       c->v[noun - 1].form == VERB_GERUND &&
		       c->v[noun - 2].sort == GROUP_PREPOSITION);
}

/* Subjects come last, the first of them very last, so that a search from the end meets it first. */
void memory_learn(struct finder *f)
{
	const struct clause *c = &f->clause;
	size_t i;

	for (i = c->n; i-- > 0;) {
		if (c->v[i].sort != GROUP_NOUN || c->v[i].pronoun || c->v[i].bare || is_any(f, i))
			continue;
		if (hangs(c, i))
			remember(f, i, false);
	}
	for (i = c->n; i-- > 0;) {
		if (c->v[i].sort != GROUP_NOUN || c->v[i].pronoun || c->v[i].bare || is_any(f, i))
			continue;
		if (!hangs(c, i))
			remember(f, i, true);
	}
}
