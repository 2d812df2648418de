/* SPDX-License-Identifier: Apache-2.0
 * schema.h - the database. Tables are ours to change by migration; the views (reports, texts,
 * entities, claims, incidents, warnings) are what users may rely on: docs/schema.md describes
 * them. */
#ifndef SITREP_SCHEMA_H
#define SITREP_SCHEMA_H

#include "db/repair.h"

#define STORE_APPLICATION_ID 0x53525354 /* "SRST" */

extern const struct db_schema store_schema;
extern const char schema_about[]; /* makes the view about */
/* What to save of a damaged database: reports, originals and decisions. What was extracted from
 * them `sitrep reprocess` makes anew. */
extern const struct db_rescue store_rescue;

#endif
