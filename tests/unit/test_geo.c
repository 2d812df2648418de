/* SPDX-License-Identifier: Apache-2.0
 * The map: towns lie within the outline of their state, which holds for neither if one of
 * coordinates, projection and outlines is wrong. */
#include "support/testing.h"

#include <math.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/file.h"
#include "store/geo.h"

#define MIDDLE 12 /* of a state of islands the middle is in the sea */
#define NEAR 7    /* units of the map: outlines are rough, islands and coasts are left out */

static struct buf outlines;

static void read_outlines(void)
{
	struct err err = {0};

	buf_init(&outlines, 1 << 20);
	ck_assert_msg(file_read(getenv("SITREP_OUTLINES"), &outlines, &err), "%s", err.text);
}

/* The path of a state, absent if it has none. */
static struct str outline_of(const char *code)
{
	struct str rest = buf_view(&outlines), line;

	while (str_next_line(&rest, &line))
		if (str_eq(str_slice(line, 0, 2), str_from(code)))
			return str_slice(line, 3, line.n);
	return (struct str){0};
}

/* Crossings of the ray to the right with an edge, and how far the point is from it. */
static int cross(double x, double y, const double a[2], const double b[2], double *near)
{
	double dx = b[0] - a[0], dy = b[1] - a[1], length = dx * dx + dy * dy;
	double at = length > 0 ? ((x - a[0]) * dx + (y - a[1]) * dy) / length : 0;
	double d;

	at = at < 0 ? 0 : at > 1 ? 1 : at;
	d = hypot(a[0] + at * dx - x, a[1] + at * dy - y);
	*near = d < *near ? d : *near;
	return (a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) * dx / dy;
}

static double next_number(const char **p)
{
	char *end;
	double v = strtod(*p, &end);

	ck_assert_msg(end != *p, "no number at: %.20s", *p);
	*p = end;
	return v;
}

/* 0: within; else how far from the outline. */
static double distance_from(struct str path, double x, double y)
{
	char *copy = strndup(path.p, path.n);
	const char *p = copy;
	double near = 1e9;
	int crossings = 0;

	while (*p) {
		double first[2], a[2], b[2];

		ck_assert_msg(*p == 'M', "%.20s", p);
		p++;
		first[0] = a[0] = next_number(&p);
		first[1] = a[1] = next_number(&p);
		ck_assert(*p++ == 'l');
		while (*p != 'z') {
			b[0] = a[0] + next_number(&p);
			b[1] = a[1] + next_number(&p);
			crossings += cross(x, y, a, b, &near);
			a[0] = b[0];
			a[1] = b[1];
			p += *p == ' ';
		}
		crossings += cross(x, y, a, first, &near);
		p++;
	}
	free(copy);
	return crossings % 2 ? 0 : near;
}

START_TEST(towns_and_middles_lie_in_their_states)
{
	size_t i, checked = 0;
	double x, y;

	read_outlines();
	for (i = 0; i < ntowns; i++) {
		struct str path = outline_of(towns[i].country);

		geo_project(towns[i].latitude / 10.0, towns[i].longitude / 10.0, &x, &y);
		ck_assert_msg(path.n > 0, "%s has no outline", towns[i].country);
		ck_assert_msg(distance_from(path, x, y) < NEAR, "%s is %.0f from %s", towns[i].name,
			distance_from(path, x, y), towns[i].country);
	}
	for (i = 0; i < ncountries; i++) {
		struct str path = outline_of(countries[i].code);

		if (!path.n)
			continue;
		geo_project(countries[i].latitude, countries[i].longitude, &x, &y);
		ck_assert_msg(distance_from(path, x, y) < MIDDLE,
			"the middle of %s is %.0f from it", countries[i].code,
			distance_from(path, x, y));
		checked++;
	}
	ck_assert_uint_ge(checked, 160);
	buf_release(&outlines);
}
END_TEST

START_TEST(outlines_are_on_the_map)
{
	struct str rest, line;
	size_t states = 0, known = 0;
	double x, y;

	read_outlines();
	rest = buf_view(&outlines);
	while (str_next_line(&rest, &line)) {
		if (line.p[0] == '#')
			continue;
		known += country_find(str_slice(line, 0, 2)) != NULL;
		x = strtod(line.p + 4, NULL);
		ck_assert_msg(x >= 0 && x <= GEO_WIDTH, "%.20s", line.p);
		states++;
	}
	ck_assert_uint_ge(states, 170);
	ck_assert_uint_ge(
		known + 8, states); /* those without a code, and islands without a state */
	geo_project(0, 0, &x, &y);
	ck_assert(fabs(x - GEO_WIDTH / 2.0) < 0.01 && fabs(y - 262) < 0.01);
	geo_project(0, 180, &x, &y);
	ck_assert_msg(
		fabs(x - GEO_WIDTH) < 1, "%f", x); /* the equator is as long as the map is wide */
	buf_release(&outlines);
}
END_TEST

START_TEST(towns_are_found_in_any_case_and_only_in_their_state)
{
	size_t i;

	for (i = 0; i < ntowns; i++)
		ck_assert_msg(
			town_find(str_from(towns[i].name), str_from(towns[i].country)) == &towns[i],
			"%s", towns[i].name);
	ck_assert(town_find(STR("MOSUL"), STR("IQ")) != NULL);
	ck_assert(town_find(STR("Mosul"), STR("SY")) == NULL);
	ck_assert(town_find(STR("Mosu"), STR("IQ")) == NULL);
	ck_assert(town_find(STR("Mosul Dam"), STR("IQ")) == NULL);
	ck_assert(town_find(STR(""), STR("")) == NULL);
}
END_TEST

TEST_MAIN("geo", towns_and_middles_lie_in_their_states, outlines_are_on_the_map,
	towns_are_found_in_any_case_and_only_in_their_state)
