/* SPDX-License-Identifier: Apache-2.0 */
#include "support/make_zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <check.h>
#include <stdio.h>

static la_ssize_t append(struct archive *archive, void *out, const void *data, size_t n)
{
	(void)archive;
	return buf_append(out, data, n) ? (la_ssize_t)n : -1;
}

void make_zip(struct buf *out, const char *const *v)
{
	struct archive *archive = archive_write_new();

	archive_write_set_format_zip(archive);
	archive_write_set_bytes_in_last_block(archive, 1);
	ck_assert_int_eq(archive_write_open(archive, out, NULL, append, NULL), ARCHIVE_OK);
	for (; v[0]; v += 2) {
		struct archive_entry *entry = archive_entry_new();

		archive_entry_set_pathname(entry, v[0]);
		archive_entry_set_size(entry, (la_int64_t)strlen(v[1]));
		archive_entry_set_filetype(entry, AE_IFREG);
		archive_entry_set_perm(entry, 0644);
		if (strcmp(v[0], "mimetype") == 0)
			archive_write_zip_set_compression_store(archive);
		else
			archive_write_zip_set_compression_deflate(archive);
		ck_assert_int_eq(archive_write_header(archive, entry), ARCHIVE_OK);
		archive_write_data(archive, v[1], strlen(v[1]));
		archive_entry_free(entry);
	}
	archive_write_close(archive);
	archive_write_free(archive);
}

static struct archive *gzip_new(struct buf *out)
{
	struct archive *archive = archive_write_new();
	struct archive_entry *entry = archive_entry_new();

	archive_write_set_format_raw(archive);
	archive_write_add_filter_gzip(archive);
	archive_write_set_bytes_in_last_block(archive, 1);
	archive_entry_set_filetype(entry, AE_IFREG);
	ck_assert_int_eq(archive_write_open(archive, out, NULL, append, NULL), ARCHIVE_OK);
	ck_assert_int_eq(archive_write_header(archive, entry), ARCHIVE_OK);
	archive_entry_free(entry);
	return archive;
}

void make_gzip(struct buf *out, struct str bytes)
{
	struct archive *archive = gzip_new(out);

	archive_write_data(archive, bytes.p, bytes.n);
	archive_write_close(archive);
	archive_write_free(archive);
}

void make_gzip_of(struct buf *out, char byte, size_t n)
{
	static char block[65536];
	struct archive *archive = gzip_new(out);

	memset(block, byte, sizeof(block));
	for (; n >= sizeof(block); n -= sizeof(block))
		archive_write_data(archive, block, sizeof(block));
	archive_write_close(archive);
	archive_write_free(archive);
}

struct pdf {
	struct buf *out;
	size_t offset[256];
	int n;
};

static void begin_object(struct pdf *pdf)
{
	pdf->offset[++pdf->n] = pdf->out->n;
	buf_printf(pdf->out, "%d 0 obj\n", pdf->n);
}

static void write_page(struct pdf *pdf, const char *text)
{
	AUTO(buf_release) struct buf content = {0};
	struct str rest = str_from(text), line;
	int y = 800;

	buf_init(&content, 1 << 20);
	for (; str_next_line(&rest, &line); y -= 14)
		if (line.n)
			buf_printf(&content, "BT /F1 11 Tf 60 %d Td (%.*s) Tj ET\n", y,
				STR_ARGS(line));
	begin_object(pdf);
	buf_printf(pdf->out,
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
		" /Resources << /Font << /F1 3 0 R >> >> >>\nendobj\n",
		pdf->n + 1);
	begin_object(pdf);
	buf_printf(pdf->out, "<< /Length %zu >>\nstream\n%s\nendstream\nendobj\n", content.n,
		content.data ? content.data : "");
}

void make_pdf(struct buf *out, const char *title, const char *const *pages, size_t npages)
{
	struct pdf pdf = {.out = out};
	size_t i, xref;
	int object;

	buf_puts(out, "%PDF-1.4\n");
	begin_object(&pdf);
	buf_puts(out, "<< /Type /Catalog /Pages 2 0 R >>\nendobj\n");
	begin_object(&pdf);
	buf_puts(out, "<< /Type /Pages /Kids [");
	for (i = 0; i < npages; i++)
		buf_printf(out, " %zu 0 R", 4 + 2 * i);
	buf_printf(out, " ] /Count %zu >>\nendobj\n", npages);
	begin_object(&pdf);
	buf_puts(out, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n");
	for (i = 0; i < npages; i++)
		write_page(&pdf, pages[i]);
	begin_object(&pdf);
	buf_printf(out,
		"<< /Title (%s) /Author (Jo Doe) /CreationDate (D:20210504093000Z) >>\nendobj\n",
		title ? title : "");
	xref = out->n;
	buf_printf(out, "xref\n0 %d\n0000000000 65535 f \n", pdf.n + 1);
	for (object = 1; object <= pdf.n; object++)
		buf_printf(out, "%010zu 00000 n \n", pdf.offset[object]);
	buf_printf(out,
		"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%zu\n%%%%EOF\n",
		pdf.n + 1, pdf.n, xref);
}
