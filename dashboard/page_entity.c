/* SPDX-License-Identifier: Apache-2.0
 * page_entity.c - somebody or something by name: other names, what is claimed, with whom it is
 * named, where, and the form that makes two names one. */
#include "dashboard/html.h"
#include "dashboard/site.h"

#define RECENT 300 /* newest reports with the name, in which others are looked for */

/* All spellings that stand for the name. */
#define NAMES_OF "(SELECT name FROM name WHERE name=?1 OR same_as=?1)"

/* example: how a report writes it, in the arena; the name itself may be a code (IQ, org:isis). */
static bool find_name(struct site *site, struct str type, struct str text, struct arena *arena,
	int64_t *ret, struct str *ret_example, struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(site->db,
		"SELECT n.name, n.example FROM name b JOIN name n ON n.name=coalesce(b.same_as, "
		"b.name)"
		" WHERE b.type=?1 AND b.text=?2",
		err);
	bool row;

	query_str(q, 1, type);
	query_str(q, 2, text);
	if (!query_step(q, &row, err))
		return false;
	if (!row)
		return err_set(err, ERR_REJECT, "no report names the %.*s \"%.*s\"", STR_ARGS(type),
			STR_ARGS(text));
	*ret = query_get_int(q, 0);
	*ret_example = arena_str(arena, query_get_str(q, 1));
	return true;
}

static struct query *ask_of(struct site *site, const char *sql, int64_t name, struct err *err)
{
	struct query *q = query_new(site->db, sql, err);

	query_int(q, 1, name);
	return q;
}

/* Each row: text and a count, perhaps linked as an entity of the type in the third column, and
 * called as in the fourth. */
static bool write_counted(struct query *q, const char *title, struct buf *out, struct err *err)
{
	bool ok, any = false;

	buf_printf(out, "<section class=card><h2>%s</h2><ul>", title);
	for (; query_next(q, &ok, err); any = true) {
		buf_puts(out, "<li>");
		if (query_columns(q) > 2) {
			buf_puts(out, "<a class=open href=\"/entity/");
			html_url_part(out, query_get_str(q, 2));
			buf_puts(out, "/");
			html_url_part(out, query_get_str(q, 0));
			buf_puts(out, "\">");
		}
		html_text(out, query_get_str(q, query_columns(q) > 2 ? 3 : 0));
		buf_puts(out, query_columns(q) > 2 ? "</a> <span class=dim>" : " <span class=dim>");
		html_number(out, query_get_real(q, 1));
		buf_puts(out, "</span>");
	}
	buf_puts(out, any ? "</ul></section>" : "</ul><p class=dim>None.</section>");
	return ok;
}

static bool write_aliases(struct site *site, int64_t name, struct buf *out, struct err *err)
{
	AUTO(query_free)
	struct query *q = ask_of(site,
		"SELECT e.text, count(*) FROM (SELECT extraction FROM appearance WHERE name "
		"IN " NAMES_OF
		" ORDER BY extraction DESC LIMIT 300) a JOIN name n ON n.name IN " NAMES_OF
		" CROSS JOIN entity e ON e.extraction=a.extraction AND e.type=n.type"
		" AND coalesce(e.canonical, e.text)=n.text GROUP BY 1 ORDER BY 2 DESC LIMIT 20",
		name, err);

	return write_counted(q, "As it is written", out, err);
}

static bool write_company(struct site *site, int64_t name, struct buf *out, struct err *err)
{
	AUTO(query_free)
	struct query *q = ask_of(site,
		"SELECT n.text, count(DISTINCT a.extraction), n.type, n.example FROM (SELECT "
		"extraction FROM appearance"
		" WHERE name IN " NAMES_OF
		" ORDER BY extraction DESC LIMIT 300) s CROSS JOIN appearance a"
		" ON a.extraction=s.extraction CROSS JOIN name b ON b.name=a.name CROSS JOIN name n"
		" ON n.name=coalesce(b.same_as, b.name) WHERE n.name<>?1 AND 2*n.named>=n.mentions "
		"AND n.type IN ('person',"
		" 'organisation', 'location', 'weapon', 'military_platform') GROUP BY n.name"
		" ORDER BY 2 DESC LIMIT 20",
		name, err);

	return write_counted(q, "Named in the same reports", out, err);
}

static bool write_years(struct site *site, int64_t name, struct buf *out, struct err *err)
{
	AUTO(query_free)
	struct query *q = ask_of(site,
		"SELECT coalesce(substr(x.published, 1, 7), 'without a date'), count(*) FROM "
		"(SELECT extraction"
		" FROM appearance WHERE name IN " NAMES_OF " ORDER BY extraction DESC LIMIT 2000) a"
		" JOIN extraction x USING(extraction) GROUP BY 1 ORDER BY 1 DESC LIMIT 24",
		name, err);

	return write_counted(q, "Reports by month", out, err);
}

/* What of it the facts are filed under: a state by its code, a place, else a part of the names
 * of who acts, suffers or says so: "the Islamic State" is Islamic State there. */
static struct filter filter_of(struct str type, struct str name, struct str example)
{
	struct filter f = {.sort = SORT_NEWEST, .limit = 12};

	if (!str_eq(type, STR("location")))
		f.who = str_case_starts(example, STR("the ")) ? str_slice(example, 4, example.n)
							      : example;
	else if (name.n == 2)
		f.country = name;
	else
		f.place = name;
	return f;
}

static void write_incident_item(struct buf *out, const struct query *q)
{
	buf_puts(out, "<li><a class=open href=\"/fact/");
	html_url_part(out, html_column(q, "fact"));
	buf_puts(out, "\">");
	html_text(out, html_column(q, "day").n ? html_column(q, "day") : STR("evidence"));
	buf_puts(out, "</a> <b>");
	html_text(out, html_column(q, "type"));
	buf_puts(out, "</b> ");
	html_list(out, html_column(q, "locations"));
	if (html_column(q, "toll").n) {
		buf_puts(out, ": ");
		html_text(out, html_column(q, "toll"));
	}
}

static bool write_facts(struct site *site, enum listing listing, const struct filter *f,
	const char *title, struct buf *out, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(query_free) struct query *q = facts_list(site->db, listing, f, &arena, err);
	bool ok, any = false;

	buf_printf(out, "<section class=card><h2>%s</h2><ol class=list>", title);
	for (; query_next(q, &ok, err); any = true) {
		if (listing == LISTING_CLAIMS)
			html_claim_item(out, q);
		else
			write_incident_item(out, q);
	}
	if (!ok)
		return false;
	buf_puts(out, any ? "</ol><p><a href=\"/" : "</ol><p class=dim>None.</section>");
	if (!any)
		return true;
	buf_puts(out, listing == LISTING_CLAIMS ? "claims" : "incidents");
	filter_write(out, f, NULL, (struct str){0});
	buf_puts(out, "\">All of them</a></section>");
	return true;
}

static bool write_claims(struct site *site, struct filter f, const char *kind, const char *title,
	struct buf *out, struct err *err)
{
	f.kind = str_from(kind);
	return write_facts(site, LISTING_CLAIMS, &f, title, out, err);
}

static void write_merge_form(
	const struct site *site, struct buf *out, struct str type, struct str name)
{
	buf_puts(out,
		"<section class=card><h2>The same as another?</h2><form class=filter method=post "
		"action=/do/correct>");
	action_write_token(site, out);
	buf_puts(out, "<input type=hidden name=type value=\"");
	html_text(out, type);
	buf_puts(out, "\"><input type=hidden name=name value=\"");
	html_text(out, name);
	buf_puts(out, "\"><input type=hidden name=back value=\"/entity/");
	html_url_part(out, type);
	buf_puts(out, "/");
	html_url_part(out, name);
	buf_puts(out,
		"\"><label>is the same as<input name=into></label><button name=verb "
		"value=merge>Merge"
		"</button><button name=verb value=split>Split off again</button></form></section>");
}

bool page_entity(struct site *site, struct http_request *request, struct str rest, struct buf *out,
	struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	size_t slash = str_find(rest, STR("/"), 0);
	struct str type = str_slice(rest, 0, slash), done = http_param(request, "done"), name,
		   example;
	bool place = str_eq(type, STR("location"));
	int64_t number = 0;
	struct filter f;

	if (slash == rest.n)
		return err_set(err, ERR_REJECT, "an entity's address is /entity/TYPE/NAME");
	name = str_slice(rest, slash + 1, rest.n);
	if (!find_name(site, type, name, &arena, &number, &example, err))
		return false;
	f = filter_of(type, name, example);
	html_begin(out, example.p, (struct str){0}, "/entities");
	html_notice(out, done);
	buf_puts(out, "<p class=dim>");
	html_text(out, type);
	if (!str_eq(name, example)) {
		buf_puts(out, ", known as <code>");
		html_text(out, name);
		buf_puts(out, "</code>");
	}
	buf_puts(out, " · <a href=\"/search?q=");
	html_url_part(out, example);
	buf_puts(out, "\">search the reports</a>");
	if (str_eq(type, STR("organisation"))) {
		buf_puts(out, " · <a href=\"/claims?organisation=");
		html_url_part(out, name);
		buf_puts(out, "\">all claims of reports that name it</a>");
	}
	buf_puts(out, "</p><div class=cards>");
	if (!write_facts(site, LISTING_INCIDENTS, &f, "Incidents", out, err) ||
		!write_claims(site, f, NULL, "Claims", out, err) ||
		(!place && (!write_claims(site, f, "membership", "Memberships", out, err) ||
				   !write_claims(
					   site, f, "agency", "Agencies and roles", out, err))) ||
		!write_aliases(site, number, out, err) || !write_company(site, number, out, err) ||
		!write_years(site, number, out, err))
		return false;
	write_merge_form(site, out, type, name);
	buf_puts(out, "</div>");
	html_end(out);
	return true;
}
