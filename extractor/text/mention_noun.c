/* SPDX-License-Identifier: Apache-2.0
 *
 * Which nouns name a weapon, a platform or a vehicle by themselves: those of the lexicon, and
 * designations, of which there are more than a list can hold: "Su-24", "RPG-7s". */
#include "base/ascii.h"
#include "base/compiler.h"
#include "text/mention_fill.h"
#include "text/tag.h"

static const struct {
	enum lexicon_class class;
	enum entity_type type;
} things[] = {{LEXICON_WEAPON, ENTITY_WEAPON}, {LEXICON_PLATFORM, ENTITY_MILITARY_PLATFORM},
	{LEXICON_VEHICLE, ENTITY_VEHICLE}};

/* Letters before a number that only makers and armies use. A group may be called like that too
 * ("M-19", "P-5"), hence no M and no P, and two digits after a single letter. */
static const struct {
	const char *letters;
	size_t digits; /* at least */
	bool weapon;   /* or a platform */
} designations[] = {{"F", 2, false}, {"B", 2, false}, {"C", 2, false}, {"FA", 2, false},
	{"AC", 3, false}, {"KC", 2, false}, {"EA", 2, false}, {"AH", 1, false}, {"CH", 2, false},
	{"MH", 2, false}, {"UH", 1, false}, {"MQ", 1, false}, {"RQ", 1, false}, {"MiG", 2, false},
	{"Su", 2, false}, {"Mi", 2, false}, {"Ka", 2, false}, {"Tu", 2, false}, {"An", 2, false},
	{"Il", 2, false}, {"BMP", 1, false}, {"BTR", 2, false}, {"BRDM", 1, false},
	{"DDG", 2, false}, {"CVN", 2, false}, {"AK", 2, true}, {"AR", 2, true}, {"RPG", 1, true},
	{"S", 3, true}, {"SA", 1, true}, {"BM", 2, true}, {"AGM", 2, true}, {"AIM", 1, true},
	{"GBU", 2, true}};

/* The type that letters and a number give, 0 for none. */
static enum entity_type designation_type(struct str word)
{
	size_t dash, end, i;

	for (dash = 0; dash < word.n && ascii_is_alpha(word.p[dash]); dash++)
		;
	if (dash == word.n || word.p[dash] != '-' || !ascii_is_upper(word.p[0]))
		return 0;
	for (end = dash + 1; end < word.n && ascii_is_digit(word.p[end]); end++)
		;
	for (i = 0; i < ARRAY_SIZE(designations); i++)
		if (end - dash > designations[i].digits &&
			str_case_eq(str_slice(word, 0, dash), str_from(designations[i].letters)))
			return designations[i].weapon ? ENTITY_WEAPON : ENTITY_MILITARY_PLATFORM;
	return 0;
}

/* The tagger takes "VBIED" for a verb. */
static bool is_name_or_noun(const struct tokens *t, size_t i)
{
	struct str s = token_text(t, i);
	bool acronym = s.n > 1 && !t->sentences[t->v[i].sentence].capitals;
	size_t j;

	for (j = 0; acronym && j < s.n; j++)
		acronym = ascii_is_upper(s.p[j]);
	return acronym || pos_is_noun(t->v[i].pos);
}

static enum entity_type type_of(uint32_t classes)
{
	size_t j;

	for (j = 0; j < ARRAY_SIZE(things); j++)
		if (classes & LEXICON_BIT(things[j].class))
			return things[j].type;
	return 0;
}

enum entity_type thing_listed(const struct mention_view *view, size_t i)
{
	enum entity_type type = type_of(view->hits[i].classes);

	if (!type && view->hits[i].tokens < 2 && !(view->nouns[i] & LEXICON_SOMEBODY))
		type = type_of(view->nouns[i]);
	return type ? type : designation_type(token_text(view->tokens, i));
}

/* An "air strike" is as good as its bombs. A strike may be anything that is struck, and of those
 * that are strikes from the air the annotators took one in five. */
static bool is_deed(const struct mention_view *view, size_t i)
{
	static const char *const deeds[] = {
		"strike", "airstrike", "bombing", "shelling", "bombardment", "mine"};
	size_t j;

	if (view->hits[i].tokens == 2 && token_is(view->tokens, view->hit_start[i], "air"))
		return false;
	for (j = 0; j < ARRAY_SIZE(deeds); j++)
		if (str_eq(view->tokens->v[i].lemma, str_from(deeds[j])))
			return true;
	return false;
}

enum entity_type thing_type(const struct mention_view *view, size_t i)
{
	if (!is_name_or_noun(view->tokens, i) || is_deed(view, i))
		return 0;
	return thing_listed(view, i);
}
