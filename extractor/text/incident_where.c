/* SPDX-License-Identifier: Apache-2.0 */
#include "text/incident_where.h"
#include "text/phrase.h"

#define MAX_COUNTRIES 8
#define PLACE_THRESHOLD 0.3f
#define SECOND_THRESHOLD 0.2f
#define DAY_THRESHOLD 0.192f
#define RECALLED_DAYS 62
#define TODAY_COUNTS 0.9f  /* "on or before" would be half right as well */
#define COUNTRY_FLOOR 0.1f /* what any mention of a country counts for it */
#define DATELINE_COUNTS 0.5f
#define COUNTRY_THRESHOLD 0.4f /* below it a country was named for something else */
#define LANDMARK 0.3f          /* how a place counts by which another is described */
#define FAR 0.4f               /* how a sentence counts that does not tell of the incident */

static float weight(const struct incident_scope *scope, uint32_t sentence)
{
	return FAR + (1 - FAR) * scope->near[sentence];
}

struct ballot {
	struct str code;
	float votes;
};

static void vote(struct ballot *ballots, struct str code, float votes)
{
	size_t i;

	for (i = 0; i < MAX_COUNTRIES; i++) {
		if (str_absent(ballots[i].code))
			ballots[i].code = code;
		if (str_eq(ballots[i].code, code)) {
			ballots[i].votes += votes;
			return;
		}
	}
}

/* The code of the incident's country; absent if no place tells. */
static struct str choose_country(const struct incident_view *v, const struct incident_scope *scope)
{
	struct ballot ballots[MAX_COUNTRIES] = {0};
	size_t i, best = 0;

	for (i = 0; i < v->nplaces; i++) {
		const struct incident_place *p = &v->places[i];

		if (str_absent(p->country))
			continue;
		vote(ballots, p->country,
			(COUNTRY_FLOOR + p->here) * weight(scope, p->sentence) +
				(p->first == 0 ? DATELINE_COUNTS : 0));
	}
	for (i = 1; i < MAX_COUNTRIES; i++)
		if (ballots[i].votes > ballots[best].votes)
			best = i;
	return ballots[best].votes >= COUNTRY_THRESHOLD ? ballots[best].code : (struct str){0};
}

/* The name of the country as the text has it, or else the usual one. */
static struct str country_text(const struct incident_view *v, struct str code, struct arena *arena)
{
	struct str name = incident_country_name(v->lexicon, code), text;
	size_t i;

	for (i = 0; i < v->nplaces; i++) {
		text = tokens_text(v->tokens, v->places[i].first, v->places[i].last);
		if (str_case_eq(text, name))
			return text;
	}
	return arena_str(arena, name);
}

/* "north of Quetta", "600 kilometers from Ankara": the name says where something else is. */
static bool is_landmark(const struct incident_view *v, const struct incident_place *p)
{
	return p->first >= 2 && token_in(v->tokens, p->first - 1, "of from") &&
	       token_in(v->tokens, p->first - 2,
		       "north south east west northeast northwest southeast southwest north-east "
		       "north-west south-east "
		       "south-west kilometers kilometres kilometer kilometre km miles mile "
		       "outside");
}

static const struct incident_place *best_place(const struct incident_view *v,
	const struct incident_scope *scope, struct str country, struct str taken, float threshold)
{
	const struct incident_place *best = NULL, *p;
	float score, top = threshold;
	size_t i;

	for (i = 0; i < v->nplaces; i++) {
		p = &v->places[i];
		if (p->is_country || (!str_absent(p->country) && !str_eq(p->country, country)))
			continue;
		if (str_case_eq(tokens_text(v->tokens, p->first, p->last), taken))
			continue;
		score = p->here * weight(scope, p->sentence) * (is_landmark(v, p) ? LANDMARK : 1);
		if (score > top) {
			top = score;
			best = p;
		}
	}
	return best;
}

/* "Antioquia", "Diyala province": towns lie in it. */
static bool is_region(const struct incident_view *v, const struct incident_place *p)
{
	return v->mention_view->hits[p->first].classes & LEXICON_BIT(LEXICON_REGION) ||
	       token_in(v->tokens, p->last - 1,
		       "province state region district department governorate county");
}

/* The narrower place comes last. */
static void swap_last(struct incident *incident)
{
	struct str *last = &incident->locations[incident->nlocations - 1], place = *last;

	*last = last[-1];
	last[-1] = place;
}

struct str incident_country(
	const struct incident_view *view, const struct incident_scope *scope, struct arena *arena)
{
	struct str code = choose_country(view, scope);

	return str_absent(code) ? (struct str){0} : country_text(view, code, arena);
}

void incident_locate(const struct incident_view *view, const struct incident_scope *scope,
	struct arena *arena, struct incident *incident)
{
	struct str code = choose_country(view, scope), taken = {0};
	const struct incident_place *place = NULL, *before;
	size_t i;

	incident->locations = arena_zalloc(arena, 3, sizeof(*incident->locations));
	incident->nlocations = 0;
	/* without a country, a place that no list knows is better than none */
	if (!str_absent(code))
		taken = country_text(view, code, arena);
	if (taken.n > 0)
		incident->locations[incident->nlocations++] = taken;
	for (i = 0; i < 2; i++) {
		before = place;
		place = best_place(
			view, scope, code, taken, i == 0 ? PLACE_THRESHOLD : SECOND_THRESHOLD);
		if (!place)
			return;
		taken = tokens_text(view->tokens, place->first, place->last);
		incident->locations[incident->nlocations++] = taken;
		if (before && is_region(view, place) && !is_region(view, before))
			swap_last(incident);
	}
}

/* The time long past that the sentence opens with or is about: "In 2005, a bomb ..."; NULL:
 * none. */
static const struct timex *past_in(const struct incident_view *v, size_t sentence)
{
	size_t i;
	const struct timex *found = NULL;

	for (i = 0; i < v->times->n && v->published != DAY_NONE; i++) {
		const struct timex *t = &v->times->v[i];

		if (v->tokens->v[t->first].sentence != sentence || !t->resolved ||
			t->period.start == DAY_NONE || t->period.end == DAY_NONE)
			continue;
		if (t->period.end >= v->published - RECALLED_DAYS)
			return NULL;
		found = t;
	}
	return found;
}

void incident_date(const struct incident_view *view, const struct incident_scope *scope,
	struct incident *incident)
{
	const struct timex *best = NULL;
	float score, top = DAY_THRESHOLD;
	size_t i;

	for (i = 0; i < view->times->n; i++) {
		const struct timex *t = &view->times->v[i];

		if (!t->resolved || t->period.start == DAY_NONE || t->period.end == DAY_NONE)
			continue;
		score = view->days[i] * weight(scope, view->tokens->v[t->first].sentence);
		if (t->period.end == view->published)
			score *= TODAY_COUNTS;
		if (score > top) {
			top = score;
			best = t;
		}
	}
	if (past_in(view, scope->main) &&
		!(best && best->period.end < view->published - RECALLED_DAYS))
		best = past_in(view, scope->main);
	if (best)
		incident->date = best->period;
	else
		incident->date = (struct period){DAY_NONE, view->published};
	incident->has_date = best || view->published != DAY_NONE;
}
