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
	bool (*expired)(struct spool *, int64_t, struct arena *, struct spool_item *, bool *,
		struct err *);
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
	bool (*notes)(struct spool *, struct str, struct arena *, struct str **, size_t *,
		struct err *);
	bool (*oldest)(struct spool *, int64_t *, struct err *);
	bool (*commit)(struct spool *, struct err *);
	void (*rollback)(struct spool *);
	struct db *(*database)(struct spool *); /* NULL: none that could be copied */
};

struct spool {
	const struct spool_ops *ops;
	struct spool_limits limits;
	struct db_copy *copy;       /* owned; NULL: none is being made */
	struct spool_counts counts; /* as of the open batch; the implementation restores it */
};

#endif
