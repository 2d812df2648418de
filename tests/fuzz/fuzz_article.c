/* SPDX-License-Identifier: Apache-2.0
 * Any bytes, as a page and as plain text: what comes out must be valid UTF-8. */
#include <stdlib.h>

#include "base/utf8.h"
#include "text/article.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must_be_utf8(struct str s)
{
	if (s.n && !utf8_valid(s.p, s.n))
		abort();
}

static void check(const struct article *article)
{
	size_t i;

	must_be_utf8(article->text);
	must_be_utf8(article->title);
	must_be_utf8(article->author);
	must_be_utf8(article->publisher);
	must_be_utf8(article->url);
	must_be_utf8(article->language);
	for (i = 0; i < article->nlinks; i++)
		must_be_utf8(article->links[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(arena_release) struct arena arena = {0};
	struct str body = {(const char *)data, size};
	struct article article;
	struct err err;

	arena_init(&arena, (size_t)1 << 30);
	if (article_from_html(body, &(struct page_about){0}, &arena, &article, &err))
		check(&article);
	if (article_from_text(body, STR(""), &arena, &article, &err))
		check(&article);
	if (article_read(&(struct report){.body = body, .media_type = STR("text/html")}, NULL,
		    &arena, &article, &err))
		check(&article);
	return 0;
}
