/* SPDX-License-Identifier: Apache-2.0
 * watch_parts.h - the fields of struct watch, for the files watch*.c only. */
#ifndef SITREP_WATCH_PARTS_H
#define SITREP_WATCH_PARTS_H

#include <dirent.h>
#include <limits.h>
#include <sys/types.h>

#include "base/map.h"
#include "ingestor/members.h"
#include "ingestor/texts.h"
#include "ingestor/watch.h"

#define MAX_DEPTH 16

struct folder {
	char *path; /* owned */
	uint64_t accepted;
	int64_t last_ms;
	char warning[256];
	bool paused;
	bool heard; /* since it was last noted */
	struct texts texts;
};

/* What was seen of a file that is not taken yet. */
struct candidate {
	off_t size;
	int64_t mtime_ns;
	int64_t seen_ms;
};

/* A walk through one folder that goes on from step to step. */
struct walk {
	DIR *stack[MAX_DEPTH];
	char *path[MAX_DEPTH]; /* owned */
	int depth;             /* open directories */
	size_t folder;
};

struct watch {
	struct spool *spool;       /* borrowed */
	struct ingestor *ingestor; /* borrowed */
	struct watch_options options;
	int inotify;
	struct folder *folders; /* [nfolders] owned */
	size_t nfolders;
	struct map candidates; /* path -> struct candidate, both owned */
	char **wd_path;        /* [nwd] by watch descriptor, owned */
	size_t nwd;
	struct walk walk;
	bool walking, again;
	int64_t next_walk_ms;
	struct members *members; /* of the archive at hand, NULL: none */
	char stamp[64];          /* its size and time */
};

/* The watched folder of that name; NULL: it is not watched, and err says so. */
struct folder *watch_named(const struct watch *watch, struct str dir, struct err *err);
/* The watched folder that the path lies in, NULL: none. */
struct folder *watch_folder_of(struct watch *watch, const char *path);
/* Takes the file if it is new and settled. complete: renamed into place, so it need not settle.
 * *ret_took tells whether a file was read; what is wrong with one is the folder's warning, and
 * no error. */
bool watch_look_at(struct watch *watch, struct folder *folder, const char *path, bool complete,
	int64_t now_ms, bool *ret_took, struct err *err) MUST_CHECK;
/* Goes on with the archive at hand, of which there must be one; at its end the file is noted as
 * taken. *next_ms becomes less if it wants to go on earlier. */
bool watch_step_members(
	struct watch *watch, int64_t now_ms, int64_t *next_ms, struct err *err) MUST_CHECK;
/* Of files that were to settle. */
void watch_forget_candidates(struct watch *watch);
/* "kind:path" */
struct str watch_note_key(const char *kind, struct str path, char out[PATH_MAX + 16]);
/* So many new reports have come from the folder. */
void watch_heard(struct folder *folder, uint64_t accepted, int64_t now_ms);
/* When each folder was last heard, to and from the spool's notes ("heard:PATH"). */
bool watch_note_heard(struct watch *watch, struct err *err) MUST_CHECK;
bool watch_recall(struct watch *watch, struct folder *folder, struct err *err) MUST_CHECK;

#endif
