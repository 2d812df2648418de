/* SPDX-License-Identifier: Apache-2.0
 * warden.h - the parent's side of the child: start it, give it one report, get the answer or learn
 * what it died of. A dead child is replaced at the next report. One that has read
 * the lexicons anew takes the place of the former (warden_succeed()). */
#ifndef SITREP_WARDEN_H
#define SITREP_WARDEN_H

#include <stdint.h>
#include <sys/types.h>
#include "base/buf.h"
#include "base/err.h"

struct warden_options {
	const char *program; /* path of sitrep-extractor itself */
	const char *data_dir;
	const char *lexicon_dir; /* "": none */
	const char *name;
	uint64_t memory_bytes;
	int64_t report_ms;
	/* of the child, which has most of the work: nobody waits for it as for a commit or a
	 * page */
	int nice;
};

struct warden {
	struct warden_options options; /* strings borrowed */
	pid_t pid;                     /* 0: none */
	int fd;                        /* -1: none */
	bool busy;
	bool begun;          /* the child has said that it is confined and will read now */
	char complaint[512]; /* or why it cannot, "": it has not said */
	int64_t since_ms;    /* monotonic, of the report at hand */
	struct buf in;       /* what has come of the answer */
};

enum warden_event {
	WARDEN_NOTHING, /* the answer is not complete */
	WARDEN_ANSWER,  /* warden_answer() holds the frame */
	WARDEN_DIED     /* *ret_death says of what */
};

struct death {
	char reason
		/* crash, timeout, memory; the fault is ours, not the report's: config, system */
		[16];
	char sentence[512];
};

void warden_init(struct warden *warden, const struct warden_options *options);
void warden_release(struct warden *warden);
/* Starts the child if there is none: it says that it has begun, or dies. ERR_RETRY: no process
 * to be had. */
bool warden_start(struct warden *warden, struct err *err) MUST_CHECK;
/* Gives it a report, and starts it if need be. ERR_RETRY: no process to be had now. */
bool warden_give(
	struct warden *warden, struct str frame, int64_t now_ms, struct err *err) MUST_CHECK;
/* Call when fd is readable. */
enum warden_event warden_poll(struct warden *warden, struct death *ret_death);
struct str warden_answer(const struct warden *warden);
void warden_take_answer(struct warden *warden); /* forget it: free for the next */
/* Kills a child that has been at one report for too long. */
bool warden_overdue(struct warden *warden, int64_t now_ms, struct death *ret_death);
/* Ends the child, if there is one. */
void warden_dismiss(struct warden *warden);
/* The child of next, which must have begun, takes the place of this one's, which must not be
 * busy. */
void warden_succeed(struct warden *warden, struct warden *next);
uint64_t warden_rss(const struct warden *warden);

#endif
