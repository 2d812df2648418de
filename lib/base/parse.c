/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "base/parse.h"

/* Reads leading digits; *ret_rest is what follows. */
static bool leading_number(struct str s, uint64_t *ret, struct str *ret_rest)
{
	uint64_t value = 0;
	size_t i = 0;

	for (; i < s.n && ascii_is_digit(s.p[i]); i++)
		if (__builtin_mul_overflow(value, (uint64_t)10, &value) ||
			__builtin_add_overflow(value, (uint64_t)(s.p[i] - '0'), &value))
			return false;
	if (i == 0)
		return false;
	*ret = value;
	*ret_rest = str_slice(s, i, s.n);
	return true;
}

static bool in_range(uint64_t value, uint64_t min, uint64_t max, uint64_t *ret)
{
	if (value < min || value > max)
		return false;
	*ret = value;
	return true;
}

bool parse_u64(struct str s, uint64_t min, uint64_t max, uint64_t *ret)
{
	struct str rest;
	uint64_t value;

	return leading_number(s, &value, &rest) && rest.n == 0 && in_range(value, min, max, ret);
}

struct suffix {
	const char *name;
	uint64_t factor;
};

static bool parse_suffixed(struct str s, const struct suffix *table, size_t ntable, uint64_t min,
	uint64_t max, uint64_t *ret)
{
	struct str rest;
	uint64_t value;
	size_t i;

	if (!leading_number(s, &value, &rest))
		return false;
	for (i = 0; i < ntable; i++)
		if (str_case_eq(rest, str_from(table[i].name)))
			return !__builtin_mul_overflow(value, table[i].factor, &value) &&
			       in_range(value, min, max, ret);
	return false;
}

bool parse_size(struct str s, uint64_t min, uint64_t max, uint64_t *ret)
{
	static const struct suffix sizes[] = {
		{"", 1}, {"k", 1 << 10}, {"m", 1 << 20}, {"g", 1 << 30}};

	return parse_suffixed(s, sizes, ARRAY_SIZE(sizes), min, max, ret);
}

bool parse_duration(struct str s, uint64_t min_ms, uint64_t max_ms, uint64_t *ret_ms)
{
	static const struct suffix units[] = {
		{"", 1000}, {"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}, {"d", 86400000}};

	return parse_suffixed(s, units, ARRAY_SIZE(units), min_ms, max_ms, ret_ms);
}

bool parse_bool(struct str s, bool *ret)
{
	static const char *const yes[] = {"yes", "true", "on", "1"};
	static const char *const no[] = {"no", "false", "off", "0"};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(yes); i++) {
		if (str_case_eq(s, str_from(yes[i]))) {
			*ret = true;
			return true;
		}
		if (str_case_eq(s, str_from(no[i]))) {
			*ret = false;
			return true;
		}
	}
	return false;
}

static int hex_digit(char c)
{
	if (ascii_is_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool parse_hex(struct str s, unsigned char *ret, size_t n)
{
	size_t i;

	if (s.n != 2 * n)
		return false;
	for (i = 0; i < s.n; i++)
		if (hex_digit(s.p[i]) < 0)
			return false;
	for (i = 0; i < n; i++)
		ret[i] = (unsigned char)(hex_digit(s.p[2 * i]) << 4 | hex_digit(s.p[2 * i + 1]));
	return true;
}

void format_hex(const unsigned char *bytes, size_t n, char *out)
{
	static const char digit[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < n; i++) {
		out[2 * i] = digit[bytes[i] >> 4];
		out[2 * i + 1] = digit[bytes[i] & 15];
	}
	out[2 * n] = '\0';
}
