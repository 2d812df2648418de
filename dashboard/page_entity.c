/* SPDX-License-Identifier: Apache-2.0
 * page_entity.c - somebody or something by name: other names, what is claimed, with whom it is named,
 * where, and the form that makes two names one. */
#include "dashboard/html.h"
#include "dashboard/site.h"

#define RECENT 300 /* newest reports with the name, in which others are looked for */

/* All spellings that stand for the name. */
#define NAMES_OF "(SELECT name FROM name WHERE name=?1 OR same_as=?1)"

static bool find_name(struct site *site, struct str type, struct str text, int64_t *ret, struct err *err)
{
	AUTO(query_free) struct query *q = query_new(site->db,
		"SELECT coalesce(same_as, name) FROM name WHERE type=?1 AND text=?2", err);
	bool row;

	if (!q)
		return false;
	query_str(q, 1, type);
	query_str(q, 2, text);
	if (!query_step(q, &row, err))
		return false;
	if (!row)
		return err_set(err, ERR_REJECT, "no report names the %.*s \"%.*s\"", STR_ARGS(type),
			STR_ARGS(text));
	*ret = query_get_int(q, 0);
	return true;
}

static struct query *ask_of(struct site *site, const char *sql, int64_t name, struct err *err)
{
	struct query *q = query_new(site->db, sql, err);

	if (q)
		query_int(q, 1, name);
	return q;
}

/* Each row: text and a count, perhaps linked as an entity of the type in the third column. */
static bool write_counted(struct query *q, const char *title, struct buf *out, struct err *err)
{
	bool row, any = false;

	buf_printf(out, "<section class=card><h2>%s</h2><ul>", title);
	for (;; any = true) {
		if (!q || !query_step(q, &row, err))
			return false;
		if (!row)
			break;
		buf_puts(out, "<li>");
		if (query_columns(q) > 2) {
			buf_puts(out, "<a class=open href=\"/entity/");
			html_url_part(out, query_get_str(q, 2));
			buf_puts(out, "/");
			html_url_part(out, query_get_str(q, 0));
			buf_puts(out, "\">");
		}
		html_text(out, query_get_str(q, 0));
		buf_puts(out, query_columns(q) > 2 ? "</a> <span class=dim>" : " <span class=dim>");
		html_number(out, query_get_real(q, 1));
		buf_puts(out, "</span>");
	}
	buf_puts(out, any ? "</ul></section>" : "</ul><p class=dim>None.</section>");
	return true;
}

static bool write_aliases(struct site *site, int64_t name, struct buf *out, struct err *err)
{
	AUTO(query_free) struct query *q = ask_of(site,
		"SELECT e.text, count(*) FROM (SELECT extraction FROM appearance WHERE name IN " NAMES_OF
		" ORDER BY extraction DESC LIMIT 300) a JOIN name n ON n.name IN " NAMES_OF
		" CROSS JOIN entity e ON e.extraction=a.extraction AND e.type=n.type"
		" AND coalesce(e.canonical, e.text)=n.text GROUP BY 1 ORDER BY 2 DESC LIMIT 20", name, err);

	return write_counted(q, "As it is written", out, err);
}

static bool write_company(struct site *site, int64_t name, struct buf *out, struct err *err)
{
	AUTO(query_free) struct query *q = ask_of(site,
		"SELECT n.text, count(DISTINCT a.extraction), n.type FROM (SELECT extraction FROM appearance"
		" WHERE name IN " NAMES_OF " ORDER BY extraction DESC LIMIT 300) s CROSS JOIN appearance a"
		" ON a.extraction=s.extraction CROSS JOIN name b ON b.name=a.name CROSS JOIN name n"
		" ON n.name=coalesce(b.same_as, b.name) WHERE n.name<>?1 AND n.type IN ('person',"
		" 'organisation', 'location', 'weapon', 'military_platform') GROUP BY n.name"
		" ORDER BY 2 DESC LIMIT 20", name, err);

	return write_counted(q, "Named in the same reports", out, err);
}

static bool write_years(struct site *site, int64_t name, struct buf *out, struct err *err)
{
	AUTO(query_free) struct query *q = ask_of(site,
		"SELECT coalesce(substr(x.published, 1, 7), 'without a date'), count(*) FROM (SELECT extraction"
		" FROM appearance WHERE name IN " NAMES_OF " ORDER BY extraction DESC LIMIT 2000) a"
		" JOIN extraction x USING(extraction) GROUP BY 1 ORDER BY 1 DESC LIMIT 24", name, err);

	return write_counted(q, "Reports by month", out, err);
}

static bool write_claims(struct site *site, struct str who, struct str kind, const char *title,
	struct buf *out, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct filter f = {.who = who, .kind = kind, .sort = SORT_NEWEST, .limit = 12};
	AUTO(query_free) struct query *q = facts_list(site->db, LISTING_CLAIMS, &f, &arena, err);
	bool row, any = false;

	buf_printf(out, "<section class=card><h2>%s</h2><ol class=list>", title);
	for (;; any = true) {
		if (!q || !query_step(q, &row, err))
			return false;
		if (!row)
			break;
		html_claim_item(out, q);
	}
	buf_puts(out, any ? "</ol><p><a href=\"/claims" : "</ol><p class=dim>None.</p><p><a href=\"/claims");
	filter_write(out, &f, NULL, (struct str){0});
	buf_puts(out, "\">All of them</a></section>");
	return true;
}

static void write_merge_form(const struct site *site, struct buf *out, struct str type, struct str name)
{
	buf_puts(out, "<section class=card><h2>The same as another?</h2><form class=filter method=post "
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
	buf_puts(out, "\"><label>is the same as<input name=into></label><button name=verb value=merge>Merge"
		      "</button><button name=verb value=split>Split off again</button></form></section>");
}

bool page_entity(struct site *site, struct http_request *request, struct str rest, struct buf *out,
	struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	size_t slash = str_find(rest, STR("/"), 0);
	struct str type = str_slice(rest, 0, slash), done = http_param(request, "done"), name;
	const char *title;
	int64_t number = 0;

	if (slash == rest.n)
		return err_set(err, ERR_REJECT, "an entity's address is /entity/TYPE/NAME");
	name = str_slice(rest, slash + 1, rest.n);
	if (!find_name(site, type, name, &number, err))
		return false;
	title = arena_str(&arena, name).p;
	html_begin(out, title, (struct str){0}, "/entities");
	html_notice(out, done);
	buf_puts(out, "<p class=dim>");
	html_text(out, type);
	buf_puts(out, " · <a href=\"/search?q=");
	html_url_part(out, name);
	buf_puts(out, "\">search the reports</a></p><div class=cards>");
	if (!write_claims(site, name, (struct str){0}, "Claims", out, err) ||
		!write_claims(site, name, STR("membership"), "Memberships", out, err) ||
		!write_claims(site, name, STR("agency"), "Agencies and roles", out, err) ||
		!write_aliases(site, number, out, err) || !write_company(site, number, out, err) ||
		!write_years(site, number, out, err))
		return false;
	write_merge_form(site, out, type, name);
	buf_puts(out, "</div>");
	html_end(out);
	return true;
}
