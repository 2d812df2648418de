/* SPDX-License-Identifier: Apache-2.0
 * spool_log_batch.c - the open batch: each change is a record at the end of the log, and an entry
 * in memory that can be put back; each batch is one sync, or has not happened. */
#include "ingestor/spool_log.h"

#include "base/fault.h"
#include "base/mem.h"

/* --- entries --- */

static void count_live(struct spool_log *self, const struct seg_entry *e, int sign)
{
	struct segment *s = e->state ? files_segment(&self->files, e->item.segment) : NULL;

	if (s)
		s->live += (uint64_t)sign * ((uint64_t)e->head + e->body);
}

void log_apply(struct spool_log *self, const struct seg_entry *entry)
{
	const struct seg_entry *was = index_get(&self->index, entry->seq);

	if (was)
		count_live(self, was, -1);
	count_live(self, entry, 1);
	index_set(&self->index, entry);
}

static void remove_entry(struct spool_log *self, uint64_t seq)
{
	const struct seg_entry *was = index_get(&self->index, seq);

	if (was)
		count_live(self, was, -1);
	index_remove(&self->index, seq);
}

/* Until the ledger is written down, the entry remembers that the report was here. */
void log_apply_gone(struct spool_log *self, uint64_t seq)
{
	const struct seg_entry *was = index_get(&self->index, seq);
	struct seg_entry gone;

	if (!was)
		return;
	if (!ledger_fresh(&self->ledger, seq)) {
		remove_entry(self, seq);
		return;
	}
	gone = (struct seg_entry){.seq = seq, .print = was->print};
	log_apply(self, &gone);
}

static void remember(struct spool_log *self, uint64_t seq)
{
	const struct seg_entry *was = index_get(&self->index, seq);

	if (self->nundo == self->undo_cap) {
		self->undo_cap = self->undo_cap ? 2 * self->undo_cap : 256;
		self->undo = xrealloc(self->undo, self->undo_cap, sizeof(*self->undo));
	}
	self->undo[self->nundo++] =
		was ? (struct log_undo){*was, true} : (struct log_undo){{.seq = seq}, false};
}

void log_change(struct spool_log *self, const struct seg_entry *entry)
{
	remember(self, entry->seq);
	log_apply(self, entry);
}

void log_change_gone(struct spool_log *self, uint64_t seq)
{
	remember(self, seq);
	log_apply_gone(self, seq);
}

/* --- records --- */

bool log_append(struct spool_log *self, enum record_type type, unsigned flags, uint64_t seq,
	struct str body, struct seg_place *ret_place, struct err *err)
{
	const struct record record = {type, flags, seq, buf_view(&self->meta), 0, 0};

	if (self->meta.full)
		return err_set(err, ERR_REJECT,
			"the source, title or note of report %llu is too long",
			(unsigned long long)seq);
	if (!files_begin(&self->files, err))
		return false;
	*ret_place = files_place(&self->files);
	record_write(&self->files.batch, self->files.salt, &record, body);
	return files_spill(&self->files, err);
}

struct seg_entry log_entry_of(const struct spool_item *item)
{
	return (struct seg_entry){
		.seq = item->seq,
		.print = seg_print(&item->id),
		.changed_ms = item->changed_ms,
		.due_ms = item->due_ms,
		.attempt = item->attempt,
		.failed = (uint16_t)(item->failed < UINT16_MAX ? item->failed : UINT16_MAX),
		.lost = (uint16_t)(item->lost < UINT16_MAX ? item->lost : UINT16_MAX),
		.state = (uint8_t)item->state,
		.priority = (uint8_t)item->priority,
	};
}

bool log_append_item(struct spool_log *self, const struct spool_item *item,
	const struct report *report, unsigned flags, struct err *err)
{
	struct seg_entry e = log_entry_of(item);

	buf_reset(&self->meta);
	item_pack(&self->meta, item, report);
	if (!log_append(self, RECORD_ITEM, flags, item->seq, report->body, &e.item, err))
		return false;
	e.head = (uint32_t)(RECORD_HEADER + self->meta.n);
	e.body = (uint32_t)report->body.n;
	log_change(self, &e);
	return true;
}

/* --- the batch as a whole --- */

void log_rollback(struct spool *spool)
{
	struct spool_log *self = log_of(spool);

	while (self->nundo) {
		const struct log_undo *u = &self->undo[--self->nundo];

		if (u->there)
			log_apply(self, &u->was);
		else
			remove_entry(self, u->was.seq);
	}
	ledger_rollback(&self->ledger);
	files_abandon(&self->files);
	spool->counts = self->committed;
}

static bool counters_changed(const struct spool_log *self)
{
	struct spool_counts now = self->base.counts, before = self->committed;
	const char *name;
	uint64_t *n;
	size_t i;

	for (i = 0; (n = spool_counter(&now, i, &name)); i++)
		if (*n != *spool_counter(&before, i, &name))
			return true;
	return false;
}

static bool write_commit(struct spool_log *self, struct err *err)
{
	struct seg_place place;

	if (!files_begin(&self->files, err))
		return false;
	buf_reset(&self->meta);
	commit_pack(&self->meta, files_batch_bytes(&self->files), &self->base.counts);
	return log_append(self, RECORD_COMMIT, 0, 0, (struct str){0}, &place, err) &&
	       files_sync(&self->files, err);
}

bool log_commit_batch(struct spool_log *self, struct err *err)
{
	if (self->trouble.kind == ERR_FATAL) {
		err_set(err, ERR_FATAL, "%s", self->trouble.text);
		return false;
	}
	if (self->calm && !log_move_some(self, err))
		return false; /* a full disk shall not stop what makes room */
	if ((files_batch_bytes(&self->files) || counters_changed(self)) && !write_commit(self, err))
		return false;
	self->nundo = 0;
	self->committed = self->base.counts;
	ledger_keep(&self->ledger);
	return true;
}

bool log_commit(struct spool *spool, struct err *err)
{
	struct spool_log *self = log_of(spool);
	bool any = files_batch_bytes(&self->files) || counters_changed(self);

	if (any)
		fault_here("spool-before-commit");
	self->calm = log_commit_batch(self, err);
	if (!self->calm) {
		log_rollback(spool);
		return false;
	}
	if (any)
		fault_here("spool-after-commit");
	log_tidy(self, !any, false);
	return true;
}
