/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "text/phrase.h"
#include "text/timex_words.h"

static const char *const month_words[12] = {"january jan jan.", "february feb feb.",
	"march mar. mar", "april apr apr.", "may", "june jun jun.", "july jul jul.",
	"august aug aug.", "september sept sept. sep sep.", "october oct oct.", "november nov nov.",
	"december dec dec."};

static const char *const weekday_words[7] = {
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

static const char *const season_words[4] = {"spring", "summer", "autumn fall", "winter"};

static const char *const small_numbers[] = {"several few", "one a", "two", "three", "four", "five",
	"six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
	"fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};

static int index_of(const struct tokens *tokens, size_t i, const char *const *words, int n)
{
	int k;

	for (k = 0; k < n; k++)
		if (token_in(tokens, i, words[k]))
			return k;
	return -1;
}

int month_of(const struct tokens *tokens, size_t i)
{
	if (i >= tokens->n || !token_capitalised(tokens, i))
		return 0;
	return index_of(tokens, i, month_words, 12) + 1;
}

int weekday_of(const struct tokens *tokens, size_t i)
{
	if (i >= tokens->n || !token_capitalised(tokens, i))
		return -1;
	return index_of(tokens, i, weekday_words, 7);
}

int season_of(const struct tokens *tokens, size_t i)
{
	return i < tokens->n ? index_of(tokens, i, season_words, 4) : -1;
}

/* Leading digits of the token and what follows them; -1 if there are none or too many. */
static int leading_number(const struct tokens *tokens, size_t i, struct str *ret_rest)
{
	struct str word;
	int value = 0;
	size_t k;

	if (i >= tokens->n)
		return -1;
	word = tokens->v[i].lower;
	for (k = 0; k < word.n && ascii_is_digit(word.p[k]); k++) {
		if (k >= 6)
			return -1;
		value = value * 10 + (word.p[k] - '0');
	}
	*ret_rest = str_slice(word, k, word.n);
	return k ? value : -1;
}

int day_number(const struct tokens *tokens, size_t i)
{
	struct str rest;
	int value = leading_number(tokens, i, &rest);

	if (value < 1 || value > 31 || (rest.n && !word_in(rest, "st nd rd th")))
		return 0;
	return value;
}

int year_number(const struct tokens *tokens, size_t i)
{
	struct str rest;
	int value = leading_number(tokens, i, &rest);

	return value >= 1900 && value <= 2099 && rest.n == 0 ? value : 0;
}

enum timex_precision unit_of(const struct tokens *tokens, size_t i)
{
	if (token_in(tokens, i, "day days"))
		return TIMEX_DAY;
	if (token_in(tokens, i, "week weeks"))
		return TIMEX_WEEK;
	if (token_in(tokens, i, "month months"))
		return TIMEX_MONTH;
	return token_in(tokens, i, "year years") ? TIMEX_YEAR : 0;
}

int small_count(const struct tokens *tokens, size_t i)
{
	struct str rest;
	int value = leading_number(tokens, i, &rest);

	if (value >= 0)
		return rest.n == 0 ? value : -1;
	return i < tokens->n ? index_of(tokens, i, small_numbers, ARRAY_SIZE(small_numbers)) : -1;
}
