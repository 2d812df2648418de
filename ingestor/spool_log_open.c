/* SPDX-License-Identifier: Apache-2.0
 * spool_log_open.c - the files at the start: whose they are, which of them are there and where
 * each ends. What their records say is read in spool_log_replay.c. */
#include "ingestor/spool_log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"

struct header_of {
	struct seg_header header;
	bool whole;
};

static bool read_header(
	struct spool_log *self, struct segment *s, struct header_of *ret, struct err *err)
{
	char bytes[SEG_HEADER];
	enum seg_read got = SEG_LOST;

	if (!files_open_segment(&self->files, s, err))
		return false;
	if (s->end >= SEG_HEADER)
		got = files_read(
			&self->files, (struct seg_place){s->number, 0}, bytes, sizeof(bytes), err);
	if (got == SEG_FAILED)
		return false;
	ret->whole = got == SEG_READ && seg_header_read(bytes, &ret->header) &&
		     ret->header.number == s->number;
	if (ret->whole && ret->header.version > SEG_VERSION)
		return err_set(err, ERR_FATAL,
			"%s was made by a newer version (format %u; this program knows %d): "
			"upgrade "
			"this program",
			self->files.dir, ret->header.version, SEG_VERSION);
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

static bool read_segment(struct log_reading *reading, size_t i, const struct header_of *headers,
	struct err *damage, struct err *err)
{
	struct seg_files *f = &reading->self->files;

	if (!files_open_segment(f, &f->v[i], err))
		return false;
	log_replay(reading, &f->v[i], headers[i].whole ? SEG_HEADER : 0,
		end_of(reading->self, i, headers), damage);
	return true;
}

/* One that was begun and not even its header came to the disk. */
static bool remove_stillborn(
	struct spool_log *self, const struct header_of *headers, struct err *err)
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

/* A spool.db that was put in place of another's, or that has no word of this log: its reports
 * would be mixed. */
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
	err_set(damage, ERR_FATAL, "%s belongs to another spool.db: it is kept as %.200s", dir,
		aside);
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

static bool open_files(struct spool_log *self, const char *dir, bool repaired,
	struct header_of **headers, struct err *damage, struct err *err)
{
	if (!files_open(&self->files, dir, self->files.segment_bytes, err) ||
		!read_headers(self, headers, err))
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

/* What is written from now on stands behind all that the ledger has been told of, whatever was
 * lost. */
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
		err_set(damage, ERR_FATAL,
			"%s/%010u.seg is missing: `sitrep audit` names what it held", f->dir,
			expected);
}

bool log_recover(struct spool_log *self, const char *dir, struct err *damage, struct err *err)
{
	AUTO(mem_free) struct header_of *headers = NULL;
	struct ledger *l = &self->ledger;
	struct seg_files *f = &self->files;
	AUTO(log_reading_release) struct log_reading reading = {.self = self};
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
	if (!log_drop_torn(&reading, &full))
		files_abandon(f);
	err_clear(&full);
	return log_checkpoint(self, &full) || full.kind != ERR_FATAL ||
	       err_set(err, full.kind, "%s", full.text);
}
