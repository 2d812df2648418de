/* SPDX-License-Identifier: Apache-2.0
 * spool_ops.h - what an implementation of spool.h provides. Only spool*.c include this. */
#ifndef SITREP_SPOOL_OPS_H
#define SITREP_SPOOL_OPS_H

#include "ingestor/spool.h"

struct spool_ops {
	void (*close)(struct spool *);
	bool (*put)(struct spool *, const struct submit *, struct arena *, enum spool_put *,
		struct spool_item *, struct err *);
	bool (*lease)(struct spool *, int64_t, int64_t, struct arena *, struct spool_item *,
		struct report *, bool *, struct err *);
	/* The item by seq, whatever its state. */
	bool (*get)(struct spool *, uint64_t, struct arena *, struct spool_item *, bool *,
		struct err *);
	/* Rewrites state, due_ms, attempt, failed, lost, changed_ms, reason and sentence. */
	bool (*update)(struct spool *, const struct spool_item *, struct err *);
	bool (*remove)(struct spool *, const struct spool_item *, bool dropped, struct err *);
	bool (*renew)(struct spool *, struct lease, int64_t, bool *, struct err *);
	bool (*promote)(struct spool *, int64_t, struct err *);
	bool (*expired)(
		struct spool *, int64_t, struct arena *, struct spool_item *, bool *, struct err *);
	bool (*shorten_leases)(struct spool *, int64_t, struct err *);
	bool (*dead)(struct spool *, uint64_t, uint32_t, struct arena *, struct spool_item **,
		size_t *, struct err *);
	bool (*where)(struct spool *, const struct report_id *, struct arena *, struct spool_item *,
		bool *, bool *, struct err *);
	bool (*ledger)(struct spool *, uint64_t, uint32_t, struct arena *, struct spool_item **,
		size_t *, struct err *);
	bool (*body)(struct spool *, uint64_t, struct arena *, struct str *, struct err *);
	bool (*note)(struct spool *, struct str, struct str, struct err *);
	bool (*noted)(struct spool *, struct str, struct arena *, struct str *, struct err *);
	bool (*notes)(
		struct spool *, struct str, struct arena *, struct str **, size_t *, struct err *);
	bool (*oldest)(struct spool *, int64_t *, struct err *);
	bool (*commit)(struct spool *, struct err *);
	void (*rollback)(struct spool *);
	struct db *(*database)(struct spool *); /* NULL: none that could be copied */
	/* May be NULL. What is to be copied beside the database: called first with begin before
	 * the database is copied, then, once that copy is complete, to add a piece to the file
	 * at path, until *ret_left is 0. */
	bool (*copy_more)(
		struct spool *, const char *path, bool begin, uint32_t *ret_left, struct err *);
	void (*copy_end)(struct spool *); /* with copy_more: whatever has become of the copy */
};

struct spool {
	const struct spool_ops *ops;
	struct spool_limits limits;
	struct db_copy *copy;       /* owned; NULL: none is being made */
	bool copy_more;             /* it is complete but for what copy_more adds */
	struct spool_counts counts; /* as of the open batch; the implementation restores it */
};

/* Moves what a log beside path holds into path, for SQLite's spool. No log: true at once. */
bool spool_leave_log(const char *path, const struct spool_limits *limits, struct err *damage,
	struct err *err) MUST_CHECK;
/* The counters "ever", and the names under which they are kept; NULL behind the last. */
uint64_t *spool_counter(struct spool_counts *counts, size_t i, const char **ret_name);

#endif
