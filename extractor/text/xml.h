/* SPDX-License-Identifier: Apache-2.0
 * xml.h - XML as a stream of events (libxml2's SAX2 interface), for documents and feeds.
 *
 * Nothing is fetched, no entity but the five of XML is expanded, nothing is printed; libxml2's own
 * limits (depth 256, names and texts of 10 MB) stay. A fault does not end it: what can be read
 * behind it is read too, and xml_parse() says that there was one. Names are local names, prefixes
 * taken off; strings are valid UTF-8 unless the file was broken, and borrowed for the call. */
#ifndef SITREP_XML_H
#define SITREP_XML_H

#include <stdbool.h>
#include "base/str.h"

struct xml_attrs; /* of the element that starts */

struct xml_events {
	void (*start)(void *arg, const char *name, const struct xml_attrs *attrs);
	void (*end)(void *arg, const char *name);
	void (*text)(void *arg, struct str text); /* may come in pieces */
};

/* True if the XML is well formed. */
bool xml_parse(struct str xml, const struct xml_events *events, void *arg);
/* The attribute's value as written (references resolved), absent if it is not there. */
struct str xml_attr(const struct xml_attrs *attrs, const char *name);

#endif
