/* SPDX-License-Identifier: Apache-2.0
 * fact_ref.h - a name for a claim or an incident that stays when its report is read again:
 *
 *   3f2a91c07d5be012-496-619-disrupted     16 digits of the report's id, the bytes of its sentence,
 *   3f2a91c07d5be012-496-619-killed-2      the kind, and which one if there are several
 *   3f2a91c07d5be012-0-145-bombing         an incident: kinds of claims and types do not overlap
 *
 * It is what the page's address of an evidence card, a footnote and a correction hold. */
#ifndef SITREP_FACT_REF_H
#define SITREP_FACT_REF_H

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

struct fact {
	bool incident;
	int64_t row;        /* claim.claim or incident.incident */
	int64_t extraction; /* the report's current one */
	int64_t report;
};

/* ERR_REJECT if it is malformed or there is no such fact (any more). */
bool fact_find(struct db *db, struct str ref, struct fact *ret, struct err *err) MUST_CHECK;
/* The SQL of a fact's name, for tables named c (claim) or i (incident) and r (report). */
#define FACT_REF_CLAIM \
	"(substr(lower(hex(r.id)), 1, 16) || '-' || c.start || '-' || c.end || '-' ||" \
	" CASE WHEN c.told IS NULL THEN c.kind ELSE c.told->>'kind' END ||" \
	" coalesce((SELECT '-' || (count(*)+1) FROM claim b WHERE b.extraction=c.extraction AND" \
	" b.claim<c.claim AND b.start=c.start AND b.end=c.end AND ifnull(b.told->>'kind', b.kind)" \
	"=ifnull(c.told->>'kind', c.kind) HAVING count(*)>0), ''))"
#define FACT_REF_INCIDENT \
	"(substr(lower(hex(r.id)), 1, 16) || '-' || i.start || '-' || i.end || '-' ||" \
	" ifnull(i.told->>'type', i.type) ||" \
	" coalesce((SELECT '-' || (count(*)+1) FROM incident b WHERE b.extraction=i.extraction " \
	"AND" \
	" b.incident<i.incident AND b.start=i.start AND b.end=i.end AND ifnull(b.told->>'type', " \
	"b.type)" \
	"=ifnull(i.told->>'type', i.type) HAVING count(*)>0), ''))"

#endif
