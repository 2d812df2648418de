/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "text/incident_feature.h"
#include "text/tag.h"

#define MEMORY 30 /* sentences back in which people and places still count as known */

void incident_stage_features(
	const struct incident_view *view, size_t sentence, struct incident_features *f)
{
	const struct incident_sentence *s = &view->sentences[sentence];
	size_t k;

	f->n = 0;
	feature_add(f, "g.bias", 0, 0);
	feature_add_classes(f, "g.class", s->classes, 0);
	for (k = 1; k < INCIDENT_TYPE_END; k++)
		feature_add(f, "g.type", k, feature_bin(s->types[k]));
	feature_add(f, "g.threat", (s->triggers & WORD_BIT(WORD_THREATEN)) != 0,
		s->triggers & ~WORD_BIT(WORD_THREATEN));
	feature_add_words(view, sentence, "g.word", "g.two", f);
}

/* Does a name or a target of the sentence stand in the sentences [from, to) too? */
static bool is_repeated(
	const struct incident_view *v, const struct incident_noun *noun, size_t from, size_t to)
{
	size_t i;

	for (i = v->tokens->sentences[from].first; i < v->tokens->sentences[to].first; i++)
		if (str_eq(v->tokens->v[i].lemma, v->tokens->v[noun->head].lemma))
			return true;
	return false;
}

/* Does the place stand in the sentences from that one on, before its own, too? */
static bool is_place_repeated(const struct incident_view *v, size_t place, size_t from)
{
	const struct incident_place *p = &v->places[place], *other;
	struct str text = tokens_text(v->tokens, p->first, p->last);
	size_t i;

	for (i = v->first_place[from]; i < v->first_place[p->sentence]; i++) {
		other = &v->places[i];
		if (str_case_eq(text, tokens_text(v->tokens, other->first, other->last)))
			return true;
	}
	return false;
}

/* What is new and what is known of people, things and places in a sentence. */
static void add_news(
	const struct incident_view *v, size_t from, size_t after, struct incident_features *f)
{
	size_t i, r, known = 0, fresh = 0, known_places = 0, fresh_places = 0;
	float likely[2][ROLE_COUNT] = {{0}};

	for (i = v->first_noun[after]; i < v->first_noun[after + 1]; i++) {
		const struct incident_noun *n = &v->nouns[i];
		uint64_t kind = n->name      ? WORD_CLASS_END
				: n->classes ? (uint64_t)__builtin_ctzll(n->classes)
					     : WORD_CLASS_END + 1;
		bool repeated = is_repeated(v, n, from, after);

		*(repeated ? &known : &fresh) += kind <= WORD_CLASS_END;
		if (kind <= WORD_CLASS_END)
			feature_add(f, "x.noun", kind, repeated);
		for (r = 0; r < ROLE_COUNT; r++)
			if (n->roles[r + 1] > likely[repeated][r])
				likely[repeated][r] = n->roles[r + 1];
	}
	for (i = v->first_place[after]; i < v->first_place[after + 1]; i++)
		if (!v->places[i].is_country)
			*(is_place_repeated(v, i, from) ? &known_places : &fresh_places) += 1;
	for (r = 0; r < ROLE_COUNT; r++) {
		feature_add(f, "x.fresh", r, feature_bin(likely[0][r]));
		feature_add(f, "x.roles", r,
			feature_bin(likely[0][r]) << 8 | feature_bin(likely[1][r]));
	}
	feature_add(f, "x.news", feature_log_bin(fresh), feature_log_bin(known));
	feature_add(f, "x.places", fresh_places > 2 ? 2 : fresh_places,
		known_places > 2 ? 2 : known_places);
}

/* -1 no day in one of them, 0 the same day, else that they differ. */
static uint64_t compare_days(const struct incident_view *v, size_t a, size_t b)
{
	const struct sentence *first = &v->tokens->sentences[a], *second = &v->tokens->sentences[b];
	size_t x = timex_from(v->times, first->first), y = timex_from(v->times, second->first);

	if (x >= v->times->n || y >= v->times->n || v->times->v[x].first >= first->last ||
		v->times->v[y].first >= second->last || !v->times->v[x].resolved ||
		!v->times->v[y].resolved)
		return 0;
	return v->times->v[x].period.start == v->times->v[y].period.start ? 1 : 2;
}

void incident_split_features(const struct incident_view *view, enum incident_type type, size_t from,
	size_t before, size_t after, struct incident_features *f)
{
	const struct incident_sentence *a = &view->sentences[before], *b = &view->sentences[after];
	const struct sentence *s = &view->tokens->sentences[after];
	size_t i;

	f->n = 0;
	feature_add(f, "x.bias", 0, 0);
	feature_add(f, "x.type", type, 0);
	feature_add(f, "x.distance", feature_log_bin(after - before), s->paragraph);
	feature_add(f, "x.length", feature_log_bin(before - from), 0);
	feature_add(f, "x.position", feature_log_bin(after), view->tokens->nsentences > 12);
	feature_add(f, "x.triggers", (a->triggers & b->triggers) != 0,
		(b->triggers & ~a->triggers) != 0);
	feature_add(f, "x.told", feature_bin(a->types[type]), feature_bin(b->types[type]));
	feature_add(f, "x.days", compare_days(view, before, after), s->paragraph);
	feature_add_classes(f, "x.class", b->classes, 0);
	feature_add_classes(f, "x.trigger", b->triggers, s->paragraph);
	feature_add_classes(f, "x.same", a->classes & b->classes, 0);
	feature_add(f, "x.time", feature_time_kind(view, before), feature_time_kind(view, after));
	add_news(view, after - from > MEMORY ? after - MEMORY : from, after, f);
	for (i = s->first; i < s->first + 4 && i < s->last; i++)
		feature_add(f, "x.first", feature_word(view, i), i - s->first);
	feature_add_words(view, after, "x.word", NULL, f);
}

/* The mention of an entity that is likeliest to take the role. */
static const struct incident_noun *best_noun(
	const struct incident_view *v, const struct incident_entity *entity, uint32_t role)
{
	const struct incident_noun *best = &v->nouns[entity->nouns[0]];
	size_t i;

	for (i = 1; i < entity->n; i++)
		if (v->nouns[entity->nouns[i]].roles[role + 1] > best->roles[role + 1])
			best = &v->nouns[entity->nouns[i]];
	return best;
}

static float rival_role(const struct incident_entity *entity, uint32_t role)
{
	float best = 0;
	uint32_t r;

	for (r = 0; r < ROLE_COUNT; r++)
		if (r != role)
			best = fmaxf(best, entity->roles[r]);
	return best;
}

/* How the candidate stands among those for the same role of the same incident. */
static void add_rank(const struct incident_view *v, const struct incident_candidates *all,
	size_t at, const struct incident_noun *noun, struct incident_features *f)
{
	const struct incident_candidate *c = &all->v[at];
	size_t first = at, rank, names = 0, alike = 0, i;

	while (first > 0 && all->v[first - 1].scope == c->scope &&
		all->v[first - 1].role == c->role)
		first--;
	rank = at - first;
	for (i = first; i < at; i++) {
		const struct incident_noun *other =
			best_noun(v, &all->entities.v[all->v[i].entity], c->role);

		names += other->name;
		alike += str_eq(v->tokens->v[other->head].lemma, v->tokens->v[noun->head].lemma) ||
			 (other->classes & noun->classes & ~WORD_TRIGGER_BITS) != 0;
	}
	feature_add(f, "f.rank", rank < 5 ? rank : 5, c->role);
	feature_add(f, "f.rankp", rank < 3 ? rank : 3, c->role << 8 | feature_bin(c->pull));
	feature_add(
		f, "f.top", feature_bin(all->v[first].pull), c->role << 8 | feature_bin(c->pull));
	feature_add(f, "f.names", names < 2 ? names : 2,
		c->role << 8 | (uint64_t)noun->definite << 1 | noun->name);
	feature_add(f, "f.alike", alike < 2 ? alike : 2, c->role);
	feature_add(f, "f.alikeof", alike < 2 ? alike : 2, c->role << 8 | (uint64_t)noun->name);
	if (rank > 0)
		feature_add(f, "f.share", (uint64_t)(10 * c->pull / all->v[first].pull), c->role);
}

void incident_filler_features(const struct incident_view *view,
	const struct incident_scopes *scopes, const struct incident_candidates *all,
	size_t candidate, struct incident_features *f)
{
	const struct incident_candidate *c = &all->v[candidate];
	const struct incident_entity *entity = &all->entities.v[c->entity];
	const struct incident_noun *noun = best_noun(view, entity, c->role);
	const struct incident_scope *scope = &scopes->v[c->scope];
	uint64_t role = c->role, head = feature_word(view, noun->head);
	float sum = 0;
	size_t i;

	for (i = 0; i < entity->n; i++)
		sum += view->nouns[entity->nouns[i]].roles[role + 1];
	f->n = 0;
	feature_add(f, "f.bias", role, scope->type);
	feature_add(f, "f.best", (uint64_t)(entity->roles[role] * 20), role);
	feature_add(f, "f.bestany", (uint64_t)(entity->roles[role] * 20), 0);
	feature_add(f, "f.pull", (uint64_t)(c->pull * 15), role);
	feature_add(f, "f.sum", (uint64_t)fminf(sum * 4, 16), role);
	feature_add(f, "f.mentions", feature_log_bin(entity->n), role);
	feature_add(f, "f.rival", feature_bin(rival_role(entity, c->role)),
		role << 8 | feature_bin(entity->roles[role]));
	feature_add(f, "f.first", feature_log_bin(view->nouns[entity->nouns[0]].sentence), role);
	feature_add(f, "f.near", feature_bin(scope->near[noun->sentence]), role);
	feature_add(f, "f.told", feature_bin(scope->told), role);
	feature_add(f, "f.scopes", feature_log_bin(scopes->n), role);
	feature_add(f, "f.form", noun->last - noun->first,
		role << 8 | (uint64_t)noun->definite << 1 | noun->name);
	feature_add(f, "f.kind", noun->classes & ~WORD_TRIGGER_BITS, role);
	feature_add(f, "f.kindtype", noun->classes & ~WORD_TRIGGER_BITS, role << 8 | scope->type);
	feature_add(f, "f.head", head, role);
	feature_add(f, "f.headtype", head, role << 8 | scope->type);
	feature_add(f, "f.group", noun->lexicon & LEXICON_BIT(LEXICON_ARMED_GROUP),
		role << 8 | scope->type);
	for (i = noun->title; i < noun->last; i++)
		feature_add(f, "f.word", feature_word(view, i), role);
	add_rank(view, all, candidate, noun, f);
}
