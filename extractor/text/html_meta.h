/* SPDX-License-Identifier: Apache-2.0
 * html_meta.h - what a page declares about itself: title, author, address, dates, as they stand in
 * its head and its JSON-LD. Nothing is judged here. */
#ifndef SITREP_HTML_META_H
#define SITREP_HTML_META_H

#include "text/html.h"
#include "text/html_jsonld.h"

enum meta_key {
	META_OG_TITLE,
	META_OTHER_TITLE, /* twitter:title, dc.title, parsely-title and the like */
	META_DESCRIPTION,
	META_SITE_NAME,
	META_AUTHOR,
	META_OG_URL,
	META_OG_TYPE,
	META_IMAGE,
	META_PUBLISHED, /* article:published_time and others that say so */
	META_DATE,      /* "date": mostly of publication */
	META_MODIFIED,
	META_UNNAMED_DATE, /* a time in a meta element whose name says nothing to us */
	META_NKEYS
};

struct html_meta {
	struct str values[META_NKEYS]; /* the first of each that is not empty; one line each */
	struct str names[META_NKEYS];  /* the name under which each stood */
	struct str title;              /* the title element */
	struct str canonical;          /* link rel=canonical */
	struct str language;           /* html lang, else meta */
	uint32_t h1;                   /* the first h1 that has text and is no logo; 0 if none */
	uint32_t nh1;
	struct linked_data *linked; /* never NULL */
};

void html_meta_read(const struct html *html, struct arena *arena, struct html_meta *ret_meta);
/* The object of the page's JSON-LD that describes the article itself, NULL if none does. */
const struct linked *html_meta_article(const struct html_meta *meta);

#endif
