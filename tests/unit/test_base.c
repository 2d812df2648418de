/* SPDX-License-Identifier: Apache-2.0 */
#include "support/testing.h"

#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/emit.h"
#include "base/err.h"
#include "base/histogram.h"
#include "base/log.h"
#include "base/map.h"
#include "base/parse.h"
#include "base/settings.h"
#include "base/utf8.h"

START_TEST(an_error_is_cut_between_characters)
{
	struct err err = {0};
	char accents[1024];
	size_t i;

	for (i = 0; i + 2 < sizeof(accents); i += 2) {
		accents[i] = (char)0xc3;
		accents[i + 1] = (char)0xa9;
	}
	accents[i] = '\0';
	ck_assert(!err_set(&err, ERR_REJECT, "x%s", accents));
	ck_assert(utf8_valid(err.text, strlen(err.text)));
	err_prefix(&err, "while reading %s", "a file");
	ck_assert(utf8_valid(err.text, strlen(err.text)));
	ck_assert(str_starts(str_from(err.text), STR("while reading a file: x")));
	ck_assert_int_eq(err.kind, ERR_REJECT);
}
END_TEST

START_TEST(a_buffer_never_passes_its_ceiling)
{
	AUTO(buf_release) struct buf buf = {0};

	buf_init(&buf, 10);
	ck_assert(buf_puts(&buf, "12345"));
	ck_assert(!buf_puts(&buf, "123456"));
	ck_assert(buf.full);
	ck_assert_uint_eq(buf.n, 5);
	ck_assert(!buf_puts(&buf, "1")); /* full is sticky: one question at the end is enough */
	buf_reset(&buf);
	ck_assert(buf_printf(&buf, "%s", "1234567890"));
	ck_assert_str_eq(buf.data, "1234567890");
}
END_TEST

START_TEST(an_arena_keeps_its_limit_and_alignment)
{
	AUTO(arena_release) struct arena arena = {0};
	size_t i;

	arena_init(&arena, 1 << 20);
	for (i = 0; i < 1000; i++) {
		char *p = arena_try(&arena, i % 97 + 1);

		ck_assert_ptr_nonnull(p);
		ck_assert_uint_eq((uintptr_t)p % 16, 0);
		memset(p, 0x5a, i % 97 + 1);
	}
	ck_assert_ptr_null(arena_try(&arena, 1 << 20));
	ck_assert_ptr_null(arena_try(&arena, SIZE_MAX - 3));
	arena_reset(&arena);
	ck_assert_ptr_nonnull(arena_try(&arena, 1 << 19));
}
END_TEST

START_TEST(broken_utf8_is_seen)
{
	static const char *const bad[] = {"\x80", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80",
		"\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xc3", "a\xe2\x82"};
	static const char *const good[] = {"", "abc", "\xc3\xa9", "\xe2\x82\xac",
		"\xf0\x9f\x98\x80", "\xef\xbf\xbd", "\xf4\x8f\xbf\xbf", "12345678\xc3\xa9"};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++)
		ck_assert_msg(!utf8_valid(bad[i], strlen(bad[i])), "bad[%zu] passed", i);
	for (i = 0; i < ARRAY_SIZE(good); i++)
		ck_assert_msg(utf8_valid(good[i], strlen(good[i])), "good[%zu] failed", i);
	ck_assert_uint_eq(utf8_floor("a\xe2\x82\xac", 3), 1);
	ck_assert_uint_eq(utf8_floor("a\xe2\x82\xac", 4), 4);
}
END_TEST

START_TEST(every_character_survives_a_round_trip)
{
	uint32_t c, back;
	char out[4];
	size_t n, taken;

	for (c = 0; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 251) {
		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		n = utf8_encode(c, out);
		back = utf8_decode(out, n, &taken);
		ck_assert_uint_eq(back, c);
		ck_assert_uint_eq(taken, n);
	}
}
END_TEST

START_TEST(numbers_are_read_whole_or_not_at_all)
{
	uint64_t v = 7;

	ck_assert(parse_u64(STR("18446744073709551615"), 0, UINT64_MAX, &v));
	ck_assert(v == UINT64_MAX);
	v = 7;
	ck_assert(!parse_u64(STR("18446744073709551616"), 0, UINT64_MAX, &v));
	ck_assert(!parse_u64(STR("12x"), 0, 100, &v));
	ck_assert(!parse_u64(STR(""), 0, 100, &v));
	ck_assert(!parse_u64(STR("-1"), 0, 100, &v));
	ck_assert(!parse_u64(STR("101"), 0, 100, &v));
	ck_assert_uint_eq(v, 7);
	ck_assert(parse_size(STR("64M"), 0, UINT64_MAX, &v));
	ck_assert_uint_eq(v, 64 << 20);
	ck_assert(!parse_size(STR("99999999999999999999G"), 0, UINT64_MAX, &v));
	ck_assert(parse_duration(STR("30"), 0, 100000, &v));
	ck_assert_uint_eq(v, 30000);
	ck_assert(parse_duration(STR("250ms"), 0, 100000, &v));
	ck_assert_uint_eq(v, 250);
	ck_assert(!parse_duration(STR("3 s"), 0, 100000, &v));
}
END_TEST

START_TEST(days_and_dates_agree)
{
	int32_t day;
	int y, m, d;
	char out[16];

	ck_assert_int_eq(day_from_civil(1970, 1, 1), 0);
	ck_assert_int_eq(day_of_week(0), 3); /* a Thursday */
	for (day = -200000; day < 200000; day += 37) {
		day_to_civil(day, &y, &m, &d);
		ck_assert_int_eq(day_from_civil(y, m, d), day);
	}
	ck_assert(day_parse(STR("2024-02-29"), &day));
	day_format(day, out);
	ck_assert_str_eq(out, "2024-02-29");
	ck_assert(day_parse(STR("2024-02-29T10:00:00Z"), &day));
	ck_assert(!day_parse(STR("2023-02-29"), &day));
	ck_assert(!day_parse(STR("2023-13-01"), &day));
	ck_assert(!day_parse(STR("2023-1-1"), &day));
	clock_format(1704067199999, (char[32]){0});
}
END_TEST

START_TEST(a_map_finds_what_was_put)
{
	AUTO(map_release) struct map map = {0};
	char keys[2000][16];
	bool is_new;
	size_t i;

	map_init(&map);
	ck_assert_ptr_null(map_get(&map, STR("nothing")));
	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		snprintf(keys[i], sizeof(keys[i]), "key%zu", i);
		map_put(&map, str_from(keys[i]), &is_new)->value.num = (int64_t)i;
		ck_assert(is_new);
	}
	for (i = 0; i < ARRAY_SIZE(keys); i++)
		ck_assert_int_eq(map_get(&map, str_from(keys[i]))->value.num, (int64_t)i);
	map_put(&map, STR("key7"), &is_new);
	ck_assert(!is_new);
	ck_assert_uint_eq(map.n, ARRAY_SIZE(keys));
}
END_TEST

START_TEST(json_is_escaped_and_repaired)
{
	AUTO(buf_release) struct buf out = {0};
	struct emitter e = {.out = &out};

	buf_init(&out, 4096);
	emit_open(&e, '{');
	emit_member(&e, "a", (struct str){"q\"\\\n\x01\xff\xc3\xa9", 8});
	emit_member_real(&e, "b", 2.5);
	emit_member_real(&e, "c", 600);
	emit_key(&e, "d");
	emit_open(&e, '[');
	emit_null(&e);
	emit_bool(&e, true);
	emit_close(&e, ']');
	emit_close(&e, '}');
	ck_assert_str_eq(out.data, "{\"a\":\"q\\\"\\\\\\n\\u0001\xef\xbf\xbd\xc3\xa9\",\"b\":2.5,"
				   "\"c\":600,\"d\":[null,true]}");
}
END_TEST

START_TEST(percentiles_are_near_the_truth)
{
	struct histogram h = {0};
	int64_t i;

	ck_assert_int_eq(histogram_at(&h, 0.5), 0);
	for (i = 1; i <= 10000; i++)
		histogram_add(&h, i, 1000);
	ck_assert_int_ge(histogram_at(&h, 0.5), 4300);
	ck_assert_int_le(histogram_at(&h, 0.5), 5700);
	ck_assert_int_ge(histogram_at(&h, 0.99), 8600);
	histogram_add(&h, 5, 1000 + 61000);
	ck_assert_uint_eq(histogram_count(&h), 10001); /* the minute before is still seen */
	histogram_add(&h, 5, 1000 + 122000);
	histogram_add(&h, 5, 1000 + 183000);
	ck_assert_uint_le(histogram_count(&h), 3);
}
END_TEST

START_TEST(a_log_quotation_stays_on_its_line)
{
	ck_assert_str_eq(log_quote(STR("a \"b\"\nc\x1b[0m")), "\"a \\\"b\\\" c [0m\"");
}
END_TEST

START_TEST(an_unknown_setting_suggests_the_nearest)
{
	AUTO(settings_free) struct settings *s = settings_new();
	struct err err = {0};

	ck_assert(!settings_set(s, STR("leese"), STR("3s"), "test:1", &err));
	ck_assert_ptr_nonnull(strstr(err.text, "did you mean \"lease\"?"));
	ck_assert(!settings_set(s, STR("lease"), STR("soon"), "test:2", &err));
	ck_assert_ptr_nonnull(strstr(err.text, "a duration such as 30s"));
	ck_assert(settings_set(s, STR("lease"), STR("3s"), "test:3", &err));
	ck_assert_uint_eq(settings_number(s, "lease"), 3000);
	ck_assert_uint_eq(settings_number(s, "max_attempts"), 5);
}
END_TEST

START_TEST(flags_beat_environment_beats_file)
{
	AUTO(settings_free) struct settings *s = settings_new();
	char path[] = "settings-XXXXXX";
	char *argv[] = {(char *)"test", (char *)"--window=7", (char *)"rest", (char *)"--max-lost",
		(char *)"9", NULL};
	int fd = mkstemp(path), argc = 5;
	const char text[] = "# comment\nwindow = 5\n max_attempts=6 \nretry_min = 2s\n";
	struct err err = {0};

	ck_assert_int_eq(write(fd, text, sizeof(text) - 1), (ssize_t)sizeof(text) - 1);
	close(fd);
	setenv("SITREP_MAX_ATTEMPTS", "8", 1);
	ck_assert_msg(settings_load(s, path, &err), "%s", err.text);
	ck_assert_msg(settings_take_flags(s, &argc, argv, &err), "%s", err.text);
	unlink(path);
	ck_assert_uint_eq(settings_number(s, "window"), 7);
	ck_assert_uint_eq(settings_number(s, "max_attempts"), 8);
	ck_assert_uint_eq(settings_number(s, "retry_min"), 2000);
	ck_assert_uint_eq(settings_number(s, "max_lost"), 9);
	ck_assert_int_eq(argc, 2);
	ck_assert_str_eq(argv[1], "rest");
	ck_assert(!settings_load(s, "/nonexistent/sitrep.conf", &err));
}
END_TEST

START_TEST(lines_and_fields_are_taken_one_by_one)
{
	struct str rest = STR("a\r\nb\n\nc"), line;
	const char *const want[] = {"a", "b", "", "c"};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(want); i++) {
		ck_assert(str_next_line(&rest, &line));
		ck_assert(str_eq(line, str_from(want[i])));
	}
	ck_assert(!str_next_line(&rest, &line));
	ck_assert_uint_eq(str_find(STR("abcabc"), STR("bc"), 2), 4);
	ck_assert_uint_eq(str_find(STR("abc"), STR("x"), 0), 3);
	ck_assert(str_case_eq(STR("AbC"), STR("aBc")));
}
END_TEST

TEST_MAIN("base", an_error_is_cut_between_characters, a_buffer_never_passes_its_ceiling,
	an_arena_keeps_its_limit_and_alignment, broken_utf8_is_seen,
	every_character_survives_a_round_trip, numbers_are_read_whole_or_not_at_all,
	days_and_dates_agree, a_map_finds_what_was_put, json_is_escaped_and_repaired,
	percentiles_are_near_the_truth, a_log_quotation_stays_on_its_line,
	an_unknown_setting_suggests_the_nearest, flags_beat_environment_beats_file,
	lines_and_fields_are_taken_one_by_one)
