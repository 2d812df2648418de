/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "text/article.h"
#include "text/charset.h"
#include "text/date_text.h"
#include "text/language.h"

static bool article_verbatim(const struct report *report, struct arena *arena,
	struct article *ret_article, struct err *err)
{
	if (!utf8_valid(report->body.p, report->body.n))
		return err_set(err, ERR_REJECT, "the text is not UTF-8");
	*ret_article = (struct article){.text = arena_str(arena, report->body),
		.language = language_detect(report->body, STR("")),
		.media_type = "text/plain"};
	return true;
}

static struct str day_text(int32_t day, struct arena *arena)
{
	char out[16];

	day_format(day, out);
	return arena_str(arena, str_from(out));
}

void article_published(struct article *article, int32_t day, struct dating by, struct arena *arena)
{
	if (day == DAY_NONE)
		return;
	article->published = day_text(day, arena);
	article->published_by = by;
}

void article_modified(struct article *article, int32_t day, struct dating by, struct arena *arena)
{
	if (day == DAY_NONE)
		return;
	article->modified = day_text(day, arena);
	article->modified_by = by;
}

void article_warn(struct article *article, const char *sentence, struct arena *arena)
{
	struct str *warnings = arena_alloc(arena, (article->nwarnings + 1) * sizeof(*warnings));

	if (article->nwarnings)
		memcpy(warnings, article->warnings, article->nwarnings * sizeof(*warnings));
	warnings[article->nwarnings++] = str_from(sentence);
	article->warnings = warnings;
}

/* What the feed says of a report that says nothing itself. */
static void take_dated(struct str dated, struct arena *arena, struct article *article)
{
	struct dating by = {EVIDENCE_FEED, PRECISION_DAY};
	bool month = false;
	int32_t day;

	if (!dated.n || article->published.n)
		return;
	if (date_text_machine(dated, DATE_DAY_FIRST, &day)) {
		article_published(article, day, by, arena);
	} else if (date_text_coarse(dated, &day, &month)) {
		by.precision = month ? PRECISION_MONTH : PRECISION_YEAR;
		article_published(article, day, by, arena);
	}
}

static void take_given(const struct report *report, struct arena *arena, struct article *article)
{
	if (report->title.n)
		article->title = arena_str(arena, report->title);
	if (report->published.n) {
		article->published = arena_str(arena, report->published);
		article->published_by = (struct dating){EVIDENCE_GIVEN, PRECISION_DAY};
	}
	take_dated(report->dated, arena, article);
	if (report->url.n && !article->url.n)
		article->url = arena_str(arena, report->url);
}

/* Somebody called it a page, but there is not one tag in it. */
static bool has_no_tags(struct str body)
{
	size_t at;

	for (at = str_find(body, STR("<"), 0); at + 1 < body.n;
		at = str_find(body, STR("<"), at + 1))
		if (ascii_is_alpha(body.p[at + 1]) || body.p[at + 1] == '/' ||
			body.p[at + 1] == '!')
			return false;
	return true;
}

static bool is_page(struct str declared, struct str sniffed, struct str body)
{
	if (str_case_starts(sniffed, STR("text/html")))
		return true;
	/* UTF-16 is looked at by the reader of pages, which decodes first */
	if (!str_case_starts(declared, STR("text/html")) &&
		!str_case_starts(declared, STR("application/xhtml+xml")))
		return false;
	return memchr(body.p, '\0', body.n) || !has_no_tags(body);
}

static bool article_from_pdf(struct str pdf, const struct converter *converter, struct arena *arena,
	struct article *ret_article, struct err *err)
{
	struct str text;

	if (!converter)
		return err_set(err, ERR_REJECT,
			"the report is application/pdf, and there is no converter for it");
	return converter->pdf(converter->arg, pdf, arena, &text, err) &&
	       article_from_pdf_text(text, arena, ret_article, err);
}

typedef bool package_reader(
	struct str bytes, struct arena *arena, struct article *ret_article, struct err *err);

/* The types that need nothing but their bytes. */
static const struct {
	struct str type;
	package_reader *read;
} readers[] = {
	{STR("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
		article_from_docx},
	{STR("application/vnd.oasis.opendocument.text"), article_from_odt},
	{STR("message/rfc822"), article_from_mail},
};

/* The bytes have the last word: a picture that is called a page is a picture. */
static bool read_by_type(const struct report *report, const struct converter *converter,
	struct arena *arena, struct article *ret_article, struct err *err)
{
	struct str sniffed = str_from(report_sniff(report->body));
	struct str charset = charset_parameter(report->media_type);
	bool told_otherwise = report->media_type.n && !str_eq(report->media_type, sniffed);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(readers); i++)
		if (str_eq(sniffed, readers[i].type))
			return readers[i].read(report->body, arena, ret_article, err);
	if (str_eq(sniffed, STR("application/pdf")))
		return article_from_pdf(report->body, converter, arena, ret_article, err);
	if (report_is_archive(sniffed))
		return err_set(err, ERR_REJECT,
			"the report is %.*s, which has no reader: feed archives with "
			"sitrep submit or through a watched folder",
			STR_ARGS(sniffed));
	if (!str_case_starts(sniffed, STR("text/")))
		return err_set(err, ERR_REJECT, "the report is %.*s, which has no reader%s%.*s",
			STR_ARGS(sniffed), told_otherwise ? "; it was sent as " : "",
			STR_ARGS(told_otherwise ? report->media_type : STR("")));
	if (is_page(report->media_type, sniffed, report->body))
		return article_from_html(report->body,
			&(struct page_about){charset, report->url, report->dated}, arena,
			ret_article, err);
	return article_from_text(report->body, charset, arena, ret_article, err);
}

bool article_read(const struct report *report, const struct converter *converter,
	struct arena *arena, struct article *ret_article, struct err *err)
{
	struct article article;

	if (str_trim(report->body).n == 0)
		return err_set(err, ERR_REJECT, "the report is empty");
	if (report->body.n > MAX_REPORT_BYTES)
		return err_set(err, ERR_REJECT, "the report has %zu bytes; %zu are the most",
			report->body.n, (size_t)MAX_REPORT_BYTES);
	if (report->verbatim) {
		if (!article_verbatim(report, arena, &article, err))
			return false;
	} else if (!read_by_type(report, converter, arena, &article, err)) {
		return false;
	}
	if (str_trim(article.text).n == 0)
		article_warn(&article, "the report holds no main text", arena);
	take_given(report, arena, &article);
	*ret_article = article;
	return true;
}
