/* SPDX-License-Identifier: Apache-2.0
 * unpack_warc.c - the pages in a crawl: WARC 1.0 and 1.1 (ISO 28500:2017) as wget, Heritrix and
 * browser crawlers write it. Responses with status 200 of a kind that may be a report are members,
 * resources and conversions too; all else is passed over. The HTTP message is stored as it came, so
 * chunks (RFC 9112, 7.1) and gzip are undone here. */
#include <stdio.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/parse.h"
#include "extractor/unpack_parts.h"

#define LINE 8192
#define MAX_HEADER_LINES 500

struct record {
	struct buf type, url, media_type;
	uint64_t length;
};

struct http_message {
	bool ok, chunked, gzip, strange; /* strange: an encoding that we do not undo */
	struct str media_type, body;
};

/* False at the end. Empty lines part the records. */
static bool read_record(struct stream *s, struct buf *line, struct record *ret)
{
	struct str value;
	int lines = 0;

	do {
		if (!stream_line(s, line, LINE))
			return false;
	} while (!line->n);
	if (!str_starts(buf_view(line), STR("WARC/")))
		return false;
	ret->length = UINT64_MAX;
	buf_reset(&ret->type);
	buf_reset(&ret->url);
	buf_reset(&ret->media_type);
	while (lines++ < MAX_HEADER_LINES && stream_line(s, line, LINE) && line->n) {
		if (str_header(buf_view(line), STR("WARC-Type"), &value))
			buf_set(&ret->type, value);
		else if (str_header(buf_view(line), STR("WARC-Target-URI"), &value))
			buf_set(&ret->url, value);
		else if (str_header(buf_view(line), STR("Content-Type"), &value))
			buf_set(&ret->media_type, value);
		else if (str_header(buf_view(line), STR("Content-Length"), &value) &&
			 !parse_u64(value, 0, INT64_MAX, &ret->length))
			return false;
	}
	return ret->length != UINT64_MAX;
}

/* Chunks in place: the result is never longer. What is cut short is kept as far as it goes. */
static struct str dechunk(char *p, size_t n)
{
	size_t from = 0, to = 0;

	while (from < n) {
		size_t size = 0, digits = 0, left;

		for (; from < n && digits < 15; digits++, from++) {
			unsigned char digit;

			if (!parse_hex((struct str){(char[]){'0', p[from]}, 2}, &digit, 1))
				break;
			size = size << 4 | digit;
		}
		while (from < n && p[from] != '\n')
			from++;
		from++;
		if (!digits || !size || from >= n)
			break;
		left = n - from;
		size = size < left ? size : left;
		memmove(p + to, p + from, size);
		to += size;
		from += size;
		while (from < n && (p[from] == '\r' || p[from] == '\n'))
			from++;
	}
	return (struct str){p, to};
}

static void read_http(struct str message, struct http_message *ret)
{
	struct str line, value;
	int lines = 0;

	*ret = (struct http_message){0};
	if (!str_next_line(&message, &line) || !str_case_starts(line, STR("HTTP/")))
		return;
	line = str_slice(line, str_find(line, STR(" "), 0), line.n);
	ret->ok = str_starts(str_trim(line), STR("200"));
	while (lines++ < MAX_HEADER_LINES && str_next_line(&message, &line) && line.n) {
		if (str_header(line, STR("Content-Type"), &value))
			ret->media_type = value;
		else if (str_header(line, STR("Transfer-Encoding"), &value))
			ret->chunked = str_case_find(value, STR("chunked"), 0) < value.n;
		else if (str_header(line, STR("Content-Encoding"), &value)) {
			ret->gzip = str_case_find(value, STR("gzip"), 0) < value.n;
			ret->strange =
				!ret->gzip && value.n && !str_case_eq(value, STR("identity"));
		}
	}
	ret->body = message;
}

static bool may_be_report(struct str type)
{
	static const struct str types[] = {STR("text/html"), STR("text/plain"),
		STR("application/xhtml+xml"), STR("application/pdf"), STR("application/msword"),
		STR("application/vnd."), STR("message/rfc822"), STR("text/markdown")};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(types); i++)
		if (str_case_starts(type, types[i]))
			return true;
	return type.n == 0;
}

static bool pass_over(struct unpack *u)
{
	u->end.passed_over++;
	return true;
}

/* body is the record's block; a response is an HTTP message, else it is the thing itself. */
static bool one_record(struct unpack *u, const struct record *record, struct buf *body,
	struct str source, int depth)
{
	struct unpacked m = {.report = {.source = source,
				     .url = buf_view(&record->url),
				     .media_type = buf_view(&record->media_type),
				     .body = buf_view(body)}};
	bool response = str_eq(buf_view(&record->type), STR("response"));
	AUTO(buf_release) struct buf plain = {0};
	struct http_message http;

	if (response) {
		read_http(buf_view(body), &http);
		if (!http.ok)
			return pass_over(u);
		m.report.media_type = http.media_type;
		m.report.body = http.body;
	}
	if (!may_be_report(m.report.media_type) || !m.report.body.n)
		return pass_over(u);
	if (response && http.strange)
		return unpack_complain(
			u, source, "its body is encoded in a way that is not undone here");
	if (response && http.chunked)
		m.report.body = dechunk(body->data + (http.body.p - body->data), http.body.n);
	if (response && http.gzip && str_starts(m.report.body, STR("\x1f\x8b"))) {
		buf_init(&plain, MAX_REPORT_BYTES);
		if (!unpack_encoding(m.report.body, &plain))
			return unpack_complain(u, source, "its body cannot be unpacked");
		unpack_spend(u, plain.n); /* unpack_send() sees whether it is too much */
		m.report.body = buf_view(&plain);
	}
	return unpack_member(u, &m, depth);
}

static bool is_wanted(struct str type)
{
	return str_eq(type, STR("response")) || str_eq(type, STR("resource")) ||
	       str_eq(type, STR("conversion"));
}

bool unpack_warc(struct unpack *u, struct stream *s, struct str path, int depth)
{
	AUTO(buf_release) struct buf line = {0}, body = {0}, nothing = {0};
	struct record record = {0};
	bool ok = true;

	buf_init(&line, LINE);
	buf_init(&body, MAX_REPORT_BYTES + LINE);
	buf_init(&record.type, LINE);
	buf_init(&record.url, LINE);
	buf_init(&record.media_type, LINE);
	while (ok && read_record(s, &line, &record)) {
		AUTO(arena_release) struct arena arena = {0};
		bool wanted = is_wanted(buf_view(&record.type));
		struct str source;

		buf_reset(&body);
		if (!stream_take(s, record.length, wanted ? &body : &nothing)) {
			ok = s->bomb ||
			     unpack_complain(u, path, "the crawl breaks off in a record");
			break;
		}
		source = unpack_path(&arena, path, buf_view(&record.url));
		if (wanted && body.full)
			ok = unpack_complain(u, source, "it is larger than 32 MB");
		else if (wanted)
			ok = one_record(u, &record, &body, source, depth);
	}
	if (ok && !s->end && !s->bomb)
		ok = unpack_complain(
			u, path, "the crawl is damaged: no record where one should begin");
	buf_release(&record.type);
	buf_release(&record.url);
	buf_release(&record.media_type);
	return ok;
}
