/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <libxml/parser.h>

#include "text/xml.h"

/* Five pointers for each: local name, prefix, address, start and end of the value. */
struct xml_attrs {
	const xmlChar **v;
	int n;
};

struct parse {
	const struct xml_events *events;
	void *arg;
};

struct str xml_attr(const struct xml_attrs *attrs, const char *name)
{
	int i;

	for (i = 0; i < attrs->n; i++) {
		const xmlChar **a = attrs->v + 5 * i;

		if (strcmp((const char *)a[0], name) == 0)
			return (struct str){(const char *)a[3], (size_t)(a[4] - a[3])};
	}
	return (struct str){0};
}

static void on_start(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *address,
	int nnamespaces, const xmlChar **namespaces, int nattrs, int ndefaulted,
	const xmlChar **attrs)
{
	struct parse *p = arg;
	struct xml_attrs found = {attrs, nattrs};

	(void)prefix;
	(void)address;
	(void)nnamespaces;
	(void)namespaces;
	(void)ndefaulted;
	p->events->start(p->arg, (const char *)name, &found);
}

static void on_end(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *address)
{
	struct parse *p = arg;

	(void)prefix;
	(void)address;
	p->events->end(p->arg, (const char *)name);
}

static void on_text(void *arg, const xmlChar *text, int n)
{
	struct parse *p = arg;

	p->events->text(p->arg, (struct str){(const char *)text, (size_t)n});
}

bool xml_parse(struct str xml, const struct xml_events *events, void *arg)
{
	struct parse parse = {events, arg};
	/* no handlers for declarations: entities are never known, so there is nothing to expand */
	xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.cdataBlock = on_text,
		.ignorableWhitespace = on_text};
	xmlParserCtxtPtr context;
	bool ok;

	if (xml.n == 0 || xml.n > INT_MAX)
		return false;
	context = xmlCreatePushParserCtxt(&handler, &parse, NULL, 0, NULL);
	if (!context)
		return false;
	xmlCtxtUseOptions(context,
		XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_RECOVER);
	xmlParseChunk(context, xml.p, (int)xml.n, 1);
	ok = context->wellFormed;
	xmlFreeDoc(context->myDoc);
	xmlFreeParserCtxt(context);
	return ok;
}
