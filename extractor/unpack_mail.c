/* SPDX-License-Identifier: Apache-2.0
 * unpack_mail.c - mailboxes (RFC 4155, and the "mboxrd" quoting of qmail) and the attachments of
 * messages. */
#include <stdio.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "extractor/unpack_parts.h"
#include "text/mime.h"

static bool is_text(const struct mime_part *part)
{
	return !part->attached &&
	       (str_eq(part->type, STR("text/plain")) || str_eq(part->type, STR("text/html")));
}

/* Pictures in signatures and the like are no reports. */
static bool is_worth_it(const struct mime_part *part)
{
	return !str_starts(part->type, STR("image/")) && !str_starts(part->type, STR("audio/")) &&
	       !str_starts(part->type, STR("video/")) &&
	       !str_eq(part->type, STR("text/calendar")) &&
	       !str_starts(part->type, STR("application/pgp")) &&
	       !str_starts(part->type, STR("application/pkcs7")) &&
	       !str_starts(part->type, STR("message/delivery"));
}

bool unpack_mail(struct unpack *u, const struct unpacked *member, int depth)
{
	AUTO(arena_release) struct arena arena = {0};
	struct mime mime;
	char number[32];
	size_t i;

	u->end.members++;
	if (!unpack_send(u, member))
		return false;
	arena_init(&arena, 0);
	mime_read(member->report.body, &arena, &mime);
	for (i = 0; i < mime.nparts && !u->stopped; i++) {
		const struct mime_part *p = &mime.parts[i];
		struct unpacked m = {0};

		if (is_text(p) || !is_worth_it(p)) {
			u->end.passed_over += !is_text(p);
			continue;
		}
		snprintf(number, sizeof(number), "part-%zu", i + 1);
		m.report.source = unpack_path(
			&arena, member->report.source, p->name.n ? p->name : str_from(number));
		m.report.body = mime_decode(p, &arena);
		if (m.report.body.n && depth < MAX_NESTING && !unpack_member(u, &m, depth + 1))
			return false;
	}
	return !u->stopped;
}

static bool one_message(
	struct unpack *u, struct buf *message, struct str path, unsigned number, int depth)
{
	AUTO(arena_release) struct arena arena = {0};
	struct unpacked m = {.report.body = buf_view(message)};
	char name[16];

	arena_init(&arena, 0);
	if (number == 0 || !str_trim(m.report.body).n)
		return true;
	snprintf(name, sizeof(name), "%u", number);
	m.report.source = unpack_path(&arena, path, str_from(name));
	if (message->full)
		return unpack_complain(u, m.report.source, "it is larger than 32 MB");
	return unpack_mail(u, &m, depth);
}

/* ">From " in a body was "From " before it was put into the mailbox. */
static struct str unquoted(struct str line)
{
	size_t marks = 0;

	while (marks < line.n && line.p[marks] == '>')
		marks++;
	return marks && str_starts(str_slice(line, marks, line.n), STR("From "))
		       ? str_slice(line, 1, line.n)
		       : line;
}

bool unpack_mbox(struct unpack *u, struct stream *s, struct str path, int depth)
{
	AUTO(buf_release) struct buf message = {0}, line = {0};
	bool after_empty = true;
	unsigned number = 0;

	buf_init(&message, MAX_REPORT_BYTES);
	buf_init(&line, MAX_REPORT_BYTES);
	while (stream_line(s, &line, MAX_REPORT_BYTES)) {
		struct str text = buf_view(&line);

		if (after_empty && str_starts(text, STR("From "))) {
			if (!one_message(u, &message, path, number++, depth))
				return false;
			buf_reset(&message);
			continue;
		}
		after_empty = text.n == 0;
		buf_str(&message, unquoted(text));
		buf_putc(&message, '\n');
	}
	return one_message(u, &message, path, number, depth);
}
