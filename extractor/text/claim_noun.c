/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "text/claim_parts.h"
#include "text/phrase.h"
#include "text/tag.h"

static const struct group *group_of(const struct finder *f, size_t group)
{
	return &f->clause.v[group];
}

/* "militiamen": in the lexicon with "a". */
static noun_set sets_of_men(const struct finder *f, struct str word)
{
	char singular[32];

	if (!str_ends(word, STR("men")) || word.n > sizeof(singular))
		return 0;
	memcpy(singular, word.p, word.n);
	singular[word.n - 2] = 'a';
	return claim_lexicon_sets(f->lexicon, (struct str){singular, word.n});
}

/* The sets of a word, also of its singular. */
static noun_set word_sets(const struct finder *f, size_t token)
{
	const struct token *t = &f->tokens->v[token];
	noun_set sets = claim_lexicon_sets(f->lexicon, t->lower) |
			claim_lexicon_sets(f->lexicon, t->lemma) | sets_of_men(f, t->lower);

	if (t->lower.n > 3 && t->lower.p[t->lower.n - 1] == 's')
		sets |= claim_lexicon_sets(f->lexicon, str_slice(t->lower, 0, t->lower.n - 1));
	return sets;
}

/* The last word of the phrase before a bracket, which says what it is. */
static size_t head_word(const struct finder *f, size_t group)
{
	const struct group *np = group_of(f, group);
	size_t i;

	for (i = np->core; i < np->last; i++) {
		if (i > np->core && token_in(f->tokens, i, "( of on for against to") &&
			pos_is_noun(f->tokens->v[i - 1].pos))
			return i - 1;
	}
	return np->head;
}

/* "biometric passports": what describes it makes it a technical system. */
static bool has_system_word(const struct finder *f, const struct group *np)
{
	size_t i;

	for (i = np->core; i < np->last; i++)
		if (token_in(f->tokens, i, "biometric pisces api pnr facial fingerprint"))
			return true;
	return false;
}

static noun_set noun_sets_of(const struct finder *f, size_t group)
{
	const struct group *np = group_of(f, group);
	struct str word;
	size_t head = head_word(f, group), dash;
	noun_set sets;

	if (np->sort != GROUP_NOUN)
		return 0;
	sets = word_sets(f, head);
	if (head != np->head && !token_capitalised(f->tokens, np->head))
		sets |= word_sets(f, np->head);         /* "the Financing of Terrorism law" */
	sets |= word_sets(f, np->head) & f->sets.named; /* "the Prevention of Terrorism Act" */
	if (has_system_word(f, np))
		sets |= f->sets.system;
	if (token_in(f->tokens, head, "acts") && !token_capitalised(f->tokens, head))
		sets = head > np->core && token_in(f->tokens, head - 1, "terrorist terror violent")
			       ? f->sets.attack
			       : 0; /* deeds */
	if (np->last > np->core + 2 && token_in(f->tokens, np->last - 1, ")"))
		sets |= word_sets(f, np->last - 2);
	word = f->tokens->v[head].lower;
	for (dash = word.n; dash > 0 && word.p[dash - 1] != '-'; dash--)
		;
	if (dash > 0)
		sets |= claim_lexicon_sets(f->lexicon, str_slice(word, dash, word.n));
	if (np->quantity && np->quantity->sort == QUANTITY_MONEY)
		sets |= f->sets.money;
	if (np->quantity && np->quantity->sort == QUANTITY_MEASURE)
		sets |= f->sets.goods;
	if (noun_is_name(f, group))
		sets |= claim_lexicon_set(f->lexicon, "name");
	if (np->quantity && np->quantity->sort == QUANTITY_COUNT)
		sets |= claim_lexicon_set(f->lexicon, "number");
	if (noun_gender(f, group) == GENDER_PERSON)
		sets |= f->sets.people;
	return sets;
}

/* "a network of five smugglers": as many people as it has. */
static bool is_band(const struct finder *f, size_t group)
{
	const struct quantity *q = f->clause.v[group + 2].quantity;

	return q && q->sort == QUANTITY_COUNT && !f->clause.v[group].quantity &&
	       token_in(f->tokens, f->clause.v[group].head, "network ring cell band gang team") &&
	       (word_sets(f, f->clause.v[group + 2].head) & f->sets.people);
}

/* "a series of bombings": the phrase that is meant; group itself if it measures nothing. */
size_t noun_meant(const struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;

	if (group + 2 < c->n && group_is(c, group + 1, "of") &&
		c->v[group + 2].sort == GROUP_NOUN && c->v[group].sort == GROUP_NOUN &&
		!c->v[group + 2].pronoun &&
		((word_sets(f, c->v[group].head) & f->sets.partitive) ||
			(c->v[group].quantity && c->v[group].quantity->sort == QUANTITY_DURATION) ||
			is_band(f, group) ||
			(c->v[group + 2].quantity &&
				c->v[group + 2].quantity->sort == QUANTITY_MONEY)))
		return group + 2;
	return group;
}

noun_set noun_sets(const struct finder *f, size_t group)
{
	return noun_sets_of(f, noun_meant(f, group));
}

static bool any_word(const struct finder *f, uint32_t first, uint32_t last, noun_set sets)
{
	uint32_t i;

	for (i = first; i < last; i++)
		if (word_sets(f, i) & sets)
			return true;
	return false;
}

bool noun_has_word(const struct finder *f, size_t group, noun_set sets)
{
	return any_word(f, group_of(f, group)->first, group_of(f, group)->last, sets);
}

bool sentence_has_word(const struct finder *f, noun_set sets)
{
	return any_word(f, f->now->first, f->now->last, sets);
}

struct str noun_text(const struct finder *f, size_t group)
{
	return noun_slot(f, group, group);
}

static size_t skip_determiners(const struct finder *f, size_t first, size_t last)
{
	while (first + 1 < last && (token_in(f->tokens, first,
					    "the a an its their his her our this these "
					    "that those such any all each every some "
					    "\" ' `` another other no both") &&
					   !(token_in(f->tokens, first, "other another \"") && 0)))
		first++;
	return first;
}

/* The end of the phrase's complement: "members [of the security forces]". */
static size_t complement_end(const struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;
	size_t end = c->v[group].last;

	if (c->v[group].proper && c->v[group].head + 1 == end)
		return end; /* a name is whole */
	while (group + 2 < c->n && group_is(c, group + 1, "of") &&
		c->v[group + 2].sort == GROUP_NOUN && !c->v[group + 2].pronoun) {
		group += 2;
		end = c->v[group].last;
	}
	return end;
}

struct str noun_slot(const struct finder *f, size_t first, size_t last)
{
	const struct clause *c = &f->clause;
	size_t from, to;

	if (first == last)
		first = last = noun_meant(f, first);
	from = c->v[first].core;
	to = complement_end(f, last);

	if (c->v[first].bare && c->v[first].core < c->v[first].last &&
		token_in(f->tokens, c->v[first].last - 1, "other others"))
		from = c->v[first].last - 1;
	if (from + 1 < to && token_in(f->tokens, from, "'s ' ’s ’"))
		from++; /* "Monday['s] attack" */
	from = skip_determiners(f, from, to);
	while (to > from + 1 && token_in(f->tokens, to - 1, "\" '"))
		to--;
	return tokens_text(f->tokens, from, to);
}

int noun_entity(const struct finder *f, size_t group)
{
	return token_entity(f, head_word(f, group));
}

size_t entities_from(const struct finder *f, uint32_t at)
{
	size_t low = 0, high = f->input->nentities, mid;

	while (low < high) {
		mid = (low + high) / 2;
		if (f->input->entities[mid].span.start < at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

int token_entity(const struct finder *f, size_t token)
{
	uint32_t at = f->tokens->v[token].span.start;
	size_t next = entities_from(f, at + 1), i;
	int best = 0;

	for (i = next; i-- > 0 && next - i < 6;) {
		const struct entity *e = &f->input->entities[i];

		if (e->span.end > at &&
			(e->type == ENTITY_PERSON || e->type == ENTITY_ORGANISATION ||
				e->type == ENTITY_LOCATION || e->type == ENTITY_NATIONALITY))
			best = e->type == ENTITY_ORGANISATION && e->canonical.n == 2
				       ? ENTITY_LOCATION /* a country, whichever role it plays */
				       : (int)e->type;
	}
	return best;
}

bool token_named(const struct finder *f, size_t token)
{
	struct str word = token_text(f->tokens, token);

	return token_capitalised(f->tokens, token) ||
	       (word.n > 3 && word.p[2] == '-' && ascii_is_upper(word.p[3]));
}

bool noun_is_name(const struct finder *f, size_t group)
{
	const struct group *np = group_of(f, group);

	return np->sort == GROUP_NOUN && np->proper && token_named(f, head_word(f, group));
}

static bool has_org_word(const struct finder *f, const struct group *np)
{
	size_t i;
	noun_set org = f->sets.agency | f->sets.group | f->sets.organised;

	for (i = np->core; i < np->last; i++)
		if (word_sets(f, i) & org)
			return true;
	return false;
}

enum gender noun_gender(const struct finder *f, size_t group)
{
	const struct group *np = group_of(f, group);
	int entity;

	if (np->sort != GROUP_NOUN)
		return GENDER_UNKNOWN;
	if (token_in(f->tokens, np->head, "he she him her who whom himself herself i"))
		return GENDER_PERSON;
	if (word_sets(f, head_word(f, group)) & f->sets.people)
		return GENDER_PERSON;
	entity = noun_entity(f, group);
	if (np->plural && np->proper && (entity == ENTITY_NATIONALITY || np->quantity))
		return GENDER_PERSON;
	if (entity)
		return entity == ENTITY_PERSON ? GENDER_PERSON : GENDER_THING;
	if (np->proper && !np->plural && np->last - np->core >= 2 && !has_org_word(f, np) &&
		!token_in(f->tokens, np->core, "the") && f->input->nentities == 0 &&
		pos_is_proper(f->tokens->v[np->core].pos))
		return GENDER_UNKNOWN;
	return GENDER_THING;
}

bool noun_counted(const struct finder *f, size_t group)
{
	const struct group *np = group_of(f, group);

	if (np->sort != GROUP_NOUN)
		return false;
	if (np->quantity && np->quantity->sort != QUANTITY_DURATION && !np->quantity->vague_pronoun)
		return true;
	return noun_is_name(f, group);
}

bool noun_is_called(const struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;

	return group + 2 < c->n && !c->v[group].plural && c->v[group + 1].sort == GROUP_COMMA &&
	       c->v[group + 2].sort == GROUP_NOUN && (noun_sets(f, group) & f->sets.people) &&
	       noun_gender(f, group + 2) == GENDER_PERSON && noun_is_name(f, group + 2);
}

/* Singular of a noun as the text has it. */
static struct str singular(const struct finder *f, size_t token)
{
	const struct token *t = &f->tokens->v[token];

	return t->lemma.n ? t->lemma : t->lower;
}

/* "exchanger", "donor": people by what they do. */
static bool is_agent_noun(const struct finder *f, size_t token)
{
	struct str word = f->tokens->v[token].lemma;

	return str_ends(word, STR("er")) || str_ends(word, STR("or")) || str_ends(word, STR("ist"));
}

struct str noun_unit(const struct finder *f, enum claim_kind kind, size_t group)
{
	const struct group *np = group == CLAUSE_NONE ? NULL : group_of(f, group);
	noun_set sets = np && !np->pronoun && !np->bare ? noun_sets(f, group) : 0;

	switch (kind) {
	case CLAIM_ATTACKS:
		return STR("attack");
	case CLAIM_DISRUPTED:
		return sets & f->sets.organised ? STR("organisation") : STR("attack");
	case CLAIM_CHARGED:
		if (np &&
			token_in(f->tokens, np->head,
				"case cases files proceedings trials prosecutions investigations"))
			return STR("case");
		return STR("person");
	case CLAIM_SEIZED:
		if (sets & f->sets.weapon)
			return STR("weapon");
		break;
	case CLAIM_ABDUCTED:
		if (np && token_in(f->tokens, np->head,
				  "ship ships vessel vessels tanker boat freighter"))
			return STR("ship");
		return STR("person");
	case CLAIM_FROZEN:
		if (np && token_in(f->tokens, np->head, "account accounts"))
			return STR("account");
		if (np && token_in(f->tokens, np->head,
				  "group groups organization organizations company "
				  "companies entities organisation organisations "
				  "charity charities"))
			return STR("organisation");
		if (sets & f->sets.people || !np || np->bare)
			return STR("person");
		break;
	case CLAIM_DEPLOYED:
		if (np && np->plural && token_in(f->tokens, np->head, "forces troops"))
			return STR("person");
		__attribute__((fallthrough));
	case CLAIM_FUNDING:
	case CLAIM_PROHIBITION:
	case CLAIM_DESIGNATION:
		if (sets & f->sets.people || !np || np->bare || is_agent_noun(f, np->head))
			return STR("person");
		break;
	default:
		return STR("person");
	}
	if (np && np->proper && !np->plural && !np->quantity)
		return (struct str){0}; /* "the Sea Star": a name counts itself in nothing */
	return np && !np->bare ? singular(f, np->head) : STR("person");
}

/* How many names "A, B, and C" is: the nouns among what stands there. */
static void count_names(const struct finder *f, struct claim *claim, size_t first, size_t last)
{
	claim->value = 0;
	for (; first <= last; first++)
		if (group_of(f, first)->sort == GROUP_NOUN)
			claim->value++;
	claim->has_value = true;
	claim->modifier = MODIFIER_EXACT;
}

void noun_count(const struct finder *f, struct claim *claim, size_t first, size_t last)
{
	const struct group *np = group_of(f, first);
	const struct quantity *q = np->quantity;

	claim->unit = noun_unit(f, claim->kind, first);
	if (q && first == last && token_in(f->tokens, np->first, "both") &&
		first + 1 < f->clause.n && f->clause.v[first + 1].sort == GROUP_COORDINATOR)
		q = NULL; /* "both refugees and hosts" */
	if (q && q->sort != QUANTITY_DURATION && q->sort != QUANTITY_PERCENT) {
		claim_measure(claim, q, q->unit.n ? q->unit : claim->unit);
		return;
	}
	if ((first != last && group_of(f, last)->plural) ||
		((word_sets(f, np->head) | word_sets(f, group_of(f, last)->head)) & f->sets.mass)) {
		claim->unit = (struct str){0};
		return;
	}
	if (first != last && !np->plural) {
		count_names(f, claim, first, last);
		return;
	}
	if (np->plural ||
		(np->pronoun && token_in(f->tokens, np->head, "they them we us these those"))) {
		claim->unit = (struct str){0};
		return;
	}
	claim->has_value = true;
	claim->value = 1;
	claim->modifier = MODIFIER_EXACT;
}
