/* SPDX-License-Identifier: Apache-2.0
 * polite.h - pages that a program wants, and not a person: fetched if robots.txt lets us.
 *
 * What each host asks is fetched before its first page and kept for a day (RFC 9309, 2.4). A host
 * without robots.txt (4xx) allows everything; one that cannot tell (5xx, no answer) is asked
 * again after some minutes, and until then nothing is fetched from it. A page that may not be
 * fetched is answered with status 0, a sentence and denied, which is hopeless too. Redirects of a
 * page are followed without asking again. */
#ifndef SITREP_POLITE_H
#define SITREP_POLITE_H

#include "service/fetch.h"

struct polite;

/* fetcher is borrowed. agent: as for the fetcher. off: nobody is asked. */
struct polite *polite_new(struct fetcher *fetcher, const char *agent, bool off);
void polite_free(
	struct polite **polite); /* before the fetcher; what waits is dropped without a word */
/* As fetcher_add() without validators; fn is called from polite_step() or fetcher_step(),
 * exactly once. */
void polite_add(struct polite *polite, struct str url, fetch_fn *fn, void *arg);
size_t polite_waiting(
	const struct polite *polite); /* pages that wait for a robots.txt or for their answer */
/* Answers pages that may not be fetched and starts those that may; before or after
 * fetcher_step(). */
void polite_step(struct polite *polite);

#endif
