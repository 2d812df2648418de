/* SPDX-License-Identifier: Apache-2.0
 * listing_facts.c - the numbers of the claims or incidents that a filter leaves, in order.
 *
 * They are read off indexes where that can be. What is started from is the narrowest that the
 * filter names:
 *
 *   some reports (words, id, source)      their facts, by extraction
 *   a country, by day or of a period      the index of the country by day, with or without a kind
 *   a tag (country, place, who)           the rarest of those that are named; the others are probed in
 *                                         the tags too, which lie in the same order
 *   nothing of the kind                   the index of kind, theme, day, value or modality
 *
 * A part of a name stands for all the names that it is in. They are looked up once; as long as
 * they are few, each is a run of its own in the index and SQLite merges the runs, so that the
 * newest of them are found without a look at the rest. A place that is called as a state stands
 * for all that is in the state, too. */
#include <stdio.h>

#include "base/buf.h"
#include "store/geo.h"
#include "store/listing.h"

#define MOST_TAGS 5000         /* the newest facts under several names that a page looks into */
#define MOST_NAMES 10000       /* the most frequent names in which a page looks for a part of one */
#define FEW_VALUES FACTS_NAMES /* names that are listed one by one; a page looks into no more */
#define PROBED_VALUES 8        /* and probed for each fact */

/* How the facts of a table are called. */
struct fact_table {
	const char *table, *row, *view;
	const char *kind, *theme, *day, *value, *modality, *group;
	char facet; /* of its tags: "c.place" */
};

static const struct fact_table fact_tables[] = {
	[LISTING_CLAIMS] = {"claim", "c.claim", "claims", "c.kind", "c.theme", "c.day",
		"ifnull(c.value,-1)", "c.modality", "c.figure", 'c'},
	[LISTING_INCIDENTS] = {"incident", "c.incident", "incidents", "c.type", NULL, "c.day", NULL,
		"c.stage", "c.event", 'i'},
};

/* A tag that the filter names. */
struct wanted_tag {
	const char *facet;
	int parameter;
	const char *on_claims, *on_incidents; /* as a condition on the facts themselves */
	bool part;                            /* it is a part of a name */
};

#define HAS(column, at) "instr(lower(ifnull(" column ", '')), lower(?" at "))"

static const struct wanted_tag tag_of_country = {
	"country", 15, "c.country=upper(?15)", "c.country=upper(?15)", false};
static const struct wanted_tag tag_of_place = {
	"place", 5, HAS("c.places", "5"), HAS("c.locations", "5"), true};
static const struct wanted_tag tag_of_who = {"who", 6,
	"(" HAS("c.subject", "6") " OR " HAS("c.object", "6") " OR " HAS(
		"c.attributed_to", "6") ")",
	"(" HAS("c.perpetrator_individuals", "6") " OR " HAS("c.perpetrator_organisations",
		"6") " OR " HAS("c.victims", "6") " OR " HAS("c.physical_targets", "6") ")",
	true};

/* A tag with what the store knows of it. */
struct tag_choice {
	const struct wanted_tag *tag;
	double facts;
	struct listing_values values;
	const struct country *state; /* that the place is called as; NULL: none */
};

static size_t wanted_tags(const struct filter *f, const struct wanted_tag *v[3])
{
	size_t n = 0;

	if (!str_absent(f->country))
		v[n++] = &tag_of_country;
	if (!str_absent(f->place))
		v[n++] = &tag_of_place;
	if (!str_absent(f->who))
		v[n++] = &tag_of_who;
	return n;
}

/* 'O''Brien'; absent if it holds a NUL, where SQL would end. */
static struct str sql_quote(struct arena *arena, struct str s)
{
	AUTO(buf_release) struct buf out = {0};
	size_t i;

	buf_init(&out, 2 * s.n + 16);
	buf_putc(&out, '\'');
	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '\0')
			return (struct str){0};
		buf_puts(&out, s.p[i] == '\'' ? "'" : "");
		buf_putc(&out, s.p[i]);
	}
	buf_putc(&out, '\'');
	return arena_str(arena, buf_view(&out));
}

void listing_add_matching(struct buf *sql, const struct filter *f, const char *facet, int parameter)
{
	if (!listing_is_page(f)) {
		buf_printf(sql,
			"SELECT value FROM tag_value WHERE facet='%s' AND instr(lower(value), "
			"lower(?%d))",
			facet, parameter);
		return;
	}
	buf_printf(sql,
		"SELECT value FROM (SELECT value FROM (SELECT value FROM tag_value WHERE facet='%s'"
		" ORDER BY facts DESC LIMIT %d) WHERE instr(lower(value), lower(?%d)) LIMIT %d)"
		" UNION SELECT lower(?%d) UNION SELECT ?%d",
		facet, MOST_NAMES, parameter, FACTS_NAMES - 2, parameter, parameter);
}

bool listing_look_up(struct db *db, const struct filter *f, const char *facet, int parameter,
	struct arena *arena, struct listing_values *ret, double *ret_facts, struct err *err)
{
	AUTO(buf_release) struct buf sql = {0};
	AUTO(query_free) struct query *q = NULL;
	bool ok, few = true;

	*ret = (struct listing_values){.v = arena_zalloc(arena, FEW_VALUES, sizeof(*ret->v))};
	*ret_facts = 0;
	buf_init(&sql, 4096);
	buf_printf(
		&sql, "SELECT value, facts FROM tag_value WHERE facet='%s' AND value IN (", facet);
	if (parameter == tag_of_country.parameter)
		buf_puts(&sql, "upper(?15)");
	else
		listing_add_matching(&sql, f, facet, parameter);
	buf_puts(&sql, ")");
	q = listing_prepare(db, sql.data, f, arena, err);
	while (query_next(q, &ok, err)) {
		struct str value;

		*ret_facts += query_get_real(q, 1);
		value = few && ret->n < FEW_VALUES ? sql_quote(arena, query_get_str(q, 0))
						   : (struct str){0};
		few = !str_absent(value);
		if (few)
			ret->v[ret->n++] = value;
	}
	if (!ok)
		return false;
	ret->all = few;
	return true;
}

static bool add_state(
	struct db *db, struct str place, char facet, struct tag_choice *choice, struct err *err)
{
	AUTO(query_free) struct query *q = NULL;
	char sql[128];
	bool row;

	choice->state = country_named(place);
	if (!choice->state)
		return true;
	snprintf(sql, sizeof(sql),
		"SELECT facts FROM tag_value WHERE facet='%c.country' AND value='%s'", facet,
		choice->state->code);
	q = query_new(db, sql, err);
	if (!query_step(q, &row, err))
		return false;
	choice->facts += row ? query_get_real(q, 0) : 0;
	return true;
}

/* The tags that the filter names, the rarest first: it is the one to start from. */
static bool choose_tags(struct db *db, const struct filter *f, char facet, struct arena *arena,
	struct tag_choice v[3], size_t *ret_n, struct err *err)
{
	const struct wanted_tag *wanted[3];
	size_t n = wanted_tags(f, wanted), i;
	char name[16];

	v[0] = (struct tag_choice){0};
	for (i = 0; i < n; i++) {
		struct tag_choice first = v[0];

		v[i] = (struct tag_choice){.tag = wanted[i]};
		snprintf(name, sizeof(name), "%c.%s", facet, wanted[i]->facet);
		if (!listing_look_up(db, f, name, wanted[i]->parameter, arena, &v[i].values,
			    &v[i].facts, err))
			return false;
		if (wanted[i] == &tag_of_place && !add_state(db, f->place, facet, &v[i], err))
			return false;
		if (i > 0 && v[i].facts < first.facts) {
			v[0] = v[i];
			v[i] = first;
		}
	}
	*ret_n = n;
	return true;
}

static void add_tag_conditions(struct buf *sql, const struct filter *f)
{
	buf_puts(sql, str_absent(f->kind) ? "" : " AND kind=?3");
	buf_puts(sql, str_absent(f->since) ? "" : " AND day>=?8");
	buf_puts(sql, str_absent(f->until) ? "" : " AND day<=?9");
	if (f->after && f->sort == SORT_NEWEST)
		buf_puts(sql, " AND fact<?11");
}

static bool is_one_value(const struct tag_choice *choice)
{
	return choice->values.all && choice->values.n == 1 && !choice->state;
}

/* FROM a tag. If several of its values may name one fact they are made one here; a page then
 * looks into the newest MOST_TAGS only. */
static void add_tag_source(struct buf *sql, const struct filter *f, const struct fact_table *t,
	const struct tag_choice *choice)
{
	size_t n = choice->values.all && choice->values.n ? choice->values.n : 1, i;

	if (is_one_value(choice)) {
		buf_printf(sql, "tag t");
		return;
	}
	buf_puts(sql, "(");
	if (choice->state) {
		buf_printf(sql,
			"SELECT fact, kind, day FROM tag WHERE facet='%c.country' AND value='%s'",
			t->facet, choice->state->code);
		add_tag_conditions(sql, f);
		buf_puts(sql, " UNION ");
	}
	for (i = 0; i < n; i++) {
		/* DISTINCT of a merge of runs, or of all that match at once */
		buf_printf(sql, "%sSELECT %sfact, kind, day FROM tag WHERE facet='%c.%s' AND value",
			i ? " UNION " : "", choice->values.all ? "" : "DISTINCT ", t->facet,
			choice->tag->facet);
		if (choice->values.all && choice->values.n) {
			buf_printf(sql, "=%s", choice->values.v[i].p);
		} else if (choice->values.all) {
			buf_puts(sql, " IS NULL"); /* there is none */
		} else {
			char facet[16];

			snprintf(facet, sizeof(facet), "%c.%s", t->facet, choice->tag->facet);
			buf_puts(sql, " IN (");
			listing_add_matching(sql, f, facet, choice->tag->parameter);
			buf_puts(sql, ")");
		}
		add_tag_conditions(sql, f);
	}
	if (listing_is_page(f))
		buf_printf(sql, " ORDER BY fact DESC LIMIT %d", MOST_TAGS);
	buf_puts(sql, ") t");
}

/* Another tag of the fact: probed among the tags if it has few values, else looked for in the
 * fact. */
static void add_other_tag(struct buf *sql, const struct fact_table *t,
	const struct tag_choice *choice, const char *row)
{
	size_t i;

	if (choice->state || !choice->values.all || choice->values.n > PROBED_VALUES) {
		buf_printf(sql, " AND (%s",
			t->facet == 'c' ? choice->tag->on_claims : choice->tag->on_incidents);
		if (choice->state)
			buf_printf(sql, " OR c.country='%s'", choice->state->code);
		buf_puts(sql, ")");
		return;
	}
	buf_printf(sql, " AND EXISTS(SELECT 1 FROM tag u WHERE u.facet='%c.%s' AND u.value IN (",
		t->facet, choice->tag->facet);
	for (i = 0; i < choice->values.n; i++)
		buf_printf(sql, "%s%s", i ? "," : "", choice->values.v[i].p);
	buf_printf(sql, ") AND u.fact=%s)", row);
}

/* Where the facts are taken from. */
enum source { FROM_ALL, FROM_REPORTS, FROM_COUNTRY, FROM_TAG };

static enum source choose_source(
	const struct filter *f, const struct tag_choice *tags, size_t ntags)
{
	bool by_day = f->sort == SORT_DAY || !str_absent(f->since) || !str_absent(f->until);

	if (listing_wants_reports(f))
		return FROM_REPORTS;
	if (ntags == 1 && tags[0].tag == &tag_of_country && by_day && f->sort != SORT_VALUE)
		return FROM_COUNTRY;
	return ntags ? FROM_TAG : FROM_ALL;
}

/* Whether a page can be read off the tags without a look at the facts. */
static bool tags_suffice(const struct filter *f, const struct tag_choice *tags, size_t ntags)
{
	size_t i;

	for (i = 1; i < ntags; i++)
		if (tags[i].state || !tags[i].values.all || tags[i].values.n > PROBED_VALUES)
			return false;
	return str_absent(f->theme) && str_absent(f->modality) && str_absent(f->group) &&
	       !f->news && f->min_confidence <= 0 && f->sort != SORT_VALUE;
}

static bool add_source(struct db *db, struct buf *sql, const struct filter *f,
	const struct fact_table *t, enum source source, const struct tag_choice *tags, size_t ntags,
	struct err *err)
{
	switch (source) {
	case FROM_REPORTS:
		buf_puts(sql, "(");
		if (!listing_add_reports(db, sql, f, "x.extraction AS e", false, err))
			return false;
		buf_printf(sql,
			") s CROSS JOIN %s c INDEXED BY %s_extraction ON c.extraction=s.e AND "
			"c.live=1"
			" WHERE 1",
			t->table, t->table);
		break;
	case FROM_COUNTRY:
		buf_printf(sql,
			"%s c INDEXED BY %s_country%s_day WHERE c.live=1 AND c.country=upper(?15)",
			t->table, t->table, str_absent(f->kind) ? "" : "_kind");
		break;
	case FROM_TAG:
		add_tag_source(sql, f, t, &tags[0]);
		if (!tags_suffice(f, tags, ntags))
			buf_printf(sql, " CROSS JOIN %s c ON %s=t.fact", t->table, t->row);
		buf_puts(sql, " WHERE 1");
		if (is_one_value(&tags[0]))
			buf_printf(sql, " AND t.facet='%c.%s' AND t.value=%s", t->facet,
				tags[0].tag->facet, tags[0].values.v[0].p);
		break;
	case FROM_ALL:
		buf_printf(sql, "%s c WHERE c.live=1", t->table);
		break;
	}
	return true;
}

/* The conditions on the fact's own columns; those that the driving tag has are taken from there. */
static bool add_fact_conditions(struct buf *sql, const struct filter *f, const struct fact_table *t,
	bool tagged, struct err *err)
{
	if (!str_absent(f->kind))
		buf_printf(sql, " AND %s=?3", tagged ? "t.kind" : t->kind);
	if (!str_absent(f->since))
		buf_printf(sql, " AND %s>=?8", tagged ? "t.day" : t->day);
	if (!str_absent(f->until))
		buf_printf(sql, " AND %s<=?9 AND %s<>''", tagged ? "t.day" : t->day,
			tagged ? "t.day" : t->day);
	if (f->min_confidence > 0)
		buf_puts(sql, " AND c.confidence>=?10");
	if (!str_absent(f->modality))
		buf_printf(sql, " AND %s=?16", t->modality);
	if (t->value && !str_absent(f->modality) && !str_eq(f->modality, STR("asserted")))
		buf_puts(sql, " AND c.modality<>'asserted'"); /* for the index claim_modality */
	if (!str_absent(f->group))
		buf_printf(sql, " AND %s=?17", t->group);
	if (f->news)
		buf_printf(sql, " AND ifnull(c.known, %s)>?11", t->row);
	if (str_absent(f->theme))
		return true;
	if (!t->theme)
		return err_set(err, ERR_REJECT, "this listing cannot be filtered by theme");
	buf_printf(sql, " AND %s=?4", t->theme);
	return true;
}

bool listing_add_numbers(struct db *db, enum listing listing, const struct filter *f,
	struct buf *sql, struct err *err)
{
	const struct fact_table *t = &fact_tables[listing];
	AUTO(arena_release) struct arena arena = {0};
	struct tag_choice tags[3];
	size_t ntags = 0, i;
	enum source source;
	bool tagged;
	const char *row, *day;

	if (f->sort == SORT_VALUE && !t->value)
		return err_set(err, ERR_REJECT, "this listing cannot be sorted by value");
	if (!choose_tags(db, f, t->facet, &arena, tags, &ntags, err))
		return false;
	source = choose_source(f, tags, ntags);
	tagged = source == FROM_TAG;
	row = tagged ? "t.fact" : t->row;
	day = tagged ? "t.day" : t->day;
	buf_printf(sql, "SELECT %s AS n FROM ", row);
	if (!add_source(db, sql, f, t, source, tags, ntags, err))
		return false;
	for (i = tagged || source == FROM_COUNTRY; i < ntags; i++)
		add_other_tag(sql, t, &tags[i], row);
	if (!add_fact_conditions(sql, f, t, tagged, err))
		return false;
	listing_add_cursor(sql, f, row, day, t->value);
	listing_add_order(sql, f, row, day, t->value);
	if (f->limit)
		buf_puts(sql, " LIMIT ?12");
	return true;
}

bool listing_build_facts(struct db *db, struct buf *sql, const struct filter *f,
	enum listing listing, struct err *err)
{
	const struct fact_table *t = &fact_tables[listing];
	char row[32];

	buf_puts(sql, "SELECT v.* FROM (");
	if (!listing_add_numbers(db, listing, f, sql, err))
		return false;
	buf_printf(sql, ") m CROSS JOIN %s v ON v.%s=m.n", t->view, t->table);
	snprintf(row, sizeof(row), "v.%s", t->table);
	listing_add_order(sql, f, row, "ifnull(v.day, '')", "ifnull(v.value,-1)");
	return true;
}
