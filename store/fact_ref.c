/* SPDX-License-Identifier: Apache-2.0 */
#include "base/parse.h"
#include "model/extraction.h"
#include "model/report.h"
#include "store/fact_ref.h"

#define REF_HEX 16

struct parsed {
	unsigned char id[REF_HEX / 2];
	uint64_t start, end, nth; /* nth counts from 1 */
	struct str kind;
	bool incident;
};

static bool is_claim_kind(struct str kind)
{
	int i;

	for (i = 1; i < CLAIM_KIND_END; i++)
		if (str_eq(kind, str_from(claim_kind_name((enum claim_kind)i))))
			return true;
	return false;
}

static bool parse(struct str ref, struct parsed *ret)
{
	struct str part[5] = {0};
	size_t n = 0;

	while (n < ARRAY_SIZE(part) && str_next_field(&ref, '-', &part[n]))
		n++;
	*ret = (struct parsed){.nth = 1, .kind = part[3]};
	if (n < 4 || ref.n || part[0].n != REF_HEX || !parse_hex(part[0], ret->id, REF_HEX / 2) ||
		!parse_u64(part[1], 0, UINT32_MAX, &ret->start) ||
		!parse_u64(part[2], 0, UINT32_MAX, &ret->end) ||
		(n == 5 && !parse_u64(part[4], 2, 100000, &ret->nth)))
		return false;
	ret->incident = !is_claim_kind(part[3]);
	return true;
}

bool fact_find(struct db *db, struct str ref, struct fact *ret, struct err *err)
{
	static const char *const sql[] = {
		"SELECT c.claim, x.extraction, x.report FROM report r CROSS JOIN extraction x ON"
		" x.report=r.report AND x.current=1 CROSS JOIN claim c ON c.extraction=x.extraction"
		" WHERE r.id BETWEEN ?1 AND ?6 AND c.start=?2 AND c.end=?3"
		" AND CASE WHEN c.told IS NULL THEN c.kind ELSE c.told->>'kind' END=?4"
		" ORDER BY +c.claim LIMIT 1 OFFSET ?5",
		"SELECT i.incident, x.extraction, x.report FROM report r CROSS JOIN extraction x ON"
		" x.report=r.report AND x.current=1 CROSS JOIN incident i ON "
		"i.extraction=x.extraction"
		" WHERE r.id BETWEEN ?1 AND ?6 AND i.start=?2 AND i.end=?3"
		" AND ifnull(i.told->>'type', i.type)=?4 ORDER BY +i.incident LIMIT 1 OFFSET ?5"};
	AUTO(query_free) struct query *q = NULL;
	unsigned char last[REPORT_ID_BYTES];
	struct parsed p;
	bool row;

	if (!parse(ref, &p))
		return err_set(err, ERR_REJECT,
			"\"%.*s\" is no fact's name, such as "
			"3f2a91c07d5be012-496-619-killed",
			STR_ARGS(ref));
	q = query_new(db, sql[p.incident], err);
	memset(last, 0xff, sizeof(last));
	memcpy(last, p.id, sizeof(p.id));
	query_blob(q, 1, (struct str){(const char *)p.id, sizeof(p.id)});
	query_blob(q, 6, (struct str){(const char *)last, sizeof(last)});
	query_int(q, 2, (int64_t)p.start);
	query_int(q, 3, (int64_t)p.end);
	query_str(q, 4, p.kind);
	query_int(q, 5, (int64_t)p.nth - 1);
	if (!query_step(q, &row, err))
		return false;
	if (!row)
		return err_set(err, ERR_REJECT, "there is no fact %.*s", STR_ARGS(ref));
	*ret = (struct fact){.incident = p.incident,
		.row = query_get_int(q, 0),
		.extraction = query_get_int(q, 1),
		.report = query_get_int(q, 2)};
	return true;
}
