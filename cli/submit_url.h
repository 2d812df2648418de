/* SPDX-License-Identifier: Apache-2.0
 * submit_url.h - pages by their addresses, and lists of addresses: files with one a line,
 * sitemaps and feeds. Fetched here, some at a time, with the limits of service/fetch.h. */
#ifndef SITREP_SUBMIT_URL_H
#define SITREP_SUBMIT_URL_H

#include "cli/submission.h"

bool is_url(const char *word);
/* The page, or what the sitemap or feed at the address lists. False: the ingestor does not
 * answer. */
bool submit_url(struct submission *s, const char *url, struct err *err) MUST_CHECK;
/* Every address in the file, one a line; empty lines and those that begin with # are passed
 * over. */
bool submit_url_list(struct submission *s, FILE *in, const char *name, struct err *err) MUST_CHECK;

#endif
