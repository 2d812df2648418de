/* SPDX-License-Identifier: Apache-2.0
 *
 * What has a form of its own needs no learning: each matcher says how many tokens from i on are
 * of its kind, 0 for none. The first in the table that matches wins. */
#include "base/ascii.h"
#include "base/compiler.h"
#include "base/utf8.h"
#include "text/quantity_number.h"
#include "text/mention.h"
#include "text/tag.h"

#define MIN_PHONE_DIGITS 7
#define MAX_TITLE_TOKENS 8
#define MAX_PHONE_DIGITS 15 /* ITU-T E.164 */

static bool is_number(const struct tokens *t, size_t i, size_t last)
{
	return i < last && (ascii_is_digit(t->v[i].lower.p[0]) ||
				   (t->v[i].lower.n > 1 && t->v[i].lower.p[0] == '.' &&
					   ascii_is_digit(t->v[i].lower.p[1])));
}

static bool is_one_of(
	const struct tokens *t, size_t i, size_t last, const char *const *words, size_t n)
{
	size_t j;

	for (j = 0; i < last && j < n; j++)
		if (token_is(t, i, words[j]))
			return true;
	return false;
}

static size_t match_url(const struct tokens *t, size_t i, size_t last)
{
	struct str s = t->v[i].lower;

	(void)last;
	return str_starts(s, STR("http://")) || str_starts(s, STR("https://")) ||
	       str_starts(s, STR("ftp://")) || str_starts(s, STR("www."));
}

static size_t match_account(const struct tokens *t, size_t i, size_t last)
{
	struct str s = t->v[i].lower;
	const char *at = memchr(s.p, '@', s.n);

	(void)last;
	return s.n > 2 && at && ascii_is_alnum(at[1]) &&
	       (at == s.p || memchr(at, '.', s.n - (size_t)(at - s.p)));
}

/* Digits in groups: "+44 20 7946 0000", "910-555-0100". One plus sign or two separators at least.
 */
static size_t match_phone(const struct tokens *t, size_t i, size_t last)
{
	size_t at = i, digits = 0, separators = 0, j;
	bool plus = token_is(t, i, "+");

	if (plus && (++at == last || t->v[at].space_before))
		return 0;
	for (; is_number(t, at, last); at++) {
		for (j = 0; j < t->v[at].lower.n; j++)
			if (!ascii_is_digit(t->v[at].lower.p[j]))
				return 0;
		digits += t->v[at].lower.n;
		if (at + 2 < last && token_is(t, at + 1, "-") && !t->v[at + 1].space_before &&
			is_number(t, at + 2, last) && !t->v[at + 2].space_before) {
			separators++;
			at++;
		} else if (!plus || !is_number(t, at + 1, last)) {
			at++;
			break;
		}
	}
	return digits >= MIN_PHONE_DIGITS && digits <= MAX_PHONE_DIGITS && (plus || separators >= 2)
		       ? at - i
		       : 0;
}

static size_t match_frequency(const struct tokens *t, size_t i, size_t last)
{
	static const char *const units[] = {"hz", "khz", "mhz", "ghz"};
	struct str s = t->v[i].lower;
	size_t j;

	if (!is_number(t, i, last))
		return 0;
	for (j = 0; j < ARRAY_SIZE(units); j++)
		if (str_ends(s, str_from(units[j])))
			return 1;
	return is_one_of(t, i + 1, last, units, ARRAY_SIZE(units)) ? 2 : 0;
}

static bool is_compass(const struct tokens *t, size_t i, size_t last)
{
	static const char *const points[] = {"n", "s", "e", "w"};

	return is_one_of(t, i, last, points, ARRAY_SIZE(points));
}

static bool is_degree_mark(const struct tokens *t, size_t i, size_t last)
{
	static const char *const marks[] = {
		"\u00B0", "\u00BA", "'", "\"", "''", "\u2032", "\u2033"};

	return is_one_of(t, i, last, marks, ARRAY_SIZE(marks));
}

/* One angle: 36 degrees 20 ' N; how many tokens. */
static size_t angle(const struct tokens *t, size_t i, size_t last)
{
	size_t at = i;

	while (is_number(t, at, last) && is_degree_mark(t, at + 1, last))
		at += 2;
	if (at == i)
		return 0;
	if (is_compass(t, at, last))
		return at + 1 - i;
	return 0;
}

static size_t match_coordinate(const struct tokens *t, size_t i, size_t last)
{
	size_t first = angle(t, i, last), at = i + first, second;

	if (first == 0)
		return 0;
	if (at < last && (token_is(t, at, ",") || token_is(t, at, "/")))
		at++;
	second = angle(t, at, last);
	return second ? at + second - i : first;
}

static const char *const multiples[] = {
	"hundred", "thousand", "million", "billion", "trillion", "m", "bn", "mn", "k"};

static bool is_sign(const struct tokens *t, size_t i, size_t last)
{
	return i < last && !str_absent(currency_symbol(t, i));
}

static bool is_currency_word(const struct tokens *t, size_t i, size_t last)
{
	size_t n;

	return i < last && !str_absent(currency_name(t, i, i + 1, &n));
}

/* "millions of dollars" */
static size_t match_vague_money(const struct tokens *t, size_t i, size_t last)
{
	static const char *const amounts[] = {
		"dozens", "hundreds", "thousands", "millions", "billions"};

	return is_one_of(t, i, last, amounts, ARRAY_SIZE(amounts)) && i + 2 < last &&
			       token_is(t, i + 1, "of") && is_currency_word(t, i + 2, last)
		       ? 3
		       : 0;
}

static size_t match_money(const struct tokens *t, size_t i, size_t last)
{
	size_t at = i;

	if (token_is(t, at, "us") && is_sign(t, at + 1, last) && !t->v[at + 1].space_before)
		at++;
	if (is_sign(t, at, last) && is_number(t, at + 1, last)) {
		at += 2;
		if (is_one_of(t, at, last, multiples, ARRAY_SIZE(multiples)))
			at++;
		return at - i;
	}
	if (at != i || !(is_number(t, i, last) || t->v[i].pos == POS_CD))
		return 0;
	at++;
	if (is_one_of(t, at, last, multiples, ARRAY_SIZE(multiples)))
		at++;
	/* a nationality may stand between: "200 Jordanian dinars" */
	if (at < last && is_currency_word(t, at + 1, last) && t->v[at].pos == POS_JJ)
		at++;
	return is_currency_word(t, at, last) ? at + 1 - i : 0;
}

/* "15km", "300 m": a distance, weight or area; percentages. */
static size_t match_measure(const struct tokens *t, size_t i, size_t last)
{
	static const char *const units[] = {"km", "kms", "kilometres", "kilometers", "miles",
		"metres", "meters", "feet", "ft", "kg", "kilograms", "kilos", "tonnes", "tons",
		"pounds", "litres", "hectares", "acres", "%", "percent"};
	static const char *const glued[] = {"km", "m", "ft", "kg", "cm", "mm"};
	struct str s = t->v[i].lower;
	size_t j;

	if (!is_number(t, i, last))
		return 0;
	if (is_one_of(t, i + 1, last, units, ARRAY_SIZE(units)))
		return 2;
	for (j = 0; j < ARRAY_SIZE(glued); j++)
		if (str_ends(s, str_from(glued[j])) && s.n > strlen(glued[j]) &&
			ascii_is_digit(s.p[s.n - strlen(glued[j]) - 1]))
			return 1;
	return 0;
}

static bool starts_with_capital(const struct tokens *t, size_t i)
{
	return ascii_is_upper(token_text(t, i).p[0]);
}

/* " and 2118", ", 2199" after a numbered document; where the list ends. */
static size_t skip_numbers(const struct tokens *t, size_t at, size_t last)
{
	while (at + 1 < last && (token_is(t, at, "and") || token_is(t, at, ",")) &&
		is_number(t, at + 1, last) && t->v[at + 1].lower.n == t->v[at - 1].lower.n)
		at += 2;
	return at;
}

/* " of the Criminal Code": where it ends, or at if there is none. */
static size_t skip_of_name(const struct tokens *t, size_t at, size_t last)
{
	size_t end = at;

	if (end >= last || !token_is(t, end, "of"))
		return at;
	end++;
	if (end < last && t->v[end].pos == POS_DT)
		end++;
	if (end >= last || !pos_is_proper(t->v[end].pos))
		return at;
	while (end < last && pos_is_proper(t->v[end].pos))
		end++;
	return end;
}

/* "UN Security Council Resolution 2254", "section 119.3 of the Criminal Code". */
static size_t match_document(const struct tokens *t, size_t i, size_t last)
{
	static const char *const numbered[] = {"resolution", "resolutions", "order", "article",
		"articles", "section", "sections", "law", "decree", "directive", "act",
		"regulation", "protocol", "convention"};
	size_t at = i;

	if (t->v[at].pos == POS_DT)
		at++;
	while (at < last && at - i < MAX_TITLE_TOKENS && starts_with_capital(t, at) &&
		!is_one_of(t, at, last, numbered, ARRAY_SIZE(numbered)))
		at++;
	if (!is_one_of(t, at, last, numbered, ARRAY_SIZE(numbered)) || !is_number(t, at + 1, last))
		return 0;
	/* "in order 5", "the law 10 years on" are no documents */
	if (!starts_with_capital(t, at) && !token_is(t, at, "section") &&
		!token_is(t, at, "article"))
		return 0;
	return skip_of_name(t, skip_numbers(t, at + 2, last), last) - i;
}

static const struct {
	size_t (*match)(const struct tokens *t, size_t i, size_t last);
	enum entity_type type;
	const char *maker;
} patterns[] = {{match_url, ENTITY_URL, "pattern:url"},
	{match_account, ENTITY_COMMS_IDENTIFIER, "pattern:account"},
	{match_phone, ENTITY_COMMS_IDENTIFIER, "pattern:phone"},
	{match_frequency, ENTITY_FREQUENCY, "pattern:frequency"},
	{match_coordinate, ENTITY_COORDINATE, "pattern:coordinate"},
	{match_money, ENTITY_MONEY, "pattern:money"},
	{match_vague_money, ENTITY_MONEY, "pattern:money"},
	{match_document, ENTITY_DOCUMENT_REFERENCE, "pattern:document"},
	{match_measure, ENTITY_QUANTITY, "pattern:measure"}};

static size_t match_any(const struct tokens *t, size_t i, size_t last, struct mention *mention)
{
	size_t p, n;

	for (p = 0; p < ARRAY_SIZE(patterns); p++) {
		n = patterns[p].match(t, i, last);
		if (n == 0)
			continue;
		*mention = (struct mention){.type = patterns[p].type,
			.span = {t->v[i].span.start, t->v[i + n - 1].span.end},
			.first = (uint32_t)i,
			.last = (uint32_t)(i + n),
			.head = (uint32_t)(i + n - 1),
			.maker = patterns[p].maker,
			.confidence = 1};
		return n;
	}
	return 0;
}

void mention_patterns(const struct tokens *tokens, struct arena *arena, struct mentions *mentions)
{
	struct mention mention;
	size_t i, j, n;

	for (i = 0; i < tokens->n; i += n) {
		n = match_any(tokens, i, tokens->sentences[tokens->v[i].sentence].last, &mention);
		if (n == 0) {
			n = 1;
			continue;
		}
		for (j = i; j < i + n; j++)
			mentions->of[j] = (int32_t)mentions->n;
		*ARENA_PUSH(arena, mentions->v, mentions->n, mentions->cap) = mention;
	}
}
