/* SPDX-License-Identifier: Apache-2.0
 * geo.h - states by their ISO 3166-1 code: the name in English and a point within, to whole degrees.
 *
 * The point stands for the state on the map and in GeoJSON; it is as precise as "somewhere in this
 * state", and whoever uses it should say so. Sorted by code. */
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

#endif
