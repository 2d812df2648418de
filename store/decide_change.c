/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"
#include "model/extraction.h"
#include "store/decide_change.h"

#define MOST_BYTES 10000 /* of a changed slot, as JSON */

/* What a slot may hold beside null: a text, a number, a day, a list of texts, or one of a
 * vocabulary. */
enum hold { HOLD_TEXT, HOLD_NUMBER, HOLD_DAY, HOLD_LIST, HOLD_WORD };

struct slot {
	const char *name;
	enum hold hold;
	const char *(*word)(int);
	bool may_be_null;
};

static const struct slot claim_slots[] = {
	{"kind", HOLD_WORD, claim_kind_name, false},
	{"subject", HOLD_TEXT, NULL, true},
	{"object", HOLD_TEXT, NULL, true},
	{"value", HOLD_NUMBER, NULL, true},
	{"modifier", HOLD_WORD, modifier_name, true},
	{"unit", HOLD_TEXT, NULL, true},
	{"time_start", HOLD_DAY, NULL, true},
	{"time_end", HOLD_DAY, NULL, true},
	{"places", HOLD_LIST, NULL, false},
	{"attributed_to", HOLD_TEXT, NULL, true},
	{"modality", HOLD_WORD, modality_name, false},
	{"theme", HOLD_WORD, theme_name, false},
};

static const struct slot incident_slots[] = {
	{"type", HOLD_WORD, incident_type_name, false},
	{"stage", HOLD_WORD, incident_stage_name, false},
	{"date_start", HOLD_DAY, NULL, true},
	{"date_end", HOLD_DAY, NULL, true},
	{"locations", HOLD_LIST, NULL, false},
	{"perpetrator_individuals", HOLD_LIST, NULL, false},
	{"perpetrator_organisations", HOLD_LIST, NULL, false},
	{"perpetrator_confidence", HOLD_WORD, blame_name, true},
	{"physical_targets", HOLD_LIST, NULL, false},
	{"victims", HOLD_LIST, NULL, false},
	{"weapons", HOLD_LIST, NULL, false},
};

static const struct slot *find_slot(struct str name, bool incident)
{
	const struct slot *slots = incident ? incident_slots : claim_slots;
	size_t n = incident ? ARRAY_SIZE(incident_slots) : ARRAY_SIZE(claim_slots), i;

	for (i = 0; i < n; i++)
		if (str_eq(name, str_from(slots[i].name)))
			return &slots[i];
	return NULL;
}

/* The names of an enumeration begin with 1, or with 0; a gap ends them. */
static bool is_word(const char *(*name)(int), struct str word)
{
	const char *w;
	int i;

	for (i = 0; (w = name(i)) || i == 0; i++)
		if (w && str_eq(word, str_from(w)))
			return true;
	return false;
}

/* Columns of the question below. */
enum column { C_KEY, C_VALUE, C_TYPE, C_IS_LIST, C_SHORT };

static bool fits(const struct slot *slot, const struct query *q)
{
	struct str type = query_get_str(q, C_TYPE);
	int32_t day;

	if (!query_get_int(q, C_SHORT))
		return false;
	if (str_eq(type, STR("null")))
		return slot->may_be_null;
	switch (slot->hold) {
	case HOLD_TEXT:
		return str_eq(type, STR("text"));
	case HOLD_NUMBER:
		return str_eq(type, STR("integer")) || str_eq(type, STR("real"));
	case HOLD_DAY:
		return str_eq(type, STR("text")) && query_get_str(q, C_VALUE).n == 10 &&
		       day_parse(query_get_str(q, C_VALUE), &day);
	case HOLD_LIST:
		return query_get_int(q, C_IS_LIST) != 0;
	case HOLD_WORD:
		return str_eq(type, STR("text")) && is_word(slot->word, query_get_str(q, C_VALUE));
	}
	return false;
}

bool decide_check_change(struct db *db, struct str change, bool incident, struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(db,
		"SELECT key, value, type,"
		" type='array' AND NOT EXISTS(SELECT 1 FROM json_each(?1, '$.' || e.key) v WHERE "
		"v.type<>'text'"
		" OR trim(v.value)=''), length(value)<?2 OR type='null' FROM json_each(?1) e"
		" WHERE json_type(?1)='object'",
		err);
	bool ok, any = false;

	query_str(q, 1, str_absent(change) ? STR("{}") : change);
	query_int(q, 2, MOST_BYTES);
	for (; query_next(q, &ok, err); any = true) {
		const struct slot *slot = find_slot(query_get_str(q, C_KEY), incident);

		if (!slot)
			return err_set(err, ERR_REJECT, "%s has no slot \"%.*s\"",
				incident ? "an incident" : "a claim",
				STR_ARGS(query_get_str(q, C_KEY)));
		if (!fits(slot, q))
			return err_set(err, ERR_REJECT, "%s cannot be changed to %.*s", slot->name,
				(int)(query_get_str(q, C_VALUE).n < 100
						? query_get_str(q, C_VALUE).n
						: 100),
				query_get_str(q, C_VALUE).p ? query_get_str(q, C_VALUE).p
							    : "nothing");
	}
	return ok && (any || err_set(err, ERR_REJECT, "an edit needs a change of some slot"));
}
