/* SPDX-License-Identifier: Apache-2.0
 * sources.h - what a human does to the folders and feeds that reports come from: add, remove,
 * pause, resume, ask more or less often, follow to a new address.
 *
 * Each change is in force when it is answered and outlives the process; it is noted in the batch
 * in which it is made ("changed:TIME" -> what, value, who, source), the newest MOST_CHANGES are
 * kept, and it is logged. */
#ifndef SITREP_SOURCES_H
#define SITREP_SOURCES_H

#include "ingestor/feeds.h"
#include "ingestor/watch.h"

struct sources {
	struct spool *spool; /* all borrowed */
	struct watch *watch;
	struct feeds *feeds;
	bool changed; /* for its owner, who tells the world and resets it */
};

/* VERB_WATCH to VERB_WATCHED, VERB_FEED_ADD to VERB_FEEDS, VERB_SOURCE_CHANGE,
 * VERB_SOURCE_CHANGES. */
bool sources_request(struct sources *sources, const struct request *request, int64_t now_ms,
	struct arena *arena, struct reply *reply);

#endif
