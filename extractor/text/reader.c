/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "text/about.h"
#include "text/article.h"
#include "text/claim.h"
#include "text/incident.h"
#include "text/incident_blame.h"
#include "text/incident_casualty.h"
#include "text/explain.h"
#include "text/knowledge.h"

struct reader {
	struct knowledge knowledge;
	struct claim_lexicon *claims;
	struct incident_lexicon *incidents;
	const struct converter *converter; /* borrowed; NULL: none */
	char version[64];
};

static bool load(struct reader *reader, const char *data_dir, const char *own_dir, struct err *err)
{
	return knowledge_open(&reader->knowledge, data_dir, own_dir, err) &&
	       (reader->claims = claim_lexicon_open(data_dir, own_dir, err)) &&
	       (reader->incidents = incident_lexicon_open(data_dir, own_dir, err));
}

static void name_version(struct reader *reader)
{
	uint64_t data = knowledge_checksum(&reader->knowledge) ^
			claim_lexicon_checksum(reader->claims) ^
			incident_lexicon_checksum(reader->incidents);

	snprintf(reader->version, sizeof(reader->version), "%s+%08x", SITREP_VERSION,
		(unsigned)(data >> 32));
}

struct reader *reader_open(const char *data_dir, const char *own_dir, struct err *err)
{
	struct reader *reader = xcalloc(1, sizeof(*reader));

	if (!load(reader, data_dir, own_dir && own_dir[0] ? own_dir : NULL, err))
		reader_close(&reader);
	else
		name_version(reader);
	return reader;
}

void reader_close(struct reader **reader)
{
	if (!*reader)
		return;
	knowledge_release(&(*reader)->knowledge);
	claim_lexicon_close(&(*reader)->claims);
	incident_lexicon_close(&(*reader)->incidents);
	free(*reader);
	*reader = NULL;
}

void reader_use(struct reader *reader, const struct converter *converter)
{
	reader->converter = converter;
}

struct str reader_version(const struct reader *reader)
{
	return str_from(reader->version);
}

/* analysis, times, claims -> incidents */
static void read_incidents(const struct reader *reader, const struct explanation *e,
	struct extraction *x, struct arena *arena)
{
	struct incident_input input = {&e->analysis, &e->times, extraction_day(x), x};
	struct incident_list incidents;

	incidents_find(reader->incidents, &input, arena, &incidents);
	x->incidents = incidents.v;
	x->nincidents = incidents.n;
	incidents_blame(x, &e->analysis.tokens);
	incidents_count(x, &e->analysis.tokens, arena);
}

/* analysis, entities -> times, quantities, claims, incidents */
static void read_facts(const struct reader *reader, struct explanation *e, struct extraction *x,
	struct arena *arena)
{
	const struct tokens *tokens = &e->analysis.tokens;
	struct claim_list claims;
	struct time_anchor anchor = {.published = extraction_day(x)};

	anchor.reporting_year = reporting_year(x->title, anchor.published, tokens);
	timexes_find(tokens, &anchor, arena, &e->times);
	quantities_find(tokens, &e->times, arena, &e->quantities);
	claims_find(reader->claims,
		&(struct claim_input){
			.reading = {tokens, &e->times, &e->quantities, &e->analysis.view},
			.anchor = anchor,
			.entities = x->entities,
			.nentities = x->nentities,
			.trace = e->traced ? &e->trace : NULL},
		arena, &claims);
	x->claims = claims.v;
	x->nclaims = claims.n;
	read_incidents(reader, e, x, arena);
	about_find(&e->analysis, &reader->knowledge.lexicon, arena, x);
}

static void take_article(const struct article *article, struct extraction *x)
{
	x->title = article->title;
	x->published = article->published;
	x->modified = article->modified;
	x->published_by = article->published_by;
	x->modified_by = article->modified_by;
	x->language = article->language;
	x->author = article->author;
	x->publisher = article->publisher;
	x->url = article->url;
	x->text = article->text;
	x->media_type = str_from(article->media_type);
	x->links = article->links;
	x->nlinks = article->nlinks;
	x->warnings = article->warnings;
	x->nwarnings = article->nwarnings;
}

/* "die" kills nobody in German. What is in no language that is known may be too short to tell. */
static bool is_understood(struct str language)
{
	return language.n == 0 || str_eq(language, STR("en"));
}

/* The chain; *e is left with its steps. */
static bool read_report(const struct reader *reader, const struct report *report,
	struct arena *arena, struct extraction *ret, struct explanation *e, struct err *err)
{
	struct article article;

	*ret = (struct extraction){.version = str_from(reader->version)};
	if (!article_read(report, reader->converter, arena, &article, err))
		return false;
	if (!is_understood(article.language))
		article_warn(&article,
			"the text is not in English: it can be searched, but nothing is read from "
			"it",
			arena);
	take_article(&article, ret);
	analysis_make(&reader->knowledge, is_understood(ret->language) ? ret->text : STR(""), arena,
		&e->analysis);
	ret->entities = mentions_entities(
		&e->analysis.mentions, &e->analysis.tokens, arena, &ret->nentities);
	read_facts(reader, e, ret, arena);
	return true;
}

bool reader_read(const struct reader *reader, const struct report *report, struct arena *arena,
	struct extraction *ret_extraction, struct err *err)
{
	struct explanation unwanted = {0};

	return read_report(reader, report, arena, ret_extraction, &unwanted, err);
}

bool reader_explain(const struct reader *reader, const struct report *report, struct arena *arena,
	struct extraction *ret_extraction, struct explanation *ret_explanation, struct err *err)
{
	*ret_explanation = (struct explanation){.traced = true};
	return read_report(reader, report, arena, ret_extraction, ret_explanation, err);
}
