/* SPDX-License-Identifier: Apache-2.0
 * article_mail.c - a mail message -> an article: the subject is the title, the sender the author,
 * the day it was sent the date. Of several forms of the same text the plain one is read; a
 * message that has only HTML is read as a page. What is attached is named. */
#include <stdio.h>

#include "base/buf.h"
#include "base/limits.h"
#include "text/article_text.h"
#include "text/charset.h"
#include "text/date_text.h"
#include "text/mime.h"

#define SENTENCE_BYTES 400

/* "Re: Fwd: Harbour closed" -> "Harbour closed" */
static struct str without_prefixes(struct str subject)
{
	static const struct str prefixes[] = {STR("re:"), STR("fwd:"), STR("fw:"), STR("aw:"),
		STR("wg:"), STR("tr:"), STR("sv:"), STR("rv:")};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(prefixes); i++)
		if (str_case_starts(subject, prefixes[i])) {
			subject = str_trim(str_slice(subject, prefixes[i].n, subject.n));
			i = (size_t)-1;
		}
	return subject;
}

/* "Jo Doe <jo@example.org>" -> "Jo Doe"; an address alone stays. */
static struct str sender_name(struct str from)
{
	size_t at = str_find(from, STR("<"), 0);
	struct str name = str_trim(str_slice(from, 0, at));

	if (!name.n)
		return from;
	if (name.n > 2 && name.p[0] == '"' && name.p[name.n - 1] == '"')
		name = str_trim(str_slice(name, 1, name.n - 1));
	return name;
}

static bool is_body(const struct mime_part *part, struct str type)
{
	return !part->attached && str_eq(part->type, type);
}

static void name_attachments(const struct mime *mime, struct arena *arena, struct article *article)
{
	char sentence[SENTENCE_BYTES];
	size_t i;

	for (i = 0; i < mime->nparts; i++) {
		const struct mime_part *p = &mime->parts[i];
		struct str name = p->name.n > 200 ? str_slice(p->name, 0, 0) : p->name;

		if (is_body(p, STR("text/plain")) || is_body(p, STR("text/html")) ||
			p->type.n > 100)
			continue;
		snprintf(sentence, sizeof(sentence),
			"the attachment \"%.*s\" (%.*s) is not part of "
			"the text",
			STR_ARGS(name), STR_ARGS(p->type));
		article_warn(article, arena_str(arena, str_from(sentence)).p, arena);
	}
	if (mime->cut)
		article_warn(article, "the message has too many parts to look at them all", arena);
}

/* "-- " on a line of its own begins the signature; decoding may have taken its space away. */
static struct str without_signature(struct str text)
{
	size_t at = 0;

	while ((at = str_find(text, STR("\n--"), at)) < text.n) {
		struct str rest = str_slice(text, at + 1, text.n), line;

		if (str_next_line(&rest, &line) && str_eq(str_trim(line), STR("--")))
			return str_slice(text, 0, at);
		at += 3;
	}
	return text;
}

/* The plain texts, one below the other, each out of its own charset; without signature. */
static struct str plain_text(const struct mime *mime, struct arena *arena)
{
	AUTO(buf_release) struct buf out = {0};
	size_t i;

	buf_init(&out, 4 * MAX_REPORT_BYTES);
	for (i = 0; i < mime->nparts; i++) {
		const struct mime_part *p = &mime->parts[i];
		struct decoded decoded;

		if (!is_body(p, STR("text/plain")))
			continue;
		charset_decode(mime_decode(p, arena), p->charset, false, arena, &decoded);
		buf_str(&out, without_signature(decoded.text));
		buf_puts(&out, "\n\n");
	}
	return arena_str(arena, buf_view(&out));
}

static const struct mime_part *first_page(const struct mime *mime)
{
	size_t i;

	for (i = 0; i < mime->nparts; i++)
		if (is_body(&mime->parts[i], STR("text/html")))
			return &mime->parts[i];
	return NULL;
}

static bool read_body(
	const struct mime *mime, struct arena *arena, struct article *article, struct err *err)
{
	struct str text = plain_text(mime, arena);
	const struct mime_part *page = first_page(mime);
	struct text_lines lines;

	if (str_trim(text).n == 0 && page)
		return article_from_html(mime_decode(page, arena),
			&(struct page_about){.charset = page->charset}, arena, article, err);
	text_lines_split(text, arena, &lines);
	text_furniture_mark(&lines);
	return text_article(&lines, DAY_NONE, arena, article, err);
}

bool article_from_mail(
	struct str message, struct arena *arena, struct article *ret_article, struct err *err)
{
	struct article article = {0}, sent;
	struct mime mime;
	int32_t day;

	mime_read(message, arena, &mime);
	article.title = without_prefixes(mime.subject);
	article.author = sender_name(mime.from);
	if (date_text_machine(mime.date, DATE_DAY_FIRST, &day))
		article_published(
			&article, day, (struct dating){EVIDENCE_MAIL, PRECISION_DAY}, arena);
	sent = article;
	if (!read_body(&mime, arena, &article, err))
		return false;
	/* what the message says of itself goes before what its page says */
	article.title = sent.title.n ? sent.title : article.title;
	article.author = sent.author.n ? sent.author : article.author;
	if (sent.published.n) {
		article.published = sent.published;
		article.published_by = sent.published_by;
	}
	article.publisher = mime.list.n ? sender_name(mime.list) : article.publisher;
	article.media_type = "message/rfc822";
	name_attachments(&mime, arena, &article);
	*ret_article = article;
	return true;
}
