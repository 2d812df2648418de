/* SPDX-License-Identifier: Apache-2.0
 * spool_log.c - the durable spool as a log: the calls of spool_ops.h (seg_record.h has the
 * format, spool_log.h the parts). */
#include "ingestor/spool_log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/mem.h"

static struct spool_item item_of_row(const struct ledger_row *row)
{
	return (struct spool_item){.seq = row->seq,
		.id = row->id,
		.received_ms = row->received_ms,
		.source = row->source,
		.reason = row->dropped ? STR("dropped") : (struct str){0}};
}

/* The row of a report that the tables or a fresh line know, with the entry it has, if it is
 * live. */
static bool item_with_row(struct spool_log *self, const struct ledger_row *row, struct arena *arena,
	struct spool_item *ret, bool *ret_live, struct err *err)
{
	const struct seg_entry *e = index_get(&self->index, row->seq);
	struct report report;

	*ret_live = e && e->state;
	*ret = item_of_row(row);
	return !*ret_live || log_read(self, e, false, arena, ret, &report, err);
}

static bool log_where(struct spool *spool, const struct report_id *id, struct arena *arena,
	struct spool_item *ret_item, bool *ret_known, bool *ret_live, struct err *err)
{
	struct spool_log *self = log_of(spool);
	const struct seg_entry *e;
	struct ledger_row row;
	struct report report;
	size_t at = 0;

	*ret_known = *ret_live = false;
	while ((e = index_by_print(&self->index, seg_print(id), &at))) {
		if (!e->state) {
			if (!ledger_by_seq(&self->ledger, e->seq, arena, &row, ret_known, err))
				return false;
			*ret_item = item_of_row(&row);
		} else if (!log_read(self, e, false, arena, ret_item, &report, err)) {
			return false;
		}
		*ret_known = (e->state || *ret_known) &&
			     memcmp(ret_item->id.bytes, id->bytes, REPORT_ID_BYTES) == 0;
		*ret_live = *ret_known && e->state;
		if (*ret_known)
			return true;
	}
	if (!ledger_by_id(&self->ledger, id, arena, &row, ret_known, err))
		return false;
	return !*ret_known || item_with_row(self, &row, arena, ret_item, ret_live, err);
}

static bool may_grow(struct spool_log *self, struct err *err)
{
	if (!ledger_is_overdue(&self->ledger))
		return true;
	return err_set(err, self->trouble.kind == ERR_NONE ? ERR_RETRY : self->trouble.kind, "%s",
		self->trouble.kind == ERR_NONE ? "too much is handed in at once"
					       : self->trouble.text);
}

static bool log_put(struct spool *spool, const struct submit *submit, struct arena *arena,
	enum spool_put *ret_put, struct spool_item *ret_first, struct err *err)
{
	struct spool_log *self = log_of(spool);
	const struct report *r = &submit->report;
	struct spool_item item = {.id = r->id,
		.state = SPOOL_READY,
		.priority = submit->priority,
		.changed_ms = r->received_ms,
		.received_ms = r->received_ms,
		.media_type = r->media_type,
		.source = str_absent(r->source) ? STR("") : r->source};
	struct spool_item first = {0};
	bool known = false, live;

	(void)ret_put;
	(void)ret_first;
	if (!may_grow(self, err))
		return false;
	if (submit->again && !log_where(spool, &r->id, arena, &first, &known, &live, err))
		return false;
	if (known) { /* its source and time stay those of the first copy */
		item.seq = first.seq;
		item.source = first.source;
		item.received_ms = first.received_ms;
	} else {
		item.seq = self->next_seq++;
		ledger_accept(&self->ledger, &(struct ledger_row){.seq = item.seq,
						     .id = r->id,
						     .received_ms = item.received_ms,
						     .source = item.source});
	}
	fault_here("spool-put");
	return log_append_item(self, &item, r, known ? RECORD_AGAIN : RECORD_NEW, err);
}

static bool append_state(struct spool_log *self, struct seg_entry *e, const struct spool_item *item,
	bool keep, struct err *err)
{
	struct seg_place place;

	buf_reset(&self->meta);
	state_pack(&self->meta, item, keep);
	if (!log_append(self, RECORD_STATE, keep ? RECORD_KEEP : 0, item->seq, (struct str){0},
		    &place, err))
		return false;
	if (!keep)
		e->why = place;
	log_change(self, e);
	return true;
}

static bool log_lease(struct spool *spool, int64_t now_ms, int64_t until_ms, struct arena *arena,
	struct spool_item *ret_item, struct report *ret_report, bool *ret_found, struct err *err)
{
	struct spool_log *self = log_of(spool);
	const struct seg_entry *first = index_first_ready(&self->index);
	struct seg_entry e;

	*ret_found = first != NULL;
	if (!first)
		return true;
	e = *first;
	if (!log_read(self, &e, true, arena, ret_item, ret_report, err))
		return false;
	e.state = SPOOL_LEASED;
	e.attempt++;
	e.due_ms = until_ms;
	e.changed_ms = now_ms;
	log_fill_item(&e, ret_item);
	return append_state(self, &e, ret_item, true, err);
}

static bool log_get(struct spool *spool, uint64_t seq, struct arena *arena,
	struct spool_item *ret_item, bool *ret_found, struct err *err)
{
	struct spool_log *self = log_of(spool);
	const struct seg_entry *e = index_get(&self->index, seq);
	struct report report;

	*ret_found = e && e->state;
	return !*ret_found || log_read(self, e, false, arena, ret_item, &report, err);
}

/* Of an item that this spool has given out. */
static struct seg_entry entry_given(struct spool_log *self, const struct spool_item *item)
{
	const struct seg_entry *e = index_get(&self->index, item->seq);

	if (!e || !e->state)
		abort();
	return *e;
}

static bool log_update(struct spool *spool, const struct spool_item *item, struct err *err)
{
	struct spool_log *self = log_of(spool);
	struct seg_entry was = entry_given(self, item), e = log_entry_of(item);

	e.print = was.print;
	e.item = was.item;
	e.head = was.head;
	e.body = was.body;
	e.priority = was.priority;
	return append_state(self, &e, item, false, err);
}

static bool log_remove(
	struct spool *spool, const struct spool_item *item, bool dropped, struct err *err)
{
	struct spool_log *self = log_of(spool);
	struct seg_place place;

	buf_reset(&self->meta);
	if (!log_append(self, RECORD_GONE, dropped ? RECORD_DROPPED : 0, item->seq, (struct str){0},
		    &place, err))
		return false;
	if (dropped)
		ledger_drop(&self->ledger, item->seq);
	log_change_gone(self, item->seq);
	return true;
}

/* In memory alone: after a restart every lease is given some seconds anyway. */
static bool log_renew(
	struct spool *spool, struct lease lease, int64_t until_ms, bool *ret_found, struct err *err)
{
	struct spool_log *self = log_of(spool);
	const struct seg_entry *e = index_get(&self->index, lease.seq);

	(void)err;
	*ret_found = e && e->state == SPOOL_LEASED && e->attempt == lease.attempt;
	if (*ret_found)
		index_renew(&self->index, lease.seq, until_ms);
	return true;
}

/* Needs no record: what was due is due after a restart too. */
static bool log_promote(struct spool *spool, int64_t now_ms, struct err *err)
{
	struct spool_log *self = log_of(spool);
	const struct seg_entry *due;

	(void)err;
	while ((due = index_first_due(&self->index, SPOOL_DELAYED, now_ms))) {
		struct seg_entry e = *due;

		e.state = SPOOL_READY;
		e.due_ms = 0;
		e.changed_ms = now_ms;
		log_change(self, &e);
		spool->counts.in_state[SPOOL_DELAYED]--;
		spool->counts.in_state[SPOOL_READY]++;
	}
	return true;
}

static bool log_expired(struct spool *spool, int64_t now_ms, struct arena *arena,
	struct spool_item *ret_item, bool *ret_found, struct err *err)
{
	struct spool_log *self = log_of(spool);
	const struct seg_entry *e = index_first_due(&self->index, SPOOL_LEASED, now_ms);
	struct report report;

	*ret_found = e != NULL;
	return !e || log_read(self, e, false, arena, ret_item, &report, err);
}

/* Renewals are not on disk, so all of them get that time, also those that seem to have run out. */
static bool log_shorten_leases(struct spool *spool, int64_t until_ms, struct err *err)
{
	struct spool_log *self = log_of(spool);
	size_t i;

	(void)err;
	for (i = 0; i < self->index.n; i++)
		if (self->index.v[i].seq && self->index.v[i].state == SPOOL_LEASED)
			index_renew(&self->index, self->index.v[i].seq, until_ms);
	return true;
}

static bool log_dead(struct spool *spool, uint64_t before, uint32_t limit, struct arena *arena,
	struct spool_item **ret_items, size_t *ret_n, struct err *err)
{
	struct spool_log *self = log_of(spool);
	struct spool_item *items = NULL;
	struct report report;
	size_t n = 0, cap = 0;
	uint64_t seq;

	while (n < limit && (seq = index_dead(&self->index, before, n))) {
		struct spool_item item;

		if (!log_read(
			    self, index_get(&self->index, seq), false, arena, &item, &report, err))
			return false;
		*ARENA_PUSH(arena, items, n, cap) = item;
	}
	*ret_items = items;
	*ret_n = n;
	return true;
}

static bool log_ledger(struct spool *spool, uint64_t after, uint32_t limit, struct arena *arena,
	struct spool_item **ret_items, size_t *ret_n, struct err *err)
{
	struct spool_log *self = log_of(spool);
	struct ledger_row *rows;
	bool live;
	size_t i;

	if (!ledger_list(&self->ledger, after, limit, arena, &rows, ret_n, err))
		return false;
	*ret_items = arena_zalloc(arena, *ret_n + 1, sizeof(**ret_items));
	for (i = 0; i < *ret_n; i++)
		if (!item_with_row(self, &rows[i], arena, &(*ret_items)[i], &live, err))
			return false;
	return true;
}

static bool log_body(struct spool *spool, uint64_t seq, struct arena *arena, struct str *ret_body,
	struct err *err)
{
	struct spool_log *self = log_of(spool);
	const struct seg_entry *e = index_get(&self->index, seq);
	struct spool_item item;
	struct report report;

	*ret_body = (struct str){0};
	if (!e || !e->state)
		return true;
	if (!log_read(self, e, true, arena, &item, &report, err))
		return false;
	*ret_body = report.body;
	return true;
}

static bool log_note(struct spool *spool, struct str key, struct str value, struct err *err)
{
	struct spool_log *self = log_of(spool);
	struct seg_place place;

	if (!may_grow(self, err))
		return false;
	buf_reset(&self->meta);
	note_pack(&self->meta, key, value);
	if (!log_append(self, RECORD_NOTE, 0, 0, (struct str){0}, &place, err))
		return false;
	ledger_note(&self->ledger, key, value);
	return true;
}

static bool log_noted(struct spool *spool, struct str key, struct arena *arena,
	struct str *ret_value, struct err *err)
{
	return ledger_noted(&log_of(spool)->ledger, key, arena, ret_value, err);
}

static bool log_notes(struct spool *spool, struct str prefix, struct arena *arena,
	struct str **ret_keys, size_t *ret_n, struct err *err)
{
	return ledger_list_notes(&log_of(spool)->ledger, prefix, arena, ret_keys, ret_n, err);
}

static bool log_oldest(struct spool *spool, int64_t *ret_ms, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct spool_log *self = log_of(spool);
	const struct seg_entry *e = index_oldest(&self->index);
	struct spool_item item = {0};
	struct report report;

	*ret_ms = 0;
	arena_init(&arena, 0);
	if (e && !log_read(self, e, false, &arena, &item, &report, err))
		return false;
	*ret_ms = item.received_ms;
	return true;
}

static void log_close(struct spool *spool)
{
	struct spool_log *self = log_of(spool);

	if (self->ready) {
		log_rollback(spool);
		log_tidy(self, true, true);
	}
	files_close(&self->files);
	ledger_close(&self->ledger);
	index_release(&self->index);
	buf_release(&self->meta);
	free(self->undo);
	free(self->move.seqs);
	free(self);
}

static struct db *log_database(struct spool *spool)
{
	return log_of(spool)->ledger.db;
}

static const struct spool_ops log_ops = {
	.close = log_close,
	.put = log_put,
	.lease = log_lease,
	.get = log_get,
	.update = log_update,
	.remove = log_remove,
	.renew = log_renew,
	.promote = log_promote,
	.expired = log_expired,
	.shorten_leases = log_shorten_leases,
	.dead = log_dead,
	.where = log_where,
	.ledger = log_ledger,
	.body = log_body,
	.note = log_note,
	.noted = log_noted,
	.notes = log_notes,
	.oldest = log_oldest,
	.commit = log_commit,
	.rollback = log_rollback,
	.database = log_database,
	.copy_more = log_copy_more,
	.copy_end = log_copy_end,
};

void log_directory(const char *path, char out[PATH_MAX])
{
	struct str p = str_from(path);

	snprintf(out, PATH_MAX, "%.*s.log", (int)(str_ends(p, STR(".db")) ? p.n - 3 : p.n), path);
}

struct spool *spool_open_log(const char *path, const struct spool_limits *limits,
	uint64_t segment_bytes, struct err *damage, struct err *err)
{
	struct spool_log *self = xcalloc(1, sizeof(*self));
	struct spool *spool = &self->base;
	struct err local = {0};
	char dir[PATH_MAX];

	self->base.ops = &log_ops;
	self->base.limits = *limits;
	self->files.dir_fd = -1;
	self->files.segment_bytes = segment_bytes;
	buf_init(&self->meta, MAX_RECORD_META);
	index_init(&self->index);
	log_directory(path, dir);
	if (ledger_open(&self->ledger, path, segment_bytes, &self->base.counts, &local) &&
		log_recover(self, dir, damage, &local) && log_take_over(self, &local)) {
		self->ready = self->calm = true;
		return spool;
	}
	spool_close(&spool);
	err_set(err, local.kind, "%s", local.text);
	return NULL;
}
