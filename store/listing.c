/* SPDX-License-Identifier: Apache-2.0
 * listing.c - one SELECT from a filter.
 *
 * A listing first finds the numbers of the rows it wants, in order and no more than asked for, from
 * indexes alone where it can, and only then joins the view that has all the columns. What it starts
 * from is the narrowest that the filter names: some reports (by words, id or source), a tag (country,
 * place, who), or else the index of kind, theme, day or value. That keeps a page of a million
 * claims to milliseconds (bench/README.md); SQLite's planner alone, without statistics, does not. */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/parse.h"
#include "store/listing.h"

#define MOST_TAGS 20000   /* the newest facts that such a word names, likewise */
#define BEST_OF 2000      /* the newest reports among which a search looks for the best */

/* Parameters: ?1 words, ?2 and ?14 the report's id from and to, ?3 kind, ?4 theme, ?5 place, ?6 who,
 * ?7 source, ?8 since, ?9 until, ?10 confidence, ?11 cursor's row, ?12 limit, ?13 cursor's key,
 * ?15 country, ?16 modality, ?17 figure or event. */

/* How the facts of a table are called. */
struct fact_table {
	const char *table, *alias, *row, *view;
	const char *kind, *theme, *day, *value, *modality, *group;
	char facet; /* of its tags: "c.place" */
};

static const struct fact_table fact_tables[] = {
	[LISTING_CLAIMS] = {"claim", "c", "c.claim", "claims", "c.kind", "c.theme", "c.day",
		"ifnull(c.value,-1)", "c.modality", "c.figure", 'c'},
	[LISTING_INCIDENTS] = {"incident", "c", "c.incident", "incidents", "c.type", NULL, "c.day",
		NULL, "c.stage", "c.event", 'i'},
};

/* Words as FTS5 strings: whatever its syntax would make of them, they are only words here. */
static struct str fts_words(struct str words, struct arena *arena)
{
	AUTO(buf_release) struct buf out = {0};
	struct str word;
	size_t i;

	buf_init(&out, 4 * words.n + 16);
	words = str_trim(words);
	while (str_next_field(&words, ' ', &word)) {
		bool prefix = word.n > 1 && word.p[word.n - 1] == '*';

		word.n -= prefix;
		if (!word.n)
			continue;
		buf_putc(&out, '"');
		for (i = 0; i < word.n; i++) {
			buf_putc(&out, word.p[i] == '\0' ? ' ' : word.p[i]);
			if (word.p[i] == '"')
				buf_putc(&out, '"');
		}
		buf_puts(&out, prefix ? "\"* " : "\" ");
	}
	if (!out.n)
		buf_puts(&out, "\"\"");
	return arena_str(arena, buf_view(&out));
}

/* The ids that begin with some hex digits, as the bounds of a range. */
bool facts_id_range(struct str hex, struct arena *arena, struct str *ret_low, struct str *ret_high,
	struct err *err)
{
	unsigned char *low = arena_alloc(arena, REPORT_ID_BYTES);
	unsigned char *high = arena_alloc(arena, REPORT_ID_BYTES);
	char digits[2 * REPORT_ID_BYTES];

	if (hex.n < 4 || hex.n > sizeof(digits))
		return err_set(err, ERR_REJECT, "\"%.*s\" is no report id: 4 to 64 hex digits",
			STR_ARGS(hex));
	memset(digits, '0', sizeof(digits));
	memcpy(digits, hex.p, hex.n);
	if (!parse_hex((struct str){digits, sizeof(digits)}, low, REPORT_ID_BYTES))
		return err_set(err, ERR_REJECT, "\"%.*s\" is no report id: 4 to 64 hex digits",
			STR_ARGS(hex));
	memset(digits + hex.n, 'f', sizeof(digits) - hex.n);
	parse_hex((struct str){digits, sizeof(digits)}, high, REPORT_ID_BYTES);
	*ret_low = (struct str){(char *)low, REPORT_ID_BYTES};
	*ret_high = (struct str){(char *)high, REPORT_ID_BYTES};
	return true;
}

/* Binds what the filter has. Parameters that the SQL does not use are no error to SQLite. */
static bool bind(struct query *q, const struct filter *f, struct arena *arena, struct err *err)
{
	const struct {
		int at;
		struct str value;
	} strings[] = {{3, f->kind}, {4, f->theme}, {5, f->place}, {6, f->who}, {7, f->source},
		{8, f->since}, {9, f->until}, {15, f->country}, {16, f->modality}, {17, f->group}};
	struct str low, high;
	size_t i;

	if (!str_absent(f->words))
		query_str(q, 1, fts_words(f->words, arena));
	if (!str_absent(f->report)) {
		if (!facts_id_range(f->report, arena, &low, &high, err))
			return false;
		query_blob(q, 2, low);
		query_blob(q, 14, high);
	}
	for (i = 0; i < ARRAY_SIZE(strings); i++)
		if (!str_absent(strings[i].value))
			query_str(q, strings[i].at, strings[i].value);
	query_real(q, 10, f->min_confidence);
	query_int(q, 11, f->after);
	query_int(q, 12, f->limit);
	if (f->sort == SORT_DAY)
		query_str(q, 13, str_absent(f->after_key) ? STR("") : arena_str(arena, f->after_key));
	else
		query_real(q, 13, f->after_key.n ? strtod(arena_str(arena, f->after_key).p, NULL) : -1);
	return true;
}

struct query *listing_prepare(struct db *db, const char *sql, const struct filter *f,
	struct arena *arena, struct err *err)
{
	AUTO(query_free) struct query *q = query_new(db, sql, err);
	struct query *ready;

	if (!q || !bind(q, f, arena, err))
		return NULL;
	ready = q;
	q = NULL;
	return ready;
}

/* A tag that the filter names, as a condition on the tags and as one on the facts themselves. */
struct wanted_tag {
	const char *facet, *value, *on_claims, *on_incidents;
	bool many; /* several values may match one fact */
};

#define LIKE_TAG(facet, at)                                                                        \
	" IN (SELECT value FROM tag_value WHERE facet='%c." facet "' AND instr(value, lower(?" at ")))"
#define HAS(column, at) "instr(lower(ifnull(" column ", '')), lower(?" at "))"

static const struct wanted_tag tag_of_country = {"country", "=upper(?15)", "c.country=upper(?15)",
	"c.country=upper(?15)", false};
static const struct wanted_tag tag_of_place = {"place", LIKE_TAG("place", "5"), HAS("c.places", "5"),
	HAS("c.locations", "5"), true};
static const struct wanted_tag tag_of_who = {"who", LIKE_TAG("who", "6"),
	"(" HAS("c.subject", "6") " OR " HAS("c.object", "6") " OR " HAS("c.attributed_to", "6") ")",
	"(" HAS("c.perpetrator_individuals", "6") " OR " HAS("c.perpetrator_organisations", "6")
	" OR " HAS("c.victims", "6") " OR " HAS("c.physical_targets", "6") ")", true};

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

static bool wants_reports(const struct filter *f)
{
	return !str_absent(f->words) || !str_absent(f->report) || !str_absent(f->source);
}

/* A page looks into the newest reports only; all of a listing is all of it. */
static bool is_page(const struct filter *f)
{
	return f->limit && f->sort != SORT_OLDEST;
}

/* The current extractions x of the reports r that the filter names. */
static void add_reports(struct buf *sql, const struct filter *f, const char *columns)
{
	buf_printf(sql, "SELECT %s FROM ", columns);
	if (str_absent(f->words)) {
		buf_puts(sql, "report r");
	} else {
		buf_puts(sql, "(SELECT rowid AS n FROM text_index WHERE text_index MATCH ?1");
		if (is_page(f))
			buf_printf(sql, " ORDER BY rowid DESC LIMIT %d", FACTS_REPORTS);
		buf_puts(sql, ") t CROSS JOIN report r ON r.report=t.n");
	}
	buf_puts(sql, " CROSS JOIN extraction x ON x.report=r.report AND x.current=1 WHERE 1");
	if (!str_absent(f->report))
		buf_puts(sql, " AND r.id BETWEEN ?2 AND ?14");
	if (!str_absent(f->source))
		buf_puts(sql, " AND r.source IN (SELECT value FROM tag_value WHERE facet='r.source'"
			      " AND instr(lower(value), lower(?7)))");
}

static void add_order(struct buf *sql, const struct filter *f, const char *row, const char *day,
	const char *value)
{
	switch (f->sort) {
	case SORT_OLDEST:
		buf_printf(sql, " ORDER BY %s", row);
		break;
	case SORT_NEWEST:
		buf_printf(sql, " ORDER BY %s DESC", row);
		break;
	case SORT_DAY:
		buf_printf(sql, " ORDER BY %s DESC, %s DESC", day, row);
		break;
	case SORT_VALUE:
		buf_printf(sql, " ORDER BY %s DESC, %s DESC", value, row);
		break;
	}
}

bool facts_sort_named(struct str name, enum sort *ret)
{
	static const char *const names[] = {"oldest", "newest", "day", "value"};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (!str_eq(name, str_from(names[i])))
			continue;
		*ret = (enum sort)i;
		return true;
	}
	return false;
}

static void add_cursor(struct buf *sql, const struct filter *f, const char *row, const char *day,
	const char *value)
{
	if (!f->after)
		return;
	if (f->sort == SORT_OLDEST)
		buf_printf(sql, " AND %s>?11", row);
	else if (f->sort == SORT_NEWEST)
		buf_printf(sql, " AND %s<?11", row);
	else
		buf_printf(sql, " AND (%s, %s)<(?13, ?11)", f->sort == SORT_DAY ? day : value, row);
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
		buf_printf(sql, " AND %s<=?9 AND %s<>''", tagged ? "t.day" : t->day, tagged ? "t.day" : t->day);
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

/* Whether a page can be read off the tags without a look at the facts. */
static bool tags_suffice(const struct filter *f, size_t ntags)
{
	return ntags == 1 && str_absent(f->theme) && str_absent(f->modality) && str_absent(f->group) &&
	       !f->news && f->min_confidence <= 0 && f->sort != SORT_VALUE;
}

/* A tag with what the store knows of it. */
struct tag_choice {
	const struct wanted_tag *tag;
	double facts;
	struct str only; /* its only value, if there is just one; quoted, in the arena */
};

/* 'O''Brien' */
static struct str sql_quote(struct arena *arena, struct str s)
{
	AUTO(buf_release) struct buf out = {0};
	size_t i;

	buf_init(&out, 2 * s.n + 16);
	buf_putc(&out, '\'');
	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '\0')
			return (struct str){0}; /* SQL would end there */
		buf_puts(&out, s.p[i] == '\'' ? "'" : "");
		buf_putc(&out, s.p[i]);
	}
	buf_putc(&out, '\'');
	return arena_str(arena, buf_view(&out));
}

static bool look_up_tag(struct db *db, char facet, const struct filter *f, struct arena *arena,
	struct tag_choice *tag, struct err *err)
{
	AUTO(buf_release) struct buf sql = {0};
	AUTO(query_free) struct query *q = NULL;
	bool row;

	buf_init(&sql, 4096);
	buf_printf(&sql, "SELECT total(facts), count(*), min(value) FROM tag_value WHERE facet='%c.%s' AND value",
		facet, tag->tag->facet);
	buf_printf(&sql, tag->tag->value, facet);
	q = listing_prepare(db, sql.data, f, arena, err);
	if (!q || !query_step(q, &row, err))
		return false;
	tag->facts = query_get_real(q, 0);
	if (query_get_int(q, 1) == 1)
		tag->only = sql_quote(arena, query_get_str(q, 2));
	return true;
}

/* The tags that the filter names, the rarest first: it is the one to start from. */
static bool choose_tags(struct db *db, const struct filter *f, char facet, struct arena *arena,
	struct tag_choice v[3], size_t *ret_n, struct err *err)
{
	const struct wanted_tag *wanted[3];
	size_t n = wanted_tags(f, wanted), i;

	for (i = 0; i < n; i++) {
		struct tag_choice first = v[0];

		v[i] = (struct tag_choice){.tag = wanted[i]};
		if (!look_up_tag(db, facet, f, arena, &v[i], err))
			return false;
		if (i > 0 && v[i].facts < first.facts) {
			v[0] = v[i];
			v[i] = first;
		}
	}
	*ret_n = n;
	return true;
}

/* FROM a tag. If several of its values may name one fact they are made one here; a page then looks into
 * the newest MOST_TAGS only. */
static void add_tag_source(struct buf *sql, const struct filter *f, const struct fact_table *t,
	const struct tag_choice *choice)
{
	const struct wanted_tag *tag = choice->tag;

	if (!tag->many || choice->only.n) {
		buf_puts(sql, "tag t");
		return;
	}
	buf_printf(sql, "(SELECT DISTINCT fact, kind, day FROM tag WHERE facet='%c.%s' AND value", t->facet,
		tag->facet);
	buf_printf(sql, tag->value, t->facet);
	buf_puts(sql, str_absent(f->kind) ? "" : " AND kind=?3");
	buf_puts(sql, str_absent(f->since) ? "" : " AND day>=?8");
	buf_puts(sql, str_absent(f->until) ? "" : " AND day<=?9");
	if (f->after && f->sort == SORT_NEWEST)
		buf_puts(sql, " AND fact<?11");
	if (is_page(f))
		buf_printf(sql, " ORDER BY fact DESC LIMIT %d", MOST_TAGS);
	buf_puts(sql, ") t");
}

/* FROM the facts of some reports; FROM a tag; FROM all facts. */
static void add_source(struct buf *sql, const struct filter *f, const struct fact_table *t,
	const struct tag_choice *tags, size_t ntags)
{
	if (wants_reports(f)) {
		buf_puts(sql, "(");
		add_reports(sql, f, "x.extraction AS e");
		if (is_page(f))
			buf_printf(sql, " ORDER BY x.extraction DESC LIMIT %d", FACTS_REPORTS);
		buf_printf(sql, ") s CROSS JOIN %s c INDEXED BY %s_extraction ON c.extraction=s.e AND c.live=1"
				" WHERE 1", t->table, t->table);
		return;
	}
	if (!ntags) {
		buf_printf(sql, "%s c WHERE c.live=1", t->table);
		return;
	}
	add_tag_source(sql, f, t, &tags[0]);
	if (!tags_suffice(f, ntags))
		buf_printf(sql, " CROSS JOIN %s c ON %s=t.fact", t->table, t->row);
	buf_puts(sql, " WHERE 1");
	if (!tags[0].tag->many || tags[0].only.n)
		buf_printf(sql, " AND t.facet='%c.%s' AND t.value%s%s", t->facet, tags[0].tag->facet,
			tags[0].only.n ? "=" : tags[0].tag->value, tags[0].only.n ? tags[0].only.p : "");
}

/* SELECT the numbers (n) of the facts that are wanted. */
bool listing_add_numbers(struct db *db, enum listing listing, const struct filter *f,
	struct buf *sql, struct err *err)
{
	const struct fact_table *t = &fact_tables[listing];
	AUTO(arena_release) struct arena arena = {0};
	struct tag_choice tags[3];
	size_t ntags = 0, i;
	bool tagged;
	const char *row, *day;

	if (f->sort == SORT_VALUE && !t->value)
		return err_set(err, ERR_REJECT, "this listing cannot be sorted by value");
	if (!choose_tags(db, f, t->facet, &arena, tags, &ntags, err))
		return false;
	tagged = !wants_reports(f) && ntags > 0;
	row = tagged ? "t.fact" : t->row;
	day = tagged ? "t.day" : t->day;
	buf_printf(sql, "SELECT %s AS n FROM ", row);
	add_source(sql, f, t, tags, ntags);
	for (i = tagged; i < ntags; i++)
		buf_printf(sql, " AND %s", t->facet == 'c' ? tags[i].tag->on_claims : tags[i].tag->on_incidents);
	if (!add_fact_conditions(sql, f, t, tagged, err))
		return false;
	add_cursor(sql, f, row, day, t->value);
	add_order(sql, f, row, day, t->value);
	if (f->limit)
		buf_puts(sql, " LIMIT ?12");
	return true;
}

static bool build_facts(struct db *db, struct buf *sql, const struct filter *f, enum listing listing,
	struct err *err)
{
	const struct fact_table *t = &fact_tables[listing];
	char row[32], day[32];

	buf_puts(sql, "SELECT v.* FROM (");
	if (!listing_add_numbers(db, listing, f, sql, err))
		return false;
	buf_printf(sql, ") m CROSS JOIN %s v ON v.%s=m.n", t->view, t->table);
	snprintf(row, sizeof(row), "v.%s", t->table);
	snprintf(day, sizeof(day), "ifnull(v.day, '')");
	add_order(sql, f, row, day, "ifnull(v.value,-1)");
	return true;
}

static void build_reports(struct buf *sql, const struct filter *f)
{
	buf_puts(sql, "SELECT v.* FROM (");
	add_reports(sql, f, "r.report AS n, coalesce(x.published, '') AS day");
	if (!str_absent(f->since))
		buf_puts(sql, " AND x.published>=?8");
	if (!str_absent(f->until))
		buf_puts(sql, " AND x.published<=?9");
	add_cursor(sql, f, "r.report", "coalesce(x.published, '')", "r.report");
	add_order(sql, f, "r.report", "coalesce(x.published, '')", "r.report");
	buf_puts(sql, f->limit ? " LIMIT ?12" : "");
	buf_puts(sql, ") m CROSS JOIN reports v ON v.report=m.n");
	add_order(sql, f, "v.report", "m.day", "v.report");
}

static void build_search(struct buf *sql, const struct filter *f)
{
	buf_printf(sql, "SELECT p.id, p.title, p.published, p.source,"
		" snippet(text_index, 1, '[', ']', '…', 24) AS snippet, p.report"
		" FROM text_index t JOIN reports p ON p.report=t.rowid WHERE text_index MATCH ?1"
		" AND t.rowid>=(SELECT min(rowid) FROM (SELECT rowid FROM text_index"
		" WHERE text_index MATCH ?1 ORDER BY rowid DESC LIMIT %d))", BEST_OF);
	if (!str_absent(f->report))
		buf_puts(sql, " AND p.id BETWEEN lower(hex(?2)) AND lower(hex(?14))");
	if (!str_absent(f->source))
		buf_puts(sql, " AND instr(lower(p.source), lower(?7))");
	if (!str_absent(f->since))
		buf_puts(sql, " AND p.published>=?8");
	if (!str_absent(f->until))
		buf_puts(sql, " AND p.published<=?9");
	buf_puts(sql, " ORDER BY rank");
	buf_puts(sql, f->limit ? " LIMIT ?12" : "");
}

/* Of some reports the names are counted anew; of all, their counts are kept. */
static void build_entities(struct buf *sql, const struct filter *f)
{
	bool some = wants_reports(f) || !str_absent(f->since) || !str_absent(f->until);

	if (some) {
		buf_puts(sql, "SELECT n.type, n.text AS name, sum(a.mentions) AS mentions,"
			      " count(*) AS reports, n.example, n.name AS number FROM (");
		add_reports(sql, f, "x.extraction AS e");
		if (!str_absent(f->since))
			buf_puts(sql, " AND x.published>=?8");
		if (!str_absent(f->until))
			buf_puts(sql, " AND x.published<=?9");
		if (is_page(f))
			buf_printf(sql, " ORDER BY x.extraction DESC LIMIT %d", FACTS_REPORTS);
		buf_puts(sql, ") s CROSS JOIN appearance a ON a.extraction=s.e"
			      " JOIN name b ON b.name=a.name"
			      " JOIN name n ON n.name=coalesce(b.same_as, b.name) WHERE 1");
	} else {
		buf_puts(sql, "SELECT n.type, n.text AS name, n.mentions + ifnull((SELECT sum(m.mentions)"
			      " FROM name m WHERE m.same_as=n.name), 0) AS mentions, n.reports +"
			      " ifnull((SELECT sum(m.reports) FROM name m WHERE m.same_as=n.name), 0)"
			      " AS reports, n.example, n.name AS number FROM name n"
			      " WHERE n.same_as IS NULL AND n.mentions>0");
	}
	if (!str_absent(f->kind))
		buf_puts(sql, " AND n.type=?3");
	if (!str_absent(f->who))
		buf_puts(sql, " AND (instr(lower(n.text), lower(?6)) OR instr(lower(n.example), lower(?6)))");
	if (!some && f->after)
		buf_puts(sql, " AND (n.mentions, n.name)<(?13, ?11)");
	buf_puts(sql, some ? " GROUP BY n.name ORDER BY 3 DESC, name"
			   : " ORDER BY n.mentions DESC, n.name DESC");
	buf_puts(sql, f->limit ? " LIMIT ?12" : "");
}

static void build_mentions(struct buf *sql, const struct filter *f)
{
	buf_puts(sql, "SELECT v.* FROM (");
	if (wants_reports(f)) {
		buf_puts(sql, "SELECT e.entity AS n FROM (");
		add_reports(sql, f, "x.extraction AS e");
		buf_puts(sql, ") s CROSS JOIN entity e ON e.extraction=s.e");
	} else {
		buf_puts(sql, "SELECT e.entity AS n FROM entity e");
	}
	buf_puts(sql, ") m CROSS JOIN entities v ON v.entity=m.n WHERE v.entity>?11");
	if (!str_absent(f->kind))
		buf_puts(sql, " AND v.type=?3");
	if (!str_absent(f->who))
		buf_puts(sql, " AND (instr(lower(v.text), lower(?6)) OR"
			      " instr(lower(coalesce(v.canonical, '')), lower(?6)))");
	if (!str_absent(f->since))
		buf_puts(sql, " AND v.published>=?8");
	if (!str_absent(f->until))
		buf_puts(sql, " AND v.published<=?9");
	if (f->min_confidence > 0)
		buf_puts(sql, " AND v.confidence>=?10");
	buf_puts(sql, " ORDER BY v.entity");
	buf_puts(sql, f->limit ? " LIMIT ?12" : "");
}

/* What a listing cannot be filtered by is an error, not silence. */
static bool check_filter(enum listing listing, const struct filter *f, struct err *err)
{
	bool facts = listing == LISTING_CLAIMS || listing == LISTING_INCIDENTS;
	const struct {
		const char *name;
		struct str value;
	} only_facts[] = {{"place", f->place}, {"country", f->country}, {"theme", f->theme},
		{"modality", f->modality}, {"figure", f->group}};
	size_t i;

	for (i = 0; !facts && i < ARRAY_SIZE(only_facts); i++)
		if (!str_absent(only_facts[i].value))
			return err_set(err, ERR_REJECT, "this listing cannot be filtered by %s",
				only_facts[i].name);
	if ((listing == LISTING_REPORTS || listing == LISTING_SEARCH) &&
		(!str_absent(f->kind) || !str_absent(f->who)))
		return err_set(err, ERR_REJECT, "reports cannot be filtered by %s",
			str_absent(f->kind) ? "who" : "kind");
	if (listing == LISTING_SEARCH && str_absent(f->words))
		return err_set(err, ERR_REJECT, "a search needs words");
	return true;
}

static bool build(struct db *db, struct buf *sql, enum listing listing, const struct filter *f, struct err *err)
{
	if (!check_filter(listing, f, err))
		return false;
	switch (listing) {
	case LISTING_CLAIMS:
	case LISTING_INCIDENTS:
		return build_facts(db, sql, f, listing, err);
	case LISTING_ENTITIES:
		build_entities(sql, f);
		return true;
	case LISTING_MENTIONS:
		build_mentions(sql, f);
		return true;
	case LISTING_REPORTS:
		build_reports(sql, f);
		return true;
	case LISTING_SEARCH:
		build_search(sql, f);
		return true;
	}
	return false;
}

struct query *facts_list(struct db *db, enum listing listing, const struct filter *filter,
	struct arena *arena, struct err *err)
{
	AUTO(buf_release) struct buf sql = {0};

	buf_init(&sql, 65536);
	if (!build(db, &sql, listing, filter, err))
		return NULL;
	return listing_prepare(db, sql.data, filter, arena, err);
}
