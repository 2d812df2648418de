/* SPDX-License-Identifier: Apache-2.0
 * What the HTTP intake takes apart, and how a report is identified. */
#include "support/testing.h"

#include "base/parse.h"
#include "ingestor/intake_form.h"
#include "model/sha256.h"

START_TEST(a_form_gives_its_fields_and_files)
{
	struct str body = STR("preamble\r\n--b\r\nContent-Disposition: form-data; "
			      "name=\"url\"\r\n\r\nhttps://a/\r\n"
			      "--b\r\nContent-Disposition: form-data; name=f; "
			      "filename=\"a.html\"\r\nContent-Type: text/html\r\n\r\n"
			      "<p>--b is no end\r\nnor is\r\n -- b\r\n\r\n--b--\r\n");
	struct str boundary = form_boundary(STR("multipart/form-data; charset=x; boundary=\"b\""));
	struct form_part part;

	ck_assert(str_eq(boundary, STR("b")));
	ck_assert(form_next(&body, boundary, &part));
	ck_assert(str_absent(part.file) && str_eq(part.name, STR("url")));
	ck_assert(str_eq(part.content, STR("https://a/")));
	ck_assert(form_next(&body, boundary, &part));
	ck_assert(str_eq(part.file, STR("a.html")) && str_eq(part.media_type, STR("text/html")));
	ck_assert(str_eq(part.content, STR("<p>--b is no end\r\nnor is\r\n -- b\r\n")));
	ck_assert(!form_next(&body, boundary, &part));
	body = STR("--b\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\nbroken off");
	ck_assert(!form_next(&body, boundary, &part));
}
END_TEST

START_TEST(json_comes_as_an_object_an_array_or_lines)
{
	struct str body = STR(" [ {\"a\": \"}]{\\\"\", \"b\": {\"c\": 1}\n},\n{} "
			      "]\nnonsense\n{\"open\": 1"),
		   object;

	ck_assert(json_next_object(&body, &object));
	ck_assert(str_eq(object, STR("{\"a\": \"}]{\\\"\", \"b\": {\"c\": 1}\n}")));
	ck_assert(json_next_object(&body, &object) && str_eq(object, STR("{}")));
	ck_assert(json_next_object(&body, &object) && str_eq(object, STR("nonsense")));
	ck_assert(json_next_object(&body, &object) && str_eq(object, STR("{\"open\": 1")));
	ck_assert(!json_next_object(&body, &object));
}
END_TEST

/* FIPS 180-4's examples, and every way in which the last block can be filled, by both ways of
 * doing it. */
START_TEST(an_id_is_the_sha256_whichever_way_it_is_computed)
{
	unsigned char fast[SHA256_BYTES], slow[SHA256_BYTES];
	char bytes[1100], hex[2 * SHA256_BYTES + 1];
	size_t i, n;

	sha256(STR("abc"), fast);
	format_hex(fast, sizeof(fast), hex);
	ck_assert_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	sha256((struct str){0}, fast);
	format_hex(fast, sizeof(fast), hex);
	ck_assert_str_eq(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i * i >> 3 ^ i);
	for (n = 0; n < sizeof(bytes) - 1; n++) {
		sha256((struct str){bytes + 1, n}, fast);
		sha256_portable((struct str){bytes + 1, n}, slow);
		ck_assert_mem_eq(fast, slow, SHA256_BYTES);
	}
}
END_TEST

TEST_MAIN("intake_form", a_form_gives_its_fields_and_files,
	json_comes_as_an_object_an_array_or_lines, an_id_is_the_sha256_whichever_way_it_is_computed)
