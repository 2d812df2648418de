/* SPDX-License-Identifier: Apache-2.0 */
#include "text/incident_entity.h"
#include "text/parse.h"
#include "text/phrase.h"
#include "text/tag.h"

#define MAX_ALIASES 8
#define FAR_LESS 0.7f
#define MEASURES \
	"kg kilogram kilograms kilo kilos gram grams pound pounds lb lbs ton tons tonne tonnes"
#define MAX_OF 2 /* phrases that a filler's text takes along */

static struct str noun_text(const struct incident_view *v, const struct incident_noun *n)
{
	return tokens_text(v->tokens, n->first, n->last);
}

static bool has_word(const struct incident_view *v, const struct incident_noun *n, struct str word)
{
	size_t i;

	for (i = n->first; i < n->last; i++)
		if (str_eq(v->tokens->v[i].lower, word))
			return true;
	return false;
}

static bool is_number(const struct token *t)
{
	return t->pos == POS_CD || t->pos == POS_DT;
}

/* Every word of a, numbers apart, stands in b. */
static bool is_part(
	const struct incident_view *v, const struct incident_noun *a, const struct incident_noun *b)
{
	size_t i;

	for (i = a->first; i < a->last; i++)
		if (!is_number(&v->tokens->v[i]) && !has_word(v, b, v->tokens->v[i].lower))
			return false;
	return true;
}

/* "the rector, John Smith", "National Liberation Army [ELN]" */
static bool is_apposition(
	const struct incident_view *v, const struct incident_noun *a, const struct incident_noun *b)
{
	const struct token *between = &v->tokens->v[a->last];

	if (b->title != a->last + 1 || a->sentence != b->sentence)
		return false;
	if (between->pos == POS_BRACKET)
		return b->last - b->first == 1 &&
		       (a->lexicon | b->lexicon) & LEXICON_BIT(LEXICON_ARMED_GROUP);
	if (between->pos != POS_COMMA || a->name == b->name)
		return false;
	return v->tokens->v[b->head].deprel == DEPREL_APPOS ||
	       v->tokens->v[a->head].deprel == DEPREL_APPOS;
}

static bool is_same(
	const struct incident_view *v, const struct incident_noun *a, const struct incident_noun *b)
{
	if (is_apposition(v, a, b))
		return true;
	if (a->canonical.n > 0 && b->canonical.n > 0)
		return str_eq(a->canonical, b->canonical);
	if (a->name != b->name)
		return false;
	if (a->name)
		return is_part(v, a, b) || is_part(v, b, a);
	return str_eq(v->tokens->v[a->head].lemma, v->tokens->v[b->head].lemma) &&
	       (is_part(v, a, b) || is_part(v, b, a));
}

static float best_role(const struct incident_noun *n)
{
	float best = 0;
	size_t r;

	for (r = 1; r <= ROLE_COUNT; r++)
		if (n->roles[r] > best)
			best = n->roles[r];
	return best;
}

static struct incident_entity *entity_of(const struct incident_view *v,
	struct incident_entities *all, const struct incident_noun *noun, struct arena *arena)
{
	size_t e, i;

	for (e = 0; e < all->n; e++)
		for (i = 0; i < all->v[e].n; i++)
			if (is_same(v, &v->nouns[all->v[e].nouns[i]], noun))
				return &all->v[e];
	return ARENA_PUSH(arena, all->v, all->n, all->cap);
}

void incident_entities_find(const struct incident_view *view, float floor, struct arena *arena,
	struct incident_entities *ret)
{
	struct incident_entities all = {0};
	size_t i, r, n = 0;

	for (i = 0; i < view->nnouns && n < INCIDENT_MAX_NOUNS; i++) {
		const struct incident_noun *noun = &view->nouns[i];
		struct incident_entity *entity;

		if (best_role(noun) < floor)
			continue;
		n++;
		entity = entity_of(view, &all, noun, arena);
		*ARENA_PUSH(arena, entity->nouns, entity->n, entity->cap) = (uint32_t)i;
		for (r = 0; r < ROLE_COUNT; r++)
			if (noun->roles[r + 1] > entity->roles[r])
				entity->roles[r] = noun->roles[r + 1];
	}
	*ret = all;
}

static void add_alias(struct filler *filler, struct str text)
{
	size_t i;

	if (filler->naliases == MAX_ALIASES || str_case_eq(text, filler->text))
		return;
	for (i = 0; i < filler->naliases; i++)
		if (str_case_eq(text, filler->aliases[i]))
			return;
	filler->aliases[filler->naliases++] = text;
}

/* "Shining Path members": a noun that says nothing without the group's name before it, which is
 * one of its own. */
static bool is_of_group(const struct incident_view *v, const struct incident_noun *n)
{
	return n > v->nouns && n[-1].last == n->first &&
	       n[-1].lexicon & LEXICON_BIT(LEXICON_ARMED_GROUP) &&
	       token_in(v->tokens, n->first,
		       "members member group groups units column columns command commandos leader "
		       "leaders");
}

/* Where the filler begins, behind what tells how many they are, how strong, or what was done to
 * them: "six kidnapped Jesuits" are "Jesuits". Whoever did it is known by his number: "two men". */
static size_t filler_start(
	const struct incident_view *v, const struct incident_noun *n, enum incident_role role)
{
	static const char passing[] =
		"several many some numerous various few other another more most least "
		"about approximately nearly almost around over dozens hundreds scores "
		"powerful strong heavy used first second third fourth fifth kidnapped wounded "
		"injured murdered assassinated slain dead";
	size_t i = n->first;

	if (is_of_group(v, n))
		return n[-1].first;
	if (n->name)
		return i;
	if (role == ROLE_PERPETRATOR_INDIVIDUALS)
		return i < n->head && token_in(v->tokens, i, "alleged presumed suspected supposed")
			       ? i + 1
			       : i;
	/* "car bomb" of "car bomb blast" */
	if (role == ROLE_WEAPONS && i > 0 && v->tokens->v[i - 1].pos == POS_NN &&
		v->chunks->of[i] >= 0 && v->chunks->of[i - 1] == v->chunks->of[i])
		i--;
	while (i < n->head && (v->tokens->v[i].pos == POS_CD || token_in(v->tokens, i, passing)))
		i++;
	return i;
}

/* "500 kg of dynamite" are dynamite. */
static struct str measured_text(const struct incident_view *v, const struct incident_noun *n)
{
	const struct tokens *t = v->tokens;
	size_t of = n->head + 1;
	int32_t chunk = of + 1 < t->n && token_is(t, of, "of") ? v->chunks->of[of + 1] : -1;

	return chunk < 0 ? noun_text(v, n) : tokens_text(t, of + 1, v->chunks->v[chunk].last);
}

static bool takes_of(
	const struct incident_view *v, const struct incident_noun *n, enum incident_role role)
{
	return !n->name && (role != ROLE_WEAPONS ||
				   token_in(v->tokens, n->head, "charge charges stick sticks"));
}

/* The noun with its "of" phrases, without which offices, members and residences say little. */
static struct str full_text(
	const struct incident_view *v, const struct incident_noun *n, enum incident_role role)
{
	const struct tokens *t = v->tokens;
	size_t i, last = n->last, end = t->sentences[n->sentence].last;
	const struct chunk *c;

	if (role == ROLE_WEAPONS && token_in(t, n->head, MEASURES))
		return measured_text(v, n);
	for (i = 0; i < MAX_OF && takes_of(v, n, role) && last + 1 < end && token_is(t, last, "of");
		i++) {
		if (v->chunks->of[last + 1] < 0)
			break;
		c = &v->chunks->v[v->chunks->of[last + 1]];
		if (c->first != last + 1 || c->last > end)
			break;
		last = c->last;
	}
	return tokens_text(t, filler_start(v, n, role), last);
}

static struct str thing_type(
	const struct incident_view *view, const struct incident_noun *noun, enum incident_role role)
{
	uint32_t first = noun->title < noun->first ? noun->title : noun->first;

	return incident_thing_type(view->lexicon, role, view->tokens,
		(struct incident_words){first, noun->last, noun->head});
}

/* A name before what is none, the longer of two names, else what is surer of its role; of
 * weapons the longer ("car bomb") unless it is far less sure, being the one of another attack. */
static bool names_better(
	const struct incident_noun *a, const struct incident_noun *b, enum incident_role role)
{
	if (a->name != b->name)
		return a->name;
	if (a->name)
		return a->last - a->first > b->last - b->first;
	if (role == ROLE_WEAPONS && a->last - a->first > b->last - b->first)
		return a->roles[role + 1] >= FAR_LESS * b->roles[role + 1];
	if (role == ROLE_WEAPONS && a->last - a->first < b->last - b->first)
		return FAR_LESS * a->roles[role + 1] > b->roles[role + 1];
	return a->roles[role + 1] > b->roles[role + 1];
}

struct filler incident_filler(const struct incident_view *view,
	const struct incident_entity *entity, enum incident_role role, struct arena *arena)
{
	const struct incident_noun *best = &view->nouns[entity->nouns[0]], *noun;
	struct filler filler;
	size_t i;

	for (i = 1; i < entity->n; i++) {
		noun = &view->nouns[entity->nouns[i]];
		if (names_better(noun, best, role))
			best = noun;
	}
	filler = (struct filler){.text = full_text(view, best, role),
		.type = thing_type(view, best, role),
		.aliases = arena_alloc(arena, MAX_ALIASES * sizeof(struct str))};
	for (i = 0; i < entity->n; i++) {
		noun = &view->nouns[entity->nouns[i]];
		add_alias(&filler, noun_text(view, noun));
		if (!filler.type.n)
			filler.type = thing_type(view, noun, role);
		if (noun->title < noun->first)
			add_alias(&filler, tokens_text(view->tokens, noun->title, noun->first));
	}
	return filler;
}
