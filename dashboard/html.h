/* SPDX-License-Identifier: Apache-2.0
 * html.h - pages written into a buffer. Whatever comes from a report or a user goes through
 * html_text(); nothing else writes foreign bytes. */
#ifndef SITREP_HTML_H
#define SITREP_HTML_H

#include "base/buf.h"

void html_text(struct buf *out, struct str s); /* with & < > " ' escaped */
void html_begin(struct buf *out, const char *title, struct str words);
void html_end(struct buf *out);
/* A path's part or a query's value, percent-encoded (RFC 3986). */
void html_url_part(struct buf *out, struct str s);

#endif
