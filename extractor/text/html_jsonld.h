/* SPDX-License-Identifier: Apache-2.0
 * html_jsonld.h - what a page says about itself in JSON-LD (schema.org), read without a JSON tree.
 *
 * Pages break JSON in every way, so this is a scanner that goes on: raw line feeds in strings,
 * trailing commas, comments around it, an end in the middle. Linear time, bounded depth; values
 * below LINKED_MAX_DEPTH are skipped. */
#ifndef SITREP_HTML_JSONLD_H
#define SITREP_HTML_JSONLD_H

#include "text/html.h"

#define LINKED_MAX_DEPTH 24
#define LINKED_MAX 24

enum linked_kind {
	LINKED_OTHER,
	LINKED_PAGE,    /* WebPage and the like */
	LINKED_ARTICLE, /* Article, its kin, and whatever else has a headline and a date */
	LINKED_SITE     /* WebSite, Organization: says who publishes */
};

/* One object. All strings are unescaped, "" if the object does not say. */
struct linked {
	enum linked_kind kind;
	struct str headline;
	struct str name;
	struct str published;
	struct str created;
	struct str modified;
	struct str author;
	struct str publisher;
	struct str body;
	struct str url;
	struct str section; /* key that it stands under in its parent: "mainEntity", ... */
};

struct linked_data {
	struct linked v[LINKED_MAX]; /* [n] in page order; articles, pages and sites only */
	size_t n;
};

/* Adds the objects of one script. */
void linked_data_read(struct str json, struct arena *arena, struct linked_data *data);
/* A JSON string's characters (without the quotes) with the escapes resolved; then, because pages
 * escape twice, character references too. */
struct str json_unescape(struct str raw, struct arena *arena);

#endif
