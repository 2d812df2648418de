/* SPDX-License-Identifier: Apache-2.0
 * incident_id.c - the name of an incident: the SHA-256 of its parts, one a line, the fillers of a
 * role in the order of their letters. Changing what is written here changes every id: never do. */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/parse.h"
#include "model/extraction.h"
#include "model/sha256.h"

/* In small letters (ASCII), with one space between words. */
static void put_plain(struct buf *out, struct str s)
{
	size_t i;

	s = str_trim(s);
	for (i = 0; i < s.n; i++)
		if (!ascii_is_space(s.p[i]))
			buf_putc(out, ascii_lower(s.p[i]));
		else if (!ascii_is_space(s.p[i + 1])) /* trimmed: there is a next one */
			buf_putc(out, ' ');
	buf_putc(out, '\n');
}

static void put_day(struct buf *out, int32_t day)
{
	char text[16];

	day_format(day, text);
	put_plain(out, day == DAY_NONE ? (struct str){0} : str_from(text));
}

static int by_letters(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void put_role(struct buf *out, const struct filler *fillers, size_t n)
{
	AUTO(buf_release) struct buf plain = {.max = MAX_TEXT_BYTES};
	AUTO(mem_free) struct str *lines = xcalloc(n + 1, sizeof(*lines));
	struct str rest;
	size_t i;

	for (i = 0; i < n; i++)
		put_plain(&plain, fillers[i].text);
	rest = buf_view(&plain);
	for (i = 0; i < n && str_next_line(&rest, &lines[i]); i++)
		;
	qsort(lines, n, sizeof(*lines), by_letters);
	for (i = 0; i < n; i++)
		put_plain(out, lines[i]);
	buf_puts(out, "--\n");
}

void incident_id(const struct incident *incident, char ret[INCIDENT_ID_BYTES])
{
	AUTO(buf_release) struct buf parts = {.max = MAX_TEXT_BYTES};
	unsigned char digest[SHA256_BYTES];
	size_t i;
	int role;

	put_plain(&parts, str_from(incident_type_name(incident->type)));
	put_day(&parts, incident->has_date ? incident->date.start : DAY_NONE);
	put_day(&parts, incident->has_date ? incident->date.end : DAY_NONE);
	for (i = 0; i < incident->nlocations; i++)
		put_plain(&parts, incident->locations[i]);
	buf_puts(&parts, "--\n");
	for (role = 0; role < ROLE_COUNT; role++)
		put_role(&parts, incident->roles[role], incident->nroles[role]);
	sha256(buf_view(&parts), digest);
	format_hex(digest, (INCIDENT_ID_BYTES - 1) / 2, ret);
}
