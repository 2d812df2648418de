/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "text/charset.h"

/* WHATWG Encoding Standard, section 4.2: name, ICU's converter for what the standard means by it,
 * and its labels. */
static const struct {
	const char *name;
	const char *converter;
	struct str labels;
} charsets[] = {
	{"UTF-8", "UTF-8",
		STR("utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8")},
	{"windows-1252", "windows-1252",
		STR("windows-1252 iso-8859-1 iso8859-1 iso_8859-1 latin1 latin-1 l1 us-ascii "
		    "ascii cp1252 x-cp1252 ansi_x3.4-1968 cp819 csisolatin1 ibm819 iso-ir-100 "
		    "iso88591 iso_8859-1:1987")},
	{"windows-1250", "windows-1250", STR("windows-1250 cp1250 x-cp1250")},
	{"windows-1251", "windows-1251", STR("windows-1251 cp1251 x-cp1251 win-1251")},
	{"windows-1253", "windows-1253", STR("windows-1253 cp1253 x-cp1253")},
	{"windows-1254", "windows-1254",
		STR("windows-1254 cp1254 x-cp1254 iso-8859-9 iso8859-9 iso_8859-9 latin5 l5 "
		    "csisolatin5 iso-ir-148 iso88599 iso_8859-9:1989")},
	{"windows-1255", "windows-1255", STR("windows-1255 cp1255 x-cp1255")},
	{"windows-1256", "windows-1256", STR("windows-1256 cp1256 x-cp1256")},
	{"windows-1257", "windows-1257", STR("windows-1257 cp1257 x-cp1257")},
	{"windows-1258", "windows-1258", STR("windows-1258 cp1258 x-cp1258")},
	{"windows-874", "windows-874-2000",
		STR("windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620")},
	{"ISO-8859-2", "iso-8859-2",
		STR("iso-8859-2 iso8859-2 iso_8859-2 latin2 l2 csisolatin2 iso-ir-101 iso88592 "
		    "iso_8859-2:1987")},
	{"ISO-8859-3", "iso-8859-3", STR("iso-8859-3 iso8859-3 iso_8859-3 latin3 l3 iso88593")},
	{"ISO-8859-4", "iso-8859-4", STR("iso-8859-4 iso8859-4 iso_8859-4 latin4 l4 iso88594")},
	{"ISO-8859-5", "iso-8859-5",
		STR("iso-8859-5 iso8859-5 iso_8859-5 cyrillic csisolatincyrillic iso88595")},
	{"ISO-8859-6", "iso-8859-6",
		STR("iso-8859-6 iso8859-6 iso_8859-6 arabic csisolatinarabic ecma-114 asmo-708 "
		    "iso88596 iso-8859-6-e iso-8859-6-i")},
	{"ISO-8859-7", "iso-8859-7",
		STR("iso-8859-7 iso8859-7 iso_8859-7 greek greek8 ecma-118 csisolatingreek "
		    "iso88597 sun_eu_greek elot_928")},
	{"ISO-8859-8", "iso-8859-8",
		STR("iso-8859-8 iso8859-8 iso_8859-8 hebrew visual csisolatinhebrew iso88598 "
		    "iso-8859-8-e")},
	{"ISO-8859-8-I", "iso-8859-8", STR("iso-8859-8-i csiso88598i logical")},
	{"ISO-8859-10", "iso-8859-10", STR("iso-8859-10 iso8859-10 latin6 l6 iso885910")},
	{"ISO-8859-13", "iso-8859-13", STR("iso-8859-13 iso8859-13 iso885913")},
	{"ISO-8859-14", "iso-8859-14", STR("iso-8859-14 iso8859-14 iso885914")},
	{"ISO-8859-15", "iso-8859-15",
		STR("iso-8859-15 iso8859-15 iso_8859-15 latin9 latin-9 l9 csisolatin9 iso885915")},
	{"ISO-8859-16", "iso-8859-2", STR("iso-8859-16")},
	{"KOI8-R", "KOI8-R", STR("koi8-r koi koi8 koi8_r cskoi8r")},
	{"KOI8-U", "KOI8-U", STR("koi8-u koi8-ru")},
	{"macintosh", "macintosh", STR("macintosh mac x-mac-roman csmacintosh")},
	{"x-mac-cyrillic", "x-mac-cyrillic", STR("x-mac-cyrillic x-mac-ukrainian")},
	{"IBM866", "IBM866", STR("ibm866 866 cp866 csibm866")},
	{"GBK", "gb18030",
		STR("gbk gb2312 gb_2312 gb_2312-80 chinese csgb2312 csiso58gb231280 iso-ir-58 "
		    "x-gbk cp936 euc-cn")},
	{"gb18030", "gb18030", STR("gb18030")},
	{"Big5", "Big5-HKSCS", STR("big5 big5-hkscs cn-big5 csbig5 x-x-big5 cp950")},
	{"EUC-JP", "EUC-JP", STR("euc-jp x-euc-jp cseucpkdfmtjapanese")},
	{"ISO-2022-JP", "ISO-2022-JP", STR("iso-2022-jp csiso2022jp")},
	{"Shift_JIS", "windows-31j",
		STR("shift_jis shift-jis sjis x-sjis windows-31j ms_kanji ms932 csshiftjis cp932")},
	{"EUC-KR", "windows-949",
		STR("euc-kr ks_c_5601-1987 ks_c_5601-1989 korean windows-949 ksc5601 ksc_5601 "
		    "cseuckr csksc56011987 iso-ir-149 cp949 uhc")},
	{"UTF-16LE", "UTF-16LE", STR("utf-16le utf-16 unicode ucs-2 iso-10646-ucs-2 csunicode")},
	{"UTF-16BE", "UTF-16BE", STR("utf-16be unicodefffe")},
};

const char *charset_find(struct str label, const char **ret_converter)
{
	size_t i;

	label = str_trim(label);
	for (i = 0; i < ARRAY_SIZE(charsets); i++) {
		struct str rest = charsets[i].labels, one;

		while (str_next_field(&rest, ' ', &one)) {
			if (!str_case_eq(one, label))
				continue;
			if (ret_converter)
				*ret_converter = charsets[i].converter;
			return charsets[i].name;
		}
	}
	return NULL;
}

static bool ends_label(char c)
{
	return ascii_is_space(c) || c == ';' || c == '"' || c == '\'' || c == '>' || c == '/' ||
	       c == '?' || c == ',';
}

/* The value behind key and '=', quotes taken off; "" if there is none. */
static struct str value_of(struct str s, struct str key)
{
	size_t at = str_case_find(s, key, 0), end;

	for (; at < s.n; at = str_case_find(s, key, at + 1)) {
		for (end = at + key.n; end < s.n && ascii_is_space(s.p[end]); end++)
			;
		if (end >= s.n || s.p[end] != '=')
			continue;
		for (at = end + 1;
			at < s.n && (ascii_is_space(s.p[at]) || s.p[at] == '"' || s.p[at] == '\'');
			at++)
			;
		for (end = at; end < s.n && !ends_label(s.p[end]); end++)
			;
		return str_slice(s, at, end);
	}
	return STR("");
}

struct str charset_parameter(struct str media_type)
{
	return value_of(media_type, STR("charset"));
}

/* What of the page is searched: the standard says 1024 bytes, pages do not keep to it. */
#define DECLARED_WITHIN ((size_t)64 << 10)

struct str charset_declared(struct str page)
{
	struct str s = page.n > DECLARED_WITHIN ? str_slice(page, 0, DECLARED_WITHIN) : page;
	struct str found = STR("");
	size_t at, end;

	for (at = str_find(s, STR("<"), 0); at < s.n; at = str_find(s, STR("<"), at)) {
		struct str rest = str_slice(s, at, s.n);

		if (str_starts(rest, STR("<!--"))) {
			at = str_find(s, STR("-->"), at);
			continue;
		}
		end = str_find(s, STR(">"), at);
		rest = str_slice(s, at, end);
		if (str_case_starts(rest, STR("<meta")))
			found = value_of(rest, STR("charset"));
		else if (str_case_starts(rest, STR("<?xml")))
			found = value_of(rest, STR("encoding"));
		if (found.n && charset_find(found, NULL))
			return found;
		at = end < s.n ? at + 1 : s.n;
	}
	return STR("");
}
