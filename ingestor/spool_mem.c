/* SPDX-License-Identifier: Apache-2.0
 * spool_mem.c - the spool in memory: the same contract without the disk, for tests and to measure
 * what durability costs. Items stand in an array by seq; the queue is found by scanning from a
 * cursor, which is enough for what it is for. Rolling back is not supported beyond the counts:
 * tests of failing commits use the durable one. */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "ingestor/spool_ops.h"

struct entry {
	struct spool_item item; /* strings owned by the spool's arena */
	struct report report;
	bool live, dropped;
};

struct note {
	struct str key, value;
};

struct spool_mem {
	struct spool base;
	struct arena arena; /* strings, for ever */
	struct entry **v;   /* [n] owned; seq = index + 1 */
	size_t n, cap;
	struct map by_id;   /* id bytes -> seq */
	size_t first_ready; /* nothing before it is ready */
	struct note *notes; /* [nnotes] sorted by key */
	size_t nnotes, notes_cap;
};

static struct spool_mem *self_of(struct spool *spool)
{
	return (struct spool_mem *)spool;
}

static struct entry *entry_of(struct spool_mem *self, uint64_t seq)
{
	return seq >= 1 && seq <= self->n ? self->v[seq - 1] : NULL;
}

static struct entry *add_entry(struct spool_mem *self, const struct report *r)
{
	struct entry *e = xcalloc(1, sizeof(*e));

	if (self->n == self->cap) {
		self->cap = self->cap ? self->cap * 2 : 64;
		self->v = xrealloc(self->v, self->cap, sizeof(struct entry *));
	}
	self->v[self->n++] = e;
	e->item.seq = self->n;
	e->item.id = r->id;
	e->item.received_ms = r->received_ms;
	e->item.source = arena_str(&self->arena, r->source);
	map_put(&self->by_id, (struct str){(char *)e->item.id.bytes, REPORT_ID_BYTES}, NULL)
		->value.num = (int64_t)self->n;
	return e;
}

static struct entry *by_id(struct spool_mem *self, const struct report_id *id)
{
	struct map_slot *slot =
		map_get(&self->by_id, (struct str){(const char *)id->bytes, REPORT_ID_BYTES});

	return slot ? entry_of(self, (uint64_t)slot->value.num) : NULL;
}

static bool mem_put(struct spool *spool, const struct submit *submit, struct arena *arena,
	enum spool_put *ret_put, struct spool_item *ret_first, struct err *err)
{
	struct spool_mem *self = self_of(spool);
	const struct report *r = &submit->report;
	struct entry *e = by_id(self, &r->id);

	(void)arena;
	(void)ret_put;
	(void)ret_first;
	(void)err;
	if (!e)
		e = add_entry(self, r);
	e->live = true;
	e->report = *r;
	e->report.body = (struct str){xstrndup(r->body.p ? r->body.p : "", r->body.n), r->body.n};
	e->report.media_type = e->item.media_type = arena_str(&self->arena, r->media_type);
	e->report.source = e->item.source;
	e->report.url = arena_str(&self->arena, r->url);
	e->report.title = arena_str(&self->arena, r->title);
	e->report.published = arena_str(&self->arena, r->published);
	e->report.dated = arena_str(&self->arena, r->dated);
	e->report.received_ms = e->item.received_ms;
	e->item.state = SPOOL_READY;
	e->item.priority = submit->priority;
	e->item.attempt = e->item.failed = e->item.lost = 0;
	e->item.bytes = r->body.n;
	e->item.changed_ms = r->received_ms;
	e->item.reason = e->item.sentence = (struct str){0};
	if (e->item.seq - 1 < self->first_ready)
		self->first_ready = e->item.seq - 1;
	return true;
}

static struct entry *first_ready(struct spool_mem *self, enum priority priority)
{
	size_t i;

	while (self->first_ready < self->n &&
		!(self->v[self->first_ready]->live &&
			self->v[self->first_ready]->item.state == SPOOL_READY))
		self->first_ready++;
	for (i = self->first_ready; i < self->n; i++)
		if (self->v[i]->live && self->v[i]->item.state == SPOOL_READY &&
			self->v[i]->item.priority == priority)
			return self->v[i];
	return NULL;
}

static bool mem_lease(struct spool *spool, int64_t now_ms, int64_t until_ms, struct arena *arena,
	struct spool_item *ret_item, struct report *ret_report, bool *ret_found, struct err *err)
{
	struct spool_mem *self = self_of(spool);
	struct entry *e = first_ready(self, PRIORITY_WAITED);

	(void)err;
	if (!e)
		e = first_ready(self, PRIORITY_BULK);
	*ret_found = e != NULL;
	if (!e)
		return true;
	e->item.state = SPOOL_LEASED;
	e->item.attempt++;
	e->item.due_ms = until_ms;
	e->item.changed_ms = now_ms;
	*ret_item = e->item;
	*ret_report = e->report;
	ret_report->body = arena_str(arena, e->report.body);
	return true;
}

static bool mem_get(struct spool *spool, uint64_t seq, struct arena *arena,
	struct spool_item *ret_item, bool *ret_found, struct err *err)
{
	struct entry *e = entry_of(self_of(spool), seq);

	(void)arena;
	(void)err;
	*ret_found = e && e->live;
	if (*ret_found)
		*ret_item = e->item;
	return true;
}

/* Of an item that this spool has given out. */
static struct entry *entry_given(struct spool *spool, const struct spool_item *item)
{
	struct entry *e = entry_of(self_of(spool), item->seq);

	if (!e)
		abort();
	return e;
}

static bool mem_update(struct spool *spool, const struct spool_item *item, struct err *err)
{
	struct spool_mem *self = self_of(spool);
	struct entry *e = entry_given(spool, item);

	(void)err;
	e->item = *item;
	e->item.reason = arena_str(&self->arena, item->reason);
	e->item.sentence = arena_str(&self->arena, item->sentence);
	if (item->state == SPOOL_READY && item->seq - 1 < self->first_ready)
		self->first_ready = item->seq - 1;
	return true;
}

static bool mem_remove(
	struct spool *spool, const struct spool_item *item, bool dropped, struct err *err)
{
	struct entry *e = entry_given(spool, item);

	(void)err;
	e->live = false;
	e->dropped = dropped;
	free((char *)e->report.body.p);
	e->report.body = (struct str){0};
	return true;
}

static bool mem_renew(
	struct spool *spool, struct lease lease, int64_t until_ms, bool *ret_found, struct err *err)
{
	struct entry *e = entry_of(self_of(spool), lease.seq);

	(void)err;
	*ret_found =
		e && e->live && e->item.state == SPOOL_LEASED && e->item.attempt == lease.attempt;
	if (*ret_found)
		e->item.due_ms = until_ms;
	return true;
}

static bool mem_promote(struct spool *spool, int64_t now_ms, struct err *err)
{
	struct spool_mem *self = self_of(spool);
	size_t i;

	for (i = 0; i < self->n; i++) {
		struct spool_item now = self->v[i]->item;

		if (!self->v[i]->live || now.state != SPOOL_DELAYED || now.due_ms > now_ms)
			continue;
		now.state = SPOOL_READY;
		now.due_ms = 0;
		now.changed_ms = now_ms;
		if (!mem_update(spool, &now, err))
			return false;
		spool->counts.in_state[SPOOL_DELAYED]--;
		spool->counts.in_state[SPOOL_READY]++;
	}
	return true;
}

static bool mem_expired(struct spool *spool, int64_t now_ms, struct arena *arena,
	struct spool_item *ret_item, bool *ret_found, struct err *err)
{
	struct spool_mem *self = self_of(spool);
	size_t i;

	(void)arena;
	(void)err;
	*ret_found = false;
	for (i = 0; i < self->n && !*ret_found; i++)
		if (self->v[i]->live && self->v[i]->item.state == SPOOL_LEASED &&
			self->v[i]->item.due_ms <= now_ms) {
			*ret_item = self->v[i]->item;
			*ret_found = true;
		}
	return true;
}

static bool mem_shorten_leases(struct spool *spool, int64_t until_ms, struct err *err)
{
	struct spool_mem *self = self_of(spool);
	size_t i;

	(void)err;
	for (i = 0; i < self->n; i++)
		if (self->v[i]->item.state == SPOOL_LEASED && self->v[i]->item.due_ms > until_ms)
			self->v[i]->item.due_ms = until_ms;
	return true;
}

static bool mem_dead(struct spool *spool, uint64_t before, uint32_t limit, struct arena *arena,
	struct spool_item **ret_items, size_t *ret_n, struct err *err)
{
	struct spool_mem *self = self_of(spool);
	struct spool_item *items = NULL;
	size_t n = 0, cap = 0, i = before && before - 1 < self->n ? before - 1 : self->n;

	(void)err;
	while (i-- > 0 && n < limit)
		if (self->v[i]->live && self->v[i]->item.state == SPOOL_DEAD)
			*ARENA_PUSH(arena, items, n, cap) = self->v[i]->item;
	*ret_items = items;
	*ret_n = n;
	return true;
}

/* What the ledger says of an entry that is gone. */
static struct spool_item epitaph(const struct entry *e)
{
	struct spool_item item = e->item;

	if (!e->live) {
		item.state = 0;
		item.reason = e->dropped ? STR("dropped") : (struct str){0};
	}
	return item;
}

static bool mem_where(struct spool *spool, const struct report_id *id, struct arena *arena,
	struct spool_item *ret_item, bool *ret_known, bool *ret_live, struct err *err)
{
	struct entry *e = by_id(self_of(spool), id);

	(void)arena;
	(void)err;
	*ret_known = e != NULL;
	*ret_live = e && e->live;
	if (e)
		*ret_item = epitaph(e);
	return true;
}

static bool mem_ledger(struct spool *spool, uint64_t after, uint32_t limit, struct arena *arena,
	struct spool_item **ret_items, size_t *ret_n, struct err *err)
{
	struct spool_mem *self = self_of(spool);
	struct spool_item *items = NULL;
	size_t n = 0, cap = 0, i;

	(void)err;
	for (i = after; i < self->n && n < limit; i++)
		*ARENA_PUSH(arena, items, n, cap) = epitaph(self->v[i]);
	*ret_items = items;
	*ret_n = n;
	return true;
}

static bool mem_body(struct spool *spool, uint64_t seq, struct arena *arena, struct str *ret_body,
	struct err *err)
{
	struct entry *e = entry_of(self_of(spool), seq);

	(void)err;
	*ret_body = e && e->live ? arena_str(arena, e->report.body) : (struct str){0};
	return true;
}

/* The first note whose key is not below key. */
static size_t note_at(const struct spool_mem *self, struct str key)
{
	size_t low = 0, high = self->nnotes;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (str_cmp(self->notes[mid].key, key) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static bool mem_note(struct spool *spool, struct str key, struct str value, struct err *err)
{
	struct spool_mem *self = self_of(spool);
	size_t i = note_at(self, key);
	bool there = i < self->nnotes && str_eq(self->notes[i].key, key);

	(void)err;
	if (str_absent(value) && !there)
		return true;
	if (str_absent(value)) {
		self->nnotes--;
		memmove(&self->notes[i], &self->notes[i + 1],
			(self->nnotes - i) * sizeof(*self->notes));
		return true;
	}
	if (!there) {
		ARENA_PUSH(&self->arena, self->notes, self->nnotes, self->notes_cap);
		memmove(&self->notes[i + 1], &self->notes[i],
			(self->nnotes - 1 - i) * sizeof(*self->notes));
		self->notes[i].key = arena_str(&self->arena, key);
	}
	self->notes[i].value = arena_str(&self->arena, value);
	return true;
}

static bool mem_noted(struct spool *spool, struct str key, struct arena *arena,
	struct str *ret_value, struct err *err)
{
	struct spool_mem *self = self_of(spool);
	size_t i = note_at(self, key);

	(void)err;
	*ret_value = (struct str){0};
	if (i < self->nnotes && str_eq(self->notes[i].key, key))
		*ret_value = arena_str(arena, self->notes[i].value);
	return true;
}

static bool mem_notes(struct spool *spool, struct str prefix, struct arena *arena,
	struct str **ret_keys, size_t *ret_n, struct err *err)
{
	struct spool_mem *self = self_of(spool);
	struct str *keys = NULL;
	size_t n = 0, cap = 0, i;

	(void)err;
	for (i = note_at(self, prefix); i < self->nnotes && str_starts(self->notes[i].key, prefix);
		i++)
		*ARENA_PUSH(arena, keys, n, cap) = arena_str(arena, self->notes[i].key);
	*ret_keys = keys;
	*ret_n = n;
	return true;
}

static bool mem_oldest(struct spool *spool, int64_t *ret_ms, struct err *err)
{
	struct spool_mem *self = self_of(spool);
	size_t i;

	(void)err;
	*ret_ms = 0;
	for (i = 0; i < self->n; i++)
		if (self->v[i]->live && self->v[i]->item.state != SPOOL_DEAD) {
			*ret_ms = self->v[i]->item.received_ms;
			return true;
		}
	return true;
}

static bool mem_commit(struct spool *spool, struct err *err)
{
	(void)spool;
	(void)err;
	return true;
}

static void mem_rollback(struct spool *spool)
{
	(void)spool;
}

static void mem_close(struct spool *spool)
{
	struct spool_mem *self = self_of(spool);
	size_t i;

	for (i = 0; i < self->n; i++) {
		if (self->v[i]->live)
			free((char *)self->v[i]->report.body.p);
		free(self->v[i]);
	}
	free(self->v);
	map_release(&self->by_id);
	arena_release(&self->arena);
	free(self);
}

static struct db *mem_database(struct spool *spool)
{
	(void)spool;
	return NULL;
}

static const struct spool_ops mem_ops = {
	.close = mem_close,
	.put = mem_put,
	.lease = mem_lease,
	.get = mem_get,
	.update = mem_update,
	.remove = mem_remove,
	.renew = mem_renew,
	.promote = mem_promote,
	.expired = mem_expired,
	.shorten_leases = mem_shorten_leases,
	.dead = mem_dead,
	.where = mem_where,
	.ledger = mem_ledger,
	.body = mem_body,
	.note = mem_note,
	.noted = mem_noted,
	.notes = mem_notes,
	.oldest = mem_oldest,
	.commit = mem_commit,
	.rollback = mem_rollback,
	.database = mem_database,
};

struct spool *spool_open_mem(const struct spool_limits *limits)
{
	struct spool_mem *self = xcalloc(1, sizeof(*self));

	self->base.ops = &mem_ops;
	self->base.limits = *limits;
	arena_init(&self->arena, 0);
	map_init(&self->by_id);
	return &self->base;
}
