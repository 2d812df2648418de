/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "text/article.h"
#include "text/claim.h"
#include "text/incident.h"
#include "text/knowledge.h"
#include "text/reader.h"

struct reader {
	struct knowledge knowledge;
	struct claim_lexicon *claims;
	struct incident_lexicon *incidents;
	char version[64];
};

static bool load(
	struct reader *reader, const char *data_dir, const char *own_dir, struct err *err)
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

struct str reader_version(const struct reader *reader)
{
	return str_from(reader->version);
}

/* analysis, times -> incidents */
static void read_incidents(const struct reader *reader, const struct analysis *analysis,
	const struct timexes *times, struct extraction *x, struct arena *arena)
{
	struct incident_input input = {analysis, times, DAY_NONE};
	struct incident_list incidents;

	if (!day_parse(x->published, &input.published))
		input.published = DAY_NONE;
	incidents_find(reader->incidents, &input, arena, &incidents);
	x->incidents = incidents.v;
	x->nincidents = incidents.n;
}

/* analysis, entities -> times, quantities, claims, incidents */
static void read_facts(const struct reader *reader, const struct analysis *analysis,
	struct extraction *x, struct arena *arena)
{
	const struct tokens *tokens = &analysis->tokens;
	struct timexes times;
	struct quantities quantities;
	struct claim_list claims;
	struct time_anchor anchor = {.published = DAY_NONE};
	bool published = day_parse(x->published, &anchor.published);

	anchor.reporting_year = reporting_year(x->title, published, tokens);
	timexes_find(tokens, &anchor, arena, &times);
	quantities_find(tokens, &times, arena, &quantities);
	claims_find(reader->claims,
		&(struct claim_input){.reading = {tokens, &times, &quantities}, .anchor = anchor,
			.entities = x->entities, .nentities = x->nentities},
		arena, &claims);
	x->claims = claims.v;
	x->nclaims = claims.n;
	read_incidents(reader, analysis, &times, x, arena);
}

bool reader_read(const struct reader *reader, const struct report *report, struct arena *arena,
	struct extraction *ret_extraction, struct err *err)
{
	struct extraction x = {.version = str_from(reader->version)};
	struct article article;
	struct analysis analysis;

	if (!article_read(report, arena, &article, err))
		return false;
	x.title = article.title;
	x.published = article.published;
	x.modified = article.modified;
	x.language = article.language;
	x.author = article.author;
	x.publisher = article.publisher;
	x.url = article.url;
	x.text = article.text;
	x.media_type = str_from(article.media_type);
	x.links = article.links;
	x.nlinks = article.nlinks;
	x.warnings = article.warnings;
	x.nwarnings = article.nwarnings;
	analysis_make(&reader->knowledge, x.text, arena, &analysis);
	x.entities = mentions_entities(&analysis.mentions, arena, &x.nentities);
	read_facts(reader, &analysis, &x, arena);
	*ret_extraction = x;
	return true;
}
