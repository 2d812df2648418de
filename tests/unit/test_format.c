/* SPDX-License-Identifier: Apache-2.0
 * Formats that are neither pages nor plain text: word processor files, mail, what comes out of a
 * PDF. */
#include "support/testing.h"

#include <archive.h>
#include <archive_entry.h>

#include "support/make_zip.h"
#include "text/article.h"
#include "text/mime.h"

static struct arena arena; /* empty; a test runs in a process of its own */
static struct article article;
static struct err err;

static bool read_bytes(struct str body)
{
	struct report report = {.body = body};

	return article_read(&report, NULL, &arena, &article, &err);
}

static la_ssize_t append(struct archive *archive, void *out, const void *data, size_t n)
{
	(void)archive;
	return buf_append(out, data, n) ? (la_ssize_t)n : -1;
}

static bool read_zip(const char *const *parts)
{
	AUTO(buf_release) struct buf zip = {0};

	buf_init(&zip, 1 << 24);
	make_zip(&zip, parts);
	return read_bytes(arena_str(&arena, buf_view(&zip)));
}

static bool has(struct str text, const char *part)
{
	return str_find(text, str_from(part), 0) < text.n;
}

static bool is(struct str text, const char *want)
{
	return str_eq(text, str_from(want));
}

#define W(content) \
	"<?xml version='1.0'?><w:document xmlns:w='http://schemas.openxmlformats.org/" \
	"wordprocessingml/2006/main'><w:body>" content "</w:body></w:document>"
#define WP(text) "<w:p><w:r><w:t xml:space='preserve'>" text "</w:t></w:r></w:p>"

START_TEST(a_docx_gives_paragraphs_items_and_rows)
{
	ck_assert_msg(
		read_zip((const char *const[]){"[Content_Types].xml", "<x/>", "word/document.xml",
			W("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>Harbour "
			  "closed"
			  "</w:t></w:r></w:p><w:p><w:r><w:t>A bom</w:t></w:r><w:r><w:t>bing "
			  "in Vellmar &amp; around"
			  "</w:t><w:tab/><w:t>killed "
			  "12.</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r>"
			  "</w:del></w:p><w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>Thirty were "
			  "hurt.</w:t></w:r></w:p>"
			  "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>Three were "
			  "held.</w:t></w:r></w:p><w:tbl><w:tr>"
			  "<w:tc>" WP("Year") "</w:tc><w:tc>" WP(
				  "Killed") "</w:tc></"
					    "w:tr><w:tr><w:"
					    "tc>" WP("2020") "</w:tc><w:tc>" WP(
						    "12") "</"
							  "w:"
							  "tc>"
							  "</"
							  "w:"
							  "tr>"
							  "</"
							  "w:"
							  "tbl"
							  ">" WP("The end.")),
			"docProps/core.xml",
			"<c xmlns:dc='a' xmlns:dcterms='b'><dc:creator>Jo Doe</dc:creator>"
			"<dcterms:created>2021-05-06T01:02:03Z</dcterms:created>"
			"<dcterms:modified>2021-05-09T01:02:03Z</dcterms:modified></c>",
			"word/_rels/document.xml.rels",
			"<R><r Target='https://example.org/a'/><r Target='x.xml'/></R>", NULL}),
		"%s", err.text);
	ck_assert(is(article.title, "Harbour closed"));
	ck_assert(is(article.author, "Jo Doe"));
	ck_assert(is(article.published, "2021-05-06"));
	ck_assert(is(article.modified, "2021-05-09"));
	ck_assert_int_eq(article.published_by.from, EVIDENCE_PROPERTIES);
	ck_assert_int_eq(article.modified_by.from, EVIDENCE_PROPERTIES);
	ck_assert_msg(
		is(article.text, "A bombing in Vellmar & around killed 12.\nThirty were hurt.\n"
				 "Three were held.\nYear | Killed\n2020 | 12\n\nThe end."),
		"%.*s", STR_ARGS(article.text));
	ck_assert_uint_eq(article.nlinks, 1);
}
END_TEST

START_TEST(an_odt_gives_headings_paragraphs_and_links)
{
	ck_assert_msg(read_zip((const char *const[]){"mimetype",
			      "application/vnd.oasis.opendocument.text", "content.xml",
			      "<o:d xmlns:o='o' xmlns:text='t' xmlns:xlink='x' "
			      "xmlns:office='f'><text:h>Harbour"
			      " closed</text:h><text:p>A <text:span>bombing</text:span> "
			      "killed<text:s/>12, <text:a "
			      "xlink:href='https://example.org/b'>he</text:a> "
			      "said.<office:annotation><text:p>a note"
			      "</text:p></office:annotation></"
			      "text:p><text:list><text:list-item><text:p>One was held."
			      "</text:p></text:list-item></text:list></o:d>",
			      "meta.xml",
			      "<m xmlns:meta='m' xmlns:dc='d'><dc:title>Harbour closed</dc:title>"
			      "<meta:creation-date>2021-05-06T10:00:00</meta:creation-date></m>",
			      NULL}),
		"%s", err.text);
	ck_assert(is(article.title, "Harbour closed"));
	ck_assert(is(article.text, "A bombing killed 12, he said.\nOne was held."));
	ck_assert(is(article.published, "2021-05-06"));
	ck_assert_uint_eq(article.nlinks, 1);
}
END_TEST

/* Ten entities of ten entities each, eight levels deep: expanded they would be gigabytes. */
START_TEST(entities_in_a_document_are_not_expanded)
{
	AUTO(buf_release) struct buf xml = {0};
	char level;

	buf_init(&xml, 1 << 16);
	buf_puts(&xml, "<!DOCTYPE d [<!ENTITY a 'bomb'>");
	for (level = 'b'; level < 'j'; level++)
		buf_printf(&xml, "<!ENTITY %c '&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;'>", level,
			level - 1, level - 1, level - 1, level - 1, level - 1, level - 1, level - 1,
			level - 1, level - 1, level - 1);
	buf_puts(&xml, "]>"
		       "<d xmlns:w='w'><w:p><w:r><w:t>Before.</w:t></w:r></w:p><w:p><w:r><w:t>&i; "
		       "behind.</w:t></w:r></w:p></d>");
	ck_assert(read_zip((const char *const[]){"word/document.xml", xml.data, NULL}));
	ck_assert(has(article.text, "Before"));
	ck_assert_uint_lt(article.text.n, 100);
}
END_TEST

START_TEST(a_bomb_in_a_package_is_refused_with_a_sentence)
{
	char *zeros = malloc((66 << 20) + 1);

	memset(zeros, ' ', 66 << 20);
	zeros[66 << 20] = '\0';
	ck_assert(!read_zip((const char *const[]){"word/document.xml", zeros, NULL}));
	ck_assert_int_eq(err.kind, ERR_REJECT);
	ck_assert_ptr_nonnull(strstr(err.text, "word/document.xml unpacks to more than"));
	free(zeros);
}
END_TEST

START_TEST(a_broken_document_gives_what_stands_before_the_fault)
{
	ck_assert(read_zip((const char *const[]){"word/document.xml",
		"<d xmlns:w='w'><w:p><w:r><w:t>This was there.</w:t></w:r></w:p><w:p></d>", NULL}));
	ck_assert(is(article.text, "This was there."));
	ck_assert_uint_eq(article.nwarnings, 1);
	ck_assert(!read_zip((const char *const[]){"word/document.xml.txt", "x", NULL}));
	ck_assert_int_eq(err.kind, ERR_REJECT);
}
END_TEST

static const char mail[] =
	"Received: from a by b\r\n"
	"From: =?utf-8?Q?J=C3=B6_Doe?= <jo@example.org>\r\n"
	"Subject: Fwd: =?utf-8?B?SGFyYm91ciBjbG9zZWQ=?=\r\n =?utf-8?Q?_again?=\r\n"
	"Date: Thu, 6 May 2021 10:00:00 +0200\r\n"
	"MIME-Version: 1.0\r\n"
	"Content-Type: multipart/mixed; boundary=\"b1\"\r\n\r\npreamble\r\n"
	"--b1\r\nContent-Type: multipart/alternative; boundary=b2\r\n\r\n"
	"--b2\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
	"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
	"A bombing in Vellm=E4r killed 12 people, the gov=\r\nernor said.\r\n\r\nMore is known.\r\n"
	"-- \r\nJo Doe, signature\r\n"
	"--b2\r\nContent-Type: text/html\r\n\r\n<p>html</p>\r\n--b2--\r\n"
	"--b1\r\nContent-Type: application/pdf; name=\"report.pdf\"\r\n"
	"Content-Disposition: attachment; filename*=utf-8''r%C3%A9port.pdf\r\n"
	"Content-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--b1--\r\n";

START_TEST(a_mail_gives_its_subject_sender_day_and_text)
{
	ck_assert_str_eq(report_sniff(str_from(mail)), "message/rfc822");
	ck_assert_msg(read_bytes(str_from(mail)), "%s", err.text);
	ck_assert(is(article.title, "Harbour closed again"));
	ck_assert(is(article.author, "Jö Doe"));
	ck_assert(is(article.published, "2021-05-06"));
	ck_assert_msg(
		is(article.text, "A bombing in Vellmär killed 12 people, the governor said.\n\n"
				 "More is known."),
		"%.*s", STR_ARGS(article.text));
	ck_assert_uint_eq(article.nwarnings, 1);
	ck_assert(has(article.warnings[0], "réport.pdf"));
}
END_TEST

START_TEST(attachments_are_decoded)
{
	struct mime mime;

	mime_read(str_from(mail), &arena, &mime);
	ck_assert_uint_eq(mime.nparts, 3);
	ck_assert(mime.parts[0].alternative);
	ck_assert(mime.parts[2].attached);
	ck_assert(is(mime_decode(&mime.parts[2], &arena), "%PDF-"));
}
END_TEST

START_TEST(a_mail_that_has_only_a_page_is_read_as_one)
{
	ck_assert(read_bytes(STR("From: a@example.org\nTo: b@example.org\nSubject: Port\n"
				 "Message-ID: <1>\nContent-Type: text/html; charset=windows-1251\n"
				 "Content-Transfer-Encoding: base64\n\n"
				 "PHA+z+7w8iDn4Orw+/IsIPHq4Ofg6yDj8+Hl8O3g8u7wIOIg7+7t5eTl6/"
				 "zt\n6OosIOgg6u7w4OHr6CDt5SDi+/Xu5P/yIOjnIOPu8O7k4C48L3A+\n")));
	ck_assert_msg(has(article.text, "Порт закрыт"), "%.*s", STR_ARGS(article.text));
	ck_assert(is(article.title, "Port"));
}
END_TEST

START_TEST(mail_in_mail_and_endless_nesting_are_survived)
{
	AUTO(buf_release) struct buf deep = {0};
	struct mime mime;
	int i;

	buf_init(&deep, 1 << 20);
	for (i = 0; i < 400; i++)
		buf_printf(&deep,
			"MIME-Version: 1.0\nFrom: a\nContent-Type: multipart/mixed; "
			"boundary=b%d\n\n"
			"--b%d\n",
			i, i);
	mime_read(buf_view(&deep), &arena, &mime);
	ck_assert(mime.cut);
	ck_assert(read_bytes(
		STR("From: a\nDate: 6 May 2021\nMIME-Version: 1.0\nContent-Type: message/rfc822"
		    "\n\nSubject: inner\n\nThe forwarded text stands here.\n")));
	ck_assert(is(article.text, "The forwarded text stands here."));
}
END_TEST

START_TEST(a_text_that_only_begins_like_mail_is_text)
{
	ck_assert_str_eq(
		report_sniff(STR("Title: Port closed\nDate: 2021-05-04\n\nText.\n")), "text/plain");
	ck_assert_str_eq(report_sniff(STR("From Vellmar to Port Ansel\n\nthe road is long.\n")),
		"text/plain");
	ck_assert_str_eq(
		report_sniff(
			STR("From a@b Thu May 6 10:00:00 2021\nFrom: a\nMessage-ID: <1>\n\nx\n")),
		"application/mbox");
}
END_TEST

/* As pdftotext writes it: a head with properties, then the pages. */
#define PDF_TEXT(title, pages) \
	STR("<html><head>\n<title>" title \
	    "</title>\n<meta name=\"Author\" content=\"Jo &amp; Co\"/>\n" \
	    "<meta name=\"CreationDate\" " \
	    "content=\"2021-05-04T09:30:00Z\"/>\n</head>\n<body>\n<pre>\n" pages \
	    "</pre>\n</body>\n</html>\n")

START_TEST(running_heads_and_page_numbers_of_a_pdf_go)
{
	ck_assert(article_from_pdf_text(
		PDF_TEXT("Microsoft Word - x.doc",
			"Ministry of Ports\n\nHarbour closed for two days\n\nThe harbour of "
			"Vellmar was closed for two days "
			"after a bombing that killed at\nleast 12 people and wounded 30 &amp; "
			"more, the governor said. The "
			"road to\n\nPage 1 of 2\n\n\f"
			"Ministry of Ports\n\nthe north was opened again on the day after, and all "
			"of the ships there may "
			"now\nleave.\n\nNobody was hurt in the second explosion, the ministry said "
			"on the same day that\nthe "
			"road was opened, although three vehicles and a part of a warehouse near "
			"the\nharbour burnt "
			"down.\n\nPage 2 of 2\n\n\f"),
		&arena, &article, &err));
	ck_assert_msg(is(article.text, "The harbour of Vellmar was closed for two days after a "
				       "bombing that killed at least 12 people and "
				       "wounded 30 & more, the governor said. The road to the "
				       "north was opened again on the day after, and "
				       "all of the ships there may now leave.\n\nNobody was hurt "
				       "in the second explosion, the ministry said "
				       "on the same day that the road was opened, although three "
				       "vehicles and a part of a warehouse near "
				       "the harbour burnt down."),
		"%.*s", STR_ARGS(article.text));
	ck_assert(is(article.title, "Harbour closed for two days"));
	ck_assert(is(article.author, "Jo & Co"));
	ck_assert(is(article.published, "2021-05-04"));
}
END_TEST

START_TEST(a_pdf_of_pictures_says_that_it_needs_ocr)
{
	ck_assert(!article_from_pdf_text(PDF_TEXT("Scan", "\n\f\n\f"), &arena, &article, &err));
	ck_assert_ptr_nonnull(strstr(err.text, "needs OCR"));
}
END_TEST

START_TEST(types_without_a_reader_are_named)
{
	ck_assert(!read_zip((const char *const[]){"xl/workbook.xml", "<x/>", NULL}));
	ck_assert_ptr_nonnull(strstr(err.text, "spreadsheetml"));
	ck_assert(!read_zip((const char *const[]){"a.txt", "x", NULL}));
	ck_assert_ptr_nonnull(strstr(err.text, "application/zip, which has no reader"));
}
END_TEST

static const char *sniff_stored(const char *name, struct str member, const char *more)
{
	AUTO(buf_release) struct buf out = {0};
	struct archive *archive = archive_write_new();
	struct str members[] = {member, STR("Plain text.")};
	const char *names[] = {name, more};
	size_t i;

	buf_init(&out, 1 << 20);
	archive_write_set_format_zip(archive);
	archive_write_zip_set_compression_store(archive);
	archive_write_open(archive, &out, NULL, append, NULL);
	for (i = 0; i < 2; i++) {
		struct archive_entry *entry = archive_entry_new();

		archive_entry_set_pathname(entry, names[i]);
		archive_entry_set_size(entry, (la_int64_t)members[i].n);
		archive_entry_set_filetype(entry, AE_IFREG);
		archive_write_header(archive, entry);
		archive_write_data(archive, members[i].p, members[i].n);
		archive_entry_free(entry);
	}
	archive_write_close(archive);
	archive_write_free(archive);
	return report_sniff(arena_str(&arena, buf_view(&out)));
}

/* The names of a package's parts stand in a zip that only holds the package. */
START_TEST(a_zip_with_packages_in_it_is_no_package)
{
	AUTO(buf_release) struct buf docx = {0}, odt = {0};

	buf_init(&docx, 1 << 20);
	buf_init(&odt, 1 << 20);
	make_zip(&docx, (const char *const[]){
				"[Content_Types].xml", "<x/>", "word/document.xml", "<x/>", NULL});
	make_zip(&odt, (const char *const[]){"mimetype", "application/vnd.oasis.opendocument.text",
			       "content.xml", "<x/>", NULL});
	ck_assert_str_eq(sniff_stored("x.docx", buf_view(&docx), "a.txt"), "application/zip");
	ck_assert_str_eq(sniff_stored("x.odt", buf_view(&odt), "a.txt"), "application/zip");
	ck_assert_str_eq(sniff_stored("word/document.xml", STR("<x/>"), "a.txt"),
		report_sniff(buf_view(&docx)));
	ck_assert_str_eq(report_sniff(buf_view(&odt)), "application/vnd.oasis.opendocument.text");
	docx.n -= 30;
	ck_assert_str_ne(
		report_sniff(buf_view(&docx)), "application/zip"); /* cut: the reader says so */
}
END_TEST

TEST_MAIN("format", a_zip_with_packages_in_it_is_no_package, a_docx_gives_paragraphs_items_and_rows,
	an_odt_gives_headings_paragraphs_and_links, entities_in_a_document_are_not_expanded,
	a_bomb_in_a_package_is_refused_with_a_sentence,
	a_broken_document_gives_what_stands_before_the_fault,
	a_mail_gives_its_subject_sender_day_and_text, attachments_are_decoded,
	a_mail_that_has_only_a_page_is_read_as_one, mail_in_mail_and_endless_nesting_are_survived,
	a_text_that_only_begins_like_mail_is_text, running_heads_and_page_numbers_of_a_pdf_go,
	a_pdf_of_pictures_says_that_it_needs_ocr, types_without_a_reader_are_named)
