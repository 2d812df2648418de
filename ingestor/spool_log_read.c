/* SPDX-License-Identifier: Apache-2.0
 * spool_log_read.c - a report as the disk has it, with the state that memory has. */
#include "ingestor/spool_log.h"

#include <string.h>

void log_fill_item(const struct seg_entry *e, struct spool_item *item)
{
	item->seq = e->seq;
	item->state = (enum spool_state)e->state;
	item->priority = (enum priority)e->priority;
	item->attempt = e->attempt;
	item->failed = e->failed;
	item->lost = e->lost;
	item->due_ms = e->due_ms;
	item->changed_ms = e->changed_ms;
	item->bytes = e->body;
}

/* A whole head, of which only the place is known. LOST: it is not there, or damaged. */
static enum seg_read read_head(struct spool_log *self, struct seg_place place, struct arena *arena,
	struct record *ret, struct err *err)
{
	char header[RECORD_HEADER], *head;
	enum seg_read got = files_read(&self->files, place, header, sizeof(header), err);
	size_t n = got == SEG_READ ? record_head_bytes(header, self->files.salt) : 0;

	if (got != SEG_READ || !n)
		return got == SEG_FAILED ? got : SEG_LOST;
	head = arena_alloc(arena, n);
	got = files_read(&self->files, place, head, n, err);
	return got != SEG_READ || record_read(head, self->files.salt, ret) ? got : SEG_LOST;
}

static bool read_why(struct spool_log *self, const struct seg_entry *e, struct arena *arena,
	struct spool_item *item, struct err *err)
{
	struct spool_item said = {0};
	struct record record;

	if (!e->why.segment)
		return true;
	item->reason = item->sentence = (struct str){0};
	switch (read_head(self, e->why, arena, &record, err)) {
	case SEG_FAILED:
		return false;
	case SEG_LOST:
		return true;
	case SEG_READ:
		break;
	}
	if (record.type == RECORD_STATE && record.seq == e->seq &&
		state_unpack(record.meta, false, &said)) {
		item->reason = said.reason;
		item->sentence = said.sentence;
	}
	return true;
}

/* What is known of a report whose record is damaged: the ledger has its id, so that nobody takes
 * the bytes for it. */
static bool read_lost(struct spool_log *self, const struct seg_entry *e, struct arena *arena,
	struct spool_item *item, struct report *report, struct err *err)
{
	struct ledger_row row = {0};
	bool found;

	if (!ledger_by_seq(&self->ledger, e->seq, arena, &row, &found, err))
		return false;
	if (!found)
		memcpy(row.id.bytes, &e->print, sizeof(e->print));
	*item = (struct spool_item){.id = row.id,
		.source = row.source,
		.media_type = STR(""),
		.received_ms = row.received_ms};
	*report = (struct report){.id = row.id,
		.source = row.source,
		.received_ms = row.received_ms,
		.media_type = STR(""),
		.body = STR("")};
	return true;
}

bool log_read(struct spool_log *self, const struct seg_entry *entry, bool body, struct arena *arena,
	struct spool_item *ret_item, struct report *ret_report, struct err *err)
{
	const struct seg_entry e = *entry;
	size_t n = e.head + (body ? e.body : 0);
	char *bytes = arena_alloc(arena, n);
	enum seg_read got = files_read(&self->files, e.item, bytes, n, err);
	struct record record;

	if (got == SEG_FAILED)
		return false;
	if (got == SEG_LOST) { /* of the body perhaps, but not of the head */
		body = false;
		got = files_read(&self->files, e.item, bytes, e.head, err);
	}
	if (got == SEG_FAILED)
		return false;
	if (got == SEG_READ && record_head_bytes(bytes, self->files.salt) == e.head &&
		record_read(bytes, self->files.salt, &record) && record.seq == e.seq &&
		item_unpack(record.meta, ret_item, ret_report)) {
		ret_report->body = body ? (struct str){bytes + e.head, e.body} : STR("");
	} else if (!read_lost(self, &e, arena, ret_item, ret_report, err)) {
		return false;
	}
	log_fill_item(&e, ret_item);
	return read_why(self, &e, arena, ret_item, err);
}
