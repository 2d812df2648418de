/* SPDX-License-Identifier: Apache-2.0
 * page_map.c - incidents on a map: states are the darker the more there are, and a circle stands
 * where a place is known, else in the middle of its state. */
#include <math.h>

#include "dashboard/html.h"
#include "dashboard/site.h"
#include "dashboard/static.h"
#include "store/geo.h"

#define SHADES 5 /* classes n1 to n5 of the style */
#define MOST_CIRCLES 400

/* 1, 2 to 9, 10 to 31, 32 to 99, 100 and more. */
static int shade_of(double n)
{
	static const double from[SHADES] = {1, 2, 10, 32, 100};
	int i, shade = 0;

	for (i = 0; i < SHADES; i++)
		shade += n >= from[i];
	return shade;
}

static double incidents_in(const struct overview *o, struct str code)
{
	size_t i;

	for (i = 0; i < o->nstates; i++)
		if (str_eq(o->states[i].value, code))
			return (double)o->states[i].facts;
	return 0;
}

static void begin_link(
	struct buf *out, const struct filter *f, struct str country, struct str place)
{
	struct filter there = *f;

	there.country = country;
	buf_puts(out, "<a href=\"/incidents");
	filter_write(out, &there, place.n ? "place" : NULL, place);
	buf_puts(out, "\">");
}

/* "IQ M703 118l1 2...": the outlines by tools/outlines. */
static void write_land(struct buf *out, const struct filter *f, const struct overview *o)
{
	struct str lines = {static_outlines_txt, static_outlines_txt_n}, line;

	while (str_next_line(&lines, &line)) {
		struct str code = str_slice(line, 0, 2), path = str_slice(line, 3, line.n);
		const struct country *c = country_find(code);
		double n = c ? incidents_in(o, code) : 0;

		if (line.p[0] == '#')
			continue;
		if (n > 0)
			begin_link(out, f, code, (struct str){0});
		buf_printf(out, "<path class='land n%d' d='%.*s'", shade_of(n), STR_ARGS(path));
		if (n > 0) {
			buf_puts(out, "><title>");
			html_text(out, str_from(c->name));
			buf_printf(out, ": %.0f</title></path></a>", n);
		} else {
			buf_puts(out, "/>");
		}
	}
}

static void write_circle(struct buf *out, const struct filter *f, const struct country *c,
	struct str place, double latitude, double longitude, double n)
{
	double x, y;

	geo_project(latitude, longitude, &x, &y);
	begin_link(out, f, str_from(c->code), place);
	buf_printf(out, "<circle class='bubble%s' cx=%.0f cy=%.0f r=%.1f><title>",
		place.n ? "" : " state", x, y, 2.5 + 1.6 * sqrt(n < 400 ? n : 400));
	html_text(out, place.n ? place : STR("somewhere in "));
	buf_puts(out, place.n ? ", " : "");
	html_text(out, str_from(c->name));
	buf_printf(out, ": %.0f</title></circle></a>", n);
}

/* "IQ\nMosul" of the overview, taken apart; NULL if there is no such state. */
static const struct country *read_place(struct str key, struct str *ret_place)
{
	*ret_place = str_slice(key, key.n < 3 ? key.n : 3, key.n);
	return country_find(str_slice(key, 0, key.n < 2 ? key.n : 2));
}

/* The most frequent first, so that the small ones lie above. */
static void write_circles(struct buf *out, const struct filter *f, const struct overview *o)
{
	size_t i, drawn = 0;

	for (i = 0; i < o->nplaces && drawn < MOST_CIRCLES; i++) {
		struct str place;
		const struct country *c = read_place(o->places[i].value, &place);
		const struct town *t = c ? town_find(place, str_from(c->code)) : NULL;

		if (!t)
			continue;
		write_circle(out, f, c, place, t->latitude / 10.0, t->longitude / 10.0,
			(double)o->places[i].facts);
		drawn++;
	}
}

/* What is left of a state when its towns are on the map stands in its middle. */
static void write_rests(struct buf *out, const struct filter *f, const struct overview *o)
{
	size_t i, j;

	for (i = 0; i < o->nstates; i++) {
		const struct country *c = country_find(o->states[i].value);
		double rest = (double)o->states[i].facts;

		for (j = 0; c && j < o->nplaces; j++) {
			struct str place;

			if (read_place(o->places[j].value, &place) == c)
				rest -= (double)o->places[j].facts;
		}
		if (c && rest > 0)
			write_circle(out, f, c, (struct str){0}, c->latitude, c->longitude, rest);
	}
}

static void write_table(struct buf *out, const struct overview *o)
{
	size_t i;

	buf_puts(out, "<h2>By state</h2><table><thead><tr><th>state<th>incidents<tbody>");
	for (i = 0; i < o->nstates; i++) {
		const struct country *c = country_find(o->states[i].value);

		if (!c)
			continue;
		buf_printf(out, "<tr><td><a class=open href=/country/%s>", c->code);
		html_text(out, str_from(c->name));
		buf_puts(out, "</a><td class=n>");
		html_number(out, (double)o->states[i].facts);
	}
	buf_puts(out, "</table>");
}

bool page_map(struct site *site, struct http_request *request, struct str rest, struct buf *out,
	struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct overview o;
	struct filter f;

	(void)rest;
	if (!filter_read(request, &f, err) ||
		!facts_overview(site->db, LISTING_INCIDENTS, &f, &arena, &o, err))
		return false;
	html_begin(out, "Map", f.words, "/map");
	filter_write_form(out, LISTING_INCIDENTS, &f, false);
	buf_printf(out,
		"<p class=dim>Each event once, of the %d newest incidents that the filter leaves. "
		"A state is the "
		"darker the more there are. A full circle stands in a town that is known here; an "
		"open one for all "
		"that is somewhere in the state.</p><div class='card map'><svg viewBox='0 0 %d %d' "
		"role=img "
		"aria-label='Incidents by state and town; the table below says the same of "
		"states'>",
		FACTS_OVERVIEW, GEO_WIDTH, GEO_HEIGHT);
	write_land(out, &f, &o);
	write_rests(out, &f, &o);
	write_circles(out, &f, &o);
	buf_puts(out, "</svg><p class=dim>Outlines: Natural Earth. Borders say nothing about whose "
		      "land it is.</div>");
	write_table(out, &o);
	html_end(out);
	return true;
}
