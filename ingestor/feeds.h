/* SPDX-License-Identifier: Apache-2.0
 * feeds.h - feeds that are polled: RSS, Atom, JSON Feed, and sitemaps, whose pages are entries.
 *
 *   due --fetch--> document --confined process--> entries --seen?--> report, or page --fetch--> report
 *
 * What was taken of a feed is a set of ids and links (feeds_seen.h), noted in the spool in the
 * batch of the report itself, never a date: equal timestamps, late entries and changed orders
 * lose nothing. The feed's own state (validators, redirects, when it is due) is in the note
 * "feed:URL". The validators are kept only once every entry of the document is settled, so a kill
 * in between means that the document comes again, not that entries are lost.
 *
 * A feed is asked every `interval` (more rarely if its ttl, skipHours or skipDays say so), give
 * or take a tenth; after a failure the whole host is left alone for a while that doubles, or for
 * what Retry-After says. Entries with a teaser only are read at their page; a page that cannot be
 * had after MAX_MISSES polls, or that robots.txt asks to leave alone, is replaced by the teaser. */
#ifndef SITREP_FEEDS_H
#define SITREP_FEEDS_H

#include "base/err.h"
#include "ingestor/ingestor.h"

struct feeds;

struct feeds_options {
	int64_t interval_ms;
	int64_t time_ms;    /* for one fetch */
	int64_t silence_ms; /* a feed without anything new for so long raises a warning */
	bool allow_private;
	const char *agent;     /* borrowed */
	const char *proxy;     /* as of proxy_for(), borrowed */
	bool robots;           /* whether pages are fetched only where robots.txt allows it */
	const char *unpacker;  /* path of sitrep-extractor, borrowed; "": feeds cannot be read */
	uint64_t memory_bytes; /* for the unpacker */
	uint64_t seed;         /* of the jitter */
};

/* Spool and ingestor stay the caller's, and outlive it. NULL: it cannot be set up (ERR_FATAL). */
struct feeds *feeds_new(struct spool *spool, struct ingestor *ingestor,
	const struct feeds_options *options, struct err *err);
void feeds_free(struct feeds **feeds);
/* Feeds of the spool's notes. */
bool feeds_restore(struct feeds *feeds, struct err *err) MUST_CHECK;
/* feeds_change.c, down to feeds_move(). ERR_REJECT if it is no address. Known already: it is
 * asked at once, whatever went wrong before. */
bool feeds_add(struct feeds *feeds, struct str url, int64_t now_ms, struct err *err) MUST_CHECK;
/* What was seen of it stays noted: added again it goes on. ERR_REJECT if it is none of them. */
bool feeds_remove(struct feeds *feeds, struct str url, struct err *err) MUST_CHECK;
/* ERR_REJECT if it is none of them. A paused one is not asked, and at once when it is resumed. */
bool feeds_pause(struct feeds *feeds, struct str url, bool paused, int64_t now_ms,
	struct err *err) MUST_CHECK;
/* 0: that of the settings. ERR_REJECT if it is none of them. */
bool feeds_set_interval(
	struct feeds *feeds, struct str url, int64_t ms, struct err *err) MUST_CHECK;
/* It is asked at that address from now on; its name stays, and what was seen of it. ERR_REJECT
 * if it is none of them, or that is no address. */
bool feeds_move(struct feeds *feeds, struct str url, struct str address, int64_t now_ms,
	struct err *err) MUST_CHECK;
int feeds_fd(const struct feeds *feeds); /* readable: call feeds_step() */
/* A bounded piece of work; tells in how many ms to come again. */
bool feeds_step(
	struct feeds *feeds, int64_t now_ms, int64_t *ret_next_ms, struct err *err) MUST_CHECK;
/* The batch is void: what was thought to be noted is not. */
void feeds_rolled_back(struct feeds *feeds);
/* A report was read that may have come from a feed. */
void feeds_read(struct feeds *feeds, struct str source, uint32_t text_bytes);
/* Appends a source for each feed. */
void feeds_status(
	const struct feeds *feeds, int64_t now_ms, struct arena *arena, struct status *status);
/* VERB_FEED_ADD, VERB_FEED_REMOVE, VERB_FEEDS. */
bool feeds_request(struct feeds *feeds, const struct request *request, int64_t now_ms,
	struct arena *arena, struct reply *reply);

#endif
