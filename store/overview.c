/* SPDX-License-Identifier: Apache-2.0
 * overview.c - what lies behind a page of facts, in one pass over at most FACTS_OVERVIEW of them:
 * what to narrow it by, totals, states. Where the filter asks for no more than what the store
 * keeps a tally of (tally.h), what to narrow it by is counted there instead, and of all facts. */
#include <stdlib.h>

#include "base/map.h"
#include "store/geo.h"
#include "store/listing.h"
#include "store/overview_reports.h"

#define MOST_SHOWN 12
#define MOST_KINDS 16

/* The facets in the order in which they are shown. */
enum facet {
	FACET_COUNTRY,
	FACET_KIND,
	FACET_MODALITY,
	FACET_SINCE,
	FACET_THEME,
	FACET_WHO,
	FACET_ORGANISATION,
	FACET_SOURCE,
	FACET_COUNT
};

static const struct {
	const char *name;
	size_t most;
	bool tallied;
	bool of_claims, of_incidents;
} facets[FACET_COUNT] = {
	[FACET_COUNTRY] = {"country", MOST_SHOWN, true, true, true},
	[FACET_KIND] = {"kind", MOST_KINDS, true, true, true},
	[FACET_MODALITY] = {"modality", MOST_SHOWN, true, false, true},
	[FACET_SINCE] = {"since", MOST_SHOWN, true, true, true},
	[FACET_THEME] = {"theme", MOST_SHOWN, true, true, false},
	[FACET_WHO] = {"who", MOST_SHOWN, false, true, false},
	[FACET_ORGANISATION] = {"organisation", MOST_SHOWN, false, true, true},
	[FACET_SOURCE] = {"source", MOST_SHOWN, false, true, true},
};

/* A figure that several reports tell, or an event. */
struct group {
	size_t total; /* its number among the totals */
	double low, high;
	bool open;
};

struct work {
	struct arena *arena;               /* of what is returned */
	bool claims;                       /* else incidents */
	struct map counts[FACET_COUNT];    /* value -> facts */
	struct map readings;               /* the number of an extraction -> its facts */
	struct map totals, groups;         /* of claims */
	struct map states, places, events; /* of incidents */
	struct overview_total *v;          /* [n] */
	size_t n, cap;
	struct group *group; /* [ngroups] */
	size_t ngroups, groups_cap;
	struct buf key;
};

static void work_release(struct work *w)
{
	size_t i;

	for (i = 0; i < FACET_COUNT; i++)
		map_release(&w->counts[i]);
	map_release(&w->readings);
	map_release(&w->totals);
	map_release(&w->groups);
	map_release(&w->states);
	map_release(&w->places);
	map_release(&w->events);
	buf_release(&w->key);
}

/* The number that stands for the key, 0 when it is new. */
static int64_t *slot(struct work *w, struct map *map, struct str key)
{
	struct map_slot *s = map_get(map, key);

	return s ? &s->value.num : &map_put(map, arena_str(w->arena, key), NULL)->value.num;
}

static void count(struct work *w, enum facet facet, struct str value, int64_t n)
{
	if (value.n)
		*slot(w, &w->counts[facet], value) += n;
}

static void count_year(struct work *w, struct str day, int64_t n)
{
	char since[] = "YYYY-01-01";

	if (day.n < 4)
		return;
	memcpy(since, day.p, 4);
	count(w, FACET_SINCE, str_from(since), n);
}

/* The columns of a claim, and of an incident, that are looked at. */
#define OF_CLAIM \
	"f.kind, f.country, f.modality, f.day, f.theme, f.attributed_to, f.figure, f.extraction," \
	" f.value, f.unit, f.low, f.high"
#define OF_INCIDENT "f.type, f.country, f.stage, f.day, f.locations, NULL, f.event, f.extraction"
enum column {
	C_KIND,
	C_COUNTRY,
	C_MODALITY,
	C_DAY,
	C_THEME,
	C_PLACE = C_THEME,
	C_WHO,
	C_GROUP,
	C_EXTRACTION,
	C_VALUE,
	C_UNIT,
	C_LOW,
	C_HIGH
};

static void count_row(struct work *w, const struct query *q, bool tallied)
{
	int64_t number = query_get_int(q, C_EXTRACTION);
	struct str reading = {(const char *)&number, sizeof(number)};

	if (w->readings.n < FACTS_NAMED || map_get(&w->readings, reading))
		++*slot(w, &w->readings, reading);
	count(w, FACET_WHO, query_get_str(q, C_WHO), 1);
	if (tallied)
		return;
	count(w, FACET_COUNTRY, query_get_str(q, C_COUNTRY), 1);
	count(w, FACET_KIND, query_get_str(q, C_KIND), 1);
	count(w, FACET_MODALITY, query_get_str(q, C_MODALITY), 1);
	if (w->claims)
		count(w, FACET_THEME, query_get_str(q, C_THEME), 1);
	count_year(w, query_get_str(q, C_DAY), 1);
}

static struct str key_of(struct work *w, struct str a, struct str b)
{
	buf_reset(&w->key);
	buf_str(&w->key, a);
	buf_putc(&w->key, '\n');
	buf_str(&w->key, b);
	return buf_view(&w->key);
}

static size_t total_of(struct work *w, struct str kind, struct str unit)
{
	int64_t *number = slot(w, &w->totals, key_of(w, kind, unit));

	if (!*number) {
		*ARENA_PUSH(w->arena, w->v, w->n, w->cap) = (struct overview_total){
			.kind = arena_str(w->arena, kind), .unit = arena_str(w->arena, unit)};
		*number = (int64_t)w->n;
	}
	return (size_t)*number - 1;
}

/* A figure counts once, from the least to the most that is told. */
static void total_claim(struct work *w, const struct query *q)
{
	double low = query_get_real(q, C_LOW);
	bool open = query_get_null(q, C_HIGH);
	double high = open ? low : query_get_real(q, C_HIGH);
	struct group *g = NULL;
	size_t total;

	if (query_get_null(q, C_VALUE) || str_eq(query_get_str(q, C_MODALITY), STR("denied")))
		return;
	total = total_of(w, query_get_str(q, C_KIND), query_get_str(q, C_UNIT));
	w->v[total].claims++;
	if (!query_get_null(q, C_GROUP)) {
		/* the total's number keeps apart what a merge has put together across kinds */
		char number[24];
		int64_t *known;

		snprintf(number, sizeof(number), "%zu", total);
		known = slot(w, &w->groups, key_of(w, str_from(number), query_get_str(q, C_GROUP)));
		if (*known)
			g = &w->group[*known - 1];
		else
			*known = (int64_t)w->ngroups + 1;
	}
	if (!g) {
		*ARENA_PUSH(w->arena, w->group, w->ngroups, w->groups_cap) =
			(struct group){total, low, high, open};
		return;
	}
	g->low = low < g->low ? low : g->low;
	g->high = high > g->high ? high : g->high;
	g->open = g->open || open;
}

/* An event counts once in each state, and in the first of its towns there that is on the map. */
static void total_incident(struct work *w, const struct query *q)
{
	struct str country = query_get_str(q, C_COUNTRY), event = query_get_str(q, C_GROUP);
	struct str places = facts_list_text_with(query_get_str(q, C_PLACE), "\n", w->arena), place;
	int64_t *seen;

	if (!country.n)
		return;
	if (!str_absent(event)) {
		seen = slot(w, &w->events, key_of(w, country, event));
		if (*seen)
			return;
		*seen = 1;
	}
	++*slot(w, &w->states, country);
	while (str_next_line(&places, &place))
		if (town_find(place, country)) {
			++*slot(w, &w->places, key_of(w, country, place));
			return;
		}
}

static void add_up(struct work *w)
{
	size_t i;

	for (i = 0; i < w->ngroups; i++) {
		struct overview_total *t = &w->v[w->group[i].total];

		t->figures++;
		t->low += w->group[i].low;
		t->high += w->group[i].high;
		t->open = t->open || w->group[i].open;
	}
}

static int by_facts(const void *a, const void *b)
{
	const struct overview_count *x = a, *y = b;

	return x->facts != y->facts ? (x->facts < y->facts) - (x->facts > y->facts)
				    : str_cmp(x->value, y->value);
}

static int by_value(const void *a, const void *b)
{
	return str_cmp(((const struct overview_count *)b)->value,
		((const struct overview_count *)a)->value);
}

static int by_claims(const void *a, const void *b)
{
	const struct overview_total *x = a, *y = b;

	return (x->claims < y->claims) - (x->claims > y->claims);
}

/* The values of a map, the most frequent first or (of years) the latest; at most so many. */
static struct overview_count *sorted(struct arena *arena, const struct map *map, const char *facet,
	size_t most, bool latest, size_t *ret_n)
{
	struct overview_count *v = arena_zalloc(arena, map->n + 1, sizeof(*v));
	size_t i, n = 0;

	for (i = 0; map->slots && i <= map->mask; i++)
		if (!str_absent(map->slots[i].key) && map->slots[i].value.num > 0)
			v[n++] = (struct overview_count){facet, map->slots[i].key,
				map->slots[i].key, map->slots[i].value.num};
	qsort(v, n, sizeof(*v), latest ? by_value : by_facts);
	*ret_n = n < most ? n : most;
	return v;
}

static void name_countries(struct overview_count *v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		const struct country *c = country_find(v[i].value);

		v[i].label = c ? str_from(c->name) : v[i].value;
	}
}

static bool put_facets(
	struct db *db, struct work *w, enum listing listing, struct overview *ret, struct err *err)
{
	size_t i, n, cap = 0;

	for (i = 0; i < FACET_COUNT; i++) {
		struct overview_count *v;
		size_t j;

		if (!(listing == LISTING_CLAIMS ? facets[i].of_claims : facets[i].of_incidents))
			continue;
		v = sorted(w->arena, &w->counts[i], facets[i].name, facets[i].most,
			i == FACET_SINCE, &n);
		if (i == FACET_COUNTRY)
			name_countries(v, n);
		if (i == FACET_ORGANISATION && !overview_labels(db, v, n, w->arena, err))
			return false;
		for (j = 0; j < n; j++)
			*ARENA_PUSH(w->arena, ret->facets, ret->nfacets, cap) = v[j];
	}
	return true;
}

/* Days that are the first, or the last, of a year. */
static bool whole_years(const struct filter *f)
{
	return (!f->since.n || (f->since.n == 10 && str_ends(f->since, STR("-01-01")))) &&
	       (!f->until.n || (f->until.n == 10 && str_ends(f->until, STR("-12-31"))));
}

static bool is_tallied(const struct filter *f)
{
	return !f->words.n && !f->report.n && !f->place.n && !f->who.n && !f->source.n &&
	       !f->organisation.n && !f->group.n && f->min_confidence <= 0 && !f->news &&
	       whole_years(f);
}

static bool read_tally(struct db *db, struct work *w, enum listing listing, const struct filter *f,
	struct overview *ret, struct err *err)
{
	AUTO(buf_release) struct buf sql = {0};
	AUTO(query_free) struct query *q = NULL;
	bool ok;

	buf_init(&sql, 4096);
	buf_printf(&sql,
		"SELECT kind, country, modality, year, theme, facts FROM tally WHERE listing='%s' "
		"AND facts>0",
		listing == LISTING_CLAIMS ? "claims" : "incidents");
	buf_puts(&sql, f->kind.n ? " AND kind=?3" : "");
	buf_puts(&sql, f->country.n ? " AND country=upper(?15)" : "");
	buf_puts(&sql, f->modality.n ? " AND modality=?16" : "");
	buf_puts(&sql, f->theme.n ? " AND theme=?4" : "");
	buf_puts(&sql, f->since.n ? " AND year>=substr(?8, 1, 4)" : "");
	buf_puts(&sql, f->until.n ? " AND year<=substr(?9, 1, 4) AND year<>''" : "");
	q = listing_prepare(db, sql.data, f, w->arena, err);
	while (query_next(q, &ok, err)) {
		int64_t n;

		n = query_get_int(q, 5);
		ret->facts += n;
		count(w, FACET_KIND, query_get_str(q, C_KIND), n);
		count(w, FACET_COUNTRY, query_get_str(q, C_COUNTRY), n);
		count(w, FACET_MODALITY, query_get_str(q, C_MODALITY), n);
		count(w, FACET_THEME, query_get_str(q, C_THEME), n);
		count_year(w, query_get_str(q, C_DAY), n);
	}
	return ok;
}

/* The newest facts that the filter leaves; of a period or a theme those that its index by day
 * has. */
static struct query *ask_newest(
	struct db *db, enum listing listing, struct filter *f, struct arena *arena, struct err *err)
{
	AUTO(buf_release) struct buf sql = {0};
	const char *table = listing == LISTING_CLAIMS ? "claim" : "incident";

	f->after = 0;
	f->limit = FACTS_OVERVIEW;
	f->sort = (!str_absent(f->since) || !str_absent(f->until) || !str_absent(f->theme)) &&
				  str_absent(f->place) && str_absent(f->who)
			  ? SORT_DAY
			  : SORT_NEWEST;
	buf_init(&sql, 65536);
	buf_printf(&sql, "SELECT %s FROM (", listing == LISTING_CLAIMS ? OF_CLAIM : OF_INCIDENT);
	if (!listing_add_numbers(db, listing, f, &sql, err))
		return NULL;
	buf_printf(&sql, ") k CROSS JOIN %s f ON f.%s=k.n", table, table);
	return listing_prepare(db, sql.data, f, arena, err);
}

bool facts_overview(struct db *db, enum listing listing, const struct filter *filter,
	struct arena *arena, struct overview *ret, struct err *err)
{
	AUTO(work_release) struct work w = {.arena = arena, .claims = listing == LISTING_CLAIMS};
	AUTO(query_free) struct query *q = NULL;
	struct filter f = *filter;
	bool ok;

	*ret = (struct overview){.exact = is_tallied(filter)};
	buf_init(&w.key, 65536);
	if (ret->exact && !read_tally(db, &w, listing, filter, ret, err))
		return false;
	q = ask_newest(db, listing, &f, arena, err);
	for (; query_next(q, &ok, err); ret->seen++) {
		count_row(&w, q, ret->exact);
		if (w.claims)
			total_claim(&w, q);
		else
			total_incident(&w, q);
	}
	if (!ok)
		return false;
	if (!overview_reports(db, &w.readings, arena, &w.counts[FACET_SOURCE],
		    &w.counts[FACET_ORGANISATION], err))
		return false;
	add_up(&w);
	ret->facts = ret->exact ? ret->facts : (int64_t)ret->seen;
	if (!put_facets(db, &w, listing, ret, err))
		return false;
	ret->states = sorted(arena, &w.states, "country", w.states.n, false, &ret->nstates);
	ret->places = sorted(arena, &w.places, "place", w.places.n, false, &ret->nplaces);
	if (w.n)
		qsort(w.v, w.n, sizeof(*w.v), by_claims);
	ret->totals = w.v;
	ret->ntotals = w.n < MOST_SHOWN ? w.n : MOST_SHOWN;
	return true;
}
