/* SPDX-License-Identifier: Apache-2.0 */
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/ustring.h>

#include "base/compiler.h"
#include "base/utf8.h"
#include "text/charset.h"

/* How much of the page the statistics of the detector are taken from. */
#define DETECT_BYTES ((size_t)128 << 10)

static struct str drop_nul(struct str s, struct arena *arena)
{
	size_t i, n = 0;
	char *out;

	if (!s.n || !memchr(s.p, '\0', s.n))
		return s;
	out = arena_alloc(arena, s.n + 1);
	for (i = 0; i < s.n; i++)
		if (s.p[i])
			out[n++] = s.p[i];
	return (struct str){out, n};
}

/* Characters beyond ASCII that are well formed, and bytes that are not. */
static void count_utf8(struct str s, size_t *ret_good, size_t *ret_bad)
{
	size_t i, taken;

	*ret_good = *ret_bad = 0;
	for (i = 0; i < s.n; i += taken) {
		uint32_t c = utf8_decode(s.p + i, s.n - i, &taken);

		if (c == UTF8_REPLACEMENT && taken == 1)
			(*ret_bad)++;
		else if (c >= 0x80)
			(*ret_good)++;
	}
}

static void repair_utf8(struct str s, size_t bad, struct arena *arena, struct decoded *ret)
{
	char *out = arena_alloc(arena, s.n + 2 * bad + 1);
	size_t i, n = 0, taken;

	for (i = 0; i < s.n; i += taken) {
		uint32_t c = utf8_decode(s.p + i, s.n - i, &taken);

		if (c == UTF8_REPLACEMENT && taken == 1) {
			n += utf8_encode(c, out + n);
		} else {
			memcpy(out + n, s.p + i, taken);
			n += taken;
		}
	}
	ret->text = (struct str){out, n};
	ret->nreplaced = bad;
}

static size_t count_replacements(struct str s)
{
	size_t n = 0, at;

	for (at = str_find(s, STR("\xEF\xBF\xBD"), 0); at < s.n;
		at = str_find(s, STR("\xEF\xBF\xBD"), at + 3))
		n++;
	return n;
}

static void close_converter(UConverter **converter)
{
	if (*converter)
		ucnv_close(*converter);
}

/* False if ICU does not know the converter. */
static bool convert(struct str s, const char *name, struct arena *arena, struct decoded *ret)
{
	UErrorCode status = U_ZERO_ERROR;
	AUTO(close_converter) UConverter *converter = ucnv_open(name, &status);
	int32_t room = (int32_t)(2 * s.n + 16), n, bytes;
	UChar *wide;
	char *out;

	if (U_FAILURE(status))
		return false;
	wide = arena_alloc(arena, (size_t)room * sizeof(*wide));
	n = ucnv_toUChars(converter, wide, room, s.p, (int32_t)s.n, &status);
	if (U_FAILURE(status))
		return false;
	out = arena_alloc(arena, 3 * (size_t)n + 16);
	u_strToUTF8WithSub(out, 3 * n + 16, &bytes, wide, n, UTF8_REPLACEMENT, NULL, &status);
	if (U_FAILURE(status))
		return false;
	ret->text = (struct str){out, (size_t)bytes};
	ret->nreplaced = count_replacements(ret->text);
	return true;
}

/* Text in UTF-16 that is mostly ASCII has a zero in every other byte. */
static const char *utf16_without_mark(struct str s)
{
	size_t i, n = s.n < 1024 ? s.n & ~(size_t)1 : 1024, even = 0, odd = 0;

	for (i = 0; i < n; i += 2) {
		even += s.p[i] == 0;
		odd += s.p[i + 1] == 0;
	}
	if (n >= 16 && odd * 10 > n * 4 && even * 50 < n)
		return "UTF-16LE";
	if (n >= 16 && even * 10 > n * 4 && odd * 50 < n)
		return "UTF-16BE";
	return NULL;
}

static bool decode_unicode(struct str s, struct arena *arena, struct decoded *ret)
{
	const char *wide = NULL;
	size_t mark = 0;

	if (str_starts(s, STR("\xEF\xBB\xBF")))
		mark = 3;
	else if (str_starts(s, STR("\xFF\xFE")))
		wide = "UTF-16LE", mark = 2;
	else if (str_starts(s, STR("\xFE\xFF")))
		wide = "UTF-16BE", mark = 2;
	else
		wide = utf16_without_mark(s);
	s = str_slice(s, mark, s.n);
	ret->charset = wide ? wide : "UTF-8";
	if (wide)
		return convert(s, wide, arena, ret);
	if (utf8_valid(s.p, s.n)) {
		ret->text = s;
		return true;
	}
	if (mark) {
		size_t good, bad;

		count_utf8(s, &good, &bad);
		repair_utf8(s, bad, arena, ret);
		return true;
	}
	return false;
}

static void close_detector(UCharsetDetector **detector)
{
	if (*detector)
		ucsdet_close(*detector);
}

/* The bytes beyond ASCII with a little around them: markup says nothing about the charset. */
static struct str sample(struct str s, struct arena *arena)
{
	char *out = arena_alloc(arena, DETECT_BYTES + 16);
	size_t i, n = 0, last = 0;

	for (i = 0; i < s.n && n < DETECT_BYTES; i++) {
		size_t from = i > 8 ? i - 8 : 0, to = i + 9 < s.n ? i + 9 : s.n;

		if (!((unsigned char)s.p[i] & 0x80))
			continue;
		if (from < last)
			from = last;
		if (from > last)
			out[n++] = ' ';
		for (; from < to && n < DETECT_BYTES; from++)
			out[n++] = s.p[from];
		last = to;
		i = to - 1;
	}
	return (struct str){out, n};
}

/* Static name of the most likely charset, NULL if nothing is likely. */
static const char *detect(struct str s, struct arena *arena, const char **ret_converter)
{
	UErrorCode status = U_ZERO_ERROR;
	AUTO(close_detector) UCharsetDetector *detector = ucsdet_open(&status);
	struct str part = sample(s, arena);
	const UCharsetMatch *match;
	const char *name;

	if (U_FAILURE(status))
		return NULL;
	ucsdet_setText(detector, part.p, (int32_t)part.n, &status);
	match = ucsdet_detect(detector, &status);
	if (U_FAILURE(status) || !match || ucsdet_getConfidence(match, &status) < 20)
		return NULL;
	name = charset_find(str_from(ucsdet_getName(match, &status)), ret_converter);
	/* bytes that are not UTF-8 are not Unicode at all when we get here */
	return name && strncmp(name, "UTF", 3) != 0 ? name : NULL;
}

void charset_decode(struct str bytes, struct str declared, bool markup, struct arena *arena,
	struct decoded *ret)
{
	const char *converter = NULL, *name = NULL;
	size_t good, bad;

	*ret = (struct decoded){.text = STR("")};
	if (decode_unicode(bytes, arena, ret)) {
		ret->text = drop_nul(ret->text, arena);
		return;
	}
	if (declared.n)
		name = charset_find(declared, &converter);
	if (!name && markup)
		name = charset_find(charset_declared(bytes), &converter);
	count_utf8(bytes, &good, &bad);
	if ((!name || strncmp(name, "UTF", 3) == 0) && good >= bad) {
		repair_utf8(bytes, bad, arena, ret);
		ret->text = drop_nul(ret->text, arena);
		return;
	}
	if (!name || strncmp(name, "UTF", 3) == 0) {
		name = detect(bytes, arena, &converter);
		ret->guessed = true;
	}
	ret->charset = name ? name : "windows-1252";
	if (!convert(bytes, name ? converter : "windows-1252", arena, ret)) {
		ret->charset = "UTF-8";
		repair_utf8(bytes, bad, arena, ret);
	}
	ret->text = drop_nul(ret->text, arena);
}
