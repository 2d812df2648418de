/* SPDX-License-Identifier: Apache-2.0
 * geo.h - states by their ISO 3166-1 code: the name in English and a point within, to whole
 * degrees.
 *
 * The point stands for the state on the map and in GeoJSON; it is as precise as "somewhere in
 * this state", and whoever uses it should say so. Sorted by code. */
#ifndef SITREP_GEO_H
#define SITREP_GEO_H

#include <stddef.h>
#include "base/str.h"

struct country {
	char code[3];
	signed char latitude;
	short longitude;
	const char *name;
};

extern const struct country countries[];
extern const size_t ncountries;

/* NULL if there is no such state. */
const struct country *country_find(struct str code);

/* By its name above, in any case; NULL if no state is called so. */
const struct country *country_named(struct str name);

/* Towns, for the map: the name in small letters. Few of all that there are; a place that is not
 * here is drawn at its state. */
struct town {
	const char *name;
	char country[3];
	short latitude, longitude; /* in tenths of a degree */
};

extern const struct town towns[];
extern const size_t ntowns;

/* NULL if it is not known where this is. The name in any case. */
const struct town *town_find(struct str name, struct str country);

/* The map: Equal Earth (Savric, Patterson and Jenny, "The Equal Earth map projection", 2018), in
 * which equal areas are equal, cut in the south. The outlines that tools/outlines makes are in
 * the same coordinates. */
#define GEO_WIDTH 1080
#define GEO_HEIGHT 468
void geo_project(double latitude, double longitude, double *ret_x, double *ret_y);

#endif
