/* SPDX-License-Identifier: Apache-2.0 */
#include "ingestor/seg_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

#define STALE_ALLOWED 1024 /* elements of a heap beyond twice those that count */

uint64_t seg_print(const struct report_id *id)
{
	uint64_t print;

	memcpy(&print, id->bytes, sizeof(print));
	return print;
}

void index_init(struct seg_index *index)
{
	*index = (struct seg_index){0};
}

void index_release(struct seg_index *index)
{
	size_t i;

	for (i = 0; i <= PRIORITY_WAITED; i++)
		free(index->ready[i].v);
	free(index->leased.v);
	free(index->delayed.v);
	free(index->dead);
	free(index->by_seq);
	free(index->by_print);
	free(index->v);
	index_init(index);
}

/* --- tables: open addressing, linear probing, deletion by moving back (Knuth 6.4, algorithm R)
 * --- */

static size_t home_of(const struct seg_index *index, const struct seg_entry *e, bool prints)
{
	return (prints ? e->print : hash_mix(e->seq)) & index->mask;
}

static void table_put(const struct seg_index *index, uint32_t slot, bool prints)
{
	uint32_t *t = prints ? index->by_print : index->by_seq;
	size_t i = home_of(index, &index->v[slot], prints);

	while (t[i])
		i = (i + 1) & index->mask;
	t[i] = slot + 1;
}

static void table_remove(const struct seg_index *index, uint32_t slot, bool prints)
{
	uint32_t *t = prints ? index->by_print : index->by_seq;
	size_t i = home_of(index, &index->v[slot], prints), j;

	while (t[i] != slot + 1)
		i = (i + 1) & index->mask;
	for (j = (i + 1) & index->mask; t[j]; j = (j + 1) & index->mask) {
		size_t home = home_of(index, &index->v[t[j] - 1], prints);

		/* it may move back unless its home lies between the hole and it */
		if (((j - home) & index->mask) < ((j - i) & index->mask))
			continue;
		t[i] = t[j];
		i = j;
	}
	t[i] = 0;
}

static void enlarge_tables(struct seg_index *index)
{
	size_t size = index->by_seq ? 2 * (index->mask + 1) : 64;
	uint32_t slot;

	free(index->by_seq);
	free(index->by_print);
	index->mask = size - 1;
	index->by_seq = xcalloc(size, sizeof(*index->by_seq));
	index->by_print = xcalloc(size, sizeof(*index->by_print));
	for (slot = 0; slot < index->n; slot++)
		if (index->v[slot].seq) {
			table_put(index, slot, false);
			table_put(index, slot, true);
		}
}

static uint32_t take_slot(struct seg_index *index)
{
	uint32_t slot;

	if (index->free) {
		slot = index->free - 1;
		index->free = (uint32_t)index->v[slot].print;
		return slot;
	}
	if (index->n == index->cap) {
		index->cap = index->cap ? index->cap + index->cap / 2 : 64;
		index->v = xrealloc(index->v, index->cap, sizeof(*index->v));
	}
	return (uint32_t)index->n++;
}

static struct seg_entry *find(const struct seg_index *index, uint64_t seq)
{
	size_t i;

	if (!index->by_seq || !seq)
		return NULL;
	for (i = hash_mix(seq) & index->mask; index->by_seq[i]; i = (i + 1) & index->mask)
		if (index->v[index->by_seq[i] - 1].seq == seq)
			return &index->v[index->by_seq[i] - 1];
	return NULL;
}

const struct seg_entry *index_get(const struct seg_index *index, uint64_t seq)
{
	return find(index, seq);
}

const struct seg_entry *index_by_print(const struct seg_index *index, uint64_t print, size_t *at)
{
	size_t i;

	if (!index->by_print)
		return NULL;
	for (i = (print + *at) & index->mask; index->by_print[i]; i = (i + 1) & index->mask) {
		const struct seg_entry *e = &index->v[index->by_print[i] - 1];

		++*at;
		if (e->print == print)
			return e;
	}
	return NULL;
}

/* --- heaps --- */

static bool before(const struct seg_rank *a, const struct seg_rank *b)
{
	return a->key < b->key || (a->key == b->key && a->seq < b->seq);
}

static void sift_down(struct seg_heap *h, size_t i)
{
	struct seg_rank x = h->v[i];

	for (;;) {
		size_t child = 2 * i + 1;

		if (child + 1 < h->n && before(&h->v[child + 1], &h->v[child]))
			child++;
		if (child >= h->n || !before(&h->v[child], &x))
			break;
		h->v[i] = h->v[child];
		i = child;
	}
	h->v[i] = x;
}

static void heap_push(struct seg_heap *h, int64_t key, uint64_t seq)
{
	struct seg_rank x = {key, seq};
	size_t i;

	if (h->n == h->cap) {
		h->cap = h->cap ? h->cap + h->cap / 2 : 64;
		h->v = xrealloc(h->v, h->cap, sizeof(*h->v));
	}
	for (i = h->n++; i > 0 && before(&x, &h->v[(i - 1) / 2]); i = (i - 1) / 2)
		h->v[i] = h->v[(i - 1) / 2];
	h->v[i] = x;
}

static void heap_pop(struct seg_heap *h)
{
	h->v[0] = h->v[--h->n];
	if (h->n)
		sift_down(h, 0);
}

static struct seg_heap *heap_of(struct seg_index *index, enum spool_state state, unsigned priority)
{
	switch (state) {
	case SPOOL_READY:
		return &index->ready[priority];
	case SPOOL_LEASED:
		return &index->leased;
	case SPOOL_DELAYED:
		return &index->delayed;
	case SPOOL_DEAD:
		break;
	}
	return NULL;
}

static int64_t key_of(const struct seg_entry *e)
{
	return e->state == SPOOL_READY ? (int64_t)e->seq : e->due_ms;
}

/* Whether this element stands for what its entry is now. A lease that was renewed has the
 * element of its first end. */
static bool counts(
	const struct seg_index *index, const struct seg_heap *h, const struct seg_rank *x)
{
	const struct seg_entry *e = find(index, x->seq);

	return e && e->state && heap_of((struct seg_index *)index, e->state, e->priority) == h &&
	       x->key <= key_of(e);
}

/* Drops what is out of date once it is the larger part. Of an entry that has several elements
 * one is kept. */
static void heap_clean(struct seg_index *index, struct seg_heap *h, size_t live)
{
	size_t i, n = 0;

	if (h->n <= 2 * live + STALE_ALLOWED)
		return;
	for (i = 0; i < h->n; i++) {
		struct seg_entry *e = find(index, h->v[i].seq);

		if (!counts(index, h, &h->v[i]) || e->marked)
			continue;
		e->marked = true;
		h->v[n++] = (struct seg_rank){key_of(e), e->seq};
	}
	h->n = n;
	for (i = 0; i < n; i++)
		find(index, h->v[i].seq)->marked = false;
	for (i = n / 2; i-- > 0;)
		sift_down(h, i);
}

/* The first element that counts, with the key that its entry has now. */
static const struct seg_entry *heap_first(struct seg_index *index, struct seg_heap *h)
{
	while (h->n) {
		const struct seg_entry *e;

		if (!counts(index, h, &h->v[0])) {
			heap_pop(h);
			continue;
		}
		e = find(index, h->v[0].seq);
		if (h->v[0].key == key_of(e))
			return e;
		h->v[0].key = key_of(e); /* renewed */
		sift_down(h, 0);
	}
	return NULL;
}

/* --- the dead --- */

static size_t dead_at(const struct seg_index *index, uint64_t seq)
{
	size_t low = 0, high = index->in_state[SPOOL_DEAD];

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (index->dead[mid] < seq)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static void dead_add(struct seg_index *index, uint64_t seq)
{
	size_t n = index->in_state[SPOOL_DEAD], i = dead_at(index, seq);

	if (n == index->dead_cap) {
		index->dead_cap = n ? 2 * n : 64;
		index->dead = xrealloc(index->dead, index->dead_cap, sizeof(*index->dead));
	}
	memmove(&index->dead[i + 1], &index->dead[i], (n - i) * sizeof(*index->dead));
	index->dead[i] = seq;
}

static void dead_remove(struct seg_index *index, uint64_t seq)
{
	size_t i = dead_at(index, seq);

	memmove(&index->dead[i], &index->dead[i + 1],
		(index->in_state[SPOOL_DEAD] - 1 - i) * sizeof(*index->dead));
}

uint64_t index_dead(const struct seg_index *index, uint64_t before_seq, size_t at)
{
	size_t n = before_seq ? dead_at(index, before_seq) : index->in_state[SPOOL_DEAD];

	return at < n ? index->dead[n - 1 - at] : 0;
}

/* --- entries --- */

static void leave_state(struct seg_index *index, const struct seg_entry *e)
{
	if (e->state == SPOOL_DEAD)
		dead_remove(index, e->seq);
	if (e->state)
		index->in_state[e->state]--;
}

static void enter_state(struct seg_index *index, const struct seg_entry *e)
{
	struct seg_heap *h = heap_of(index, e->state, e->priority);

	if (e->state == SPOOL_DEAD)
		dead_add(index, e->seq);
	if (e->state)
		index->in_state[e->state]++;
	if (h) {
		heap_push(h, key_of(e), e->seq);
		heap_clean(index, h, index->in_state[e->state]);
	}
}

void index_set(struct seg_index *index, const struct seg_entry *entry)
{
	struct seg_entry *e = find(index, entry->seq);
	bool moves;

	if (e && e->print != entry->print) { /* only after damage */
		index_remove(index, entry->seq);
		e = NULL;
	}
	moves = !e || e->state != entry->state || e->due_ms != entry->due_ms ||
		e->priority != entry->priority;
	if (e && moves)
		leave_state(index, e);
	if (e) {
		*e = *entry;
	} else {
		uint32_t slot;

		if (!index->by_seq || (index->used + 1) * 4 > (index->mask + 1) * 3)
			enlarge_tables(index);
		slot = take_slot(index);
		index->v[slot] = *entry;
		index->used++;
		table_put(index, slot, false);
		table_put(index, slot, true);
	}
	if (moves)
		enter_state(index, entry);
}

void index_remove(struct seg_index *index, uint64_t seq)
{
	struct seg_entry *e = find(index, seq);
	uint32_t slot;

	if (!e)
		return;
	slot = (uint32_t)(e - index->v);
	leave_state(index, e);
	table_remove(index, slot, false);
	table_remove(index, slot, true);
	*e = (struct seg_entry){.print = index->free};
	index->free = slot + 1;
	if (--index->used == 0)
		index_release(index); /* a backlog leaves much memory behind */
}

void index_renew(struct seg_index *index, uint64_t seq, int64_t until_ms)
{
	struct seg_entry *e = find(index, seq);

	/* an element whose key is too late would be found too late */
	if (e && until_ms < e->due_ms)
		heap_push(&index->leased, until_ms, seq);
	if (e)
		e->due_ms = until_ms;
}

const struct seg_entry *index_first_ready(struct seg_index *index)
{
	int priority;

	for (priority = PRIORITY_WAITED; priority >= PRIORITY_BULK; priority--) {
		const struct seg_entry *e = heap_first(index, &index->ready[priority]);

		if (e)
			return e;
	}
	return NULL;
}

const struct seg_entry *index_first_due(
	struct seg_index *index, enum spool_state state, int64_t now_ms)
{
	const struct seg_entry *e = heap_first(index, heap_of(index, state, 0));

	return e && e->due_ms <= now_ms ? e : NULL;
}

static const struct seg_entry *least_seq(
	struct seg_index *index, struct seg_heap *h, const struct seg_entry *least)
{
	size_t i;

	for (i = 0; i < h->n; i++)
		if ((!least || h->v[i].seq < least->seq) && counts(index, h, &h->v[i]))
			least = find(index, h->v[i].seq);
	return least;
}

const struct seg_entry *index_oldest(struct seg_index *index)
{
	const struct seg_entry *least = NULL;
	int priority;

	for (priority = PRIORITY_BULK; priority <= PRIORITY_WAITED; priority++) {
		const struct seg_entry *e = heap_first(index, &index->ready[priority]);

		if (e && (!least || e->seq < least->seq))
			least = e;
	}
	return least_seq(index, &index->delayed, least_seq(index, &index->leased, least));
}
