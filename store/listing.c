/* SPDX-License-Identifier: Apache-2.0
 * listing.c - one SELECT from a filter.
 *
 * A listing first finds the numbers of the rows it wants, in order and no more than asked for,
 * from indexes alone where it can (listing_facts.c), and only then joins the view that has all
 * the columns. That keeps a page of a million claims to milliseconds (bench/README.md); SQLite's
 * planner alone, without statistics, does not. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/parse.h"
#include "store/listing.h"

#define NEWEST_REPORTS 50000 /* among which a page looks for those of very many sources */

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

/* "KZ", "kz" and "Kazakhstan" alike. */
static bool country_code(
	struct db *db, struct str country, struct arena *arena, struct str *ret, struct err *err)
{
	AUTO(query_free) struct query *q = NULL;
	bool row;

	*ret = country;
	if (country.n == 2)
		return true;
	q = query_new(db, "SELECT country FROM place_country WHERE place=trim(?1)", err);
	query_str(q, 1, country);
	if (!query_step(q, &row, err))
		return false;
	if (!row)
		return err_set(err, ERR_REJECT,
			"no country is known as \"%.*s\": its name in English or its code (KZ)",
			STR_ARGS(country));
	*ret = arena_str(arena, query_get_str(q, 0));
	return true;
}

/* Binds what the filter has. Parameters that the SQL does not use are no error to SQLite. */
static bool bind(struct db *db, struct query *q, const struct filter *f, struct arena *arena,
	struct err *err)
{
	const struct {
		int at;
		struct str value;
	} strings[] = {{3, f->kind}, {4, f->theme}, {5, f->place}, {6, f->who}, {7, f->source},
		{8, f->since}, {9, f->until}, {16, f->modality}, {17, f->group},
		{18, f->organisation}, {19, f->form}};
	struct str low, high, code;
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
	if (!str_absent(f->country)) {
		if (!country_code(db, f->country, arena, &code, err))
			return false;
		query_str(q, 15, code);
	}
	query_real(q, 10, f->min_confidence);
	query_int(q, 11, f->after);
	query_int(q, 12, f->limit);
	if (f->sort == SORT_DAY)
		query_str(
			q, 13, str_absent(f->after_key) ? STR("") : arena_str(arena, f->after_key));
	else
		query_real(q, 13,
			f->after_key.n ? strtod(arena_str(arena, f->after_key).p, NULL) : -1);
	return true;
}

struct query *listing_prepare(struct db *db, const char *sql, const struct filter *f,
	struct arena *arena, struct err *err)
{
	AUTO(query_free) struct query *q = query_new(db, sql, err);
	struct query *ready;

	if (!q || !bind(db, q, f, arena, err))
		return NULL;
	ready = q;
	q = NULL;
	return ready;
}

/* Reports that are found by something else than their id. */
static bool wants_some(const struct filter *f)
{
	return !str_absent(f->words) || !str_absent(f->source) || !str_absent(f->organisation);
}

bool listing_wants_reports(const struct filter *f)
{
	return !str_absent(f->report) || wants_some(f);
}

/* Reports that are found by their dates alone, in the index of these. */
static bool by_date(const struct filter *f)
{
	return !listing_wants_reports(f) &&
	       (!str_absent(f->since) || !str_absent(f->until) || f->sort == SORT_DAY);
}

bool listing_is_page(const struct filter *f)
{
	return f->limit && f->sort != SORT_OLDEST;
}

/* SELECT the reports n of the sources that are meant: a run of the index for each, merged. */
static bool add_sources(
	struct db *db, struct buf *sql, const struct filter *f, const char *cursor, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct listing_values values;
	double reports;
	size_t i;

	if (!listing_look_up(db, f, "r.source", 7, &arena, &values, &reports, err))
		return false;
	for (i = 0; values.all && i < values.n; i++)
		buf_printf(sql, "%sSELECT report AS n FROM report WHERE source=%s%s",
			i ? " UNION ALL " : "", values.v[i].p, cursor);
	if (!values.all) {
		buf_puts(sql, "SELECT report AS n FROM (SELECT report, source FROM report WHERE 1");
		buf_printf(sql, "%s ORDER BY report DESC LIMIT %d) WHERE source IN (", cursor,
			listing_is_page(f) ? NEWEST_REPORTS : -1);
		listing_add_matching(sql, f, "r.source", 7);
		buf_puts(sql, ")");
	}
	buf_puts(sql, values.all && !values.n ? "SELECT report AS n FROM report WHERE 0" : "");
	buf_puts(sql, listing_is_page(f) ? " ORDER BY n DESC" : "");
	return true;
}

bool listing_add_reports(struct db *db, struct buf *sql, const struct filter *f,
	const char *columns, bool after_report, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct str names = {0};

	if (!str_absent(f->organisation) && !listing_organisations(db, f, &arena, &names, err))
		return false;
	buf_printf(sql, "SELECT %s FROM ", columns);
	if (by_date(f)) {
		buf_puts(sql,
			"extraction x CROSS JOIN report r ON r.report=x.report WHERE x.current=1");
		return true;
	}
	if (!wants_some(f)) {
		buf_puts(sql, "report r");
	} else {
		buf_puts(sql, "(");
		if (!str_absent(f->words))
			buf_printf(sql,
				"SELECT rowid AS n FROM text_index WHERE text_index MATCH ?1%s%s",
				after_report ? " AND rowid<?11" : "",
				listing_is_page(f) ? " ORDER BY rowid DESC" : "");
		else if (str_absent(f->source))
			listing_add_naming(sql, f, names, after_report ? " AND report<?11" : "");
		else if (!add_sources(db, sql, f, after_report ? " AND report<?11" : "", err))
			return false;
		if (listing_is_page(f))
			buf_printf(sql, " LIMIT %d", FACTS_REPORTS);
		buf_puts(sql, ") t CROSS JOIN report r ON r.report=t.n");
	}
	buf_puts(sql, " CROSS JOIN extraction x ON x.report=r.report AND x.current=1 WHERE 1");
	if (!str_absent(f->report))
		buf_puts(sql, " AND r.id BETWEEN ?2 AND ?14");
	if (!str_absent(f->words) && !str_absent(f->source))
		buf_puts(sql, " AND instr(lower(r.source), lower(?7))");
	if (!str_absent(f->organisation) && (!str_absent(f->words) || !str_absent(f->source)))
		listing_add_named(sql, names, "x.extraction");
	return true;
}

void listing_add_order(struct buf *sql, const struct filter *f, const char *row, const char *day,
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

void listing_add_cursor(struct buf *sql, const struct filter *f, const char *row, const char *day,
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

static bool build_reports(struct db *db, struct buf *sql, const struct filter *f, struct err *err)
{
	/* the order shall not tempt SQLite away from the index of the ids */
	const char *row = str_absent(f->report) ? "r.report" : "+r.report";

	buf_puts(sql, "SELECT v.* FROM (");
	if (!listing_add_reports(db, sql, f, "r.report AS n, coalesce(x.published, '') AS day",
		    f->after && f->sort == SORT_NEWEST, err))
		return false;
	if (!str_absent(f->since))
		buf_puts(sql, " AND x.published>=?8");
	if (!str_absent(f->until))
		buf_puts(sql, " AND x.published<=?9");
	if (f->sort == SORT_DAY && f->after_key.n)
		buf_puts(sql, " AND (x.published<=?13 OR x.published IS NULL)");
	listing_add_cursor(sql, f, row, "coalesce(x.published, '')", row);
	listing_add_order(sql, f, row, "x.published", row);
	buf_puts(sql, f->limit ? " LIMIT ?12" : "");
	buf_puts(sql, ") m CROSS JOIN reports v ON v.report=m.n");
	listing_add_order(sql, f, "v.report", "m.day", "v.report");
	return true;
}

/* The best of the newest that hold the words, and then only of those the passages. */
static bool build_search(struct db *db, struct buf *sql, const struct filter *f, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct str names;

	if (!str_absent(f->organisation) && !listing_organisations(db, f, &arena, &names, err))
		return false;
	buf_printf(sql,
		"WITH best AS MATERIALIZED (SELECT t.rowid AS n, " DB_WORDS_RANK
		"(text_index) AS score FROM text_index t WHERE text_index MATCH ?1"
		" AND t.rowid>=(SELECT min(rowid) FROM (SELECT rowid FROM text_index"
		" WHERE text_index MATCH ?1 ORDER BY rowid DESC LIMIT %d))",
		FACTS_BEST);
	if (!str_absent(f->report))
		buf_puts(sql,
			" AND t.rowid IN (SELECT report FROM report WHERE id BETWEEN ?2 AND ?14)");
	if (!str_absent(f->source))
		buf_puts(sql, " AND instr(lower((SELECT source FROM report WHERE report=t.rowid)), "
			      "lower(?7))");
	if (!str_absent(f->since) || !str_absent(f->until) || !str_absent(f->organisation)) {
		buf_printf(sql,
			" AND EXISTS(SELECT 1 FROM extraction x WHERE x.report=t.rowid AND "
			"x.current=1%s%s",
			str_absent(f->since) ? "" : " AND x.published>=?8",
			str_absent(f->until) ? "" : " AND x.published<=?9");
		if (!str_absent(f->organisation))
			listing_add_named(sql, names, "x.extraction");
		buf_puts(sql, ")");
	}
	/* To find the place of each in the list of a frequent word takes as long as to go
	 * through the thousand once: hence the + and the order of the join. */
	buf_printf(sql,
		" ORDER BY score%s) SELECT p.id, p.title, p.published, p.source, s.snippet, "
		"p.report FROM ("
		"SELECT t.rowid AS n, snippet(text_index, 1, '[', ']', '…', 24) AS snippet FROM "
		"text_index t"
		" WHERE text_index MATCH ?1 AND t.rowid>=(SELECT min(n) FROM best) AND "
		"t.rowid<=(SELECT max(n) FROM best)"
		" AND +t.rowid IN (SELECT n FROM best)) s CROSS JOIN best b ON b.n=s.n CROSS JOIN "
		"reports p ON p.report=b.n"
		" ORDER BY b.score, p.report DESC",
		f->limit ? " LIMIT ?12" : "");
	return true;
}

/* "The government", "people": what is mostly spoken of by common nouns has no place among names,
 * and when nothing is said of the kind, neither have times and amounts. */
static void add_names(struct buf *sql, const struct filter *f)
{
	if (!str_eq(f->form, STR("any")))
		buf_printf(sql, " AND (2*n.named>=n.mentions%s)",
			str_absent(f->kind) ? ""
					    : " OR n.type NOT IN ('person', 'organisation', "
					      "'location', 'nationality')");
}

/* Of some reports the names are counted anew; of all, their counts are kept. */
static bool build_entities(struct db *db, struct buf *sql, const struct filter *f, struct err *err)
{
	bool some = listing_wants_reports(f) || !str_absent(f->since) || !str_absent(f->until);

	if (some) {
		buf_puts(sql, "SELECT n.type, n.text AS name, sum(g.mentions) AS mentions,"
			      " sum(g.named) AS named, sum(g.reports) AS reports, n.example, "
			      "n.name AS number FROM (SELECT a.name,"
			      " sum(a.mentions) AS mentions, sum(a.named) AS named, count(*) AS "
			      "reports FROM (");
		if (!listing_add_reports(db, sql, f, "x.extraction AS e", false, err))
			return false;
		if (!str_absent(f->since))
			buf_puts(sql, " AND x.published>=?8");
		if (!str_absent(f->until))
			buf_puts(sql, " AND x.published<=?9");
		if (listing_is_page(f))
			buf_printf(sql, " ORDER BY x.%s DESC LIMIT %d",
				by_date(f) ? "published" : "extraction", FACTS_REPORTS);
		buf_puts(sql, ") s CROSS JOIN appearance a ON a.extraction=s.e GROUP BY 1) g"
			      " CROSS JOIN name b ON b.name=g.name"
			      " CROSS JOIN name n ON n.name=coalesce(b.same_as, b.name) WHERE 1");
	} else {
		buf_puts(sql,
			"SELECT n.type, n.text AS name, n.mentions + ifnull((SELECT sum(m.mentions)"
			" FROM name m WHERE m.same_as=n.name), 0) AS mentions, n.named +"
			" ifnull((SELECT sum(m.named) FROM name m WHERE m.same_as=n.name), 0) AS "
			"named, n.reports +"
			" ifnull((SELECT sum(m.reports) FROM name m WHERE m.same_as=n.name), 0)"
			" AS reports, n.example, n.name AS number FROM name n"
			" WHERE n.same_as IS NULL AND n.mentions>0");
	}
	if (!str_absent(f->kind))
		buf_puts(sql, " AND n.type=?3");
	add_names(sql, f);
	if (!str_absent(f->who))
		buf_puts(sql, " AND (instr(lower(n.text), lower(?6)) OR instr(lower(n.example), "
			      "lower(?6)))");
	if (!some && f->after)
		buf_puts(sql, " AND (n.mentions, n.name)<(?13, ?11)");
	buf_puts(sql, some ? " GROUP BY n.name ORDER BY 3 DESC, name"
			   : " ORDER BY n.mentions DESC, n.name DESC");
	buf_puts(sql, f->limit ? " LIMIT ?12" : "");
	return true;
}

static bool build_mentions(struct db *db, struct buf *sql, const struct filter *f, struct err *err)
{
	buf_puts(sql, "SELECT v.* FROM (");
	if (listing_wants_reports(f)) {
		buf_puts(sql, "SELECT e.entity AS n FROM (");
		if (!listing_add_reports(db, sql, f, "x.extraction AS e", false, err))
			return false;
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
	if (!str_absent(f->form) && !str_eq(f->form, STR("any")))
		buf_puts(sql, " AND v.form=?19");
	buf_puts(sql, " ORDER BY v.entity");
	buf_puts(sql, f->limit ? " LIMIT ?12" : "");
	return true;
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

	if (!str_absent(f->form) && listing != LISTING_MENTIONS &&
		!(listing == LISTING_ENTITIES &&
			(str_eq(f->form, STR("name")) || str_eq(f->form, STR("any")))))
		return err_set(err, ERR_REJECT,
			listing == LISTING_ENTITIES ? "form is name or any"
						    : "this listing cannot be filtered by form");
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

static bool build(struct db *db, struct buf *sql, enum listing listing, const struct filter *f,
	struct err *err)
{
	if (!check_filter(listing, f, err))
		return false;
	switch (listing) {
	case LISTING_CLAIMS:
	case LISTING_INCIDENTS:
		return listing_build_facts(db, sql, f, listing, err);
	case LISTING_ENTITIES:
		return build_entities(db, sql, f, err);
	case LISTING_MENTIONS:
		return build_mentions(db, sql, f, err);
	case LISTING_REPORTS:
		return build_reports(db, sql, f, err);
	case LISTING_SEARCH:
		return build_search(db, sql, f, err);
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
