/* SPDX-License-Identifier: Apache-2.0
 * overview_reports.h - inside the read side: which sources and organisations the facts of an
 * overview come from. */
#ifndef SITREP_OVERVIEW_REPORTS_H
#define SITREP_OVERVIEW_REPORTS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/map.h"
#include "store/facts.h"

/* readings: the number of an extraction (8 bytes) -> how many facts of it there are. Adds these
 * numbers to the source of its report (files: their folder), and to each organisation that it
 * names; keys in the arena. */
bool overview_reports(struct db *db, const struct map *readings, struct arena *arena,
	struct map *sources, struct map *organisations, struct err *err) MUST_CHECK;

/* Organisations are known by a code (org:isis): their labels are how a report names them. */
bool overview_labels(struct db *db, struct overview_count *v, size_t n, struct arena *arena,
	struct err *err) MUST_CHECK;

#endif
