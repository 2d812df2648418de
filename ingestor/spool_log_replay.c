/* SPDX-License-Identifier: Apache-2.0
 * spool_log_replay.c - what the log says when it is read from its beginning to its end, and what
 * to make of damage.
 *
 * A crash leaves a torn tail: the last segment ends in bytes that are no whole record. They are
 * cut off; whole records before them count, though no COMMIT may follow: nobody was told of them,
 * but to have a report twice is no harm, and a COMMIT that a disk has lost must not take its
 * batch along. Only notes count with their whole batch alone: one that says that a file was taken
 * is believed, and so must not outlive the report.
 *
 * What is no whole record, with whole ones behind it, is damage. It is copied aside and told of;
 * what stands behind it counts. If it was the word that a report is finished, the report is read
 * again, which changes nothing; if it was a report, it is missing, and the ledger, which has its
 * id, makes `sitrep audit` say so. A report whose head is whole and whose body is not stays, and
 * is buried when it is lent, unless it stands in the very last batch, of which nobody may have
 * been told. What the disk refuses to read is damage too, but stays where it is: another day it
 * may be read. */
#include "ingestor/spool_log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ingestor/seg_scan.h"

static bool is_beyond(const struct spool_log *self, struct seg_place place)
{
	const struct seg_place *checked = &self->ledger.place.checked;

	return place.segment > checked->segment ||
	       (place.segment == checked->segment && place.at >= checked->at);
}

static void apply_item(struct spool_log *self, const struct record *r, struct seg_place place)
{
	struct spool_item item;
	struct report report;
	struct seg_entry e;

	if (!item_unpack(r->meta, &item, &report))
		return;
	item.seq = r->seq;
	e = log_entry_of(&item);
	e.item = place;
	e.head = (uint32_t)(RECORD_HEADER + r->meta.n);
	e.body = r->body_bytes;
	log_apply(self, &e);
	if (r->seq >= self->next_seq)
		self->next_seq = r->seq + 1;
	if (!is_beyond(self, place))
		return;
	self->base.counts.accepted += (r->flags & RECORD_NEW) != 0;
	self->base.counts.again += (r->flags & RECORD_AGAIN) != 0;
	/* a ledger that is new to the log is given all that the log has */
	if ((r->flags & RECORD_NEW) || ((r->flags & RECORD_MOVED) && !self->ledger.place.salt))
		ledger_accept(&self->ledger, &(struct ledger_row){.seq = r->seq,
						     .id = item.id,
						     .received_ms = item.received_ms,
						     .source = item.source});
}

static void apply_state(struct spool_log *self, const struct record *r, struct seg_place place)
{
	const struct seg_entry *was = index_get(&self->index, r->seq);
	bool keep = (r->flags & RECORD_KEEP) != 0;
	struct spool_item item = {0};
	struct seg_entry e;

	if (!was || !was->state || !state_unpack(r->meta, keep, &item))
		return;
	e = *was;
	e.state = (uint8_t)item.state;
	e.attempt = item.attempt;
	e.failed = (uint16_t)item.failed;
	e.lost = (uint16_t)item.lost;
	e.due_ms = item.due_ms;
	e.changed_ms = item.changed_ms;
	if (!keep)
		e.why = place;
	log_apply(self, &e);
}

static void apply_gone(struct spool_log *self, const struct record *r, struct seg_place place)
{
	log_apply_gone(self, r->seq);
	if (!is_beyond(self, place))
		return;
	if (r->flags & RECORD_DROPPED) {
		self->base.counts.dropped++;
		ledger_drop(&self->ledger, r->seq);
	} else {
		self->base.counts.done++;
	}
}

static void apply_note(struct spool_log *self, const struct record *r, struct seg_place place)
{
	struct str key, value;

	if (is_beyond(self, place) && note_unpack(r->meta, &key, &value))
		ledger_note(&self->ledger, key, value);
}

static void apply_commit(
	struct log_reading *reading, const struct record *r, struct seg_place place)
{
	struct spool_log *self = reading->self;
	uint64_t bytes = 0;
	struct spool_counts counts = self->base.counts;

	if (!commit_unpack(r->meta, &bytes, &counts) || bytes > place.at)
		return;
	reading->batch = place.at - bytes;
	if (reading->batch < reading->gap)
		self->ledger.open.n = 0; /* something is missing before this */
	if (is_beyond(self, place))
		self->base.counts = counts;
	ledger_keep(&self->ledger);
}

static void note_torn(
	struct log_reading *reading, const struct record *r, uint64_t from, uint64_t to)
{
	if (reading->ntorn == reading->torn_cap) {
		reading->torn_cap = reading->torn_cap ? 2 * reading->torn_cap : 16;
		reading->torn = xrealloc(reading->torn, reading->torn_cap, sizeof(*reading->torn));
	}
	reading->torn[reading->ntorn++] = (struct log_torn){r->seq, from, to, false};
	reading->gap = to;
}

static void apply_record(struct log_reading *reading, struct seg_scan *scan)
{
	const struct record *r = &scan->record;
	const struct seg_place place = {reading->segment->number, (uint32_t)scan->from};

	switch (r->type) {
	case RECORD_ITEM:
		apply_item(reading->self, r, place);
		break;
	case RECORD_STATE:
		apply_state(reading->self, r, place);
		break;
	case RECORD_GONE:
		apply_gone(reading->self, r, place);
		break;
	case RECORD_NOTE:
		apply_note(reading->self, r, place);
		break;
	case RECORD_COMMIT:
		apply_commit(reading, r, place);
		reading->commit = scan->to;
		break;
	}
	if (reading->last && r->body_bytes && !scan_body_is_whole(scan))
		note_torn(reading, r, scan->from, scan->to);
	else
		reading->good = scan->to;
}

static void keep_damaged(struct log_reading *reading, uint64_t from, uint64_t to)
{
	bool is_new = true;

	/* a full disk must not keep us from starting: the bytes stay where they are as well */
	if (!files_keep_damaged(
		    &reading->self->files, reading->segment->number, from, to, &is_new, NULL))
		is_new = true;
	reading->new_damage = reading->new_damage || is_new;
	if (!reading->lost_bytes)
		reading->lost_at = from;
	reading->lost_bytes += to - from;
}

static void forget_torn(struct log_reading *reading, const struct log_torn *t)
{
	struct spool_log *self = reading->self;
	const struct seg_entry *e = index_get(&self->index, t->seq);
	struct ledger *l = &self->ledger;
	const struct ledger_row *row = ledger_fresh(l, t->seq);

	if (!e || e->item.segment != reading->segment->number || e->item.at != t->from)
		return; /* there is a later one */
	if (row) {
		size_t i = (size_t)(row - l->fresh);

		memmove(&l->fresh[i], &l->fresh[i + 1], (l->nfresh - i - 1) * sizeof(*l->fresh));
		l->nfresh--;
		self->base.counts.accepted--;
	}
	log_apply_gone(self, t->seq);
}

/* At the end of the last segment: what is torn, and from where the file is cut. */
static void settle_tail(struct log_reading *reading)
{
	/* a batch behind which another one begins was synced */
	uint64_t last_batch = reading->good > reading->commit ? reading->commit : reading->batch;
	size_t i;

	if (reading->unreadable) { /* nothing is cut off that may be read another time */
		files_seal(&reading->self->files);
		return;
	}
	for (i = 0; i < reading->ntorn; i++) {
		struct log_torn *t = &reading->torn[i];
		const struct seg_place place = {reading->segment->number, (uint32_t)t->from};

		if (t->from < last_batch || !is_beyond(reading->self, place))
			continue; /* it was, too, what the ledger has been written down beyond */
		forget_torn(reading, t);
		t->dropped = t->from < reading->good;
		if (t->dropped)
			keep_damaged(reading, t->from, t->to);
	}
	if (reading->lost_bytes)
		files_seal(&reading->self->files);
	reading->segment->end = reading->good;
}

static void read_records(struct log_reading *reading, uint64_t from, uint64_t end)
{
	struct spool_log *self = reading->self;
	struct seg_scan scan;
	enum scan_event event;

	scan_init(&scan, reading->segment->fd, self->files.salt, from, end);
	reading->good = reading->gap = reading->batch = reading->commit = from;
	while ((event = scan_next(&scan)) != SCAN_END) {
		if (event == SCAN_RECORD) {
			apply_record(reading, &scan);
			continue;
		}
		reading->gap = scan.to;
		/* at the very end it is what a crash leaves, unless the ledger says that it was
		 * whole */
		if (scan.to < end || !reading->last ||
			!is_beyond(self,
				(struct seg_place){reading->segment->number, (uint32_t)scan.from}))
			keep_damaged(reading, scan.from, scan.to);
	}
	reading->unreadable = scan.unreadable;
	self->ledger.open.n = 0; /* notes without a COMMIT */
	ledger_keep(&self->ledger);
	scan_release(&scan);
}

static void tell(const struct log_reading *reading, struct err *damage)
{
	char sentence[400];

	if (!reading->new_damage)
		return;
	snprintf(sentence, sizeof(sentence),
		"%llu bytes of %.200s/%010u.seg are damaged, from %llu on: it is kept as "
		"*.damaged-%llu, and what stands behind it counts (`sitrep audit` names what is "
		"missing)",
		(unsigned long long)reading->lost_bytes, reading->self->files.dir,
		reading->segment->number, (unsigned long long)reading->lost_at,
		(unsigned long long)reading->lost_at);
	if (damage->kind == ERR_NONE)
		err_set(damage, ERR_FATAL, "%s", sentence);
}

void log_replay(struct log_reading *reading, struct segment *segment, uint64_t from, uint64_t end,
	struct err *damage)
{
	struct seg_files *f = &reading->self->files;

	reading->segment = segment;
	reading->last = segment == &f->v[f->n - 1];
	reading->lost_bytes = 0;
	reading->new_damage = false;
	if (end > segment->end)
		keep_damaged(reading, segment->end, end); /* the file is shorter than it was */
	else
		segment->end = end;
	read_records(reading, from, segment->end);
	if (reading->last)
		settle_tail(reading);
	tell(reading, damage);
}

bool log_drop_torn(const struct log_reading *reading, struct err *err)
{
	struct spool_log *self = reading->self;
	struct seg_place place;
	size_t i;

	buf_reset(&self->meta);
	for (i = 0; i < reading->ntorn; i++)
		if (reading->torn[i].dropped &&
			!log_append(self, RECORD_GONE, 0, reading->torn[i].seq, (struct str){0},
				&place, err))
			return false;
	return log_commit_batch(self, err);
}

void log_reading_release(struct log_reading *reading)
{
	free(reading->torn);
}
