/* SPDX-License-Identifier: Apache-2.0
 *
 * The feature set of the mention model. Beside the usual window of words it looks at the base noun
 * phrase around a token (its head says what it is), at the lexicon, and at the company that a word
 * keeps elsewhere in the report: "in Darayya" makes a place of every Darayya. */
#include "base/compiler.h"
#include "base/hash.h"
#include "text/mention.h"
#include "text/parse.h"
#include "text/tag.h"

#define REVISION 1

enum company {
	COMPANY_PLACE_PREPOSITION = 1, /* in, at, near ... it */
	COMPANY_SUBJECT = 2,
	COMPANY_TITLE = 4,    /* a title or role before it */
	COMPANY_MODIFIER = 8, /* before a noun for people or an organisation */
	COMPANY_COMMON = 16,  /* also written small */
	COMPANY_POSSESSOR = 32,
	COMPANY_ARTICLE = 64,
	COMPANY_PARENTHESIS = 128 /* explained as an acronym */
};

struct company_table {
	struct company_slot {
		uint32_t form;
		uint32_t bits;
		bool used;
	} * v;
	size_t mask;
};

static uint32_t *company_slot(struct company_table *table, uint32_t form)
{
	size_t i = hash_mix(form) & table->mask;

	while (table->v[i].used && table->v[i].form != form)
		i = (i + 1) & table->mask;
	table->v[i].used = true;
	table->v[i].form = form;
	return &table->v[i].bits;
}

static bool is_place_preposition(const struct token *token)
{
	static const char *const words[] = {"in", "at", "near", "from", "to", "into", "across",
		"around", "outside", "inside", "towards"};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (str_eq(token->lower, str_from(words[i])))
			return true;
	return false;
}

static bool is_name(const struct mention_view *view, size_t i)
{
	return pos_is_proper(view->tokens->v[i].pos);
}

static uint32_t company_of(const struct mention_view *view, size_t i)
{
	const struct tokens *t = view->tokens;
	const struct sentence *s = &t->sentences[t->v[i].sentence];
	const struct token *token = &t->v[i];
	int32_t preposition = view->preposition[i];
	uint32_t bits = 0;

	if (!is_name(view, i))
		return pos_is_noun(token->pos) ? COMPANY_COMMON : 0;
	if (preposition >= 0 && is_place_preposition(&t->v[preposition]))
		bits |= COMPANY_PLACE_PREPOSITION;
	if (token->deprel == DEPREL_NSUBJ)
		bits |= COMPANY_SUBJECT;
	if (i > s->first && view->nouns[i - 1] & LEXICON_BIT(LEXICON_PERSON_NOUN))
		bits |= COMPANY_TITLE;
	if (i > s->first && t->v[i - 1].pos == POS_DT)
		bits |= COMPANY_ARTICLE;
	if (i + 1 < s->last) {
		if (view->nouns[i + 1] &
			(LEXICON_BIT(LEXICON_PEOPLE_NOUN) | LEXICON_BIT(LEXICON_ORGANISATION_NOUN)))
			bits |= COMPANY_MODIFIER;
		if (t->v[i + 1].pos == POS_POS)
			bits |= COMPANY_POSSESSOR;
		if (i > s->first && token_is(t, i - 1, "(") && token_is(t, i + 1, ")"))
			bits |= COMPANY_PARENTHESIS;
	}
	return bits;
}

static const uint32_t *gather_company(const struct mention_view *view, struct arena *arena)
{
	const struct tokens *t = view->tokens;
	struct company_table table = {.mask = 63};
	uint32_t *company = arena_zalloc(arena, t->n + 1, sizeof(*company));
	size_t i;

	while (table.mask < 2 * t->n)
		table.mask = table.mask * 2 + 1;
	table.v = arena_zalloc(arena, table.mask + 1, sizeof(*table.v));
	for (i = 0; i < t->n; i++)
		*company_slot(&table, view->words[i].form) |= company_of(view, i);
	for (i = 0; i < t->n; i++)
		company[i] = is_name(view, i) ? *company_slot(&table, view->words[i].form) : 0;
	return company;
}

static void match_lexicon(struct mention_view *view, struct arena *arena)
{
	const struct tokens *t = view->tokens;
	struct lexicon_hit *hits = arena_zalloc(arena, t->n + 1, sizeof(*hits));
	uint32_t *start = arena_zalloc(arena, t->n + 1, sizeof(*start));
	uint32_t *nouns = arena_zalloc(arena, t->n + 1, sizeof(*nouns));
	size_t i, j;

	for (i = 0; i < t->n; i++)
		nouns[i] = lexicon_noun_classes(view->lexicon, &t->v[i]);
	for (i = 0; i < t->n;) {
		hits[i] = lexicon_find(view->lexicon, t, i);
		/* "the [Middle East and North Africa Financial Action Task Force]", not "[the
		 * Middle East] and" */
		if (hits[i].tokens > 1 && token_is(t, i, "the") &&
			lexicon_find(view->lexicon, t, i + 1).tokens >= hits[i].tokens)
			hits[i] = (struct lexicon_hit){0};
		start[i] = (uint32_t)i;
		for (j = i + 1; j < i + hits[i].tokens; j++) {
			hits[j] = hits[i];
			start[j] = (uint32_t)i;
		}
		i = j;
	}
	view->hits = hits;
	view->hit_start = start;
	view->nouns = nouns;
}

static const int32_t *find_prepositions(const struct mention_view *view, struct arena *arena)
{
	const struct tokens *t = view->tokens;
	int32_t *before = arena_alloc(arena, (t->n + 1) * sizeof(*before));
	size_t i;

	for (i = 0; i < t->n; i++)
		before[i] = -1;
	for (i = 0; i < t->n; i++)
		if (t->v[i].deprel == DEPREL_CASE && t->v[i].head > (int32_t)i &&
			before[t->v[i].head] < 0)
			before[t->v[i].head] = (int32_t)i;
	/* a phrase's words share what stands before it */
	for (i = 0; i < t->n; i++)
		if (view->chunks->of[i] >= 0)
			before[i] = before[view->chunks->v[view->chunks->of[i]].head];
	return before;
}

void mention_view_make(struct mention_view *ret_view, const struct tokens *tokens,
	const struct word *words, const struct chunks *chunks, const struct lexicon *lexicon,
	struct arena *arena)
{
	struct mention_view view = {
		.tokens = tokens, .words = words, .chunks = chunks, .lexicon = lexicon};

	match_lexicon(&view, arena);
	view.preposition = find_prepositions(&view, arena);
	view.company = gather_company(&view, arena);
	*ret_view = view;
}

/* W: form, T: tag, H: shape, L: lexicon hit, N: lexicon classes of the noun; M1 is one to the left,
 * P1 one to the right; C...: of the chunk around the token; G...: what governs the chunk. */
enum atom {
	W0,
	W_M1,
	W_M2,
	W_P1,
	W_P2,
	LEMMA,
	S2,
	S3,
	P3,
	T0,
	T_M1,
	T_M2,
	T_P1,
	T_P2,
	H0,
	H_M1,
	H_P1,
	L0,
	L_M1,
	L_P1,
	N0,
	N_M1,
	N_P1,
	C_PLACE,
	C_HEAD,
	C_HEAD_NOUN,
	C_HEAD_TAG,
	C_HEAD_SHAPE,
	C_DEPREL,
	C_FIRST,
	G_LEMMA,
	G_TAG,
	PREPOSITION,
	DEPREL,
	HEAD,
	COMPANY,
	HEAD_COMPANY,
	KIND,
	K0,
	K_M1,
	K_P1,
	K_HEAD,
	ONE,
	ATOMS
};

static const struct template templates[] = {{1, {ONE}}, {1, {W0}}, {1, {W_M1}}, {1, {W_P1}},
	{1, {W_M2}}, {1, {W_P2}}, {2, {W_M1, W0}}, {2, {W0, W_P1}}, {1, {LEMMA}}, {1, {S2}},
	{1, {S3}}, {1, {P3}}, {1, {T0}}, {1, {T_M1}}, {1, {T_P1}}, {2, {T_M1, T0}}, {2, {T0, T_P1}},
	{3, {T_M1, T0, T_P1}}, {3, {T_M2, T_M1, T0}}, {3, {T0, T_P1, T_P2}}, {1, {H0}},
	{2, {H_M1, H0}}, {2, {H0, H_P1}}, {3, {H_M1, H0, H_P1}}, {2, {H0, T0}}, {1, {L0}},
	{2, {L0, T0}}, {2, {L_M1, L0}}, {2, {L0, L_P1}}, {1, {L_M1}}, {1, {L_P1}}, {1, {N0}},
	{1, {N_M1}}, {1, {N_P1}}, {2, {N0, T0}}, {2, {C_PLACE, C_HEAD}},
	{2, {C_PLACE, C_HEAD_NOUN}}, {3, {C_PLACE, C_HEAD_NOUN, C_HEAD_TAG}},
	{2, {C_PLACE, C_HEAD_TAG}}, {3, {C_PLACE, T0, T_P1}}, {3, {C_PLACE, C_HEAD_NOUN, T0}},
	{3, {C_PLACE, C_HEAD_TAG, C_DEPREL}}, {3, {C_PLACE, C_HEAD_SHAPE, C_FIRST}},
	{3, {C_PLACE, C_FIRST, C_HEAD_NOUN}}, {2, {C_PLACE, PREPOSITION}},
	{3, {PREPOSITION, C_HEAD_TAG, C_PLACE}}, {2, {PREPOSITION, N0}}, {2, {PREPOSITION, L0}},
	{3, {L0, C_DEPREL, C_HEAD_TAG}}, {2, {G_LEMMA, C_DEPREL}},
	{3, {G_LEMMA, C_DEPREL, C_HEAD_TAG}}, {2, {G_LEMMA, PREPOSITION}}, {2, {DEPREL, T0}},
	{2, {DEPREL, HEAD}}, {2, {DEPREL, G_TAG}}, {1, {COMPANY}}, {2, {COMPANY, T0}},
	{2, {HEAD_COMPANY, C_PLACE}}, {2, {COMPANY, L0}}, {1, {KIND}}, {2, {KIND, T0}},
	{2, {W0, C_DEPREL}}, {2, {W0, PREPOSITION}}, {2, {N0, N_P1}}, {2, {N_M1, N0}},
	{2, {T0, W_P1}}, {2, {W_M1, T0}}, {2, {W_M1, H0}}, {2, {C_PLACE, W_M1}},
	{2, {C_PLACE, W_P1}}, {1, {K0}}, {1, {K_M1}}, {1, {K_P1}}, {2, {K_M1, K0}}, {2, {K0, K_P1}},
	{2, {C_PLACE, K_HEAD}}, {2, {K0, T0}}, {3, {C_PLACE, K_HEAD, PREPOSITION}},
	{2, {K_HEAD, C_DEPREL}}};

_Static_assert(ARRAY_SIZE(templates) <= MENTION_MAX_FEATURES, "room for every template");

struct model_want mention_model_want(void)
{
	return (struct model_want){.kind = MODEL_MENTIONS,
		.nlabels = MENTION_LABELS,
		.features = features_hash(templates, ARRAY_SIZE(templates), REVISION)};
}

uint64_t mention_transition_feature(int previous)
{
	return feature_of("transition", (uint32_t)previous + 1, 0);
}

static uint32_t hash_of(struct str s)
{
	return (uint32_t)hash_str(s);
}

/* The classes of the hit on a token, and whether the token opens it. */
static uint32_t hit_of(const struct mention_view *view, size_t i)
{
	const struct lexicon_hit *hit = &view->hits[i];

	return hit->classes ? hit->classes << 1 | (view->hit_start[i] == i) : 0;
}

/* Outside, first, inside, head or behind the head. */
static uint32_t place_in(const struct chunk *chunk, size_t i)
{
	if (i == chunk->head)
		return chunk->first == i ? 4 : 3;
	if (i > chunk->head)
		return 5;
	return chunk->first == i ? 1 : 2;
}

static void chunk_atoms(const struct mention_view *view, size_t i, uint32_t *atoms)
{
	const struct tokens *t = view->tokens;
	int32_t of = view->chunks->of[i], governor;
	const struct chunk *chunk;
	const struct token *head;

	if (of < 0)
		return;
	chunk = &view->chunks->v[of];
	head = &t->v[chunk->head];
	governor = head->head;
	atoms[C_PLACE] = place_in(chunk, i);
	atoms[C_HEAD] = hash_of(head->lemma);
	atoms[C_HEAD_NOUN] = view->nouns[chunk->head] | view->hits[chunk->head].classes;
	atoms[C_HEAD_TAG] = head->pos;
	atoms[C_HEAD_SHAPE] = view->words[chunk->head].shape;
	atoms[C_DEPREL] = head->deprel;
	atoms[C_FIRST] = view->words[chunk->first].form;
	atoms[HEAD_COMPANY] = view->company[chunk->head];
	atoms[K_HEAD] = view->words[chunk->head].cluster;
	atoms[G_LEMMA] = governor < 0 ? 1 : hash_of(t->v[governor].lemma);
	atoms[G_TAG] = governor < 0 ? 1 : t->v[governor].pos;
}

static void neighbour_atoms(const struct mention_view *view, size_t i, uint32_t *atoms)
{
	const struct tokens *t = view->tokens;
	const struct sentence *s = &t->sentences[t->v[i].sentence];

	if (i > s->first) {
		atoms[W_M1] = view->words[i - 1].form;
		atoms[H_M1] = view->words[i - 1].shape;
		atoms[T_M1] = t->v[i - 1].pos;
		atoms[L_M1] = hit_of(view, i - 1);
		atoms[N_M1] = view->nouns[i - 1];
		atoms[K_M1] = view->words[i - 1].cluster;
	}
	if (i > s->first + 1) {
		atoms[W_M2] = view->words[i - 2].form;
		atoms[T_M2] = t->v[i - 2].pos;
	}
	if (i + 1 < s->last) {
		atoms[W_P1] = view->words[i + 1].form;
		atoms[H_P1] = view->words[i + 1].shape;
		atoms[T_P1] = t->v[i + 1].pos;
		atoms[L_P1] = hit_of(view, i + 1);
		atoms[N_P1] = view->nouns[i + 1];
		atoms[K_P1] = view->words[i + 1].cluster;
	}
	if (i + 2 < s->last) {
		atoms[W_P2] = view->words[i + 2].form;
		atoms[T_P2] = t->v[i + 2].pos;
	}
}

size_t mention_features(const struct mention_view *view, size_t i, uint64_t *out)
{
	const struct tokens *t = view->tokens;
	const struct token *token = &t->v[i];
	const struct word *w = &view->words[i];
	uint32_t atoms[ATOMS] = {
		[ONE] = 1,
		[W0] = w->form,
		[LEMMA] = hash_of(token->lemma),
		[S2] = w->suffix[1],
		[S3] = w->suffix[2],
		[P3] = w->prefix[2],
		[T0] = token->pos,
		[H0] = w->shape,
		[L0] = hit_of(view, i),
		[N0] = view->nouns[i],
		[K0] = w->cluster,
		[DEPREL] = token->deprel,
		[HEAD] = token->head < 0 ? 1 : hash_of(t->v[token->head].lemma),
		[COMPANY] = view->company[i],
		[KIND] = (uint32_t)t->sentences[token->sentence].kind + 1,
	};

	if (view->preposition[i] >= 0)
		atoms[PREPOSITION] = view->words[view->preposition[i]].form;
	neighbour_atoms(view, i, atoms);
	chunk_atoms(view, i, atoms);
	features_fill(templates, ARRAY_SIZE(templates), atoms, out);
	return ARRAY_SIZE(templates);
}
