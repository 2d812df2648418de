/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "text/article.h"
#include "text/reader.h"
#include "text/token.h"

struct reader {
	struct str version;
};

struct reader *reader_open(const char *data_dir, struct err *err)
{
	struct reader *reader = xcalloc(1, sizeof(*reader));

	(void)data_dir;
	(void)err;
	reader->version = STR("0.1.0");
	return reader;
}

void reader_close(struct reader **reader)
{
	free(*reader);
	*reader = NULL;
}

struct str reader_version(const struct reader *reader)
{
	return reader->version;
}

bool reader_read(const struct reader *reader, const struct report *report, struct arena *arena,
	struct extraction *ret_extraction, struct err *err)
{
	struct extraction x = {.version = reader->version};
	struct article article;
	struct tokens tokens;

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
	tokens_split(x.text, arena, &tokens);
	*ret_extraction = x;
	return true;
}
