/* SPDX-License-Identifier: Apache-2.0
 * seg_index.h - what the log spool knows of its reports in memory: of each its state, its times
 * and where its bytes stand; and the orders in which they are wanted. About a hundred bytes a
 * report; strings stay on disk. Pure.
 *
 * Entries are found by seq and by the first eight bytes of the id (a SHA-256: as good as unique,
 * but a match is to be verified). Orders are heaps whose elements may be out of date: an element
 * counts only if its entry still says so. An entry of state 0 is of a report that is gone, and of
 * which the ledger does not know yet. */
#ifndef SITREP_SEG_INDEX_H
#define SITREP_SEG_INDEX_H

#include "ingestor/seg_files.h"

struct seg_entry {
	uint64_t seq;
	uint64_t print; /* of the id */
	int64_t changed_ms, due_ms;
	struct seg_place item; /* its ITEM record */
	struct seg_place
		/* the STATE record with its reason and sentence; nowhere: they are in the ITEM */
		why;
	uint32_t head, body; /* bytes of that ITEM record */
	uint32_t attempt;
	uint16_t failed, lost;
	uint8_t state, priority; /* state 0: gone */
	bool marked;             /* while a heap is cleaned */
};

struct seg_heap {
	struct seg_rank {
		int64_t key;
		uint64_t seq;
	} * v; /* [n] owned */
	size_t n, cap;
};

struct seg_index {
	struct seg_entry *v; /* [n] owned; those of seq 0 are free, and linked by their print */
	size_t n, cap, used;
	uint32_t free;               /* slot + 1 of the first free one; 0: none */
	uint32_t *by_seq, *by_print; /* [mask + 1] owned: slot + 1, 0: empty */
	size_t mask;
	size_t in_state[SPOOL_DEAD + 1];
	struct seg_heap ready[PRIORITY_WAITED + 1], leased, delayed;
	uint64_t *dead; /* [in_state[SPOOL_DEAD]] owned, sorted */
	size_t dead_cap;
};

uint64_t seg_print(const struct report_id *id);

void index_init(struct seg_index *index);
void index_release(struct seg_index *index);
/* NULL: none. Valid until the next index_set or index_remove. */
const struct seg_entry *index_get(const struct seg_index *index, uint64_t seq);
/* The next entry with this print after *at (0 at first). */
const struct seg_entry *index_by_print(const struct seg_index *index, uint64_t print, size_t *at);
/* In place of the one with that seq, if there is one. */
void index_set(struct seg_index *index, const struct seg_entry *entry);
void index_remove(struct seg_index *index, uint64_t seq); /* if it is there */
/* A lease of an entry that is leased goes on until then. */
void index_renew(struct seg_index *index, uint64_t seq, int64_t until_ms);

/* The first of those that are READY: waited before bulk, then by seq. NULL: none. */
const struct seg_entry *index_first_ready(struct seg_index *index);
/* Of those that are LEASED or DELAYED, the one that is due first, if it is due by then. */
const struct seg_entry *index_first_due(
	struct seg_index *index, enum spool_state state, int64_t now_ms);
/* The one of the least seq that is neither dead nor gone. */
const struct seg_entry *index_oldest(struct seg_index *index);
/* The dead with a seq below before (0: all), from the highest: at is how many to pass over. 0:
 * no more. */
uint64_t index_dead(const struct seg_index *index, uint64_t before, size_t at);

#endif
