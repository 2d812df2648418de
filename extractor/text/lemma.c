/* SPDX-License-Identifier: Apache-2.0
 *
 * Suffix rules for what is regular, after Minnen, Carroll and Pearce, "Applied morphological
 * processing of English" (2001), much reduced: the question is mostly whether a stem wants its
 * final e back. */
#include <stdlib.h>

#include "base/compiler.h"
#include "text/lemma.h"

struct irregular {
	const char *form, *lemma;
};

/* Sorted by form. */
static const struct irregular verbs[] = {{"'d", "have"}, {"'m", "be"}, {"'re", "be"}, {"'s", "be"},
	{"'ve", "have"}, {"am", "be"}, {"are", "be"}, {"arose", "arise"}, {"ate", "eat"},
	{"beaten", "beat"}, {"became", "become"}, {"been", "be"}, {"began", "begin"},
	{"begun", "begin"}, {"being", "be"}, {"bitten", "bite"}, {"blew", "blow"},
	{"blown", "blow"}, {"bore", "bear"}, {"born", "bear"}, {"borne", "bear"}, {"bought", "buy"},
	{"bound", "bind"}, {"broke", "break"}, {"broken", "break"}, {"brought", "bring"},
	{"built", "build"}, {"burnt", "burn"}, {"came", "come"}, {"caught", "catch"},
	{"chose", "choose"}, {"chosen", "choose"}, {"clung", "cling"}, {"dealt", "deal"},
	{"did", "do"}, {"done", "do"}, {"drawn", "draw"}, {"drew", "draw"}, {"driven", "drive"},
	{"drove", "drive"}, {"dug", "dig"}, {"dying", "die"}, {"fallen", "fall"}, {"fed", "feed"},
	{"fell", "fall"}, {"felt", "feel"}, {"fled", "flee"}, {"flew", "fly"}, {"flown", "fly"},
	{"forbade", "forbid"}, {"forbidden", "forbid"}, {"fought", "fight"}, {"found", "find"},
	{"froze", "freeze"}, {"frozen", "freeze"}, {"gave", "give"}, {"given", "give"},
	{"gone", "go"}, {"got", "get"}, {"gotten", "get"}, {"grew", "grow"}, {"grown", "grow"},
	{"had", "have"}, {"has", "have"}, {"heard", "hear"}, {"held", "hold"}, {"hid", "hide"},
	{"hidden", "hide"}, {"hung", "hang"}, {"is", "be"}, {"kept", "keep"}, {"knew", "know"},
	{"known", "know"}, {"laid", "lay"}, {"led", "lead"}, {"left", "leave"}, {"lent", "lend"},
	{"lost", "lose"}, {"lying", "lie"}, {"made", "make"}, {"meant", "mean"}, {"met", "meet"},
	{"mistook", "mistake"}, {"overthrew", "overthrow"}, {"overthrown", "overthrow"},
	{"paid", "pay"}, {"ran", "run"}, {"rang", "ring"}, {"risen", "rise"}, {"rode", "ride"},
	{"rose", "rise"}, {"said", "say"}, {"sang", "sing"}, {"sank", "sink"}, {"sat", "sit"},
	{"saw", "see"}, {"seen", "see"}, {"sent", "send"}, {"shaken", "shake"}, {"shook", "shake"},
	{"shot", "shoot"}, {"shown", "show"}, {"slain", "slay"}, {"slept", "sleep"},
	{"sold", "sell"}, {"sought", "seek"}, {"spent", "spend"}, {"spoke", "speak"},
	{"spoken", "speak"}, {"stole", "steal"}, {"stolen", "steal"}, {"stood", "stand"},
	{"struck", "strike"}, {"stuck", "stick"}, {"sunk", "sink"}, {"swept", "sweep"},
	{"swore", "swear"}, {"sworn", "swear"}, {"taken", "take"}, {"taught", "teach"},
	{"threw", "throw"}, {"thrown", "throw"}, {"told", "tell"}, {"took", "take"},
	{"tore", "tear"}, {"torn", "tear"}, {"tying", "tie"}, {"understood", "understand"},
	{"undertaken", "undertake"}, {"undertook", "undertake"}, {"was", "be"}, {"went", "go"},
	{"were", "be"}, {"withdrawn", "withdraw"}, {"withdrew", "withdraw"},
	{"withheld", "withhold"}, {"woke", "wake"}, {"won", "win"}, {"wore", "wear"},
	{"worn", "wear"}, {"written", "write"}, {"wrote", "write"}};

/* Sorted. Stems that the rules below would get wrong: with an e that they would not give. */
static const struct irregular stems[] = {{"acquir", "acquire"}, {"admir", "admire"},
	{"ambush", "ambush"}, {"argu", "argue"}, {"assembl", "assemble"}, {"bas", "base"},
	{"bomb", "bomb"}, {"captur", "capture"}, {"chang", "change"}, {"clos", "close"},
	{"combin", "combine"}, {"compil", "compile"}, {"complet", "complete"},
	{"conclud", "conclude"}, {"confin", "confine"}, {"declar", "declare"}, {"decid", "decide"},
	{"defin", "define"}, {"delet", "delete"}, {"desir", "desire"}, {"destin", "destine"},
	{"determin", "determine"}, {"detonat", "detonate"}, {"disabl", "disable"},
	{"discuss", "discuss"}, {"divid", "divide"}, {"ensur", "ensure"}, {"escap", "escape"},
	{"examin", "examine"}, {"excit", "excite"}, {"exclud", "exclude"}, {"execut", "execute"},
	{"expir", "expire"}, {"exil", "exile"}, {"expos", "expose"}, {"figur", "figure"},
	{"fin", "fine"}, {"fir", "fire"}, {"forc", "force"}, {"guid", "guide"}, {"handl", "handle"},
	{"hir", "hire"}, {"hop", "hope"}, {"imagin", "imagine"}, {"includ", "include"},
	{"injur", "injure"}, {"insur", "insure"}, {"intrud", "intrude"}, {"invad", "invade"},
	{"invit", "invite"}, {"join", "join"}, {"lur", "lure"}, {"manag", "manage"},
	{"measur", "measure"}, {"min", "mine"}, {"nam", "name"}, {"not", "note"},
	{"persuad", "persuade"}, {"prepar", "prepare"}, {"prescrib", "prescribe"},
	{"prob", "probe"}, {"procur", "procure"}, {"promot", "promote"}, {"prosecut", "prosecute"},
	{"provid", "provide"}, {"raid", "raid"}, {"recruit", "recruit"}, {"requir", "require"},
	{"resid", "reside"}, {"restor", "restore"}, {"retir", "retire"}, {"rul", "rule"},
	{"schedul", "schedule"}, {"secur", "secure"}, {"shar", "share"}, {"star", "star"},
	{"stat", "state"}, {"stor", "store"}, {"subscrib", "subscribe"}, {"suicid", "suicide"},
	{"threaten", "threaten"}, {"tortur", "torture"}, {"undermin", "undermine"},
	{"unit", "unite"}, {"vot", "vote"}, {"wir", "wire"}, {"wound", "wound"}};

static const struct irregular nouns[] = {{"caches", "cache"}, {"children", "child"},
	{"crises", "crisis"}, {"data", "data"}, {"feet", "foot"}, {"halves", "half"},
	{"headquarters", "headquarters"}, {"knives", "knife"}, {"lives", "life"}, {"news", "news"},
	{"people", "people"}, {"series", "series"}, {"species", "species"}, {"thieves", "thief"},
	{"troops", "troops"}, {"wives", "wife"}};

static int compare_form(const void *key, const void *item)
{
	const struct str *form = key;

	return str_cmp(*form, str_from(((const struct irregular *)item)->form));
}

static const char *look_up(struct str form, const struct irregular *table, size_t n)
{
	const struct irregular *found = bsearch(&form, table, n, sizeof(*table), compare_form);

	return found ? found->lemma : NULL;
}

static struct str cut(struct str s, size_t n)
{
	return (struct str){s.p, s.n - n};
}

static struct str with(struct str stem, const char *ending, struct arena *arena)
{
	size_t n = strlen(ending);
	char *p = arena_alloc(arena, stem.n + n + 1);

	memcpy(p, stem.p, stem.n);
	memcpy(p + stem.n, ending, n + 1);
	return (struct str){p, stem.n + n};
}

static bool is_vowel(char c)
{
	return strchr("aeiou", c) != NULL;
}

static bool has_vowel(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (is_vowel(s.p[i]) || (s.p[i] == 'y' && i > 0))
			return true;
	return false;
}

/* Endings of stems that lost an e: "arriv", "releas", "kidnapp" not. */
static bool wants_e(struct str stem)
{
	static const char *const endings[] = {"at", "iz", "is", "as", "os", "us", "ns", "rs", "ls",
		"c", "v", "rg", "dg", "ag", "bl", "cl", "dl", "gl", "pl", "tl", "kl", "fl", "zl",
		"u", "yz", "cit", "quit", "tak", "mak", "lud", "id", "ud", "ad", "ok"};
	static const char *const kept[] = {"eat", "oat", "reat", "aid", "oad", "ead", "oid", "book",
		"look", "raid", "ss", "ocus", "ook", "uid"};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kept); i++)
		if (str_ends(stem, str_from(kept[i])))
			return str_ends(stem, STR("creat"));
	for (i = 0; i < ARRAY_SIZE(endings); i++)
		if (str_ends(stem, str_from(endings[i])))
			return true;
	return false;
}

/* The verb whose -ed or -ing was cut off. */
static struct str restore(struct str stem, struct arena *arena)
{
	const char *known = look_up(stem, stems, ARRAY_SIZE(stems));
	char last = stem.p[stem.n - 1];

	if (known)
		return str_from(known);
	if (stem.n > 3 && last == stem.p[stem.n - 2] && !is_vowel(last) && !strchr("sz", last)) {
		if (last != 'l' || str_ends(stem, STR("troll")) || str_ends(stem, STR("pell")) ||
			str_ends(stem, STR("vell")) || str_ends(stem, STR("cell")) ||
			str_ends(stem, STR("pall")))
			return last == 'f' ? stem : cut(stem, 1);
		return stem;
	}
	return wants_e(stem) ? with(stem, "e", arena) : stem;
}

static struct str verb_lemma(struct str lower, int pos, struct arena *arena)
{
	const char *known = look_up(lower, verbs, ARRAY_SIZE(verbs));

	if (known)
		return str_from(known);
	if (pos == POS_VBZ && str_ends(lower, STR("s")))
		return lemma_of(lower, POS_NNS, arena);
	if (pos == POS_VBG && lower.n > 4 && str_ends(lower, STR("ing")) &&
		has_vowel(cut(lower, 3)))
		return restore(cut(lower, 3), arena);
	if ((pos == POS_VBD || pos == POS_VBN) && lower.n > 3 && str_ends(lower, STR("ed"))) {
		if (str_ends(lower, STR("ied")))
			return lower.n > 4 ? with(cut(lower, 3), "y", arena) : cut(lower, 1);
		if (str_ends(lower, STR("eed")))
			return lower.n > 4 ? cut(lower, 1) : lower;
		if (has_vowel(cut(lower, 2)))
			return restore(cut(lower, 2), arena);
	}
	return lower;
}

static struct str noun_lemma(struct str lower, struct arena *arena)
{
	static const char *const es[] = {"sses", "shes", "ches", "xes", "zzes", "oes"};
	const char *known = look_up(lower, nouns, ARRAY_SIZE(nouns));
	size_t i;

	if (known)
		return str_from(known);
	if (str_ends(lower, STR("men")))
		return with(cut(lower, 2), "an", arena); /* "gunmen", "women" */
	if (lower.n < 3 || !str_ends(lower, STR("s")) || str_ends(lower, STR("ss")) ||
		str_ends(lower, STR("us")) || str_ends(lower, STR("is")))
		return lower;
	if (str_ends(lower, STR("ies")) && lower.n > 4)
		return with(cut(lower, 3), "y", arena);
	for (i = 0; i < ARRAY_SIZE(es); i++)
		if (str_ends(lower, str_from(es[i])))
			return cut(lower, 2);
	return cut(lower, 1);
}

struct str lemma_of(struct str lower, int pos, struct arena *arena)
{
	if (pos_is_verb(pos) && pos != POS_VB)
		return verb_lemma(lower, pos, arena);
	if (pos == POS_MD && str_eq(lower, STR("ca")))
		return STR("can");
	if (pos == POS_NNS || (pos == POS_NNPS && lower.n > 3))
		return noun_lemma(lower, arena);
	return lower;
}

void lemma_tokens(struct tokens *tokens, struct arena *arena)
{
	size_t i;

	for (i = 0; i < tokens->n; i++)
		tokens->v[i].lemma = lemma_of(tokens->v[i].lower, tokens->v[i].pos, arena);
}
