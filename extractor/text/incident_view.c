/* SPDX-License-Identifier: Apache-2.0 */
#include "text/incident_view.h"
#include "text/parse.h"
#include "text/tag.h"

#define GOVERNOR_STEPS 8
#define TITLE_CLASSES \
	(WORD_BIT(WORD_MILITARY) | WORD_BIT(WORD_POLICE) | WORD_BIT(WORD_CIVILIAN) | \
		WORD_BIT(WORD_OFFICIAL) | WORD_BIT(WORD_RELIGIOUS) | WORD_BIT(WORD_ARMED))
#define WEAPON_CLASSES (WORD_BIT(WORD_EXPLOSIVE) | WORD_BIT(WORD_WEAPON))
#define PLACE_CLASSES \
	(LEXICON_BIT(LEXICON_COUNTRY) | LEXICON_BIT(LEXICON_DEMONYM) | LEXICON_BIT(LEXICON_CITY) | \
		LEXICON_BIT(LEXICON_REGION))
#define COUNTRY_CLASSES (LEXICON_BIT(LEXICON_COUNTRY) | LEXICON_BIT(LEXICON_DEMONYM))
#define GROUP_CLASSES (LEXICON_BIT(LEXICON_ARMED_GROUP) | LEXICON_BIT(LEXICON_ORGANISATION))

static const char *const titles[] = {"mr", "mr.", "mrs", "mrs.", "dr", "dr.", "maj", "maj.", "col",
	"col.", "lt", "lt.", "capt", "capt.", "gen", "gen.", "sgt", "sgt.", "msgr", "msgr.", "don",
	"fr", "engineer", "lt-col", "cpl", "cpl.", "prof", "attorney", "monsignor", "sir", "sen",
	"sen."};

static bool is_title(const struct incident_view *v, size_t i)
{
	size_t k;

	for (k = 0; k < ARRAY_SIZE(titles); k++)
		if (token_is(v->tokens, i, titles[k]))
			return true;
	return v->classes[i] & TITLE_CLASSES;
}

static bool is_determiner(const struct token *t)
{
	return t->pos == POS_DT || t->pos == POS_PDT || t->pos == POS_PRPS || t->pos == POS_QUOTE ||
	       t->pos == POS_BRACKET || t->pos == POS_COMMA || t->pos == POS_COLON ||
	       t->pos == POS_IN || t->pos == POS_CC || t->pos == POS_WDT || t->pos == POS_WPS ||
	       t->pos == POS_RB || t->pos == POS_STOP;
}

static bool is_name_word(const struct incident_view *v, size_t i)
{
	return pos_is_proper(v->tokens->v[i].pos) &&
	       !(v->mention_view->nouns[i] &
		       (LEXICON_BIT(LEXICON_PERSON_NOUN) | LEXICON_BIT(LEXICON_ORGANISATION_NOUN)));
}

/* Takes the titles off a person's name, if that is what the noun is. */
static void strip_title(const struct incident_view *v, struct incident_noun *noun)
{
	size_t i, from = noun->last;

	while (from > noun->first && is_name_word(v, from - 1) && !is_title(v, from - 1))
		from--;
	if (from == noun->last)
		return;
	for (i = from; i < noun->last; i++)
		if (v->mention_view->hits[i].classes & (GROUP_CLASSES | PLACE_CLASSES))
			return;
	if (noun->mention != ENTITY_PERSON && (from == noun->first || !is_title(v, from - 1)))
		return;
	noun->name = true;
	noun->first = (uint32_t)from;
}

static void add_noun(struct incident_view *v, struct arena *arena, struct incident_noun noun)
{
	const struct tokens *t = v->tokens;

	while (noun.first < noun.head && is_determiner(&t->v[noun.first])) {
		noun.definite |= token_is(t, noun.first, "the") || t->v[noun.first].pos == POS_PRPS;
		noun.first++;
	}
	while (noun.last > noun.head + 1 && is_determiner(&t->v[noun.last - 1]))
		noun.last--;
	if (!pos_is_noun(t->v[noun.head].pos) && !pos_is_adjective(t->v[noun.head].pos) &&
		!noun.lexicon && t->v[noun.head].pos != POS_CD)
		return;
	noun.definite &= t->v[noun.head].pos == POS_NN || t->v[noun.head].pos == POS_NNP;
	noun.title = noun.first;
	noun.sentence = t->v[noun.head].sentence;
	noun.classes = v->classes[noun.head];
	noun.lexicon |=
		v->mention_view->nouns[noun.head] | v->mention_view->hits[noun.head].classes;
	if (v->mentions->of && v->mentions->of[noun.head] >= 0)
		noun.mention = (uint8_t)v->mentions->v[v->mentions->of[noun.head]].type;
	strip_title(v, &noun);
	*ARENA_PUSH(arena, v->nouns, v->nnouns, v->nouns_cap) = noun;
}

/* A place among the tokens from i on, if one starts there; returns how many tokens it has. */
static size_t read_place(struct incident_view *v, size_t i, struct arena *arena)
{
	struct lexicon_hit own = lexicon_find(&v->lexicon->names, v->tokens, i);
	struct lexicon_hit hit = v->mention_view->hits[i];
	struct incident_place place = {.first = (uint32_t)i, .sentence = v->tokens->v[i].sentence};
	const struct mention *m;
	size_t n = 0;

	if (v->mention_view->hit_start[i] != i || !(hit.classes & PLACE_CLASSES))
		hit = (struct lexicon_hit){0};
	if (own.classes & PLACE_CLASSES && own.tokens >= hit.tokens)
		hit = own;
	if (hit.classes & PLACE_CLASSES) {
		n = hit.tokens;
		place.known = true;
		place.country = hit.canonical;
		place.is_country = hit.classes & COUNTRY_CLASSES;
	}
	if (v->mentions->of && v->mentions->of[i] >= 0) {
		m = &v->mentions->v[v->mentions->of[i]];
		if (m->type == ENTITY_LOCATION && m->first == i && m->last - i > n &&
			pos_is_proper(v->tokens->v[m->head].pos)) {
			n = m->last - i;
			place.is_country = place.known = false;
		}
	}
	place.last = (uint32_t)(i + n);
	if (n > 0)
		*ARENA_PUSH(arena, v->places, v->nplaces, v->places_cap) = place;
	return n;
}

static void find_places(struct incident_view *v, struct arena *arena)
{
	size_t i, n;

	for (i = 0; i < v->tokens->n; i += n ? n : 1)
		n = read_place(v, i, arena);
}

/* What an attack was made with, where only a compound says so: "bomb attack", "dynamite charge". */
static void add_modifiers(struct incident_view *v, const struct chunk *c, struct arena *arena)
{
	uint32_t i;

	for (i = c->first; i < c->head; i++)
		if (v->classes[i] & WEAPON_CLASSES && pos_is_noun(v->tokens->v[i].pos))
			add_noun(v, arena,
				(struct incident_noun){.first = i, .last = i + 1, .head = i});
}

static void find_nouns(struct incident_view *v, struct arena *arena)
{
	const struct tokens *t = v->tokens;
	struct lexicon_hit hit;
	const struct chunk *c;
	size_t i, k = 0, end = 0;

	for (i = 0; i < t->n; i++) {
		hit = lexicon_find(&v->lexicon->names, t, i);
		if (!(hit.classes & GROUP_CLASSES) && v->mention_view->hit_start[i] == i)
			hit = v->mention_view->hits[i];
		if (i >= end && hit.classes & GROUP_CLASSES) {
			end = i + hit.tokens;
			add_noun(v, arena,
				(struct incident_noun){.first = (uint32_t)i,
					.last = (uint32_t)end,
					.head = (uint32_t)end - 1,
					.lexicon = hit.classes,
					.canonical = hit.canonical});
		}
		while (k < v->chunks->n && v->chunks->v[k].head < i)
			k++;
		c = k < v->chunks->n ? &v->chunks->v[k] : NULL;
		if (!c || c->head != i || i < end)
			continue;
		add_modifiers(v, c, arena);
		add_noun(v, arena,
			(struct incident_noun){.first = c->first > end ? c->first : (uint32_t)end,
				.last = c->last,
				.head = c->head});
	}
}

int32_t incident_governor(const struct tokens *tokens, size_t i, int *ret_deprel)
{
	int32_t at = (int32_t)i;
	size_t steps;

	for (steps = 0; steps < GOVERNOR_STEPS && tokens->v[at].head >= 0; steps++) {
		if (tokens->v[at].deprel != DEPREL_CONJ && tokens->v[at].deprel != DEPREL_APPOS)
			break;
		at = tokens->v[at].head;
	}
	*ret_deprel = tokens->v[at].deprel;
	return tokens->v[at].head;
}

static void describe_sentence(const struct incident_view *v, size_t s)
{
	const struct sentence *sentence = &v->tokens->sentences[s];
	struct incident_sentence *out = &v->sentences[s];
	size_t i;

	for (i = sentence->first; i < sentence->last; i++) {
		out->classes |= v->classes[i];
		if (pos_is_verb(v->tokens->v[i].pos) || pos_is_noun(v->tokens->v[i].pos) ||
			pos_is_adjective(v->tokens->v[i].pos))
			out->triggers |= v->classes[i] & WORD_TRIGGER_BITS;
	}
}

/* Where the nouns and the places of each sentence start. */
static void index_sentences(struct incident_view *v, struct arena *arena)
{
	size_t s, n = v->tokens->nsentences, noun = 0, place = 0;

	v->first_noun = arena_alloc(arena, (n + 2) * sizeof(*v->first_noun));
	v->first_place = arena_alloc(arena, (n + 2) * sizeof(*v->first_place));
	for (s = 0; s <= n; s++) {
		while (noun < v->nnouns && v->nouns[noun].sentence < s)
			noun++;
		while (place < v->nplaces && v->places[place].sentence < s)
			place++;
		v->first_noun[s] = (uint32_t)noun;
		v->first_place[s] = (uint32_t)place;
	}
}

void incident_view_make(const struct incident_lexicon *lexicon, const struct incident_input *input,
	struct arena *arena, struct incident_view *ret)
{
	const struct analysis *a = input->analysis;
	struct incident_view v = {.lexicon = lexicon,
		.tokens = &a->tokens,
		.chunks = &a->chunks,
		.mentions = &a->mentions,
		.mention_view = &a->view,
		.words = a->words,
		.times = input->times,
		.published = input->published};
	size_t i;

	v.classes = arena_zalloc(arena, v.tokens->n + 1, sizeof(*v.classes));
	for (i = 0; i < v.tokens->n; i++)
		v.classes[i] = incident_word_classes(lexicon, &v.tokens->v[i]);
	v.sentences = arena_zalloc(arena, v.tokens->nsentences + 1, sizeof(*v.sentences));
	for (i = 0; i < v.tokens->nsentences; i++)
		describe_sentence(&v, i);
	v.days = arena_zalloc(arena, v.times->n + 1, sizeof(*v.days));
	find_places(&v, arena);
	find_nouns(&v, arena);
	index_sentences(&v, arena);
	*ret = v;
}
