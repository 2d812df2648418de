/* SPDX-License-Identifier: Apache-2.0
 * feeds_parts.h - the fields of struct feeds, for the files feeds*.c only. */
#ifndef SITREP_FEEDS_PARTS_H
#define SITREP_FEEDS_PARTS_H

#include "base/buf.h"
#include "ingestor/feeds.h"
#include "ingestor/texts.h"
#include "service/polite.h"
#include "service/unpacker.h"

#define MAX_MISSES 3

enum feed_state { FEED_IDLE, FEED_FETCHING, FEED_WAITING, FEED_UNPACKING, FEED_PAGES };

struct feed {
	struct feeds *owner; /* borrowed */
	char *url;           /* owned: as it was added, its name for ever */
	struct buf at;       /* where it is now, after permanent redirects */
	struct buf title, etag, modified, warning;
	int64_t added_ms, next_ms, polled_ms,
		last_ms;  /* last_ms: of the last new entry, 0: never */
	int64_t swept_ms; /* when what was seen of it was last swept */
	size_t noted;     /* entries noted since */
	uint64_t accepted;
	uint64_t denied; /* pages that robots.txt asked to leave alone */
	unsigned failures;
	struct texts texts;
	int64_t interval_ms;                   /* that a human set; 0: that of the settings */
	int64_t ttl_ms, skip_hours, skip_days; /* what it wishes */
	/* of the document at hand */
	enum feed_state state;
	bool incomplete, removed, paused;
	struct buf body, new_etag, new_modified;
	struct arena arena;          /* entries */
	struct unpacked *entries;    /* [n] */
	bool *own_link;              /* [nentries] no other entry has that link */
	size_t nentries, cap, pages; /* pages: still to come */
};

/* A page that an entry's text is on. */
struct page {
	struct feed *feed;
	const struct unpacked *entry; /* in the feed's arena */
	struct page *next;
};

struct host {
	char *name;       /* owned */
	int64_t until_ms; /* left alone until then */
	unsigned failures;
};

struct feeds {
	struct spool *spool;       /* borrowed */
	struct ingestor *ingestor; /* borrowed */
	struct feeds_options options;
	struct fetcher *fetcher;
	struct polite *polite;     /* for pages */
	struct unpacker *unpacker; /* of one feed at a time, NULL: none */
	struct feed *unpacking;
	int epoll;
	struct feed **v; /* [n] owned */
	size_t n;
	struct host *hosts; /* [nhosts] owned */
	size_t nhosts;
	struct page *waiting, *last_waiting; /* pages that wait for a free connection */
	size_t active;                       /* pages under way */
	uint64_t random;
	int64_t now_ms;
	struct err failure; /* of the spool, inside a callback */
};

/* A feed among feeds, which own it; all but its addresses is zero. */
struct feed *feed_new(struct feeds *feeds, struct str url);
/* Its state, into the spool's note. */
bool feed_save(struct feed *feed, struct err *err) MUST_CHECK;
bool feed_check_address(struct str url, struct err *err) MUST_CHECK;
/* Settles the entries of a document that came whole: takes, or sends for pages. */
void feed_settle_entries(struct feed *feed);
/* Starts pages that wait, as many as may be under way. */
void feeds_start_pages(struct feeds *feeds);
/* Takes the next document that waits apart, if none is at hand; goes on with the one that is. */
void feeds_start_unpacking(struct feeds *feeds);
void feeds_go_on_unpacking(struct feeds *feeds);
/* The turn was in vain, and why; the host is left alone for a while (retry_after_ms: as long as
 * it asked for, 0: it did not). */
void feed_fail(struct feed *feed, struct str sentence, int64_t retry_after_ms);
/* All entries and pages of the document are dealt with. */
void feed_finish(struct feed *feed);
/* The host is left alone, a little longer each time, or as long as it asked for. */
void feeds_host_failed(struct feeds *feeds, struct str url, int64_t retry_after_ms);
void feeds_host_ok(struct feeds *feeds, struct str url);
/* Somebody wants it to be asked now. */
void feeds_host_forgive(struct feeds *feeds, struct str url);
int64_t feeds_host_until(const struct feeds *feeds, struct str url);
/* 0 to n - 1, so that not all polls fall on the same moment. */
uint64_t feeds_random(struct feeds *feeds, uint64_t n);
/* The items of "sitrep feed list". */
void feeds_list(
	const struct feeds *feeds, int64_t now_ms, struct arena *arena, struct reply *reply);

#endif
