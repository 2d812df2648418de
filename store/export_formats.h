/* SPDX-License-Identifier: Apache-2.0
 * export_formats.h - inside the export only: what export.c and the writers of the formats share. */
#ifndef SITREP_EXPORT_FORMATS_H
#define SITREP_EXPORT_FORMATS_H

#include "base/emit.h"
#include "base/map.h"
#include "store/export.h"

struct export
{
	struct db *db; /* borrowed */
	enum export_format format;
	enum listing listing;
	struct filter filter; /* strings in the arena; its cursor moves on */
	struct arena arena;
	int64_t now_ms, most, count, without_country, corrected;
	bool begun, cut, comma;
	struct buf notes; /* footnotes, until the end */
	struct map seen;  /* ids of STIX objects that the bundle has */
};

struct export_writer {
	bool only_incidents;
	int64_t most; /* facts; 0: any number */
	void (*begin)(struct export *x, struct buf *out);
	bool (*row)(struct export *x, const struct query *q, struct buf *out, struct err *err);
	void (*end)(struct export *x, struct buf *out);
};

extern const struct export_writer export_csv, export_jsonl, export_geojson, export_stix,
	export_brief, export_counts_only;

/* How many were killed (or wounded) at the event of this incident's row, whoever tells it; if
 * nothing is known of the event, what the row's own report says. */
struct toll {
	bool known, open;
	double low, high;
};

bool export_toll(struct export *x, const struct query *q, const char *kind, struct toll *ret,
	struct err *err) MUST_CHECK;
/* Where the row's fact was: in the first of its places that is a town on our map, else somewhere
 * in its state. */
struct export_point {
	double latitude, longitude;
	const char *precision; /* "town" or "country"; NULL: it is not known where */
};

struct export_point export_point(const struct query *q);
struct str export_column(const struct query *q, const char *name);
double export_number(const struct query *q, const char *name);

#endif
