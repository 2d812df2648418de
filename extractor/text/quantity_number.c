/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "text/phrase.h"
#include "text/quantity_number.h"

struct number_word {
	const char *word;
	double value;
};

static const struct number_word units[] = {{"zero", 0}, {"one", 1}, {"two", 2}, {"three", 3},
	{"four", 4}, {"five", 5}, {"six", 6}, {"seven", 7}, {"eight", 8}, {"nine", 9}, {"ten", 10},
	{"eleven", 11}, {"twelve", 12}, {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15},
	{"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19}, {"twenty", 20},
	{"thirty", 30}, {"forty", 40}, {"fifty", 50}, {"sixty", 60}, {"seventy", 70},
	{"eighty", 80}, {"ninety", 90}};

static const struct number_word scales[] = {{"dozen", 12}, {"hundred", 100}, {"thousand", 1e3},
	{"million", 1e6}, {"billion", 1e9}, {"trillion", 1e12}, {"mln", 1e6}, {"bn", 1e9},
	{"lakh", 1e5}, {"crore", 1e7}};

static bool find_word(const struct number_word *table, size_t n, struct str word, double *ret)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_eq(word, str_from(table[i].word))) {
			*ret = table[i].value;
			return true;
		}
	return false;
}

static bool unit_word(struct str word, double *ret)
{
	return find_word(units, ARRAY_SIZE(units), word, ret);
}

static bool scale_word(struct str word, double *ret)
{
	return find_word(scales, ARRAY_SIZE(scales), word, ret);
}

/* "twenty-five": the value of a hyphenated number word and what stands after it. */
static bool hyphen_word(struct str word, double *ret, struct str *ret_suffix)
{
	size_t dash = str_find(word, STR("-"), 0);
	struct str rest;
	double tens, ones;

	*ret_suffix = (struct str){0};
	if (unit_word(word, ret))
		return true;
	if (dash == word.n || !unit_word(str_slice(word, 0, dash), &tens))
		return false;
	rest = str_slice(word, dash + 1, word.n);
	*ret = tens;
	*ret_suffix = str_slice(word, dash, word.n);
	dash = str_find(rest, STR("-"), 0);
	if (tens >= 20 && unit_word(str_slice(rest, 0, dash), &ones) && ones > 0 && ones < 10) {
		*ret = tens + ones;
		*ret_suffix = str_slice(rest, dash, rest.n);
	}
	return true;
}

/* Digits with "," between groups and one "." before a fraction, then a suffix of letters. */
static bool figures(struct str word, double *ret, struct str *ret_suffix)
{
	double value = 0, place = 1;
	bool fraction = false;
	size_t i;

	if (word.n == 0 || !ascii_is_digit(word.p[0]))
		return false;
	for (i = 0; i < word.n && i < 20; i++) {
		char c = word.p[i];

		if (ascii_is_digit(c)) {
			value = value * 10 + (c - '0');
			place *= fraction ? 10 : 1;
		} else if (c == '.' && !fraction && i + 1 < word.n) {
			fraction = true;
		} else if (c != ',' || fraction) {
			break;
		}
	}
	*ret = value / place;
	*ret_suffix = str_slice(word, i, word.n);
	return true;
}

/* "5m", "3bn", "24K": the suffix is a scale. */
static void scale_suffix(struct number *number)
{
	static const struct number_word suffixes[] = {
		{"m", 1e6}, {"mn", 1e6}, {"bn", 1e9}, {"b", 1e9}, {"k", 1e3}, {"tn", 1e12}};
	double scale;

	if (find_word(suffixes, ARRAY_SIZE(suffixes), number->suffix, &scale)) {
		number->value *= scale;
		number->suffix = (struct str){0};
	}
}

/* "10-million", "4.5-million-euro": the scale comes off, "-euro" stays. */
static void scale_compound(struct number *number)
{
	struct str rest = number->suffix;
	size_t dash;
	double scale;

	if (rest.n < 2 || rest.p[0] != '-')
		return;
	dash = str_find(rest, STR("-"), 1);
	if (!scale_word(str_slice(rest, 1, dash), &scale))
		return;
	number->value *= scale;
	number->suffix = str_slice(rest, dash, rest.n);
}

static bool is_figure_suffix(struct str suffix)
{
	return suffix.n == 0 || suffix.p[0] == '-' ||
	       word_in(suffix, "m mn bn b k tn kg g km t mm lb lbs");
}

/* Scales after a number in figures: "2.5 million". */
static size_t take_scales(const struct tokens *tokens, size_t at, size_t end, double *value)
{
	double scale;
	size_t from = at;

	while (at < end && at - from < 3 && scale_word(tokens->v[at].lower, &scale)) {
		*value *= scale;
		at++;
	}
	return at;
}

/* A number in words: units and tens add up, a scale multiplies what is smaller than itself. */
static struct number words_at(const struct tokens *tokens, size_t i, size_t end)
{
	struct number number = {.words = true};
	double total = 0, current = 0, v;
	bool any = false, last_unit = false;
	size_t at = i;

	if (token_in(tokens, i, "another") && i + 1 < end &&
		token_in(tokens, i + 1,
			"dead death wounded injured hurt missing killed arrested detained was "
			"is")) {
		number.value = 1; /* "two were killed and another wounded" */
		number.n = 1;
		return number;
	}
	if (token_in(tokens, i, "a an") && i + 1 < end && scale_word(tokens->v[i + 1].lower, &v)) {
		current = 1;
		at++;
	}
	while (at < end && number.suffix.n == 0) {
		size_t and = any && token_in(tokens, at, "and") && !last_unit ? 1 : 0;

		if (at + and >= end)
			break;
		if (hyphen_word(tokens->v[at + and].lower, &v, &number.suffix)) {
			if (last_unit && !(current >= 20 && v < 10))
				break;
			current += v;
			last_unit = true;
		} else if (!and&&scale_word(tokens->v[at].lower, &v)) {
			if (at == i && !(v == 100 || v == 1000) && current == 0)
				break;
			if (at == i)
				break; /* a scale alone counts nothing */
			current = (current > 0 ? current : 1) * v;
			if (v >= 1000 || v == 12) {
				total += current;
				current = 0;
			}
			last_unit = false;
		} else {
			break;
		}
		any = true;
		at += 1 + and;
	}
	number.value = total + current;
	number.n = any ? at - i : 0;
	scale_compound(&number);
	return number;
}

static bool is_digits(struct str word)
{
	size_t i;

	for (i = 0; i < word.n && ascii_is_digit(word.p[i]); i++)
		;
	return word.n > 0 && i == word.n;
}

/* "1 077 persons": groups of three digits set apart by blanks, as the European style has them. Only
 * before a word: columns of a table are no such groups. */
static size_t take_groups(const struct tokens *tokens, size_t at, size_t end, double *value)
{
	double v = *value;
	size_t from = at;

	if (tokens->v[at - 1].lower.n > 3 || !is_digits(tokens->v[at - 1].lower) || v == 0 ||
		(at > 1 &&
			(is_digits(tokens->v[at - 2].lower) || token_capitalised(tokens, at - 2))))
		return at;
	while (at < end && tokens->v[at].lower.n == 3 && is_digits(tokens->v[at].lower)) {
		v = v * 1000 + (tokens->v[at].lower.p[0] - '0') * 100 +
		    (tokens->v[at].lower.p[1] - '0') * 10 + (tokens->v[at].lower.p[2] - '0');
		at++;
	}
	if (at == from || at >= end || !ascii_is_lower(tokens->v[at].lower.p[0]) ||
		token_capitalised(tokens, at))
		return from;
	*value = v;
	return at;
}

struct number number_at(const struct tokens *tokens, size_t i, size_t end)
{
	struct number number = {0};

	if (i >= end)
		return number;
	if (figures(tokens->v[i].lower, &number.value, &number.suffix)) {
		if (!is_figure_suffix(number.suffix))
			return (struct number){0};
		scale_suffix(&number);
		scale_compound(&number);
		number.n = 1;
		if (number.suffix.n == 0) {
			number.n = take_groups(tokens, i + 1, end, &number.value) - i;
			number.n = take_scales(tokens, i + number.n, end, &number.value) - i;
		}
		return number;
	}
	return words_at(tokens, i, end);
}

struct currency_row {
	const char *name;
	const char *adjectives; /* of the country, lower case */
	const char *country;    /* looked for in the text, as it is written there */
	const char *code;
};

/* The first row of a name is what a bare name means in a text that names no country. */
static const struct currency_row currencies[] = {
	{"dollar", "us u.s. american", "", "USD"},
	{"dollar", "australian", "-", "AUD"},
	{"dollar", "canadian", "-", "CAD"},
	{"dollar", "singapore singaporean", "-", "SGD"},
	{"dollar", "zealand", "-", "NZD"},
	{"dollar", "kong", "-", "HKD"},
	{"dollar", "taiwan taiwanese", "-", "TWD"},
	{"euro", "", "", "EUR"},
	{"pound", "british sterling", "", "GBP"},
	{"pound", "egyptian", "Egypt", "EGP"},
	{"pound", "lebanese", "Leban", "LBP"},
	{"pound", "syrian", "Syria", "SYP"},
	{"pound", "sudanese", "Sudan", "SDG"},
	{"peso", "philippine", "Philippine", "PHP"},
	{"peso", "mexican", "Mexic", "MXN"},
	{"peso", "colombian", "Colombia", "COP"},
	{"peso", "argentine", "Argentin", "ARS"},
	{"peso", "chilean", "Chile", "CLP"},
	{"shilling", "kenyan kenya", "Kenya", "KES"},
	{"shilling", "ugandan", "Uganda", "UGX"},
	{"shilling", "tanzanian", "Tanzania", "TZS"},
	{"shilling", "somali", "Somali", "SOS"},
	{"rupee", "indian", "India", "INR"},
	{"rupee", "pakistani pakistan", "Pakistan", "PKR"},
	{"rupee", "sri lankan lanka", "Sri Lanka", "LKR"},
	{"rupee", "nepalese", "Nepal", "NPR"},
	{"rupee", "mauritian", "Mauriti", "MUR"},
	{"rupiah", "indonesian", "", "IDR"},
	{"rufiyaa", "maldivian", "", "MVR"},
	{"ringgit", "malaysian", "", "MYR"},
	{"baht", "thai", "", "THB"},
	{"dong", "vietnamese", "", "VND"},
	{"kyat", "burmese", "", "MMK"},
	{"taka", "bangladeshi", "", "BDT"},
	{"afghani", "afghan", "", "AFN"},
	{"tenge", "kazakh", "", "KZT"},
	{"som", "kyrgyz", "Kyrgyz", "KGS"},
	{"som", "uzbek", "Uzbek", "UZS"},
	{"somoni", "tajik", "", "TJS"},
	{"manat", "azerbaijani", "Azerb", "AZN"},
	{"manat", "turkmen", "Turkmen", "TMT"},
	{"lari", "georgian", "", "GEL"},
	{"dram", "armenian", "", "AMD"},
	{"ruble", "russian", "", "RUB"},
	{"rouble", "russian", "", "RUB"},
	{"hryvnia", "ukrainian", "", "UAH"},
	{"lira", "turkish", "", "TRY"},
	{"dinar", "iraqi", "Iraq", "IQD"},
	{"dinar", "jordanian", "Jordan", "JOD"},
	{"dinar", "tunisian", "Tunisia", "TND"},
	{"dinar", "algerian", "Algeria", "DZD"},
	{"dinar", "libyan", "Libya", "LYD"},
	{"dinar", "kuwaiti", "Kuwait", "KWD"},
	{"dinar", "bahraini", "Bahrain", "BHD"},
	{"dinar", "serbian", "Serbia", "RSD"},
	{"dirham", "emirati uae", "Emirat", "AED"},
	{"dirham", "moroccan", "Morocc", "MAD"},
	{"riyal", "saudi", "Saudi", "SAR"},
	{"riyal", "qatari", "Qatar", "QAR"},
	{"riyal", "yemeni", "Yemen", "YER"},
	{"rial", "iranian", "Iran", "IRR"},
	{"rial", "omani", "Oman", "OMR"},
	{"rial", "yemeni", "Yemen", "YER"},
	{"shekel", "israeli new", "", "ILS"},
	{"naira", "nigerian", "", "NGN"},
	{"cedi", "ghanaian", "", "GHS"},
	{"birr", "ethiopian", "", "ETB"},
	{"franc", "swiss", "Swi", "CHF"},
	{"franc", "cfa", "Mali", "XOF"},
	{"franc", "cfa", "Niger", "XOF"},
	{"franc", "cfa", "Burkina", "XOF"},
	{"franc", "cfa", "Senegal", "XOF"},
	{"franc", "cfa", "Chad", "XAF"},
	{"franc", "cfa", "Cameroon", "XAF"},
	{"franc", "congolese", "Congo", "CDF"},
	{"franc", "burundian", "Burundi", "BIF"},
	{"franc", "rwandan", "Rwanda", "RWF"},
	{"rand", "african", "", "ZAR"},
	{"metical", "mozambican", "", "MZN"},
	{"meticais", "mozambican", "", "MZN"},
	{"ouguiya", "mauritanian", "", "MRU"},
	{"yuan", "chinese", "", "CNY"},
	{"renminbi", "chinese", "", "CNY"},
	{"yen", "japanese", "", "JPY"},
	{"won", "korean", "", "KRW"},
	{"krone", "norwegian", "Norw", "NOK"},
	{"krone", "danish", "Denmark", "DKK"},
	{"krona", "swedish", "", "SEK"},
	{"kronor", "swedish", "", "SEK"},
	{"kroner", "norwegian", "Norw", "NOK"},
	{"kroner", "danish", "Denmark", "DKK"},
	{"koruna", "czech", "", "CZK"},
	{"leu", "romanian", "Romania", "RON"},
	{"lei", "romanian", "Romania", "RON"},
	{"lei", "moldovan", "Moldova", "MDL"},
	{"lev", "bulgarian", "", "BGN"},
	{"forint", "hungarian", "", "HUF"},
	{"lek", "albanian", "", "ALL"},
	{"denar", "macedonian", "", "MKD"},
	{"kip", "lao", "", "LAK"},
	{"riel", "cambodian", "", "KHR"},
	{"tugrik", "mongolian", "", "MNT"},
	{"kwacha", "zambian", "Zambia", "ZMW"},
	{"kwacha", "malawian", "Malawi", "MWK"},
	{"dalasi", "gambian", "", "GMD"},
	{"leone", "sierra", "", "SLE"},
	{"ariary", "malagasy", "", "MGA"},
	{"pula", "botswana", "", "BWP"},
	{"zloty", "polish", "", "PLN"},
	{"real", "brazilian", "", "BRL"},
	{"quetzal", "guatemalan", "", "GTQ"},
	{"quetzales", "guatemalan", "", "GTQ"},
	{"colones", "costa salvadoran", "", "CRC"},
	{"inti", "peruvian", "", "PEI"},
};

struct str currency_symbol(const struct tokens *tokens, size_t i)
{
	static const struct {
		const char *symbols;
		const char *code;
	} table[] = {{"$ us$ usd u.s.$", "USD"}, {"€ eur", "EUR"}, {"£ gbp", "GBP"},
		{"¥ jpy", "JPY"}, {"a$ au$ aud", "AUD"}, {"c$ ca$ cad", "CAD"},
		{"₹ inr rs rs.", "INR"}, {"₦ ngn", "NGN"}, {"₱ php", "PHP"}, {"₪ ils nis", "ILS"},
		{"₽ rub", "RUB"}, {"kes ksh", "KES"}, {"cny rmb", "CNY"}, {"myr rm", "MYR"},
		{"s$ sgd", "SGD"}, {"₺", "TRY"}, {"₴", "UAH"}, {"₸", "KZT"}, {"kd", "KWD"},
		{"bd", "BHD"}, {"jd", "JOD"}, {"qr", "QAR"}, {"sr", "SAR"}, {"dh dhs", "AED"},
		{"tk", "BDT"}, {"ush", "UGX"}, {"tsh", "TZS"}, {"fcfa", "XOF"}};
	size_t k;

	if (i >= tokens->n || ascii_is_lower(token_text(tokens, i).p[0]))
		return (struct str){0};
	for (k = 0; k < ARRAY_SIZE(table); k++)
		if (token_in(tokens, i, table[k].symbols))
			return str_from(table[k].code);
	for (k = 0; k < ARRAY_SIZE(currencies); k++) /* ISO 4217, in capitals */
		if (str_eq(token_text(tokens, i), str_from(currencies[k].code)) &&
			!token_in(tokens, i, "ALL"))
			return str_from(currencies[k].code);
	return (struct str){0};
}

static bool names_currency(struct str word, const char *name)
{
	struct str stem = str_from(name);

	if (str_eq(word, stem))
		return true;
	return word.n == stem.n + 1 && word.p[stem.n] == 's' && str_starts(word, stem);
}

#define COUNTRY_BYTES 8192 /* where a text names its country, if it does */

/* The row of the name whose adjective is at one of the tokens, else whose country is named first.
 */
static const struct currency_row *choose_currency(
	const struct tokens *tokens, size_t first, size_t at)
{
	struct str head = str_slice(
		tokens->text, 0, tokens->text.n < COUNTRY_BYTES ? tokens->text.n : COUNTRY_BYTES);
	const struct currency_row *best = NULL;
	size_t k, j, where, nearest = head.n;

	for (k = 0; k < ARRAY_SIZE(currencies); k++) {
		const struct currency_row *row = &currencies[k];

		if (!names_currency(tokens->v[at].lower, row->name))
			continue;
		for (j = first; j < at; j++)
			if (token_in(tokens, j, row->adjectives))
				return row;
		if (!best)
			best = row;
		where = row->country[0] && row->country[0] != '-'
				? str_find(head, str_from(row->country), 0)
				: head.n;
		if (where < nearest) {
			nearest = where;
			best = row;
		}
	}
	return best;
}

struct str currency_name(const struct tokens *tokens, size_t i, size_t end, size_t *ret_n)
{
	const struct currency_row *row;
	size_t at;

	for (at = i; at < end && at < i + 3; at++) {
		row = choose_currency(tokens, i, at);
		if (row) {
			*ret_n = at + 1 - i;
			return str_from(row->code);
		}
		if (!token_capitalised(tokens, at) && !token_in(tokens, at, "new us"))
			break;
	}
	return (struct str){0};
}
