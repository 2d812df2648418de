/* SPDX-License-Identifier: Apache-2.0
 * watch.c - the folders, and how files come to sight in them: inotify tells of some at once, a
 * walk that goes on from step to step finds the others. What is done with a file is in
 * watch_take.c. */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/map.h"
#include "base/mem.h"
#include "ingestor/watch_parts.h"

#define STEP_ENTRIES 512 /* directory entries looked at in one step */
#define STEP_FILES 64    /* files taken in one step */

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

void watch_free(struct watch **watch)
{
	struct watch *w = *watch;
	size_t i;

	if (!w)
		return;
	members_free(&w->members);
	walk_end(&w->walk);
	watch_forget_candidates(w);
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
		return err_set(
			err, ERR_REJECT, "cannot watch %s: it is no folder that can be read", path);
	if (keep &&
		!spool_note(w->spool, watch_note_key("watch", str_from(path), key), STR(""), err))
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

struct folder *watch_named(const struct watch *w, struct str dir, struct err *err)
{
	size_t i;

	for (i = 0; i < w->nfolders; i++)
		if (str_eq(str_from(w->folders[i].path), dir))
			return &w->folders[i];
	err_set(err, ERR_REJECT, "%.*s is not watched", STR_ARGS(dir));
	return NULL;
}

bool watch_remove(struct watch *w, struct str dir, struct err *err)
{
	struct folder *folder = watch_named(w, dir, err);
	char key[PATH_MAX + 16];

	if (!folder)
		return false;
	walk_end(&w->walk);
	w->walking = false;
	stop_listening(w, folder->path);
	free(folder->path);
	*folder = w->folders[--w->nfolders];
	return spool_note(w->spool, watch_note_key("paused", dir, key), (struct str){0}, err) &&
	       spool_note(w->spool, watch_note_key("watch", dir, key), (struct str){0}, err);
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

struct folder *watch_folder_of(struct watch *w, const char *path)
{
	size_t i;

	for (i = 0; i < w->nfolders; i++)
		if (lies_in(path, w->folders[i].path))
			return &w->folders[i];
	return NULL;
}

static bool on_event(
	struct watch *w, const struct inotify_event *event, int64_t now_ms, struct err *err)
{
	char path[PATH_MAX];
	const char *dir =
		event->wd >= 0 && (size_t)event->wd < w->nwd ? w->wd_path[event->wd] : NULL;
	struct folder *folder = dir ? watch_folder_of(w, dir) : NULL;
	bool took;

	w->again = true;
	if (!folder || !event->len || name_ignored(str_from(event->name)) ||
		!(event->mask & IN_MOVED_TO) || (event->mask & IN_ISDIR) ||
		(size_t)snprintf(path, sizeof(path), "%s/%s", dir, event->name) >= sizeof(path))
		return true;
	return watch_look_at(w, folder, path, true, now_ms, &took, err);
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
		(size_t)snprintf(path, sizeof(path), "%s/%s", parent, entry->d_name) >=
			sizeof(path) ||
		lstat(path, &st) < 0)
		return true;
	if (S_ISDIR(st.st_mode)) {
		if (strcmp(entry->d_name, "tmp") != 0 || !is_maildir(parent))
			descend(w, path);
		return true;
	}
	if (!watch_look_at(w, &w->folders[w->walk.folder], path, false, now_ms, &took, err))
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
			watch_forget_candidates(w);
	}
	*ret_next_ms = w->walking ? 0 : w->next_walk_ms - now_ms;
	return (!w->members || watch_step_members(w, now_ms, ret_next_ms, err)) &&
	       watch_note_heard(w, err);
}
