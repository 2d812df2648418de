/* SPDX-License-Identifier: Apache-2.0 */
#include "support/spool_kinds.h"

#include <check.h>

struct spool *open_again(int kind, const struct spool_limits *limits)
{
	struct err err = {0}, damage = {0};
	struct spool *s = kind == MEMORY ? spool_open_mem(limits)
			  : kind == LOG
				  ? spool_open_log("spool-test.db", limits, 4096, &damage, &err)
				  : spool_open_sqlite("spool-test.db", limits, &err);

	ck_assert_msg(s != NULL, "%s", err.text);
	ck_assert_msg(damage.kind == ERR_NONE, "%s", damage.text);
	return s;
}

struct spool *open_kind(int kind, const struct spool_limits *limits)
{
	forget_files("spool-test.log/*");
	forget_files("spool-test.db*");
	return open_again(kind, limits);
}

struct submit submit_of(const char *body)
{
	struct submit s = {.report = {.body = str_from(body),
				   .source = STR("test"),
				   .media_type = STR("text/plain"),
				   .received_ms = SECONDS(1)}};

	report_identify(&s.report);
	return s;
}

enum spool_put put(struct spool *s, const char *body)
{
	struct submit submit = submit_of(body);
	struct spool_item first;
	enum spool_put result;
	struct err err = {0};

	ck_assert_msg(spool_put(s, &submit, &arena, &result, &first, &err), "%s", err.text);
	return result;
}

uint64_t in_state(struct spool *s, enum spool_state state)
{
	struct spool_counts c;

	spool_counts(s, &c);
	return c.in_state[state];
}

bool ends(struct spool *s, const struct spool_item *item, bool *ret_found)
{
	struct spool_item gone;
	bool ok = spool_done(s, (struct lease){item->seq, item->attempt}, &arena, &gone, NULL);

	*ret_found = gone.seq != 0;
	return ok;
}
