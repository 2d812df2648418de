/* SPDX-License-Identifier: Apache-2.0
 * watch_take.c - what is done with a file that came to sight: it is left alone until it has
 * settled, taken as a report, as lines of reports or, a little at a time, as an archive of them,
 * and noted, so that it is not taken again. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/map.h"
#include "base/mem.h"
#include "ingestor/watch_parts.h"
#include "model/extraction_json.h"

#define MEMBERS_PAUSE_MS 20
#define EMPTY_MS 60000

void watch_forget_candidates(struct watch *w)
{
	size_t i;

	for (i = 0; w->candidates.slots && i <= w->candidates.mask; i++)
		if (!str_absent(w->candidates.slots[i].key)) {
			free((char *)w->candidates.slots[i].key.p);
			free(w->candidates.slots[i].value.ptr);
		}
	map_release(&w->candidates);
}

static int64_t mtime_ns(const struct stat *st)
{
	return (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

static void stamp(const struct stat *st, char out[64])
{
	snprintf(out, 64, "%lld:%" PRId64, (long long)st->st_size, mtime_ns(st));
}

/* The same size and time as when it was looked at before, at least settle_ms ago. */
static bool settled(struct watch *w, const char *path, const struct stat *st, int64_t now_ms)
{
	bool is_new;
	struct map_slot *slot = map_get(&w->candidates, str_from(path));
	struct candidate *c;

	if (!slot) {
		slot = map_put(&w->candidates, str_from(xstrdup(path)), &is_new);
		slot->value.ptr = xcalloc(1, sizeof(struct candidate));
	}
	c = slot->value.ptr;
	if (c->seen_ms == 0 || c->size != st->st_size || c->mtime_ns != mtime_ns(st)) {
		*c = (struct candidate){st->st_size, mtime_ns(st), now_ms};
		w->again = true;
		/* a file that has lain there for long needs no second look */
		return now_ms - mtime_ns(st) / 1000000 > 2 * w->options.settle_ms + 1000;
	}
	if (now_ms - c->seen_ms >= w->options.settle_ms)
		return true;
	w->again = true;
	return false;
}

/* One report to the core, its outcome to the folder's books. *ret_taken false: try again later. */
static bool take_report(struct watch *w, struct folder *folder, const struct report *report,
	int64_t now_ms, bool *ret_taken, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct submit submit = {.report = *report};
	struct submitted answer;

	if (!ingestor_take(w->ingestor, &submit, now_ms, &arena, &answer, err))
		return false;
	*ret_taken = answer.outcome != OUTCOME_BUSY;
	if (answer.outcome == OUTCOME_REFUSED) {
		snprintf(folder->warning, sizeof(folder->warning), "%.*s: %.*s",
			STR_ARGS(report->source), STR_ARGS(answer.sentence));
		log_warn("source-refused", "error=%s", log_quote(str_from(folder->warning)));
	}
	if (answer.outcome == OUTCOME_ACCEPTED)
		watch_heard(folder, 1, now_ms);
	return true;
}

/* A file of JSON lines holds a report a line; a line that is none is told and passed over. */
static bool take_lines(struct watch *w, struct folder *folder, const char *path, struct str rest,
	int64_t now_ms, bool *ret_taken, struct err *err)
{
	struct str line, id;

	while (*ret_taken && str_next_line(&rest, &line)) {
		AUTO(arena_release) struct arena arena = {0};
		struct report report;
		struct err why = {0};

		if (str_trim(line).n == 0)
			continue;
		if (!report_from_json(line, &arena, &report, &id, &why)) {
			snprintf(folder->warning, sizeof(folder->warning), "%s: %.200s", path,
				why.text);
			log_warn(
				"source-refused", "error=%s", log_quote(str_from(folder->warning)));
			continue;
		}
		if (!report.source.n)
			report.source = str_from(path);
		if (!take_report(w, folder, &report, now_ms, ret_taken, err))
			return false;
	}
	return true;
}

/* Begins to take it apart; it is not taken before that has ended. */
static void start_members(struct watch *w, struct folder *folder, const char *path)
{
	struct err why = {0};

	w->again = true;
	if (w->members)
		return; /* one after the other */
	w->members = members_start(w->options.unpacker, w->options.memory_bytes, path, &why);
	if (!w->members)
		snprintf(folder->warning, sizeof(folder->warning), "%.250s", why.text);
}

/* Too large to be a report, but it may hold some. */
static bool is_large_archive(const char *path)
{
	char head[4096];
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t n = fd >= 0 && fstat(fd, &st) == 0 && st.st_size > (off_t)MAX_REPORT_BYTES
			    ? read(fd, head, sizeof(head))
			    : 0;

	if (fd >= 0)
		close(fd);
	return n > 0 && report_is_archive(str_from(report_sniff((struct str){head, (size_t)n})));
}

static bool submit_file(struct watch *w, struct folder *folder, const char *path, int64_t now_ms,
	bool *ret_taken, struct err *err)
{
	AUTO(buf_release) struct buf body = {0};
	struct report report = {.source = str_from(path)};
	struct err why = {0};

	buf_init(&body, MAX_REPORT_BYTES);
	*ret_taken = false;
	if (w->options.unpacker[0] && is_large_archive(path)) {
		start_members(w, folder, path);
		return true;
	}
	*ret_taken = true;
	if (!file_read(path, &body, &why)) {
		/* a file that cannot be read now may be readable later; one that is too large
		 * stays so */
		*ret_taken = why.kind == ERR_REJECT && errno != EACCES && errno != ENOENT;
		snprintf(folder->warning, sizeof(folder->warning), "%.250s", why.text);
		log_warn("source-unreadable", "error=%s", log_quote(str_from(why.text)));
		return true;
	}
	if (report_is_json_lines(report.source))
		return take_lines(w, folder, path, buf_view(&body), now_ms, ret_taken, err);
	if (w->options.unpacker[0] && report_holds_members(buf_view(&body))) {
		*ret_taken = false;
		start_members(w, folder, path);
		return true;
	}
	report.body = buf_view(&body);
	return take_report(w, folder, &report, now_ms, ret_taken, err);
}

bool watch_look_at(struct watch *w, struct folder *folder, const char *path, bool complete,
	int64_t now_ms, bool *ret_took, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	char key[PATH_MAX + 16], now[64];
	struct str noted;
	struct stat st;

	*ret_took = false;
	if (folder->paused)
		return true;
	if (lstat(path, &st) < 0 || !S_ISREG(st.st_mode))
		return true;
	/* one that was made and is to be written yet; after a while it is taken for what it is */
	if (st.st_size == 0 && now_ms - mtime_ns(&st) / 1000000 < EMPTY_MS)
		return true;
	arena_init(&arena, 0);
	stamp(&st, now);
	if (!spool_noted(
		    w->spool, watch_note_key("file", str_from(path), key), &arena, &noted, err))
		return false;
	if (str_eq(noted, str_from(now)))
		return true;
	if (!complete && !settled(w, path, &st, now_ms))
		return true;
	if (w->members && strcmp(members_path(w->members), path) == 0)
		return true; /* at work on it */
	if (!submit_file(w, folder, path, now_ms, ret_took, err))
		return false;
	if (w->members && strcmp(members_path(w->members), path) == 0)
		snprintf(w->stamp, sizeof(w->stamp), "%s", now);
	return !*ret_took || spool_note(w->spool, str_from(key), str_from(now), err);
}

bool watch_step_members(struct watch *w, int64_t now_ms, int64_t *next_ms, struct err *err)
{
	struct folder *folder = watch_folder_of(w, members_path(w->members));
	enum members_state state = MEMBERS_DONE;
	char key[PATH_MAX + 16];
	uint64_t accepted = 0;
	bool again;

	if (!members_step(w->members, w->ingestor, now_ms, &state, &accepted, err)) {
		members_free(&w->members); /* the batch is void: from the front */
		return false;
	}
	if (folder && accepted)
		watch_heard(folder, accepted, now_ms);
	*next_ms = state == MEMBERS_MORE         ? 0
		   : MEMBERS_PAUSE_MS < *next_ms ? MEMBERS_PAUSE_MS
						 : *next_ms;
	if (state != MEMBERS_DONE)
		return true;
	again = members_to_be_tried_again(w->members);
	watch_note_key("file", str_from(members_path(w->members)), key);
	if (folder && members_warning(w->members)[0]) {
		snprintf(folder->warning, sizeof(folder->warning), "%s",
			members_warning(w->members));
		log_warn("source-refused", "error=%s", log_quote(str_from(folder->warning)));
	}
	members_free(&w->members);
	w->again = true;
	return again || spool_note(w->spool, str_from(key), str_from(w->stamp), err);
}
