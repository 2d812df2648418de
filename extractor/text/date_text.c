/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "base/date.h"
#include "base/utf8.h"
#include "text/date_text.h"

#define FIRST_YEAR 1990
#define LAST_YEAR 2039

/* Names of months as they stand in dates, lower case; one row per month, forms parted by spaces. */
static const struct str month_names[12] = {
	STR("january jan januar jänner jän janvier janv enero ene janeiro gennaio gen januari "
	    "janvāris stycznia sty styczeń ledna leden január januára januar януари января янв "
	    "січня ocak oca tammikuuta tammikuu ianuarie ian ιανουαρίου ιαν siječnja sij "
	    "januarie يناير enero sausio jaanuar janúar ינואר jan. januára janvāra"),
	STR("february feb februar februari février fevrier févr fév febrero febr fevereiro fev "
	    "febbraio lutego lut luty února únor február februára февруари февраля фев лютого "
	    "şubat şub helmikuuta helmikuu februarie φεβρουαρίου φεβ veljače vel فبراير vasario "
	    "veebruar febrúar פברואר feber"),
	STR("march mar märz mrz maerz mars marzo março marco mart maart mrt marca marzec března "
	    "březen március márc марта мар март березня maaliskuuta maaliskuu martie μαρτίου μαρ "
	    "ožujka ožu مارس kovo märts מרץ"),
	STR("april apr avril avr abril abr aprile kwietnia kwi kwiecień dubna duben április ápr "
	    "априла апреля апр квітня nisan nis huhtikuuta huhtikuu aprilie απριλίου απρ travnja "
	    "tra أبريل ابريل balandžio aprill apríl apríla אפריל"),
	STR("may mai mayo maio maggio mag mei maja maj května květen május máj mája мая май "
	    "травня mayıs toukokuuta toukokuu μαΐου μαϊ svibnja svi مايو gegužės maí מאי"),
	STR("june jun juni juin junio junho giugno giu czerwca cze czerwiec června červen június "
	    "jún júna июня июн юни червня haziran haz kesäkuuta kesäkuu iunie iun ιουνίου ιουν "
	    "lipnja lip يونيو يونيه birželio juuni júní יוני juny"),
	STR("july jul juli juillet juil julio julho luglio lug lipca lipiec července červenec "
	    "július júl júla июля июл юли липня temmuz tem heinäkuuta heinäkuu iulie iul ιουλίου "
	    "ιουλ srpnja srp يوليو يوليه liepos juuli júlí יולי"),
	STR("august aug août aout agosto ago augusti augustus agustus sierpnia sie sierpień "
	    "srpna srpen augusztus aug. augusta августа авг август серпня ağustos ağu elokuuta "
	    "elokuu αυγούστου αυγ kolovoza kol أغسطس اغسطس rugpjūčio ágúst אוגוסט ags"),
	STR("september sep sept septembre septiembre set setiembre setembro settembre sett "
	    "września wrz wrzesień září szeptember szept septembra сентября сен сент септември "
	    "вересня eylül eyl syyskuuta syyskuu septembrie σεπτεμβρίου σεπ rujna ruj سبتمبر "
	    "rugsėjo ספטמבר"),
	STR("october oct oktober okt octobre octubre outubro out ottobre ott oktobra "
	    "października paź październik října říjen október októbra октября окт октомври "
	    "жовтня ekim eki lokakuuta lokakuu octombrie οκτωβρίου οκτ listopada lis أكتوبر "
	    "اكتوبر spalio oktoober אוקטובר"),
	STR("november nov novembre noviembre novembro listopadu listopad novembra ноября ноя "
	    "ноември листопада kasım kas marraskuuta marraskuu noiembrie noi νοεμβρίου νοε "
	    "studenoga studenog stu نوفمبر lapkričio nóvember נובמבר"),
	STR("december dec dezember dez décembre déc diciembre dic dezembro dicembre desember des "
	    "grudnia gru grudzień prosince prosinec deszember decembra декабря дек декември "
	    "грудня aralık ara joulukuuta joulukuu decembrie δεκεμβρίου δεκ prosinca pro ديسمبر "
	    "gruodžio detsember desembra דצמבר"),
};

#define LONGEST_GLUE 9 /* bytes */

/* Words that may stand between day, month and year. */
static const struct str glue[] = {STR("de"), STR("of"), STR("del"), STR("do"), STR("st"), STR("nd"),
	STR("rd"), STR("th"), STR("er"), STR("den"), STR("the"), STR("г"), STR("ที่")};

static bool is_word_byte(char c)
{
	return ascii_is_alpha(c) || ((unsigned char)c & 0x80);
}

static size_t word_end(struct str s, size_t at)
{
	while (at < s.n && is_word_byte(s.p[at]))
		at++;
	return at;
}

/* Lower case for the alphabets of the month names; other characters as they are. */
static struct str fold_word(struct str word, char out[40])
{
	size_t i, n = 0, taken;

	for (i = 0; i < word.n && n + 4 < 40; i += taken) {
		uint32_t c = utf8_decode(word.p + i, word.n - i, &taken);

		if (c < 0x80)
			c = (unsigned char)ascii_lower((char)c);
		else if ((c >= 0xC0 && c <= 0xDE) || (c >= 0x391 && c <= 0x3A9) ||
			 (c >= 0x410 && c <= 0x42F))
			c += 32;
		else if ((c >= 0x100 && c <= 0x17F) && c % 2 == 0 && (c < 0x139 || c > 0x148))
			c += 1;
		n += utf8_encode(c, out + n);
	}
	return (struct str){out, n};
}

static int month_of(struct str word)
{
	char folded[40];
	struct str name = fold_word(word, folded);
	size_t m;

	if (name.n < 3)
		return 0;
	for (m = 0; m < 12; m++) {
		struct str rest = month_names[m], one;

		while (str_next_field(&rest, ' ', &one))
			if (str_eq(one, name))
				return (int)m + 1;
	}
	return 0;
}

/* A run of at most max digits at *at; longer runs are no number of a date. */
static bool read_number(struct str s, size_t *at, size_t max, int *ret)
{
	size_t i = *at;
	int value = 0;

	for (; i < s.n && ascii_is_digit(s.p[i]) && i - *at <= max; i++)
		value = value * 10 + (s.p[i] - '0');
	if (i == *at || i - *at > max)
		return false;
	*at = i;
	*ret = value;
	return true;
}

static bool read_year(struct str s, size_t *at, int *ret)
{
	size_t i = *at;
	int year;

	if (!read_number(s, &i, 4, &year) || i - *at != 4 || year < FIRST_YEAR || year > LAST_YEAR)
		return false;
	*at = i;
	*ret = year;
	return true;
}

static size_t skip_blank(struct str s, size_t at)
{
	for (;;) {
		if (at < s.n && (ascii_is_space(s.p[at]) || s.p[at] == ','))
			at++;
		else if (at + 1 < s.n && s.p[at] == '\xC2' && s.p[at + 1] == '\xA0')
			at += 2;
		else
			return at;
	}
}

/* Space, punctuation and small words between the parts of a written date. */
static size_t skip_glue(struct str s, size_t at)
{
	size_t i, rounds;

	for (rounds = 0; rounds < 3; rounds++) {
		char folded[40];
		size_t end;
		struct str word;

		at = skip_blank(s, at);
		while (at < s.n &&
			(s.p[at] == '.' || s.p[at] == '-' || s.p[at] == '/' || s.p[at] == '\''))
			at = skip_blank(s, at + 1);
		if (at + 1 < s.n && s.p[at] == '\xC2' && s.p[at + 1] == '\xBA') /* 1º */
			at = skip_blank(s, at + 2);
		end = word_end(s, at);
		if (end == at || end - at > LONGEST_GLUE)
			return at;
		word = fold_word(str_slice(s, at, end), folded);
		for (i = 0; i < ARRAY_SIZE(glue) && !str_eq(word, glue[i]); i++)
			;
		if (i == ARRAY_SIZE(glue))
			return at;
		at = end;
	}
	return skip_blank(s, at);
}

static bool make(int year, int month, int day, size_t start, size_t end, struct date_found *ret)
{
	if (year < FIRST_YEAR || year > LAST_YEAR || !date_valid(year, month, day))
		return false;
	*ret = (struct date_found){day_from_civil(year, month, day), start, end};
	return true;
}

static size_t skip_separator(struct str s, size_t at, char *ret_separator)
{
	static const struct str marks[] = {STR("年"), STR("月"), STR("년"), STR("월")};
	size_t i;

	*ret_separator = 0;
	for (i = 0; i < ARRAY_SIZE(marks); i++) {
		if (str_starts(str_slice(s, at, s.n), marks[i])) {
			*ret_separator = 'Y';
			return skip_blank(s, at + marks[i].n);
		}
	}
	if (at < s.n && (s.p[at] == '-' || s.p[at] == '/' || s.p[at] == '.')) {
		*ret_separator = s.p[at];
		return skip_blank(s, at + 1);
	}
	return at;
}

/* 2021-03-12, 2021/3/12, 2021. 3. 12., 2021年3月12日 */
static bool year_first(struct str s, size_t start, struct date_found *ret)
{
	size_t at = start, next;
	int year, month, day;
	char first, second;

	if (!read_year(s, &at, &year))
		return false;
	next = skip_separator(s, at, &first);
	if (!first) {
		next = skip_glue(s, at);
	}
	at = next;
	if (is_word_byte(at < s.n ? s.p[at] : ' ')) { /* 2021. március 12. */
		size_t end = word_end(s, at);

		month = month_of(str_slice(s, at, end));
		at = skip_glue(s, end);
		return month && read_number(s, &at, 2, &day) &&
		       make(year, month, day, start, at, ret);
	}
	if (!first || !read_number(s, &at, 2, &month))
		return false;
	at = skip_separator(s, at, &second);
	return second == first && read_number(s, &at, 2, &day) &&
	       make(year, month, day, start, at, ret);
}

static int full_year(int year, size_t digits)
{
	if (digits == 4)
		return year;
	if (digits != 2)
		return 0;
	return year < 40 ? 2000 + year : 1900 + year;
}

/* 12.3.2021, 3/12/2021, 12-03-21 */
static bool year_last(struct str s, size_t start, enum date_order order, struct date_found *ret)
{
	size_t at = start, before;
	int a, b, year;
	char first, second;

	if (!read_number(s, &at, 2, &a))
		return false;
	at = skip_separator(s, at, &first);
	if (!first || first == 'Y' || !read_number(s, &at, 2, &b))
		return false;
	at = skip_separator(s, at, &second);
	before = at;
	if (second != first || !read_number(s, &at, 4, &year))
		return false;
	if (at < s.n && (s.p[at] == first) && at + 1 < s.n && ascii_is_digit(s.p[at + 1]))
		return false; /* a version or an address: 1.2.20.3 */
	year = full_year(year, at - before);
	if (b > 12 || (first == '/' && order == DATE_MONTH_FIRST && a <= 12))
		return make(year, a, b, start, at, ret);
	return make(year, b, a, start, at, ret);
}

/* 12 March 2021, 12. März 2021, 12 de marzo de 2021, 12-Mar-21 */
static bool day_month_name(struct str s, size_t start, struct date_found *ret)
{
	size_t at = start, end, before;
	int day, month, year;

	if (!read_number(s, &at, 2, &day) || day < 1 || day > 31)
		return false;
	at = skip_glue(s, at);
	end = word_end(s, at);
	month = end > at ? month_of(str_slice(s, at, end)) : 0;
	if (!month)
		return false;
	at = skip_glue(s, end);
	before = at;
	if (!read_number(s, &at, 4, &year))
		return false;
	return make(full_year(year, at - before), month, day, start, at, ret);
}

/* March 12, 2021; Mar. 12 2021 */
static bool month_name_day(struct str s, size_t start, struct date_found *ret)
{
	size_t end = word_end(s, start), at = skip_glue(s, end);
	int month, day, year;

	/* few words have a number behind them; looking the month up is the expensive part */
	if (!read_number(s, &at, 2, &day))
		return false;
	month = month_of(str_slice(s, start, end));
	if (!month)
		return false;
	at = skip_glue(s, at);
	return read_year(s, &at, &year) && make(year, month, day, start, at, ret);
}

static bool compact(struct str s, size_t start, struct date_found *ret)
{
	size_t end = start;
	int value = 0;

	while (end < s.n && ascii_is_digit(s.p[end]) && end - start < 9)
		value = value * 10 + (s.p[end++] - '0');
	return end - start == 8 &&
	       make(value / 10000, value / 100 % 100, value % 100, start, end, ret);
}

bool date_text_find(struct str s, size_t from, enum date_order order, struct date_found *ret)
{
	size_t i;

	for (i = from; i < s.n; i++) {
		bool starts = i == 0 || !(ascii_is_alnum(s.p[i - 1]) || s.p[i - 1] & 0x80);

		if (ascii_is_digit(s.p[i])) {
			/* CJK text writes no space before a date */
			if (i > 0 && ascii_is_alnum(s.p[i - 1]))
				continue;
			if (year_first(s, i, ret) || year_last(s, i, order, ret) ||
				day_month_name(s, i, ret) || compact(s, i, ret))
				return true;
		} else if (starts && is_word_byte(s.p[i])) {
			if (month_name_day(s, i, ret))
				return true;
			i = word_end(s, i) - 1;
		}
	}
	return false;
}

bool date_text_machine(struct str s, enum date_order order, int32_t *ret_day)
{
	struct date_found found;
	size_t i;
	int64_t seconds = 0;

	s = str_trim(s);
	for (i = 0; i < s.n && ascii_is_digit(s.p[i]) && i < 14; i++)
		seconds = seconds * 10 + (s.p[i] - '0');
	if (i == s.n && (i == 10 || i == 13)) { /* Unix time, in s or ms */
		seconds = i == 13 ? seconds / 1000 : seconds;
		*ret_day = (int32_t)(seconds / 86400);
		return true;
	}
	if (i == 14 || (i == 12 && s.n == 12)) /* 20210312101500 */
		s = str_slice(s, 0, 8);
	if (!date_text_find(s, 0, order, &found))
		return false;
	*ret_day = found.day;
	return true;
}

bool date_text_coarse(struct str s, int32_t *ret_day, bool *ret_month)
{
	size_t at = 0;
	int year, month = 1;

	s = str_trim(s);
	if (!read_year(s, &at, &year))
		return false;
	*ret_month = at < s.n;
	if (at < s.n && (s.p[at++] != '-' || !read_number(s, &at, 2, &month) || at != s.n))
		return false;
	if (!date_valid(year, month, 1))
		return false;
	*ret_day = day_from_civil(year, month, 1);
	return true;
}

bool date_text_url_month(struct str url, int32_t *ret_day)
{
	size_t i = 0;

	for (; (i = str_find(url, STR("/"), i)) < url.n; i++) {
		size_t at = i + 1, start;
		int year, month;

		if (!read_year(url, &at, &year) || at >= url.n || url.p[at] != '/')
			continue;
		start = ++at;
		if (!read_number(url, &at, 2, &month) || at != start + 2 || at >= url.n ||
			url.p[at] != '/' || !date_valid(year, month, 1))
			continue;
		*ret_day = day_from_civil(year, month, 1);
		return true;
	}
	return false;
}

bool date_text_url(struct str url, int32_t *ret_day)
{
	struct date_found found;
	size_t i;

	for (i = 1; i < url.n; i++) {
		size_t at = i;
		int year, month, day;
		char sep;

		if (!ascii_is_digit(url.p[i]) || ascii_is_digit(url.p[i - 1]) ||
			(url.p[i - 1] != '/' && url.p[i - 1] != '-' && url.p[i - 1] != '_' &&
				url.p[i - 1] != '='))
			continue;
		if (compact(url, i, &found)) {
			*ret_day = found.day;
			return true;
		}
		if (!read_year(url, &at, &year) || at >= url.n)
			continue;
		sep = url.p[at++];
		if (sep != '/' && sep != '-' && sep != '_')
			continue;
		month = 0;
		if (at < url.n && ascii_is_alpha(url.p[at])) { /* /2021/mar/12/ */
			size_t end = word_end(url, at);

			month = month_of(str_slice(url, at, end));
			at = end;
		} else if (!read_number(url, &at, 2, &month)) {
			continue;
		}
		if (at >= url.n || url.p[at++] != sep || !read_number(url, &at, 2, &day) ||
			(at < url.n && ascii_is_alnum(url.p[at])))
			continue;
		if (make(year, month, day, i, at, &found)) {
			*ret_day = found.day;
			return true;
		}
	}
	return false;
}
