/* SPDX-License-Identifier: Apache-2.0
 * html_rescue.h - the text of pages whose article is in no element, but in a script: as articleBody
 * of the JSON-LD, or as HTML in a string of the state that a framework builds the page from. */
#ifndef SITREP_HTML_RESCUE_H
#define SITREP_HTML_RESCUE_H

#include "text/html_meta.h"

/* "" if no script holds a text worth the name. */
struct str html_rescue_text(
	const struct html *html, const struct html_meta *meta, struct arena *arena);

#endif
