/* SPDX-License-Identifier: Apache-2.0
 * article_title.h - the headline of a page, without the name of its site. */
#ifndef SITREP_ARTICLE_TITLE_H
#define SITREP_ARTICLE_TITLE_H

#include "text/html_meta.h"

/* One line, "" if the page has none. site is the host name or "". */
struct str article_title_find(const struct html *html, const struct html_meta *meta,
	struct str site, struct arena *arena);
/* "Fire in harbour | The Daily Example" -> "Fire in harbour", if site_name or the host says so or
 * if the bar leaves no doubt. */
struct str article_title_strip(struct str title, struct str site_name, struct str host);

#endif
