/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/map.h"
#include "base/mem.h"
#include "ingestor/watch_parts.h"
#include "model/extraction_json.h"

#define STEP_ENTRIES 512 /* directory entries looked at in one step */
#define STEP_FILES 64    /* files taken in one step */
#define MEMBERS_PAUSE_MS 20
#define EMPTY_MS 60000

static bool name_ignored(struct str name)
{
	static const struct str endings[] = {
		STR(".part"), STR(".tmp"), STR(".crdownload"), STR(".swp"), STR("~")};
	size_t i;

	if (name.n == 0 || name.p[0] == '.')
		return true;
	for (i = 0; i < ARRAY_SIZE(endings); i++)
		if (str_ends(name, endings[i]))
			return true;
	return false;
}

struct watch *watch_new(struct spool *spool, struct ingestor *ingestor,
	const struct watch_options *options, struct err *err)
{
	struct watch *w = xcalloc(1, sizeof(*w));

	w->spool = spool;
	w->ingestor = ingestor;
	w->options = *options;
	map_init(&w->candidates);
	w->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (w->inotify >= 0)
		return w;
	err_set(err, ERR_FATAL, "cannot start inotify: %m");
	watch_free(&w);
	return NULL;
}

static void walk_end(struct walk *walk)
{
	while (walk->depth > 0) {
		walk->depth--;
		closedir(walk->stack[walk->depth]);
		free(walk->path[walk->depth]);
	}
}

static void forget_candidates(struct watch *w)
{
	size_t i;

	for (i = 0; w->candidates.slots && i <= w->candidates.mask; i++)
		if (!str_absent(w->candidates.slots[i].key)) {
			free((char *)w->candidates.slots[i].key.p);
			free(w->candidates.slots[i].value.ptr);
		}
	map_release(&w->candidates);
}

void watch_free(struct watch **watch)
{
	struct watch *w = *watch;
	size_t i;

	if (!w)
		return;
	members_free(&w->members);
	walk_end(&w->walk);
	forget_candidates(w);
	for (i = 0; i < w->nfolders; i++)
		free(w->folders[i].path);
	for (i = 0; i < w->nwd; i++)
		free(w->wd_path[i]);
	free(w->folders);
	free(w->wd_path);
	if (w->inotify >= 0)
		close(w->inotify);
	free(w);
	*watch = NULL;
}

int watch_fd(const struct watch *w)
{
	return w->inotify;
}

static void listen_to(struct watch *w, const char *dir)
{
	int wd = inotify_add_watch(w->inotify, dir,
		IN_MOVED_TO | IN_CLOSE_WRITE | IN_CREATE | IN_ONLYDIR | IN_DONT_FOLLOW);

	if (wd < 0)
		return; /* the scan finds it all the same */
	if ((size_t)wd >= w->nwd) {
		size_t n = (size_t)wd + 16;

		w->wd_path = xrealloc(w->wd_path, n, sizeof(*w->wd_path));
		memset(w->wd_path + w->nwd, 0, (n - w->nwd) * sizeof(*w->wd_path));
		w->nwd = n;
	}
	free(w->wd_path[wd]);
	w->wd_path[wd] = xstrdup(dir);
}

struct str watch_note_key(const char *kind, struct str path, char out[PATH_MAX + 16])
{
	int n = snprintf(out, PATH_MAX + 16, "%s:%.*s", kind, STR_ARGS(path));

	return (struct str){out, (size_t)n};
}

bool watch_add(struct watch *w, struct str dir, bool keep, struct err *err)
{
	char asked[PATH_MAX], key[PATH_MAX + 16];
	AUTO(mem_free) char *path = NULL;
	struct stat st;
	size_t i;

	snprintf(asked, sizeof(asked), "%.*s", STR_ARGS(dir));
	path = realpath(asked, NULL);
	if (!path || stat(path, &st) < 0)
		return err_set(err, ERR_REJECT, "cannot watch %s: %m", asked);
	if (!S_ISDIR(st.st_mode) || access(path, R_OK | X_OK) < 0)
		return err_set(err, ERR_REJECT, "cannot watch %s: it is no folder that can be read",
			path);
	if (keep && !spool_note(w->spool, watch_note_key("watch", str_from(path), key), STR(""), err))
		return false;
	for (i = 0; i < w->nfolders; i++)
		if (strcmp(w->folders[i].path, path) == 0)
			return true;
	w->folders = xrealloc(w->folders, w->nfolders + 1, sizeof(*w->folders));
	w->folders[w->nfolders++] = (struct folder){.path = path};
	log_info("watching", "folder=%s", log_quote(str_from(path)));
	path = NULL;
	w->next_walk_ms = 0;
	return watch_recall(w, &w->folders[w->nfolders - 1], err);
}

static bool lies_in(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	return strncmp(path, folder, n) == 0 && (path[n] == '/' || path[n] == '\0');
}

static void stop_listening(struct watch *w, const char *folder)
{
	size_t i;

	for (i = 0; i < w->nwd; i++)
		if (w->wd_path[i] && lies_in(w->wd_path[i], folder)) {
			inotify_rm_watch(w->inotify, (int)i);
			free(w->wd_path[i]);
			w->wd_path[i] = NULL;
		}
}

bool watch_remove(struct watch *w, struct str dir, struct err *err)
{
	char key[PATH_MAX + 16];
	size_t i;

	for (i = 0; i < w->nfolders; i++) {
		if (!str_eq(str_from(w->folders[i].path), dir))
			continue;
		walk_end(&w->walk);
		w->walking = false;
		stop_listening(w, w->folders[i].path);
		free(w->folders[i].path);
		w->folders[i] = w->folders[--w->nfolders];
		if (!spool_note(w->spool, watch_note_key("paused", dir, key), (struct str){0}, err))
			return false;
		return spool_note(w->spool, watch_note_key("watch", dir, key), (struct str){0}, err);
	}
	return err_set(err, ERR_REJECT, "%.*s is not watched", STR_ARGS(dir));
}

bool watch_restore(struct watch *w, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct str *keys;
	size_t n, i;

	arena_init(&arena, 0);
	if (!spool_notes(w->spool, STR("watch:"), &arena, &keys, &n, err))
		return false;
	for (i = 0; i < n; i++) {
		struct err why = {0};

		if (!watch_add(w, str_slice(keys[i], 6, keys[i].n), false, &why))
			log_warn("watch-failed", "error=%s", log_quote(str_from(why.text)));
	}
	return true;
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
			snprintf(folder->warning, sizeof(folder->warning), "%s: %.200s", path, why.text);
			log_warn("source-refused", "error=%s", log_quote(str_from(folder->warning)));
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
			    ? read(fd, head, sizeof(head)) : 0;

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
		/* a file that cannot be read now may be readable later; one that is too large stays so */
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

/* complete: renamed into place, so it need not settle. *ret_took tells whether a file was read. */
static bool look_at(struct watch *w, struct folder *folder, const char *path, bool complete,
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
	if (!spool_noted(w->spool, watch_note_key("file", str_from(path), key), &arena, &noted, err))
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

static struct folder *folder_of(struct watch *w, const char *path)
{
	size_t i;

	for (i = 0; i < w->nfolders; i++)
		if (lies_in(path, w->folders[i].path))
			return &w->folders[i];
	return NULL;
}

static bool on_event(struct watch *w, const struct inotify_event *event, int64_t now_ms,
	struct err *err)
{
	char path[PATH_MAX];
	const char *dir = event->wd >= 0 && (size_t)event->wd < w->nwd ? w->wd_path[event->wd] : NULL;
	struct folder *folder = dir ? folder_of(w, dir) : NULL;
	bool took;

	w->again = true;
	if (!folder || !event->len || name_ignored(str_from(event->name)) ||
		!(event->mask & IN_MOVED_TO) || (event->mask & IN_ISDIR) ||
		(size_t)snprintf(path, sizeof(path), "%s/%s", dir, event->name) >= sizeof(path))
		return true;
	return look_at(w, folder, path, true, now_ms, &took, err);
}

static bool read_events(struct watch *w, int64_t now_ms, struct err *err)
{
	char events[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
	ssize_t n = read(w->inotify, events, sizeof(events)), at = 0;

	while (n > 0 && at < n) {
		const struct inotify_event *event = (const struct inotify_event *)(events + at);

		if (!on_event(w, event, now_ms, err))
			return false;
		at += (ssize_t)(sizeof(*event) + event->len);
	}
	return true;
}

static void descend(struct watch *w, const char *path)
{
	struct walk *walk = &w->walk;
	DIR *dir = walk->depth < MAX_DEPTH ? opendir(path) : NULL;

	if (!dir)
		return;
	listen_to(w, path);
	walk->stack[walk->depth] = dir;
	walk->path[walk->depth++] = xstrdup(path);
}

static bool is_maildir(const char *path)
{
	static const char *const parts[] = {"cur", "new", "tmp"};
	char part[PATH_MAX];
	struct stat st;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(parts); i++)
		if ((size_t)snprintf(part, sizeof(part), "%s/%s", path, parts[i]) >= sizeof(part) ||
			stat(part, &st) < 0 || !S_ISDIR(st.st_mode))
			return false;
	return true;
}

static bool visit(struct watch *w, const char *parent, const struct dirent *entry, int64_t now_ms,
	size_t *files, struct err *err)
{
	char path[PATH_MAX];
	struct stat st;
	bool took = false;

	if (name_ignored(str_from(entry->d_name)) ||
		(size_t)snprintf(path, sizeof(path), "%s/%s", parent, entry->d_name) >= sizeof(path) ||
		lstat(path, &st) < 0)
		return true;
	if (S_ISDIR(st.st_mode)) {
		if (strcmp(entry->d_name, "tmp") != 0 || !is_maildir(parent))
			descend(w, path);
		return true;
	}
	if (!look_at(w, &w->folders[w->walk.folder], path, false, now_ms, &took, err))
		return false;
	*files += took;
	return true;
}

/* Goes on with the walk; *ret_done when the last folder is through. */
static bool walk_on(struct watch *w, int64_t now_ms, bool *ret_done, struct err *err)
{
	struct walk *walk = &w->walk;
	size_t entries = 0, files = 0;

	*ret_done = false;
	while (entries++ < STEP_ENTRIES && files < STEP_FILES) {
		const struct dirent *entry;

		if (walk->depth == 0) {
			if (walk->folder + 1 >= w->nfolders + 1 || walk->folder >= w->nfolders) {
				*ret_done = true;
				return true;
			}
			if (!w->folders[walk->folder].paused)
				descend(w, w->folders[walk->folder].path);
			if (walk->depth == 0)
				walk->folder++;
			continue;
		}
		entry = readdir(walk->stack[walk->depth - 1]);
		if (entry) {
			if (!visit(w, walk->path[walk->depth - 1], entry, now_ms, &files, err))
				return false;
			continue;
		}
		walk->depth--;
		closedir(walk->stack[walk->depth]);
		free(walk->path[walk->depth]);
		walk->folder += walk->depth == 0;
	}
	return true;
}

/* Goes on with the archive at hand; at its end the file is noted as taken. */
static bool step_members(struct watch *w, int64_t now_ms, int64_t *next_ms, struct err *err)
{
	struct folder *folder = folder_of(w, members_path(w->members));
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
	*next_ms = state == MEMBERS_MORE ? 0 : MEMBERS_PAUSE_MS < *next_ms ? MEMBERS_PAUSE_MS : *next_ms;
	if (state != MEMBERS_DONE)
		return true;
	again = members_to_be_tried_again(w->members);
	watch_note_key("file", str_from(members_path(w->members)), key);
	if (folder && members_warning(w->members)[0]) {
		snprintf(folder->warning, sizeof(folder->warning), "%s", members_warning(w->members));
		log_warn("source-refused", "error=%s", log_quote(str_from(folder->warning)));
	}
	members_free(&w->members);
	w->again = true;
	return again || spool_note(w->spool, str_from(key), str_from(w->stamp), err);
}

void watch_rolled_back(struct watch *w)
{
	members_free(&w->members);
	w->again = true;
}

bool watch_step(struct watch *w, int64_t now_ms, int64_t *ret_next_ms, struct err *err)
{
	bool done = true;

	if (!read_events(w, now_ms, err))
		return false;
	if (w->again && w->next_walk_ms > now_ms + w->options.settle_ms + 50)
		w->next_walk_ms = now_ms + w->options.settle_ms + 50;
	if (!w->walking && now_ms >= w->next_walk_ms) {
		w->walking = true;
		w->again = false;
		w->walk.folder = 0;
	}
	if (w->walking && !walk_on(w, now_ms, &done, err))
		return false;
	if (w->walking && done) {
		w->walking = false;
		w->next_walk_ms = now_ms + (w->again && w->options.settle_ms < w->options.rescan_ms
						? w->options.settle_ms + 50
						: w->options.rescan_ms);
		if (!w->again)
			forget_candidates(w);
	}
	*ret_next_ms = w->walking ? 0 : w->next_walk_ms - now_ms;
	return (!w->members || step_members(w, now_ms, ret_next_ms, err)) && watch_note_heard(w, err);
}
