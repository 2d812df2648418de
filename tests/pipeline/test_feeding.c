/* SPDX-License-Identifier: Apache-2.0
 * What can be fed, through the real daemons: formats, archives, feeds. */
#include "support/line.h"
#include "support/testing.h"

#include <string.h>

#include "support/make_zip.h"

static char out[1 << 20];

static struct line begin(void)
{
	static const char *const flags[] = {"--http-listen=", "--watch-settle=200ms", "--log-level=warn"};
	struct line line;

	line_start(&line, flags, ARRAY_SIZE(flags));
	return line;
}

static const char *file_of(struct line *line, const char *name, const struct buf *content)
{
	return line_file(line, name, content->data, content->n);
}

START_TEST(a_pdf_is_read_by_a_confined_program)
{
	static const char *const pages[] = {
		"Harbour closed\n\nA bombing in the harbour of Vellmar killed at least 12 people, the governor\n"
		"said on Monday.\n"};
	AUTO(buf_release) struct buf pdf = {0};
	struct line line = begin();

	buf_init(&pdf, 1 << 20);
	make_pdf(&pdf, "Harbour closed", pages, 1);
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait", file_of(&line, "a.pdf", &pdf)), 0);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM reports WHERE media_type='application/pdf'"
		" AND title='Harbour closed' AND published='2021-05-04'"), 1);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM claims WHERE kind='killed' AND value=12"), 1);
	/* cut short, it is dead with a sentence, and the next one is read */
	pdf.n = 400;
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait", file_of(&line, "b.pdf", &pdf)), 65);
	ck_assert_int_eq(SITREP(&line, out, "dead", "list"), 0);
	ck_assert_ptr_nonnull(strstr(out, "the PDF cannot be read"));
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	line_stop(&line);
}
END_TEST

TEST_MAIN("feeding", a_pdf_is_read_by_a_confined_program)
