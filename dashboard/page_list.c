/* SPDX-License-Identifier: Apache-2.0
 * page_list.c - claims, incidents, entities, reports and search: a form, what to narrow it by,
 * totals, a table, and the way to the next page and out (exports). */
#include "dashboard/html.h"
#include "dashboard/site.h"

struct column {
	const char *name, *label;
};

/* What a listing's page shows; the API gives all columns. */
struct table {
	const char *title, *path;
	struct column columns[10];
	bool evidence; /* the sentence stands under each row */
};

static const struct table tables[] = {
	[LISTING_CLAIMS] = {"Claims", "/claims",
		{{"kind", "kind"}, {"value", "how many"}, {"object", "whom, what"},
			{"subject", "by"}, {"when", "when"}, {"places", "where"},
			{"attributed_to", "says"}, {"modality", "modality"}},
		true},
	[LISTING_INCIDENTS] = {"Incidents", "/incidents",
		{{"type", "type"}, {"stage", "stage"}, {"when", "when"}, {"locations", "where"},
			{"by", "by"}, {"physical_targets", "targets"}, {"victims", "victims"},
			{"toll", "toll"}, {"weapons", "weapons"}},
		true},
	[LISTING_ENTITIES] = {"Entities", "/entities",
		{{"name", "name"}, {"type", "type"}, {"mentions", "mentions"},
			{"reports", "reports"}, {"code", "known as"}},
		false},
	[LISTING_REPORTS] = {"Reports", "/reports",
		{{"title", "title"}, {"published", "published"}, {"language", "language"},
			{"source", "source"}, {"received", "received"}},
		false},
};

/* Where a facet leads: the same listing or, from a search, what reports cannot be narrowed by to
 * their claims. */
static const char *facet_path(enum listing listing, struct str facet)
{
	if (listing != LISTING_SEARCH)
		return tables[listing].path;
	return str_eq(facet, STR("organisation")) || str_eq(facet, STR("source")) ? "/search"
										  : "/claims";
}

static void write_facet(struct buf *out, enum listing listing, const struct filter *f,
	const struct overview_count *c)
{
	bool year = str_eq(str_from(c->facet), STR("since"));

	buf_printf(out, "<a href=\"%s", facet_path(listing, str_from(c->facet)));
	filter_write(out, f, c->facet, c->value);
	buf_puts(out, "\">");
	html_text(out, year ? str_slice(c->value, 0, c->value.n < 4 ? c->value.n : 4) : c->label);
	buf_puts(out, " <small>");
	html_number(out, (double)c->facts);
	buf_puts(out, "</small></a>");
}

/* Organisations and sources are of the newest reports only, if these may be fewer. */
static void write_named(struct buf *out, const struct overview *o)
{
	if (o->seen > FACTS_NAMED)
		buf_printf(out,
			" Organisations and sources are counted in the newest %d reports with such "
			"facts.",
			FACTS_NAMED);
}

/* Nobody shall take a count of some for a count of all. */
static void write_sample(struct buf *out, const struct filter *f, const struct overview *o)
{
	if (o->exact) {
		buf_puts(out, "<p class=dim>");
		html_number(out, (double)o->facts);
		buf_puts(out, " in all");
		if (o->facts > FACTS_OVERVIEW)
			buf_printf(out, "; who says it and the totals are of the newest %d",
				FACTS_OVERVIEW);
		buf_puts(out, ".");
		write_named(out, o);
		return;
	}
	if (f->place.n || f->who.n)
		buf_printf(out,
			"<p class=dim>A part of a name stands for the %d most frequent names that "
			"it is in; what is "
			"taken away below is of all.",
			FACTS_NAMES - 2);
	if (o->seen < FACTS_OVERVIEW) {
		if (f->words.n || f->source.n || f->organisation.n)
			buf_printf(out,
				"<p class=dim>Of the newest %d reports with these words, from this "
				"source, or that name this organisation; what is taken away below "
				"is of all.",
				FACTS_REPORTS);
		return;
	}
	buf_puts(out, "<p class=notice>There are ");
	html_number(out, FACTS_OVERVIEW);
	buf_puts(out, " or more. The numbers above and the totals count only so many, the newest "
		      "first: narrow "
		      "the list, or take all away below.");
	write_named(out, o);
}

static void write_facets(
	enum listing listing, const struct filter *f, const struct overview *o, struct buf *out)
{
	const char *last = "";
	size_t i;

	buf_puts(out, "<div class=facets>");
	for (i = 0; i < o->nfacets; i++) {
		if (strcmp(last, o->facets[i].facet) != 0) {
			buf_puts(out, i ? "</div>" : "");
			last = o->facets[i].facet;
			buf_printf(out, "<div><b>%s</b>", last);
		}
		write_facet(out, listing, f, &o->facets[i]);
	}
	buf_puts(out, o->nfacets ? "</div></div>" : "</div>");
	if (listing == LISTING_SEARCH)
		buf_printf(out, "<p class=dim>Counted in the claims of the newest %d such reports.",
			FACTS_REPORTS);
	else
		write_sample(out, f, o);
}

static void write_total(struct buf *out, const struct overview_total *t)
{
	buf_puts(out, "<tr><td>");
	html_text(out, t->kind);
	buf_puts(out, "<td class=n>");
	html_number(out, t->low);
	if (t->high != t->low) {
		buf_puts(out, "–");
		html_number(out, t->high);
	}
	buf_puts(out, t->open ? " or more<td>" : "<td>");
	html_text(out, t->unit);
	buf_puts(out, "<td class=n>");
	html_number(out, (double)t->figures);
	buf_puts(out, "<td class=n>");
	html_number(out, (double)t->claims);
}

static void write_totals(const struct overview *o, struct buf *out)
{
	size_t i;

	buf_puts(out, "<details><summary>Totals</summary><p class=dim>What several "
		      "reports tell of the same thing counts once, from the least to the most that "
		      "is told; "
		      "denied claims do not count.</p><table><thead><tr><th>kind<th>total<th>unit"
		      "<th>figures<th>claims<tbody>");
	for (i = 0; i < o->ntotals; i++)
		write_total(out, &o->totals[i]);
	buf_puts(out, "</table></details>");
}

/* The cells that lead somewhere. */
static bool write_link(struct buf *out, const struct query *q, const char *name)
{
	struct str fact = html_column(q, "fact"), s = html_column(q, name);
	struct str column = str_from(name);

	if (str_eq(column, STR("kind")) || (str_eq(column, STR("type")) && fact.n)) {
		buf_puts(out, "<a class=open href=\"/fact/");
		html_url_part(out, fact);
	} else if (str_eq(column, STR("title"))) {
		buf_puts(out, "<a class=open href=\"/report/");
		html_url_part(out, html_column(q, "id"));
		s = s.n ? s : STR("(without a title)");
	} else if (str_eq(column, STR("name"))) {
		buf_puts(out, "<a class=open href=\"/entity/");
		html_url_part(out, html_column(q, "type"));
		buf_puts(out, "/");
		html_url_part(out, s);
		s = html_column(q, "example"); /* the name may be a code */
	} else {
		return false;
	}
	buf_puts(out, "\">");
	html_text(out, s);
	buf_puts(out, "</a>");
	return true;
}

/* Bodies, then persons. */
static void write_perpetrators(struct buf *out, const struct query *q)
{
	struct str bodies = html_column(q, "perpetrator_organisations");

	html_list(out, bodies);
	if (bodies.n > 2 && html_column(q, "perpetrator_individuals").n > 2)
		buf_puts(out, ", ");
	html_list(out, html_column(q, "perpetrator_individuals"));
}

/* IQ and org:isis; a name that merely lacks its article is no code. */
static void write_code(struct buf *out, struct str name)
{
	if (name.n == 2 || str_find(name, STR(":"), 0) < name.n)
		html_text(out, name);
}

static void write_cell(struct buf *out, const struct query *q, const struct column *c)
{
	struct str name = str_from(c->name), s = html_column(q, c->name);
	bool number = str_eq(name, STR("value")) || str_eq(name, STR("mentions")) ||
		      str_eq(name, STR("reports"));

	buf_printf(out, "<td%s data-l='%s'>", number ? " class=n" : "", c->label);
	if (str_eq(name, STR("value")))
		html_value(out, q);
	else if (number)
		html_number(out, html_column_number(q, c->name));
	else if (str_eq(name, STR("when")))
		html_period(out,
			html_column(q, html_column_null(q, "type") ? "time_start" : "date_start"),
			html_column(q, html_column_null(q, "type") ? "time_end" : "date_end"));
	else if (str_eq(name, STR("code")))
		write_code(out, html_column(q, "name"));
	else if (str_eq(name, STR("by")))
		write_perpetrators(out, q);
	else if (facts_column_is_json(c->name))
		html_list(out, s);
	else if (!write_link(out, q, c->name))
		html_text(out, s);
}

static void write_evidence(struct buf *out, const struct query *q)
{
	struct str correction = html_column(q, "correction");

	buf_puts(out, "<tr class=words><td colspan=9><q>");
	html_text(out, html_column(q, "sentence"));
	buf_puts(out, "</q> <a href=\"/report/");
	html_url_part(out, html_column(q, "id"));
	buf_puts(out, "#");
	html_url_part(out, html_column(q, "fact"));
	buf_puts(out, "\">");
	html_text(out,
		html_column(q, "title").n ? html_column(q, "title") : html_column(q, "source"));
	buf_puts(out, "</a>");
	if (correction.n) {
		buf_puts(out, " <span class=warn>corrected: ");
		html_text(out, correction);
		buf_puts(out, "</span>");
	}
}

static void write_exports(struct buf *out, enum listing listing, const struct filter *f)
{
	static const char *const formats[] = {"csv", "jsonl", "geojson", "stix", "brief"};
	static const char *const names[] = {
		[LISTING_CLAIMS] = "claims", [LISTING_INCIDENTS] = "incidents"};
	size_t i;

	buf_puts(out, "<p>Take it away:");
	for (i = 0; i < ARRAY_SIZE(formats); i++) {
		if (listing == LISTING_CLAIMS && str_eq(str_from(formats[i]), STR("stix")))
			continue; /* STIX holds incidents */
		buf_printf(out, " <a href=\"/export/%s.%s", names[listing], formats[i]);
		filter_write(out, f, NULL, (struct str){0});
		buf_printf(out, "\">%s</a>", formats[i]);
	}
	buf_printf(out, " · <a href=\"/api/%s", names[listing]);
	filter_write(out, f, NULL, (struct str){0});
	buf_puts(out, "\">API</a>");
}

static void write_save_form(
	const struct site *site, struct buf *out, enum listing listing, const struct filter *f)
{
	AUTO(buf_release) struct buf query = {0};
	AUTO(buf_release) struct buf plain = {0};

	buf_init(&query, 65536);
	buf_init(&plain, 65536);
	filter_write(&query, f, NULL, (struct str){0});
	api_write_plain(
		&plain, str_slice(buf_view(&query), query.n > 0, query.n)); /* without the ? */
	buf_puts(out,
		"<details><summary>Tell me what comes new</summary><form class=filter method=post "
		"action=/do/save>");
	action_write_token(site, out);
	buf_printf(out,
		"<input type=hidden name=listing value=%s><input type=hidden name=back "
		"value=/searches>"
		"<input type=hidden name=query value=\"",
		listing == LISTING_CLAIMS ? "claims" : "incidents");
	html_text(out, buf_view(&plain));
	buf_puts(out,
		"\"><label>name<input name=name required></label><label>webhook<input name=webhook "
		"type=url "
		"placeholder='https://' required></label><button>Save</button></form></details>");
}

static void write_head(struct buf *out, const struct table *t)
{
	size_t i;

	buf_puts(out, "<div class=scroll><table class=stack><thead><tr>");
	for (i = 0; i < ARRAY_SIZE(t->columns) && t->columns[i].name; i++)
		buf_printf(out, "<th>%s", t->columns[i].label);
	buf_puts(out, "<tbody>");
}

static bool write_table(struct site *site, enum listing listing, const struct filter *f,
	struct buf *out, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(buf_release) struct buf cursor = {0};
	AUTO(query_free) struct query *q = facts_list(site->db, listing, f, &arena, err);
	const struct table *t = &tables[listing];
	int64_t rows = 0;
	size_t i;
	bool ok;

	buf_init(&cursor, 4096);
	write_head(out, t);
	for (; query_next(q, &ok, err); rows++) {
		buf_puts(out, t->evidence ? "<tr class=has>" : "<tr>");
		for (i = 0; i < ARRAY_SIZE(t->columns) && t->columns[i].name; i++)
			write_cell(out, q, &t->columns[i]);
		if (t->evidence)
			write_evidence(out, q);
		buf_reset(&cursor);
		filter_write_cursor(&cursor, listing, f, q);
	}
	if (!ok)
		return false;
	buf_puts(out, "</table></div>");
	if (!rows)
		buf_puts(out, "<p>Nothing found. Take a filter away, or <a href=/>see what waits "
			      "in the queue</a>.");
	if (rows == f->limit) {
		buf_printf(out, "<p class=pager><a rel=next href=\"%s", t->path);
		i = out->n;
		filter_write(out, f, NULL, (struct str){0});
		buf_printf(out, "%safter=%s&amp;limit=%d\">Next page</a>",
			i == out->n ? "?" : "&amp;", cursor.data, (int)f->limit);
	}
	return true;
}

/* The kinds there are, and whether what has no name is shown. */
static void write_kinds(struct buf *out, const struct filter *f)
{
	bool any = f->form.n > 0;
	int type;

	buf_puts(out, "<div class=facets><div><b>kind</b>");
	for (type = 1; type < ENTITY_TYPE_END; type++) {
		buf_puts(out, "<a href=\"/entities");
		filter_write(out, f, "kind", str_from(entity_type_name(type)));
		buf_printf(out, "\">%s</a>", entity_type_name(type));
	}
	buf_printf(out, "</div><div><b>%s</b><a href=\"/entities",
		any ? "whatever is spoken of" : "what has a name");
	filter_write(out, f, "form", any ? STR("") : STR("any"));
	buf_printf(out, "\">%s</a></div></div>",
		any ? "only what has a name" : "also \"the government\", \"people\"");
}

static bool page_listing(struct site *site, enum listing listing, struct http_request *request,
	struct buf *out, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	const struct table *t = &tables[listing];
	bool facts = listing == LISTING_CLAIMS || listing == LISTING_INCIDENTS;
	struct overview overview;
	struct filter f;

	if (!filter_read(request, &f, err))
		return false;
	html_begin(out, t->title, f.words, t->path);
	filter_write_form(out, listing, &f, facts || listing == LISTING_REPORTS);
	if (facts && !f.after) {
		if (!facts_overview(site->db, listing, &f, &arena, &overview, err))
			return false;
		write_facets(listing, &f, &overview, out);
		if (listing == LISTING_CLAIMS)
			write_totals(&overview, out);
	}
	if (listing == LISTING_ENTITIES)
		write_kinds(out, &f);
	if (!write_table(site, listing, &f, out, err))
		return false;
	if (facts) {
		write_exports(out, listing, &f);
		write_save_form(site, out, listing, &f);
	}
	html_end(out);
	return true;
}

bool page_claims(struct site *site, struct http_request *request, struct str rest, struct buf *out,
	struct err *err)
{
	(void)rest;
	return page_listing(site, LISTING_CLAIMS, request, out, err);
}

bool page_incidents(struct site *site, struct http_request *request, struct str rest,
	struct buf *out, struct err *err)
{
	(void)rest;
	return page_listing(site, LISTING_INCIDENTS, request, out, err);
}

bool page_entities(struct site *site, struct http_request *request, struct str rest,
	struct buf *out, struct err *err)
{
	(void)rest;
	return page_listing(site, LISTING_ENTITIES, request, out, err);
}

bool page_reports(struct site *site, struct http_request *request, struct str rest, struct buf *out,
	struct err *err)
{
	(void)rest;
	return page_listing(site, LISTING_REPORTS, request, out, err);
}

/* Snippets mark the words that were found with [ and ]. */
static void write_snippet(struct buf *out, struct str s)
{
	size_t i, from = 0;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] != '[' && s.p[i] != ']')
			continue;
		html_text(out, str_slice(s, from, i));
		buf_puts(out, s.p[i] == '[' ? "<b>" : "</b>");
		from = i + 1;
	}
	html_text(out, str_slice(s, from, s.n));
}

bool page_search(struct site *site, struct http_request *request, struct str rest, struct buf *out,
	struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(query_free) struct query *q = NULL;
	struct overview overview;
	struct filter f;
	size_t rows = 0;
	bool ok;

	(void)rest;
	if (!filter_read(request, &f, err))
		return false;
	html_begin(out, "Search", f.words, NULL);
	filter_write_form(out, LISTING_SEARCH, &f, false);
	if (!f.words.n) {
		buf_puts(out, "<p>Words that a report must hold, all of them; the end of a word "
			      "may be a *.");
		html_end(out);
		return true;
	}
	if (!facts_overview(site->db, LISTING_CLAIMS, &f, &arena, &overview, err))
		return false;
	write_facets(LISTING_SEARCH, &f, &overview, out);
	q = facts_list(site->db, LISTING_SEARCH, &f, &arena, err);
	buf_printf(out,
		"<p>The best of the newest %d reports with these words. In <a href=\"/claims",
		FACTS_BEST);
	filter_write(out, &f, NULL, (struct str){0});
	buf_puts(out, "\">claims of reports with these words</a>, in <a href=\"/incidents");
	filter_write(out, &f, NULL, (struct str){0});
	buf_puts(out, "\">incidents</a>.<ol class=hits>");
	for (; query_next(q, &ok, err); rows++) {
		buf_puts(out, "<li>");
		write_link(out, q, "title");
		buf_puts(out, " <span class=dim>");
		html_text(out, html_column(q, "published"));
		buf_puts(out, " ");
		html_text(out, html_column(q, "source"));
		buf_puts(out, "</span><br>");
		write_snippet(out, html_column(q, "snippet"));
	}
	if (!ok)
		return false;
	buf_puts(out, rows ? "</ol>" : "</ol><p>Nothing found.");
	html_end(out);
	return true;
}
