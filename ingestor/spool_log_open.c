/* SPDX-License-Identifier: Apache-2.0
 * spool_log_open.c - what the log says when it is read from its beginning to its end, and what to make of damage.
 *
 * A crash leaves a torn tail: the last segment ends in bytes that are no whole record. They are cut off; whole records
 * before them count, though no COMMIT may follow: nobody was told of them, but to have a report twice is no harm, and a
 * COMMIT that a disk has lost must not take its batch along. Only notes count with their whole batch alone: one that
 * says that a file was taken is believed, and so must not outlive the report.
 *
 * What is no whole record, with whole ones behind it, is damage. It is copied aside and told of; what stands behind it
 * counts. If it was the word that a report is finished, the report is read again, which changes nothing; if it was a
 * report, it is missing, and the ledger, which has its id, makes `sitrep audit` say so. A report whose head is whole
 * and whose body is not stays, and is buried when it is lent, unless it stands in the very last batch, of which nobody
 * may have been told. What the disk refuses to read is damage too, but stays where it is: another day it may be read. */
#include "ingestor/spool_log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "ingestor/seg_scan.h"

struct torn { /* an ITEM whose body is not what was written */
	uint64_t seq, from, to;
	bool dropped; /* and its record is still there */
};

/* The reading of one segment. */
struct reading {
	struct spool_log *self;
	struct segment *segment;
	bool last;
	uint64_t good;        /* behind the last record that is whole with its body */
	uint64_t batch;       /* where the last batch with a COMMIT begins */
	uint64_t commit;      /* where it ends */
	uint64_t gap;         /* behind the last gap */
	uint64_t lost_bytes, lost_at;
	bool new_damage, unreadable;
	struct torn *torn; /* [ntorn] owned; of the last batch */
	size_t ntorn, torn_cap;
};

static bool is_beyond(const struct spool_log *self, struct seg_place place)
{
	const struct seg_place *checked = &self->ledger.place.checked;

	return place.segment > checked->segment || (place.segment == checked->segment && place.at >= checked->at);
}

static void apply_item(struct spool_log *self, const struct record *r, struct seg_place place)
{
	struct spool_item item;
	struct report report;
	struct seg_entry e;

	if (!item_unpack(r->meta, &item, &report))
		return;
	e = (struct seg_entry){
		.seq = r->seq,
		.print = seg_print(&item.id),
		.changed_ms = item.changed_ms,
		.due_ms = item.due_ms,
		.item = place,
		.head = (uint32_t)(RECORD_HEADER + r->meta.n),
		.body = r->body_bytes,
		.attempt = item.attempt,
		.failed = (uint16_t)item.failed,
		.lost = (uint16_t)item.lost,
		.state = (uint8_t)item.state,
		.priority = (uint8_t)item.priority,
	};
	log_apply(self, &e);
	if (r->seq >= self->next_seq)
		self->next_seq = r->seq + 1;
	if (!is_beyond(self, place))
		return;
	self->base.counts.accepted += (r->flags & RECORD_NEW) != 0;
	self->base.counts.again += (r->flags & RECORD_AGAIN) != 0;
	/* a ledger that is new to the log is given all that the log has */
	if ((r->flags & RECORD_NEW) || ((r->flags & RECORD_MOVED) && !self->ledger.place.salt))
		ledger_accept(&self->ledger, &(struct ledger_row){.seq = r->seq, .id = item.id,
			.received_ms = item.received_ms, .source = item.source});
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

static void apply_commit(struct reading *reading, const struct record *r, struct seg_place place)
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

static void note_torn(struct reading *reading, const struct record *r, uint64_t from, uint64_t to)
{
	if (reading->ntorn == reading->torn_cap) {
		reading->torn_cap = reading->torn_cap ? 2 * reading->torn_cap : 16;
		reading->torn = xrealloc(reading->torn, reading->torn_cap, sizeof(*reading->torn));
	}
	reading->torn[reading->ntorn++] = (struct torn){r->seq, from, to, false};
	reading->gap = to;
}

static void apply_record(struct reading *reading, struct seg_scan *scan)
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

static void keep_damaged(struct reading *reading, uint64_t from, uint64_t to)
{
	bool is_new = true;

	/* a full disk must not keep us from starting: the bytes stay where they are as well */
	if (!files_keep_damaged(&reading->self->files, reading->segment->number, from, to, &is_new, NULL))
		is_new = true;
	reading->new_damage = reading->new_damage || is_new;
	if (!reading->lost_bytes)
		reading->lost_at = from;
	reading->lost_bytes += to - from;
}

static void forget_torn(struct reading *reading, const struct torn *t)
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
static void settle_tail(struct reading *reading)
{
	/* a batch behind which another one begins was synced */
	uint64_t last_batch = reading->good > reading->commit ? reading->commit : reading->batch;
	size_t i;

	if (reading->unreadable) { /* nothing is cut off that may be read another time */
		files_seal(&reading->self->files);
		return;
	}
	for (i = 0; i < reading->ntorn; i++) {
		struct torn *t = &reading->torn[i];
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

static void read_records(struct reading *reading, uint64_t from, uint64_t end)
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
		/* at the very end it is what a crash leaves, unless the ledger says that it was whole */
		if (scan.to < end || !reading->last ||
			!is_beyond(self, (struct seg_place){reading->segment->number, (uint32_t)scan.from}))
			keep_damaged(reading, scan.from, scan.to);
	}
	reading->unreadable = scan.unreadable;
	self->ledger.open.n = 0; /* notes without a COMMIT */
	ledger_keep(&self->ledger);
	scan_release(&scan);
}

/* So that the next start does not find it again. On a full disk the next start drops it again. */
static bool drop_torn(struct spool_log *self, const struct reading *reading, struct err *err)
{
	struct seg_place place;
	size_t i;

	buf_reset(&self->meta);
	for (i = 0; i < reading->ntorn; i++)
		if (reading->torn[i].dropped &&
			!log_append(self, RECORD_GONE, 0, reading->torn[i].seq, (struct str){0}, &place, err))
			return false;
	return log_commit_batch(self, err);
}

/* --- the files --- */

struct header_of {
	struct seg_header header;
	bool whole;
};

static bool read_header(struct spool_log *self, struct segment *s, struct header_of *ret, struct err *err)
{
	char bytes[SEG_HEADER];
	enum seg_read got = SEG_LOST;

	if (!files_open_segment(&self->files, s, err))
		return false;
	if (s->end >= SEG_HEADER)
		got = files_read(&self->files, (struct seg_place){s->number, 0}, bytes, sizeof(bytes), err);
	if (got == SEG_FAILED)
		return false;
	ret->whole = got == SEG_READ && seg_header_read(bytes, &ret->header) && ret->header.number == s->number;
	if (ret->whole && ret->header.version > SEG_VERSION)
		return err_set(err, ERR_FATAL, "%s was made by a newer version (format %u; this program knows %d): upgrade "
			"this program", self->files.dir, ret->header.version, SEG_VERSION);
	return true;
}

/* The salt that the headers tell, the ledger's if none does, a new one if there is no log. */
static bool choose_salt(struct spool_log *self, const struct header_of *headers, struct err *err)
{
	uint64_t salt = 0;
	size_t i;

	for (i = 0; i < self->files.n && !salt; i++)
		salt = headers[i].whole ? headers[i].header.salt : 0;
	self->files.salt = salt ? salt : self->ledger.place.salt;
	/* SQLite has signed numbers; 0 means none */
	while (!self->files.salt)
		if (getrandom(&self->files.salt, sizeof(self->files.salt), 0) < 0)
			return err_set(err, ERR_RETRY, "no random numbers are to be had: %m");
	return true;
}

/* Where a segment ends: where the next one says, or at the end of the file. */
static uint64_t end_of(const struct spool_log *self, size_t i, const struct header_of *headers)
{
	const struct seg_files *files = &self->files;
	const struct seg_place *checked = &self->ledger.place.checked;
	uint64_t end = files->v[i].end;

	if (checked->segment == files->v[i].number && checked->at > end)
		end = checked->at;

	if (i + 1 < files->n && headers[i + 1].whole && headers[i + 1].header.before_end &&
		files->v[i + 1].number == files->v[i].number + 1)
		end = headers[i + 1].header.before_end;
	return end;
}

static void tell(const struct reading *reading, struct err *damage)
{
	char sentence[400];

	if (!reading->new_damage)
		return;
	snprintf(sentence, sizeof(sentence), "%llu bytes of %.200s/%010u.seg are damaged, from %llu on: it is kept as "
		"*.damaged-%llu, and what stands behind it counts (`sitrep audit` names what is missing)",
		(unsigned long long)reading->lost_bytes, reading->self->files.dir, reading->segment->number,
		(unsigned long long)reading->lost_at, (unsigned long long)reading->lost_at);
	if (damage->kind == ERR_NONE)
		err_set(damage, ERR_FATAL, "%s", sentence);
}

static void reading_release(struct reading *reading)
{
	free(reading->torn);
}

static bool read_segment(struct reading *reading, size_t i, const struct header_of *headers, struct err *damage,
	struct err *err)
{
	struct spool_log *self = reading->self;
	uint64_t end = end_of(self, i, headers);

	reading->segment = &self->files.v[i];
	reading->last = i + 1 == self->files.n;
	reading->lost_bytes = 0;
	reading->new_damage = false;
	if (!files_open_segment(&self->files, reading->segment, err))
		return false;
	if (end > reading->segment->end)
		keep_damaged(reading, reading->segment->end, end); /* the file is shorter than it was */
	else
		reading->segment->end = end;
	end = reading->segment->end;
	read_records(reading, headers[i].whole ? SEG_HEADER : 0, end);
	if (reading->last)
		settle_tail(reading);
	tell(reading, damage);
	return true;
}

/* One that was begun and not even its header came to the disk. */
static bool remove_stillborn(struct spool_log *self, const struct header_of *headers, struct err *err)
{
	struct seg_files *f = &self->files;
	char path[PATH_MAX + 64];

	if (!f->n || headers[f->n - 1].whole || f->v[f->n - 1].end > SEG_HEADER)
		return true;
	snprintf(path, sizeof(path), "%s/%010u.seg", f->dir, f->v[f->n - 1].number);
	close(f->v[f->n - 1].fd);
	f->nopen--;
	f->next_number = f->v[--f->n].number; /* none is to be missed */
	return unlink(path) == 0 || err_set(err, ERR_RETRY, "cannot remove %s: %m", path);
}

/* A spool.db that was put in place of another's, or that has no word of this log: its reports would be mixed. */
static bool is_foreign(const struct spool_log *self, bool repaired)
{
	const struct ledger *l = &self->ledger;

	if (!self->files.n || repaired)
		return false;
	return l->place.salt ? l->place.salt != self->files.salt : l->last_seq > 0;
}

static bool set_aside(struct spool_log *self, const char *dir, struct err *damage, struct err *err)
{
	char aside[PATH_MAX + 48];
	uint64_t segment_bytes = self->files.segment_bytes;

	snprintf(aside, sizeof(aside), "%s.aside-%lld", dir, (long long)time(NULL));
	files_close(&self->files);
	if (rename(dir, aside) < 0)
		return err_set(err, ERR_RETRY, "cannot set %s aside: %m", dir);
	err_set(damage, ERR_FATAL, "%s belongs to another spool.db: it is kept as %.200s", dir, aside);
	return files_open(&self->files, dir, segment_bytes, err);
}

static bool read_headers(struct spool_log *self, struct header_of **ret, struct err *err)
{
	size_t i;

	*ret = xcalloc(self->files.n + 1, sizeof(**ret));
	for (i = 0; i < self->files.n; i++)
		if (!read_header(self, &self->files.v[i], &(*ret)[i], err))
			return false;
	return remove_stillborn(self, *ret, err) && choose_salt(self, *ret, err);
}

static int by_seq(const void *a, const void *b)
{
	const struct ledger_row *x = a, *y = b;

	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

static bool open_files(struct spool_log *self, const char *dir, bool repaired, struct header_of **headers,
	struct err *damage, struct err *err)
{
	if (!files_open(&self->files, dir, self->files.segment_bytes, err) || !read_headers(self, headers, err))
		return false;
	if (!is_foreign(self, repaired))
		return true;
	free(*headers);
	*headers = NULL;
	return set_aside(self, dir, damage, err) && read_headers(self, headers, err);
}

void log_count_items(struct spool_log *self)
{
	struct spool_counts *c = &self->base.counts;
	size_t i;

	for (i = SPOOL_READY; i <= SPOOL_DEAD; i++)
		c->in_state[i] = self->index.in_state[i];
	c->bytes = 0;
	for (i = 0; i < self->index.n; i++)
		if (self->index.v[i].seq && self->index.v[i].state)
			c->bytes += self->index.v[i].body;
	self->committed = *c;
}

/* What is written from now on stands behind all that the ledger has been told of, whatever was lost. */
static void number_beyond(struct spool_log *self)
{
	const struct ledger_place *place = &self->ledger.place;
	uint32_t least = place->checked.segment + (place->checked.at > 0);

	least = least > place->first ? least : place->first;
	if (self->files.next_number < least)
		self->files.next_number = least;
}

static void tell_missing(const struct spool_log *self, struct err *damage)
{
	const struct seg_files *f = &self->files;
	const struct ledger_place *place = &self->ledger.place;
	uint32_t expected = place->first;
	size_t i;

	for (i = 0; i < f->n; i++) {
		if (expected && f->v[i].number != expected)
			break;
		expected = f->v[i].number + 1;
	}
	if (i == f->n && (!place->checked.at || place->checked.segment < expected))
		return;
	if (damage->kind == ERR_NONE)
		err_set(damage, ERR_FATAL, "%s/%010u.seg is missing: `sitrep audit` names what it held", f->dir, expected);
}

bool log_recover(struct spool_log *self, const char *dir, struct err *damage, struct err *err)
{
	AUTO(mem_free) struct header_of *headers = NULL;
	struct ledger *l = &self->ledger;
	struct seg_files *f = &self->files;
	AUTO(reading_release) struct reading reading = {.self = self};
	struct err full = {0};
	uint64_t size;

	self->next_seq = l->last_seq + 1;
	if (!open_files(self, dir, damage->kind != ERR_NONE, &headers, damage, err))
		return false;
	number_beyond(self);
	while (f->n && f->v[0].number < l->place.first) { /* its removal was begun */
		memmove(headers, headers + 1, (f->n - 1) * sizeof(*headers));
		if (!files_remove_first(f, err))
			return false;
	}
	f->sealed = f->n > 0 && !headers[f->n - 1].whole;
	size = f->n ? f->v[f->n - 1].end : 0;
	tell_missing(self, damage);
	for (size_t i = 0; i < f->n; i++)
		if (!read_segment(&reading, i, headers, damage, err))
			return false;
	if (f->n && f->v[f->n - 1].end < size && !f->sealed && !files_cut(f, err))
		return false;
	if (l->nfresh)
		qsort(l->fresh, l->nfresh, sizeof(*l->fresh), by_seq);
	log_count_items(self);
	/* on a full disk both can wait */
	if (!drop_torn(self, &reading, &full))
		files_abandon(f);
	err_clear(&full);
	return log_checkpoint(self, &full) || full.kind != ERR_FATAL || err_set(err, full.kind, "%s", full.text);
}
