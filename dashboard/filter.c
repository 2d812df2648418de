/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stddef.h>

#include "base/date.h"
#include "base/parse.h"
#include "dashboard/html.h"
#include "dashboard/site.h"

/* A filter's fields as a query names them; in_form: whether a listing's form shows it. */
static const struct field {
	const char *name, *label;
	size_t at;
	bool in_form;
} fields[] = {
	{"q", "words in the report", offsetof(struct filter, words), true},
	{"kind", "kind", offsetof(struct filter, kind), true},
	{"theme", "theme", offsetof(struct filter, theme), false},
	{"country", "country", offsetof(struct filter, country), true},
	{"place", "place", offsetof(struct filter, place), true},
	{"who", "who", offsetof(struct filter, who), true},
	{"organisation", "organisation", offsetof(struct filter, organisation), true},
	{"source", "source", offsetof(struct filter, source), true},
	{"since", "since (day)", offsetof(struct filter, since), true},
	{"until", "until (day)", offsetof(struct filter, until), true},
	{"form", "form", offsetof(struct filter, form), false},
	{"modality", "modality", offsetof(struct filter, modality), false},
	{"figure", "figure", offsetof(struct filter, group), false},
	{"report", "report", offsetof(struct filter, report), false},
};

static const char *const sorts[] = {"oldest", "newest", "day", "value"};

const char *filter_sort_name(enum sort sort)
{
	return sorts[sort];
}

static struct str *field_of(const struct filter *f, size_t i)
{
	return (struct str *)((char *)(uintptr_t)f + fields[i].at);
}

/* Where a filter is read from: a request, or a query that was saved. */
struct source {
	struct http_request *request;
	struct str query;
	struct arena *arena;
};

static struct str param(const struct source *source, const char *name)
{
	struct str s = source->request ? http_param(source->request, name)
				       : http_field(source->arena, source->query, name);

	return s.n ? s : (struct str){0}; /* an empty field of a form filters nothing */
}

/* "2021-05-04~17": what the last row was sorted by, and its number. */
static bool read_cursor(struct str cursor, struct filter *f, struct err *err)
{
	size_t tilde = cursor.n;
	uint64_t row;

	while (tilde > 0 && cursor.p[tilde - 1] != '~')
		tilde--;
	if (!parse_u64(str_slice(cursor, tilde, cursor.n), 0, INT64_MAX, &row))
		return err_set(err, ERR_REJECT, "after is the cursor that the page before named");
	f->after = (int64_t)row;
	f->after_key = tilde ? str_slice(cursor, 0, tilde - 1) : (struct str){0};
	return true;
}

static bool read_filter(const struct source *request, struct filter *ret, struct err *err)
{
	struct str limit = param(request, "limit"), after = param(request, "after");
	struct str sort = param(request, "sort");
	uint64_t number = PAGE_ROWS;
	int32_t day;
	size_t i;

	*ret = (struct filter){.sort = SORT_NEWEST};
	for (i = 0; i < ARRAY_SIZE(fields); i++)
		*field_of(ret, i) = param(request, fields[i].name);
	if (limit.n && !parse_u64(limit, 1, MAX_ROWS, &number))
		return err_set(err, ERR_REJECT, "limit is a number from 1 to %d", MAX_ROWS);
	if (sort.n && !facts_sort_named(sort, &ret->sort))
		return err_set(err, ERR_REJECT, "sort is oldest, newest, day or value");
	if ((ret->since.n && !day_parse(ret->since, &day)) ||
		(ret->until.n && !day_parse(ret->until, &day)))
		return err_set(err, ERR_REJECT, "since and until are days such as 2024-05-31");
	/* of a period, the index by day finds the page at once */
	if (!sort.n && (ret->since.n || ret->until.n))
		ret->sort = SORT_DAY;
	ret->limit = (int64_t)number;
	return !after.n || read_cursor(after, ret, err);
}

bool filter_read(struct http_request *request, struct filter *ret, struct err *err)
{
	return read_filter(&(struct source){.request = request}, ret, err);
}

bool filter_parse(struct str query, struct arena *arena, struct filter *ret, struct err *err)
{
	return read_filter(&(struct source){.query = query, .arena = arena}, ret, err);
}

static void write_pair(struct buf *out, bool *first, const char *name, struct str value)
{
	if (!value.n)
		return;
	buf_printf(out, "%s%s=", *first ? "?" : "&amp;", name);
	html_url_part(out, value);
	*first = false;
}

void filter_write(struct buf *out, const struct filter *f, const char *name, struct str value)
{
	bool first = true;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(fields); i++) {
		bool other = name && str_eq(str_from(name), str_from(fields[i].name));

		write_pair(out, &first, fields[i].name, other ? value : *field_of(f, i));
	}
	if (name && str_eq(str_from(name), STR("sort")))
		write_pair(out, &first, "sort", value);
	else if (f->sort != SORT_NEWEST)
		write_pair(out, &first, "sort", str_from(sorts[f->sort]));
}

void filter_write_cursor(
	struct buf *out, enum listing listing, const struct filter *f, const struct query *row)
{
	static const char *const numbers[] = {[LISTING_CLAIMS] = "claim",
		[LISTING_INCIDENTS] = "incident",
		[LISTING_ENTITIES] = "number",
		[LISTING_MENTIONS] = "entity",
		[LISTING_REPORTS] = "report",
		[LISTING_SEARCH] = "report"};
	AUTO(buf_release) struct buf key = {0};

	buf_init(&key, 256);
	if (listing == LISTING_ENTITIES)
		buf_printf(&key, "%.0f~", html_column_number(row, "mentions"));
	else if (f->sort == SORT_DAY)
		buf_printf(&key, "%.*s~",
			STR_ARGS(html_column(
				row, listing == LISTING_REPORTS ? "published" : "day")));
	else if (f->sort == SORT_VALUE)
		buf_printf(&key, "%.17g~",
			html_column_null(row, "value") ? -1 : html_column_number(row, "value"));
	buf_printf(&key, "%.0f", html_column_number(row, numbers[listing]));
	html_url_part(out, buf_view(&key));
}

void filter_write_form(struct buf *out, enum listing listing, const struct filter *f, bool sorted)
{
	bool facts = listing == LISTING_CLAIMS || listing == LISTING_INCIDENTS;
	size_t i;

	buf_puts(out, "<form class=filter>");
	for (i = 0; i < ARRAY_SIZE(fields); i++) {
		struct str name = str_from(fields[i].name);
		bool shown =
			fields[i].in_form &&
			(facts || str_eq(name, STR("source")) || str_eq(name, STR("q")) ||
				str_eq(name, STR("organisation")) || str_eq(name, STR("since")) ||
				str_eq(name, STR("until")) ||
				(listing == LISTING_ENTITIES &&
					(str_eq(name, STR("kind")) || str_eq(name, STR("who")))));

		if (!shown && !field_of(f, i)->n)
			continue;
		buf_printf(out,
			shown ? "<label>%s<input name=%s value=\""
			      : "<!-- %s --><input type=hidden "
				"name=%s value=\"",
			shown ? fields[i].label : "also", fields[i].name);
		html_text(out, *field_of(f, i));
		buf_puts(out, shown ? "\"></label>" : "\">");
	}
	if (sorted) {
		buf_puts(out, "<label>sort<select name=sort>");
		for (i = SORT_NEWEST; i <= (listing == LISTING_CLAIMS ? SORT_VALUE : SORT_DAY); i++)
			buf_printf(out, "<option%s>%s", f->sort == (enum sort)i ? " selected" : "",
				sorts[i]);
		buf_puts(out, "</select></label>");
	}
	buf_puts(out, "<button>Filter</button></form>");
}
