/* SPDX-License-Identifier: Apache-2.0
 *
 * Taggers learn from a mixture of texts; reports have turns that they get wrong in ways that can be
 * told from the words around. Each rule sees one token with its neighbours and gives the right tag,
 * or POS_NONE; the first answer counts. The rules look at the tagger's tags, never at each other's.
 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "text/group_parts.h"

struct spot {
	const struct grouper *c;
	size_t i;
	int pos, before, after; /* POS_NONE at the ends of the sentence */
};

typedef int (*tag_rule)(const struct spot *s);

static bool here(const struct spot *s, const char *words)
{
	return word_at(s->c, s->i, words);
}

static bool next(const struct spot *s, const char *words)
{
	return word_at(s->c, s->i + 1, words);
}

static bool last(const struct spot *s, const char *words)
{
	return s->i > s->c->begin && word_at(s->c, s->i - 1, words);
}

static bool capital(const struct spot *s, size_t i)
{
	return i >= s->c->begin && i < s->c->end && !s->c->capitals &&
	       token_capitalised(s->c->tokens, i);
}

static int shot_dead(const struct spot *s)
{
	if (here(s, "shot") && pos_is_noun(s->pos) && next(s, "to") &&
		word_at(s->c, s->i + 2, "death"))
		return POS_VBD;
	return here(s, "shot") && next(s, "dead") ? POS_VBD : POS_NONE;
}

/* "has 1,500 fighters left" */
static int what_is_left(const struct spot *s)
{
	size_t i;

	if (!here(s, "left") || !pos_is_verb(s->pos) || !pos_is_noun(s->before) ||
		(s->after != POS_STOP && s->after != POS_COMMA && s->after != POS_COLON &&
			s->after != POS_NONE && s->after != POS_IN))
		return POS_NONE;
	for (i = s->i; i > s->c->begin && i + 8 > s->i; i--)
		if (word_at(s->c, i - 1, "has have had"))
			return POS_RB;
	return POS_NONE;
}

/* "found the man guilty": no noun, and no part of the man. */
static int guilty(const struct spot *s)
{
	return here(s, "guilty") && !pos_is_noun(s->after) && !last(s, "the a") ? POS_RB : POS_NONE;
}

/* "tried in absentia" */
static int in_absentia(const struct spot *s)
{
	return (here(s, "in") && next(s, "absentia")) || here(s, "absentia") ? POS_RB : POS_NONE;
}

static int near_is_preposition(const struct spot *s)
{
	return here(s, "near") ? POS_IN : POS_NONE;
}

/* "Ar Raqqah", "Operation Inherent Resolve", "ISIS-GS" */
static int parts_of_names(const struct spot *s)
{
	if (s->pos == POS_VBG && pos_is_proper(s->before) && pos_is_proper(s->after) &&
		capital(s, s->i) && capital(s, s->i + 1))
		return POS_NNP; /* "the Border Security Working Group" */
	if (s->pos == POS_UH && ascii_is_upper(token_text(s->c->tokens, s->i).p[0]) &&
		pos_is_verb(s->after))
		return POS_NNP; /* "BiH adopted" */
	struct str word = token_text(s->c->tokens, s->i);
	size_t k;

	if ((s->pos == POS_IN || s->pos == POS_RB) && s->i > s->c->begin && capital(s, s->i) &&
		s->after == POS_NNP && here(s, "ar al an as ad el ash at"))
		return POS_NNP;
	if ((s->pos == POS_VB || s->pos == POS_FW) && s->i > s->c->begin && capital(s, s->i) &&
		capital(s, s->i - 1))
		return POS_NNP;
	for (k = 0; k < word.n && (ascii_is_upper(word.p[k]) || word.p[k] == '-'); k++)
		;
	return pos_is_verb(s->pos) && k == word.n && (k > 2 || here(s, "is")) && !s->c->capitals
		       ? POS_NNP
		       : POS_NONE;
}

/* Right after "and", adverbs between them aside: "and later [let] them go". */
static bool after_and(const struct spot *s)
{
	size_t i = s->i;

	while (i > s->c->begin &&
		(s->c->tokens->v[i - 1].pos == POS_RB || s->c->tokens->v[i - 1].pos == POS_RBR))
		i--;
	return i > s->c->begin && s->c->tokens->v[i - 1].pos == POS_CC;
}

/* "Jamal Said Harun": a capital, but not all of it, since a teletype has nothing else. */
static bool is_name(const struct spot *s)
{
	struct str text = token_text(s->c->tokens, s->i);

	return token_capitalised(s->c->tokens, s->i) && text.n > 1 && !ascii_is_upper(text.p[1]);
}

/* Past tenses that are taken for nouns or prepositions: "froze nine accounts", "held 390 men". */
static int past_tenses(const struct spot *s)
{
	if (here(s, "froze overran slew"))
		return POS_VBD; /* nothing else, wherever they stand */
	if (s->before == POS_CD && s->after == POS_NNS && here(s, "sustained suffered received"))
		return POS_VBD; /* "47 sustained injuries" */
	if (here(s, "shut cut hit put held set let") && after_and(s) &&
		(s->after == POS_CD || s->after == POS_DT || s->after == POS_PRPS ||
			s->after == POS_PDT || next(s, "several many down off up")))
		return POS_VBD; /* "banned the party and shut 11 schools" */
	if (here(s, "cost") && last(s, "has have had"))
		return POS_VBN;
	if (here(s, "said") && (pos_is_noun(s->pos) || s->pos == POS_JJ) && s->before != POS_DT &&
		!is_name(s))
		return POS_VBD; /* "the official said." */
	if (s->pos == POS_VBN && pos_is_noun(s->before) && here(s, "fired opened shot") &&
		next(s, "on at upon into") &&
		!last(s, "shot shots rocket rockets missile missiles mortar mortars bullets round "
			 "rounds shell shells men people"))
		return POS_VBD; /* "gunmen on motorcycles fired on mourners" */
	if (!pos_is_noun(s->before) && !(s->before == POS_COMMA && here(s, "cost")))
		return POS_NONE;
	if (s->before == POS_COMMA && here(s, "cost"))
		return s->after == POS_DT ? POS_VBD : POS_NONE;
	if (here(s, "lent fled struck met"))
		return POS_VBD;
	if (here(s, "set") && next(s, "up aside"))
		return POS_VBD;
	return here(s, "held shot hit cut put let cost") &&
			       (s->after == POS_CD || s->after == POS_DT)
		       ? POS_VBD
		       : POS_NONE;
}

/* "..., the Sahelian News Agency [reports]." */
static bool ends_by_reporting(const struct spot *s)
{
	size_t i = s->i;

	if (!here(s, "reports") || s->before != POS_NNP ||
		(s->after != POS_STOP && s->after != POS_COMMA && s->after != POS_NONE))
		return false;
	while (i > s->c->begin && i + 6 > s->i &&
		(pos_is_noun(s->c->tokens->v[i - 1].pos) || s->c->tokens->v[i - 1].pos == POS_DT))
		i--;
	return i > s->c->begin && s->c->tokens->v[i - 1].pos == POS_COMMA;
}

/* Present tenses that are taken for plurals: "the law prohibits", "the agency runs its register".
 */
static int present_tenses(const struct spot *s)
{
	bool after_noun = pos_is_noun(s->before) || s->before == POS_RB;

	if (ends_by_reporting(s))
		return POS_VBZ;
	if (here(s, "say") && last(s, "police authorities officials prosecutors investigators"))
		return POS_VBP;
	if ((after_noun || s->before == POS_CC) &&
		here(s, "prohibits forbids bars outlaws criminalises criminalizes obliges permits "
			"punishes penalises penalizes authorises authorizes say says ban counts") &&
		(after_noun || s->after != POS_IN) && !next(s, "of on"))
		return POS_VBZ;
	if (pos_is_noun(s->before) && here(s, "use operate hold keep run maintain") &&
		(s->pos == POS_NN || s->pos == POS_NNP) &&
		last(s, "police guards authorities officers officials agencies forces services"))
		return POS_VBP; /* "border police use watchlists" */
	if (after_noun && here(s, "consists relies denies"))
		return POS_VBZ;
	if (after_noun && here(s, "deny") && !pos_is_verb(s->pos))
		return POS_VBP;
	if (pos_is_noun(s->before) && here(s, "share") && next(s, "responsibility"))
		return POS_VBP;
	if (s->before == POS_NNS && here(s, "report") && s->after == POS_VBG)
		return POS_VBP;
	if (s->pos != POS_NNS ||
		(s->before != POS_NN && s->before != POS_NNP && s->before != POS_CD))
		return POS_NONE;
	return next(s, "the its their his") || (next(s, "some") && s->before == POS_NN) ||
			       (s->after == POS_CD && s->before != POS_CD)
		       ? POS_VBZ
		       : POS_NONE;
}

/* "Western powers accuse Tehran of": verbs that are taken for prepositions. */
static int no_preposition(const struct spot *s)
{
	return s->pos == POS_IN && pos_is_noun(s->before) && here(s, "accuse deplore cause")
		       ? POS_VBP
		       : POS_NONE;
}

/* An infinitive stands close before. */
static bool after_to(const struct spot *s)
{
	size_t i = s->i;

	while (i > s->c->begin && s->i - i < 8)
		if (word_at(s->c, --i, "to"))
			return s->c->tokens->v[i + 1].pos == POS_VB;
	return false;
}

static int to_infinitive(const struct spot *s)
{
	if (pos_is_noun(s->pos) && here(s, "train equip advise assist arm mentor") &&
		last(s, "and , or") && after_to(s))
		return POS_VB; /* "to advise, assist, equip and train" */
	if (pos_is_verb(s->pos) && here(s, "life") && last(s, "to"))
		return POS_NN; /* "three of them to life in prison" */
	if (s->pos == POS_NN && here(s, "number") && last(s, "to") &&
		(s->after == POS_CD || next(s, "between some about")))
		return POS_VB; /* "is believed to number between" */
	if (s->pos == POS_IN && here(s, "to") && (s->after == POS_VB || next(s, "free")))
		return POS_TO;
	return s->pos == POS_JJ && here(s, "free") && last(s, "to") ? POS_VB : POS_NONE;
}

static bool describes(int pos)
{
	return pos == POS_VBN || pos == POS_VBD || pos_is_adjective(pos);
}

/* "211 failed, foiled and completed attacks", "assets of convicted or designated groups":
 * participles between a number, article or preposition and its noun. */
static int kinds_of_things(const struct spot *s)
{
	const struct token *t = s->c->tokens->v;
	size_t first = s->i, last = s->i + 1;
	bool list = false, none;

	if (s->pos != POS_VBN && s->pos != POS_VBD)
		return POS_NONE;
	while (first > s->c->begin &&
		(describes(t[first - 1].pos) || t[first - 1].pos == POS_COMMA ||
			t[first - 1].pos == POS_CC))
		first--;
	if (first == s->c->begin || !describes(t[first].pos) ||
		(t[first - 1].pos != POS_CD && t[first - 1].pos != POS_DT &&
			!word_at(s->c, first - 1, "of for against")))
		return POS_NONE;
	for (; last < s->c->end &&
		(describes(t[last].pos) || t[last].pos == POS_COMMA || t[last].pos == POS_CC);
		last++)
		;
	none = word_at(s->c, first - 1, "no any each every");
	for (; first < last; first++)
		list = list || t[first].pos == POS_CC;
	last += last + 1 < s->c->end && t[last].pos == POS_NN &&
		t[last + 1].pos == POS_NNS; /* "terrorist attacks" */
	return list && last < s->c->end &&
			       (t[last].pos == POS_NNS || (none && t[last].pos == POS_NN))
		       ? POS_JJ
		       : POS_NONE;
}

/* "the alleged ringleader", "proactively functioned to" */
static int participles(const struct spot *s)
{
	if (pos_is_verb(s->pos) && here(s, "alleged suspected presumed convicted accused") &&
		(pos_is_noun(s->after) || s->after == POS_JJ) && !pos_is_noun(s->before) &&
		s->before != POS_RB && !last(s, "was were is are been be being has have had") &&
		!(s->before == POS_CC && next(s, "numerous several many various dozens")))
		return POS_JJ;
	if ((s->pos == POS_VBN || s->pos == POS_VBD) && s->before == POS_CD &&
		(s->after == POS_NNS || (pos_is_noun(s->after) && s->i + 2 < s->c->end &&
						s->c->tokens->v[s->i + 2].pos == POS_NNS)) &&
		here(s, "wanted armed hired masked trained suspected alleged injured wounded "
			"kidnapped abducted captured "
			"detained arrested imprisoned jailed accused retired rescued freed "
			"uniformed"))
		return POS_JJ; /* "four wanted men" */
	if (here(s, "continued continuing") && pos_is_noun(s->after) &&
		(s->before == POS_IN || s->before == POS_TO || s->before == POS_DT ||
			s->before == POS_NONE))
		return POS_JJ; /* "in response to continuing rocket attacks" */
	if (s->pos == POS_VBD && pos_is_noun(s->before) && here(s, "wanted known") &&
		next(s, "for by in over as"))
		return POS_VBN; /* "captured a commander wanted for" */
	if (pos_is_noun(s->before) && here(s, "suspected accused convicted") && next(s, "of") &&
		s->pos != POS_VBN)
		return POS_VBN; /* "an individual suspected of" */
	if (s->pos == POS_VBG && here(s, "missing") &&
		last(s, "is are was were been remain remained remains"))
		return POS_JJ;
	if (s->pos == POS_RB &&
		here(s, "cowardly deadly friendly orderly unruly ugly bloody ghastly costly "
			"untimely unseemly") &&
		(s->after == POS_CC || s->after == POS_JJ || pos_is_noun(s->after)))
		return POS_JJ; /* "a cowardly and senseless attack" */
	if (here(s, "filled laden packed rigged loaded") &&
		last(s, "explosives explosive bomb dynamite") && pos_is_noun(s->after))
		return POS_JJ; /* "his explosives filled car" */
	if (here(s, "improvised") && next(s, "explosive"))
		return POS_JJ;
	if ((s->pos == POS_VBN || s->pos == POS_VBD) && last(s, "the") &&
		!(s->i > s->c->begin + 1 && word_at(s->c, s->i - 2, "of")) &&
		here(s, "executed killed injured wounded arrested detained accused deported") &&
		(s->after == POS_VBD || s->after == POS_VBZ || s->after == POS_VBP))
		return POS_NNS; /* "the executed included a boy" */
	if (here(s, "wanted") && last(s, "most") && pos_is_noun(s->after))
		return POS_JJ; /* "the most wanted list" */
	if (here(s, "national nationals") && s->pos == POS_JJ &&
		(s->before == POS_JJ || pos_is_noun(s->before)) && !pos_is_noun(s->after) &&
		s->after != POS_JJ && s->after != POS_CC)
		return POS_NN; /* "a Somali national to nine years" */
	if (s->pos == POS_CD && last(s, "ak rpg pkm glock") && pos_is_noun(s->after))
		return POS_NNP; /* "one AK 47 rifle" */
	if (here(s, "making") && s->pos == POS_VBG &&
		last(s, "bomb explosive explosives weapon weapons arms ied") &&
		pos_is_noun(s->after))
		return POS_NN; /* "bomb making materials" */
	if (s->pos == POS_VBG && pos_is_noun(s->after) &&
		str_find(s->c->tokens->v[s->i].lower, STR("-"), 0) < s->c->tokens->v[s->i].lower.n)
		return POS_JJ; /* "an information-sharing arrangement" */
	if (s->pos == POS_JJ && pos_is_noun(s->before) && s->after == POS_CD &&
		str_ends(s->c->tokens->v[s->i].lower, STR("ed")))
		return POS_VBD; /* "a device maimed three children" */
	if (s->pos == POS_JJ && s->before == POS_RB && s->after == POS_TO &&
		str_ends(s->c->tokens->v[s->i].lower, STR("ed")))
		return POS_VBD;
	return POS_NONE;
}

/* "this week", "Monday", "overnight" */
static bool is_day(const struct grouper *c, size_t i)
{
	return word_at(c, i,
		       "overnight yesterday today monday tuesday wednesday thursday friday "
		       "saturday sunday") ||
	       (word_at(c, i, "this last early late") &&
		       word_at(c, i + 1,
			       "week month year weekend monday tuesday wednesday thursday friday "
			       "saturday sunday"));
}

/* "in heavy fighting in the north": a gerund without an object of its own is an event. */
static int events(const struct spot *s)
{
	if (s->pos == POS_JJ && pos_is_noun(s->before) && pos_is_noun(s->after) &&
		here(s, "imposing banning targeting freezing"))
		return POS_VBG; /* "an order imposing sanctions" */
	if (s->pos == POS_VBG && here(s, "bombing shooting shelling") &&
		last(s, "suicide car roadside truck double twin drive-by mass"))
		return POS_NN; /* "in a suspected suicide bombing near" */
	if (here(s, "consisting") && next(s, "of"))
		return POS_VBG; /* "17 strikes consisting of 21 engagements" */
	if (s->pos == POS_VBG &&
		here(s, "sharing gathering monitoring trafficking laundering smuggling") &&
		last(s, "information intelligence data drug arms weapons human people money "
			"burden") &&
		s->after == POS_IN)
		return POS_NN; /* "a memorandum on information sharing with" */
	if (s->pos == POS_VBG && s->i == s->c->begin &&
		here(s, "fighting bombing shelling flooding rioting") &&
		(s->after == POS_VBD || s->after == POS_VBN))
		return POS_NN; /* "Fighting forced" */
	if (s->pos != POS_VBG || last(s, "from for without") ||
		(s->before != POS_IN && s->before != POS_JJ && s->before != POS_DT))
		return POS_NONE;
	return here(s, "fighting bombing shelling shooting hijacking kidnapping looting rioting") &&
			       (s->after == POS_IN || s->after == POS_NONE ||
				       s->after == POS_COMMA || s->after == POS_STOP ||
				       s->after == POS_CC || is_day(s->c, s->i + 1))
		       ? POS_NN
		       : POS_NONE;
}

/* "in connection with that attack", "both were freed" */
static int determiners(const struct spot *s)
{
	if (here(s, "both") && next(s, "were are was had have will"))
		return POS_PRP;
	if (here(s, "both") && next(s, "the its their in by with"))
		return POS_RB; /* "joined both the Forum and the League" */
	return here(s, "that") && s->before == POS_IN && !last(s, "so in") &&
			       (s->after == POS_NN || s->after == POS_JJ)
		       ? POS_DT
		       : POS_NONE;
}

/* "for similar pipeline attacks": what hangs on a preposition attacks nobody. */
static bool ends_phrase(const struct spot *s)
{
	const struct token *t = s->c->tokens->v;
	size_t i = s->i;

	while (i > s->c->begin && (pos_is_noun(t[i - 1].pos) || pos_is_adjective(t[i - 1].pos) ||
					  t[i - 1].pos == POS_DT || t[i - 1].pos == POS_CD))
		i--;
	return i < s->i && i > s->c->begin && t[i - 1].pos == POS_IN;
}

/* "coast guards", "a rally of", "Gunmen" */
static int nouns(const struct spot *s)
{
	if (s->pos == POS_VBZ &&
		here(s, "attacks strikes raids bombings blasts shootings clashes") &&
		ends_phrase(s))
		return POS_NNS;
	if (pos_is_verb(s->pos) && s->i == s->c->begin &&
		str_ends(s->c->tokens->v[s->i].lower, STR("men")))
		return POS_NNS;
	if (s->pos == POS_JJ &&
		here(s, "militant extremist insurgent radical criminal dissident suspect "
			"fanatic") &&
		pos_is_noun(s->before) && !pos_is_noun(s->after) && s->after != POS_JJ)
		return POS_NN; /* "an al-Qaida militant accused of" */
	if (pos_is_verb(s->pos) && here(s, "police") && next(s, "say said believe"))
		return POS_NNS; /* "a man who police say" */
	if (here(s, "nitrate") && s->before == POS_NN)
		return POS_NN;
	if (s->pos == POS_VBZ && here(s, "guards") &&
		last(s, "coast border security prison village"))
		return POS_NNS;
	return s->pos == POS_RB && s->before == POS_DT && next(s, "of") ? POS_NN : POS_NONE;
}

static int mended(const struct grouper *c, size_t i)
{
	static const tag_rule rules[] = {shot_dead, what_is_left, guilty, in_absentia,
		near_is_preposition, past_tenses, present_tenses, parts_of_names, no_preposition,
		to_infinitive, kinds_of_things, participles, events, determiners, nouns};
	struct spot s = {.c = c, .i = i};
	size_t k;
	int pos;

	s.pos = c->tokens->v[i].pos;
	s.before = i > c->begin ? c->tokens->v[i - 1].pos : POS_NONE;
	s.after = i + 1 < c->end ? c->tokens->v[i + 1].pos : POS_NONE;
	if (here(&s, "|"))
		return POS_COLON; /* the border of a cell is in no phrase */
	for (k = 0; k < ARRAY_SIZE(rules); k++) {
		pos = rules[k](&s);
		if (pos != POS_NONE)
			return pos;
	}
	return s.pos;
}

const uint8_t *tags_mended(const struct grouper *c, struct arena *arena)
{
	uint8_t *pos = arena_alloc(arena, c->end - c->begin);
	size_t i;

	for (i = c->begin; i < c->end; i++)
		pos[i - c->begin] = (uint8_t)mended(c, i);
	return pos;
}

bool is_nominal(const struct grouper *c, size_t i)
{
	int pos = pos_at(c, i);

	return pos_is_noun(pos) || pos_is_adjective(pos) || pos == POS_CD || pos == POS_FW;
}
