/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "base/map.h"
#include "base/utf8.h"
#include "text/language.h"

/* How much of the text is looked at. */
#define SAMPLE_BYTES ((size_t)16 << 10)
#define SHORT_WORDS 20

/* Words so common that a page of text in the language has many of them, and neighbours have few. */
static const struct {
	struct str code;
	struct str words;
} stop_words[] = {
	{STR("en"), STR("the of and to in is that for was with his from this have which are were "
			"been has their not they by a an on it at as be will said after")},
	{STR("de"), STR("der die und das den von ist mit sich des auf für nicht ein eine dem auch "
			"wird bei einen werden wurde")},
	{STR("fr"),
		STR("le les des et la est une dans pour que qui sur pas du au avec plus par ont "
		    "ce cette été sont")},
	{STR("es"),
		STR("el la de que y en los las del una por con para como más pero sus fue esta un "
		    "se al lo es según")},
	{STR("it"), STR("il che di della per non una sono con del gli anche dei alla nel più è ha "
			"dal le nella come")},
	{STR("pt"), STR("o que da do em para uma não com os no dos na mais por foi as ao são pela "
			"pelo à também")},
	{STR("nl"), STR("de het een van en dat niet zijn voor op met te aan ook door bij maar werd "
			"er naar worden om")},
	{STR("sv"), STR("och att det som en på är för av med den till inte ett han har om de från "
			"var jag hade")},
	{STR("da"), STR("og at det er en til på af for den som med ikke der de har et han fra "
			"være blev eller også")},
	{STR("no"), STR("og det er som en på til av for at med den ikke har de et han fra ble også "
			"var etter ved")},
	{STR("fi"),
		STR("ja on ei että se oli hän mutta ovat myös kun sen joka mukaan tai niin kuin "
		    "ole vuoden")},
	{STR("pl"),
		STR("w i na z do się nie że jest to o po od jak przez dla oraz był który tym ale")},
	{STR("cs"), STR("a v se na že je s z do o k ve by pro jako jsou za ale podle byl který "
			"jeho od")},
	{STR("sk"), STR("a v sa na že je s z do o aby pre ako sú za ale podľa bol ktorý jeho od")},
	{STR("hu"), STR("a az és hogy nem is egy ez meg volt csak van már de mint még vagy "
			"szerint el")},
	{STR("ro"),
		STR("de și în a la cu pe nu din care o că este mai pentru au fost sunt un prin")},
	{STR("tr"),
		STR("ve bir bu için da de ile olarak çok daha olan gibi ise sonra en göre kadar")},
	{STR("hr"), STR("je i u na da se su za od s koji a što nije će iz kao to bi o")},
	{STR("id"), STR("yang dan di dengan untuk dari ini dalam itu pada tidak akan juga oleh "
			"ke sebagai adalah karena")},
	{STR("vi"), STR("và của là có được cho trong không với các một những đã để này người khi")},
	{STR("ca"), STR("el la de que i en els les amb per una del és dels als pel també més són "
			"aquest aquesta un")},
	{STR("ru"), STR("и в не на что с по это как из у от за для его но был она до о при")},
	{STR("uk"), STR("і в не на що з та у це як до за від є про його але для був під")},
	{STR("bg"), STR("и на да се в за от е са че с не по ще към който като бе при това")},
	{STR("sr"), STR("и је у на да се су за од са који а није ће из као што би")},
	{STR("ar"), STR("في من على أن إلى التي عن مع هذا ما الذي كان هذه لا قال بعد بين")},
	{STR("fa"), STR("و در به از که این است را با برای آن یک می خود شده تا بر کرد")},
	{STR("ur"), STR("کے میں کی ہے اور سے کا کو نے کہ پر ہیں اس بھی یہ")},
};

/* Scripts that one language of ours writes. */
static const struct {
	uint32_t first, last;
	struct str code;
} scripts[] = {
	{0x0370, 0x03FF, STR("el")},
	{0x0530, 0x058F, STR("hy")},
	{0x0590, 0x05FF, STR("he")},
	{0x0900, 0x097F, STR("hi")},
	{0x0980, 0x09FF, STR("bn")},
	{0x0B80, 0x0BFF, STR("ta")},
	{0x0C00, 0x0C7F, STR("te")},
	{0x0E00, 0x0E7F, STR("th")},
	{0x10A0, 0x10FF, STR("ka")},
	{0x3040, 0x30FF, STR("ja")},
	{0xAC00, 0xD7AF, STR("ko")},
	{0x1100, 0x11FF, STR("ko")},
	{0x4E00, 0x9FFF, STR("zh")},
	{0x1780, 0x17FF, STR("km")},
	{0x1200, 0x137F, STR("am")},
};

/* The script's language if it has most of the letters; kana among ideographs mean Japanese. */
static struct str by_script(struct str s)
{
	size_t counts[ARRAY_SIZE(scripts)] = {0}, letters = 0, i, k, taken, best = 0;

	for (i = 0; i < s.n; i += taken) {
		uint32_t c = utf8_decode(s.p + i, s.n - i, &taken);

		if (c < 0x80) {
			letters += ascii_is_alpha((char)c);
			continue;
		}
		letters += c >= 0xC0 && !(c >= 0x2000 && c < 0x2E80);
		for (k = 0; k < ARRAY_SIZE(scripts); k++)
			counts[k] += c >= scripts[k].first && c <= scripts[k].last;
	}
	for (k = 0; k < ARRAY_SIZE(scripts); k++)
		if (counts[k] > counts[best])
			best = k;
	if (str_eq(scripts[best].code, STR("zh")))
		for (k = 0; k < ARRAY_SIZE(scripts); k++)
			if (str_eq(scripts[k].code, STR("ja")) && counts[k] * 10 > counts[best])
				best = k;
	return counts[best] * 3 > letters ? scripts[best].code : STR("");
}

/* Word -> the languages that have it, a bit each. */
static void index_words(struct map *index)
{
	size_t k;

	for (k = 0; k < ARRAY_SIZE(stop_words); k++) {
		struct str rest = stop_words[k].words, word;

		while (str_next_field(&rest, ' ', &word))
			map_put(index, word, NULL)->value.num |= (int64_t)1 << k;
	}
}

#define SEEN ((int64_t)1 << 62) /* of a word that was counted among the different ones */

/* distinct: how many different words of each language. Returns how many words there are. */
static size_t count_words(struct str s, size_t counts[], size_t distinct[])
{
	AUTO(map_release) struct map index;
	size_t words = 0, at = 0, k;

	map_init(&index);
	index_words(&index);
	while (at < s.n) {
		struct map_slot *slot;
		char lower[24];
		size_t n = 0;
		bool clitic;

		while (at < s.n && !ascii_is_alpha(s.p[at]) && !(s.p[at] & 0x80))
			at++;
		clitic = at > 0 &&
			 s.p[at - 1] == '\''; /* the "s" of "Rwanda's" is no Croatian word */
		for (; at < s.n && (ascii_is_alpha(s.p[at]) || s.p[at] & 0x80); at++)
			if (n < sizeof(lower))
				lower[n++] = ascii_lower(s.p[at]);
		if (n == 0 || n == sizeof(lower) || (clitic && n == 1))
			continue;
		words++;
		slot = map_get(&index, (struct str){lower, n});
		for (k = 0; slot && k < ARRAY_SIZE(stop_words); k++) {
			counts[k] += slot->value.num >> k & 1;
			distinct[k] += slot->value.num & SEEN ? 0 : slot->value.num >> k & 1;
		}
		if (slot)
			slot->value.num |= SEEN;
	}
	return words;
}

static struct str by_words(struct str s)
{
	size_t counts[ARRAY_SIZE(stop_words)] = {0}, distinct[ARRAY_SIZE(stop_words)] = {0};
	size_t words = count_words(s, counts, distinct), k, best = 0, second = 0;

	for (k = 1; k < ARRAY_SIZE(stop_words); k++)
		if (counts[k] > counts[best])
			best = k;
	for (k = 0; k < ARRAY_SIZE(stop_words); k++)
		if (k != best && counts[k] > second)
			second = counts[k];
	/* a tenth of the words, and ahead of the next; one word, however often, may be
	 * another's: "on" is the Finnish "is"; and in a short text so may two: "a" and "to" are
	 * Croatian */
	if (distinct[best] < (best && words < SHORT_WORDS ? 3 : 2) || counts[best] * 10 < words ||
		counts[best] < 2 || counts[best] * 20 <= second * 21)
		return STR("");
	return stop_words[best].code;
}

_Static_assert(ARRAY_SIZE(stop_words) < 62, "a language is a bit of an int64_t");

/* Text too short for its words to tell: the letters that only some of the Cyrillic alphabets
 * have. */
static struct str by_cyrillic_letters(struct str s)
{
	static const struct {
		struct str letter, code;
	} marks[] = {{STR("қ"), STR("kk")}, {STR("ұ"), STR("kk")}, {STR("ә"), STR("kk")},
		{STR("ғ"), STR("kk")}, {STR("ў"), STR("be")}, {STR("ї"), STR("uk")},
		{STR("є"), STR("uk")}, {STR("ґ"), STR("uk")}, {STR("ј"), STR("sr")},
		{STR("љ"), STR("sr")}, {STR("њ"), STR("sr")}, {STR("ђ"), STR("sr")},
		{STR("ћ"), STR("sr")}, {STR("ы"), STR("ru")}, {STR("э"), STR("ru")},
		{STR("ё"), STR("ru")}};
	size_t i, letters = 0, cyrillic = 0;

	for (i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		letters += ascii_is_alpha(s.p[i]) || (c & 0xC0) == 0xC0;
		cyrillic += c >= 0xD0 && c <= 0xD3; /* U+0400 to U+04FF in UTF-8 */
	}
	if (cyrillic * 2 <= letters)
		return STR("");
	for (i = 0; i < ARRAY_SIZE(marks); i++)
		if (str_find(s, marks[i].letter, 0) < s.n)
			return marks[i].code;
	return STR("");
}

struct str language_detect(struct str text, struct str declared)
{
	struct str found;

	if (text.n > SAMPLE_BYTES)
		text.n = utf8_floor(text.p, SAMPLE_BYTES);
	found = by_script(text);
	if (!found.n)
		found = by_words(text);
	if (!found.n)
		found = by_cyrillic_letters(text);
	if (found.n)
		return found;
	if (declared.n >= 2 && ascii_is_alpha(declared.p[0]) && ascii_is_alpha(declared.p[1]) &&
		(declared.n == 2 || !ascii_is_alpha(declared.p[2])))
		return str_slice(declared, 0, 2);
	return STR("");
}
