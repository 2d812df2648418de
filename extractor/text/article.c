/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "base/utf8.h"
#include "text/article.h"
#include "text/charset.h"
#include "text/language.h"

static bool article_verbatim(const struct report *report, struct arena *arena,
	struct article *ret_article, struct err *err)
{
	if (!utf8_valid(report->body.p, report->body.n))
		return err_set(err, ERR_REJECT, "the text is not UTF-8");
	*ret_article = (struct article){.text = arena_str(arena, report->body),
		.language = language_detect(report->body, STR("")), .media_type = "text/plain"};
	return true;
}

bool article_from_text(struct str text, struct str charset, struct arena *arena,
	struct article *ret_article, struct err *err)
{
	struct decoded decoded;

	charset_decode(text, charset, false, arena, &decoded);
	return article_verbatim(&(struct report){.body = decoded.text}, arena, ret_article, err);
}

static void take_given(const struct report *report, struct arena *arena, struct article *article)
{
	if (report->title.n)
		article->title = arena_str(arena, report->title);
	if (report->published.n)
		article->published = arena_str(arena, report->published);
	if (report->url.n && !article->url.n)
		article->url = arena_str(arena, report->url);
}

static bool is_type(struct str media_type, struct str type)
{
	return str_case_starts(media_type, type);
}

/* The bytes have the last word: a picture that is called a page is a picture. */
static bool read_by_type(const struct report *report, struct arena *arena,
	struct article *ret_article, struct err *err)
{
	const char *sniffed = report_sniff(report->body);
	struct str charset = charset_parameter(report->media_type);
	struct str type = str_from(sniffed);

	if (!str_case_starts(type, STR("text/")))
		return err_set(err, ERR_REJECT, "nobody here reads %s", sniffed);
	if (is_type(type, STR("text/html")) || is_type(report->media_type, STR("text/html")) ||
		is_type(report->media_type, STR("application/xhtml+xml")))
		return article_from_html(report->body, charset, report->url, arena, ret_article,
			err);
	return article_from_text(report->body, charset, arena, ret_article, err);
}

bool article_read(const struct report *report, struct arena *arena, struct article *ret_article,
	struct err *err)
{
	struct article article;

	if (report->body.n == 0)
		return err_set(err, ERR_REJECT, "the report is empty");
	if (report->body.n > MAX_REPORT_BYTES)
		return err_set(err, ERR_REJECT, "the report has %zu bytes; %zu are the most",
			report->body.n, (size_t)MAX_REPORT_BYTES);
	if (report->verbatim) {
		if (!article_verbatim(report, arena, &article, err))
			return false;
	} else if (!read_by_type(report, arena, &article, err)) {
		return false;
	}
	take_given(report, arena, &article);
	*ret_article = article;
	return true;
}
