/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as mail, as a word processor file (bare XML is put into a package) and as what
 * pdftotext says: what comes out must be valid UTF-8. */
#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "text/article.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct article *article)
{
	size_t i;

	if (!utf8_valid(article->text.p, article->text.n) ||
		!utf8_valid(article->title.p, article->title.n) ||
		!utf8_valid(article->author.p, article->author.n))
		abort();
	for (i = 0; i < article->nwarnings; i++)
		if (!utf8_valid(article->warnings[i].p, article->warnings[i].n))
			abort();
}

static size_t pack(struct str xml, const char *name, char *out, size_t room)
{
	struct archive *archive = archive_write_new();
	struct archive_entry *entry = archive_entry_new();
	size_t used = 0;

	archive_write_set_format_zip(archive);
	archive_write_zip_set_compression_store(archive);
	archive_entry_set_pathname(entry, name);
	archive_entry_set_size(entry, (la_int64_t)xml.n);
	archive_entry_set_filetype(entry, AE_IFREG);
	if (archive_write_open_memory(archive, out, room, &used) == ARCHIVE_OK &&
		archive_write_header(archive, entry) == ARCHIVE_OK)
		archive_write_data(archive, xml.p, xml.n);
	archive_write_close(archive);
	archive_write_free(archive);
	archive_entry_free(entry);
	return used;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(arena_release) struct arena arena = {0};
	struct str body = {(const char *)data, size};
	size_t room = size + 65536;
	struct article article;
	struct err err;
	char *zip;

	arena_init(&arena, (size_t)1 << 30);
	zip = arena_alloc(&arena, room);
	if (article_from_mail(body, &arena, &article, &err))
		check(&article);
	if (article_from_pdf_text(body, &arena, &article, &err))
		check(&article);
	if (article_from_docx(body, &arena, &article, &err))
		check(&article);
	if (article_from_docx((struct str){zip, pack(body, "word/document.xml", zip, room)}, &arena,
		    &article, &err))
		check(&article);
	if (article_from_odt((struct str){zip, pack(body, "content.xml", zip, room)}, &arena,
		    &article, &err))
		check(&article);
	return 0;
}
