/* SPDX-License-Identifier: Apache-2.0
 * watch.h - folders that are kept feeding from.
 *
 * inotify(7) says quickly that something came; a scan every few seconds finds what inotify cannot
 * see (network file systems, containers, overflow). A file is taken when it has been renamed into
 * the folder (Maildir's way: it is complete), or when its size and time have stood still for a
 * while. Names that begin with a dot or end in .part, .tmp, .crdownload or .swp are not looked
 * at. In a Maildir (cur, new, tmp) only new and cur are. Sub-folders are walked, links to folders
 * are not.
 *
 * What was taken is noted in the spool in the same batch as the report itself ("file:PATH" ->
 * size and time), so a restart neither skips nor repeats. The files themselves are never touched.
 *
 * Archives, crawls, mailboxes and mail with attachments are taken member by member (members.h),
 * one file at a time, while the walk goes on. */
#ifndef SITREP_WATCH_H
#define SITREP_WATCH_H

#include "base/err.h"
#include "ingestor/ingestor.h"

struct watch;

struct watch_options {
	int64_t rescan_ms;
	int64_t settle_ms;
	int64_t silence_ms; /* a folder without anything new for so long raises a warning */
	const char *
		/* path of sitrep-extractor, borrowed; "": archives are kept as they are */
		unpacker;
	uint64_t memory_bytes; /* for the unpacker */
};

/* Spool and ingestor stay the caller's, and outlive it. NULL: there is no inotify to be had
 * (ERR_FATAL). */
struct watch *watch_new(struct spool *spool, struct ingestor *ingestor,
	const struct watch_options *options, struct err *err);
void watch_free(struct watch **watch);
/* Folders that `sitrep watch` named, from the spool's notes. */
bool watch_restore(struct watch *watch, struct err *err) MUST_CHECK;
/* ERR_REJECT if it is no readable folder. keep notes it in the spool. */
bool watch_add(struct watch *watch, struct str dir, bool keep, struct err *err) MUST_CHECK;
/* Also from the spool's notes. ERR_REJECT if it is not watched. */
bool watch_remove(struct watch *watch, struct str dir, struct err *err) MUST_CHECK;
/* ERR_REJECT if it is not watched. */
bool watch_known(const struct watch *watch, struct str dir, struct err *err) MUST_CHECK;
/* What comes into a paused folder is taken when it is resumed. ERR_REJECT if it is not watched. */
bool watch_pause(struct watch *watch, struct str dir, bool paused, struct err *err) MUST_CHECK;
/* Becomes readable when something happens; then call watch_step(). */
int watch_fd(const struct watch *watch);
/* Does a bounded piece of work and tells in how many ms the next is due. */
bool watch_step(
	struct watch *watch, int64_t now_ms, int64_t *ret_next_ms, struct err *err) MUST_CHECK;
/* The batch is void: an archive that is being taken begins anew. */
void watch_rolled_back(struct watch *watch);
/* A report was read that may have come from a folder. */
void watch_read(struct watch *watch, struct str source, uint32_t text_bytes);
/* Adds a source for each folder. */
void watch_status(
	const struct watch *watch, int64_t now_ms, struct arena *arena, struct status *status);
/* VERB_WATCH, VERB_UNWATCH, VERB_WATCHED: folders as items. */
bool watch_request(struct watch *watch, const struct request *request, int64_t now_ms,
	struct arena *arena, struct reply *reply);

#endif
