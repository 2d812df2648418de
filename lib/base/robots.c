/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/parse.h"
#include "base/robots.h"

#define MAX_PATTERN 2048 /* octets; a longer one is cut, and so matches more */

static bool is_token(char c)
{
	return ascii_is_alpha(c) || c == '_' || c == '-';
}

struct str robots_token(struct str user_agent)
{
	size_t n = 0;

	while (n < user_agent.n && is_token(user_agent.p[n]))
		n++;
	return str_slice(user_agent, 0, n);
}

static bool is_unreserved(unsigned char c)
{
	return ascii_is_alnum((char)c) || c == '-' || c == '.' || c == '_' || c == '~';
}

/* One octet or triplet at s.p[0], in its normal form; how much of s it took. */
static size_t normal_octet(struct str s, char out[3], size_t *ret_n)
{
	static const char hex[] = "0123456789ABCDEF";
	unsigned char c = (unsigned char)s.p[0], decoded;
	bool triplet = c == '%' && s.n > 2 && parse_hex(str_slice(s, 1, 3), &decoded, 1);

	if (triplet)
		c = decoded;
	if (triplet ? is_unreserved(c) : c < 0x80) {
		out[0] = (char)c;
		*ret_n = 1;
	} else {
		out[0] = '%';
		out[1] = hex[c >> 4];
		out[2] = hex[c & 15];
		*ret_n = 3;
	}
	return triplet ? 3 : 1;
}

/* Into out, which has room for MAX_PATTERN octets. */
static struct str normal_path(struct str s, char *out)
{
	size_t at = 0, n = 0, one;
	char octet[3];

	while (at < s.n) {
		at += normal_octet(str_slice(s, at, s.n), octet, &one);
		if (n + one > MAX_PATTERN)
			break;
		memcpy(out + n, octet, one);
		n += one;
	}
	return (struct str){out, n};
}

/* One line at CR, LF or both. */
static bool next_line(struct str *rest, struct str *ret)
{
	size_t end = 0;

	if (!rest->n)
		return false;
	while (end < rest->n && rest->p[end] != '\n' && rest->p[end] != '\r')
		end++;
	*ret = str_slice(*rest, 0, end);
	if (end + 1 < rest->n && rest->p[end] == '\r' && rest->p[end + 1] == '\n')
		end++;
	*rest = str_slice(*rest, end < rest->n ? end + 1 : end, rest->n);
	return true;
}

enum line_kind { LINE_OTHER, LINE_AGENT, LINE_ALLOW, LINE_DISALLOW };

static enum line_kind read_line(struct str line, struct str *ret_value)
{
	size_t hash = str_find(line, STR("#"), 0), colon;
	struct str key;

	line = str_slice(line, 0, hash);
	colon = str_find(line, STR(":"), 0);
	if (colon == line.n)
		return LINE_OTHER;
	key = str_trim(str_slice(line, 0, colon));
	*ret_value = str_trim(str_slice(line, colon + 1, line.n));
	if (str_case_eq(key, STR("user-agent")))
		return LINE_AGENT;
	if (str_case_eq(key, STR("allow")))
		return LINE_ALLOW;
	return str_case_eq(key, STR("disallow")) ? LINE_DISALLOW : LINE_OTHER;
}

/* The rules of the groups for that agent; false if no group is. */
static bool take_groups(struct str text, struct str agent, struct buf *out)
{
	bool ours = false, naming = false, found = false;
	struct str line, value;

	while (next_line(&text, &line)) {
		enum line_kind kind = read_line(line, &value);

		if (kind == LINE_OTHER)
			continue;
		if (kind == LINE_AGENT) {
			struct str name = str_eq(value, STR("*")) ? value : robots_token(value);

			ours = (naming && ours) || (name.n && str_case_eq(name, agent));
			naming = true;
			found = found || ours;
			continue;
		}
		naming = false;
		if (ours && value.n) {
			buf_putc(out, kind == LINE_ALLOW ? '+' : '-');
			buf_str(out, value);
			buf_putc(out, '\n');
		}
	}
	return found;
}

void robots_rules(struct str text, struct str token, struct buf *out)
{
	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_slice(text, 3, text.n);
	if (text.n > ROBOTS_MAX_BYTES)
		text.n = ROBOTS_MAX_BYTES;
	if (!token.n || !take_groups(text, token, out))
		take_groups(text, STR("*"), out);
}

/* Wildcards by the way of going back to the last star: linear but for them, and never
 * exponential. */
static bool matches(struct str pattern, struct str path)
{
	bool to_end = str_ends(pattern, STR("$"));
	size_t p = 0, s = 0, star = SIZE_MAX, from = 0;

	if (to_end)
		pattern.n--;
	while (p < pattern.n || (to_end && s < path.n)) {
		if (p < pattern.n && pattern.p[p] == '*') {
			star = p++;
			from = s;
		} else if (p < pattern.n && s < path.n && pattern.p[p] == path.p[s]) {
			p++;
			s++;
		} else if (star != SIZE_MAX && from < path.n) {
			p = star + 1;
			s = ++from;
		} else {
			return false;
		}
	}
	return true;
}

bool robots_allow(struct str rules, struct str path)
{
	char normal[MAX_PATTERN], pattern[MAX_PATTERN];
	size_t longest = 0;
	bool allowed = true;
	struct str line;

	path = normal_path(path.n ? path : STR("/"), normal);
	if (str_eq(path, STR("/robots.txt")))
		return true;
	while (str_next_line(&rules, &line)) {
		bool allow = line.n && line.p[0] == '+';
		struct str rule = normal_path(line.n ? str_slice(line, 1, line.n) : line, pattern);

		if (!rule.n || rule.n < longest || (rule.n == longest && !allow) ||
			!matches(rule, path))
			continue;
		longest = rule.n;
		allowed = allow;
	}
	return allowed;
}
