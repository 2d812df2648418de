/* SPDX-License-Identifier: Apache-2.0 */
#include "ingestor/spool_ops.h"
#include "ingestor/spool_sql.h"

struct spool *spool_open(const struct spool_options *o, struct err *damage, struct err *err)
{
	bool log = str_eq(o->kind, STR("log"));

	if (!log && !str_eq(o->kind, STR("sqlite"))) {
		err_set(err, ERR_REJECT, "spool is not log or sqlite");
		return NULL;
	}
	if (!db_repair(o->path, &spool_rescue, damage, err))
		return NULL;
	if (log)
		return spool_open_log(o->path, &o->limits, o->segment_bytes, damage, err);
	return spool_leave_log(o->path, &o->limits, damage, err)
		       ? spool_open_sqlite(o->path, &o->limits, err)
		       : NULL;
}
