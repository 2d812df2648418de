/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "text/group.h"
#include "text/phrase.h"
#include "text/tag.h"

struct grouper {
	const struct reading *r;
	const struct tokens *tokens;
	size_t begin, end; /* of the sentence */
	bool capitals;     /* all of it is written in them */
};

static bool word_at(const struct grouper *c, size_t i, const char *words)
{
	return i < c->end && token_in(c->tokens, i, words);
}

/* Forms that are verbs after a noun phrase, whatever the tagger says. */
static bool sure_past(const struct grouper *c, size_t i)
{
	return i > c->begin && word_at(c, i, "froze lent overran fled slew struck met") &&
	       pos_is_noun(c->tokens->v[i - 1].pos == POS_COMMA ? POS_NN : c->tokens->v[i - 1].pos);
}

static bool sure_present(const struct grouper *c, size_t i)
{
	return i > c->begin && word_at(c, i, "consists prohibits forbids bars outlaws criminalises criminalizes obliges permits say says ban counts") &&
	       (pos_is_noun(c->tokens->v[i - 1].pos) || c->tokens->v[i - 1].pos == POS_RB) &&
	       (i + 1 == c->end || !word_at(c, i + 1, "of on") || word_at(c, i, "consists"));
}

/* "held 390 detainees": between a noun and a number. */
static bool held_before_number(const struct grouper *c, size_t i)
{
	return i > c->begin && word_at(c, i, "held shot hit cut put") &&
	       pos_is_noun(c->tokens->v[i - 1].pos) && i + 1 < c->end &&
	       (c->tokens->v[i + 1].pos == POS_CD || c->tokens->v[i + 1].pos == POS_DT);
}

/* "ISIS-GS": capitals throughout are a name. */
static bool is_acronym(const struct grouper *c, size_t i)
{
	struct str word = token_text(c->tokens, i);
	size_t k;

	for (k = 0; k < word.n && (ascii_is_upper(word.p[k]) || word.p[k] == '-'); k++)
		;
	return k == word.n && k > 2 && !c->capitals;
}

/* The tag, with what taggers of edited prose get wrong in reports put right. */
static int pos_at(const struct grouper *c, size_t i)
{
	int pos;

	if (i >= c->end)
		return POS_NONE;
	pos = c->tokens->v[i].pos;
	if (word_at(c, i, "shot") && word_at(c, i + 1, "dead"))
		return POS_VBD;
	if (word_at(c, i, "near"))
		return POS_IN;
	if ((pos == POS_IN || pos == POS_RB) && i > c->begin && token_capitalised(c->tokens, i) &&
		i + 1 < c->end && token_capitalised(c->tokens, i + 1) && !c->capitals &&
		c->tokens->v[i + 1].pos == POS_NNP && word_at(c, i, "ar al an as ad el ash at"))
		return POS_NNP; /* "Ar Raqqah" */
	if (word_at(c, i, "set") && word_at(c, i + 1, "up aside") && i > c->begin &&
		pos_is_noun(c->tokens->v[i - 1].pos))
		return POS_VBD;
	if (sure_past(c, i) || held_before_number(c, i))
		return POS_VBD;
	if (sure_present(c, i))
		return POS_VBZ;
	if (pos == POS_NNS && i > c->begin && i + 1 < c->end &&
		(word_at(c, i + 1, "the its their his") ||
			(c->tokens->v[i + 1].pos == POS_CD && c->tokens->v[i - 1].pos != POS_CD)) &&
		(c->tokens->v[i - 1].pos == POS_NN || c->tokens->v[i - 1].pos == POS_NNP ||
			c->tokens->v[i - 1].pos == POS_CD))
		return POS_VBZ; /* "the agency runs its own register" */
	if ((pos == POS_VB || pos == POS_FW) && i > c->begin && token_capitalised(c->tokens, i) &&
		token_capitalised(c->tokens, i - 1) && !c->capitals)
		return POS_NNP; /* "Operation Inherent Resolve" */
	if (pos_is_verb(pos) && is_acronym(c, i))
		return POS_NNP;
	if (pos == POS_IN && word_at(c, i, "to") && i + 1 < c->end &&
		(c->tokens->v[i + 1].pos == POS_VB || word_at(c, i + 1, "free")))
		return POS_TO;
	if (pos == POS_JJ && word_at(c, i, "free") && i > c->begin && word_at(c, i - 1, "to"))
		return POS_VB;
	if (pos_is_verb(pos) && word_at(c, i, "alleged suspected presumed convicted accused") &&
		i + 1 < c->end && (pos_is_noun(c->tokens->v[i + 1].pos) ||
					  c->tokens->v[i + 1].pos == POS_JJ) &&
		(i == c->begin || !word_at(c, i - 1, "was were is are been be being has have had")) &&
		(i == c->begin || !pos_is_noun(c->tokens->v[i - 1].pos)))
		return POS_JJ;
	if (pos == POS_VBZ && word_at(c, i, "guards") && i > c->begin &&
		word_at(c, i - 1, "coast border security prison village"))
		return POS_NNS;
	if (pos == POS_RB && i > c->begin && c->tokens->v[i - 1].pos == POS_DT && word_at(c, i + 1, "of"))
		return POS_NN;
	return pos;
}

static bool is_quote(const struct grouper *c, size_t i)
{
	return word_at(c, i, "\" ' `` '' ` “ ”");
}

static bool is_nominal(const struct grouper *c, size_t i)
{
	int pos = pos_at(c, i);

	return pos_is_noun(pos) || pos_is_adjective(pos) || pos == POS_CD || pos == POS_FW;
}

/* A participle or adverb that stands before the noun that it describes. */
static bool is_premodifier(const struct grouper *c, size_t i)
{
	int pos = pos_at(c, i);
	size_t next = i + 1;

	if (pos == POS_POS)
		return is_nominal(c, next) || pos_at(c, next) == POS_VBN || pos_at(c, next) == POS_VBG;
	if (pos == POS_CURRENCY || pos == POS_SYM)
		return is_nominal(c, next);
	if (pos != POS_VBN && pos != POS_VBG && pos != POS_RB && pos != POS_VBD && pos != POS_NNP)
		return false;
	if (i == c->begin || pos_at(c, next) == POS_CD)
		return false;
	if ((pos == POS_VBN || pos == POS_VBG || pos == POS_VBD) && pos_is_noun(pos_at(c, i - 1)))
		return false;
	if (pos == POS_RB && (pos_is_noun(pos_at(c, i - 1)) ||
				    !(pos_at(c, next) == POS_JJ || pos_at(c, next) == POS_VBN)))
		return false;
	while (is_quote(c, next))
		next++;
	if (pos == POS_VBD)
		return pos_at(c, i - 1) == POS_DT && pos_is_noun(pos_at(c, next));
	return is_nominal(c, next) || pos_at(c, next) == POS_VBN || pos_at(c, next) == POS_VBG;
}

/* "and" between two premodifiers of one noun: "police and military liaison officers" is left as two
 * phrases, "actual or planned acts" is one. */
static bool joins_adjectives(const struct grouper *c, size_t i)
{
	if (!word_at(c, i, "and or , &") || i == c->begin)
		return false;
	return pos_at(c, i - 1) == POS_JJ && !word_at(c, i - 1, "dead many several") &&
	       (pos_at(c, i + 1) == POS_JJ || pos_at(c, i + 1) == POS_VBN) && is_nominal(c, i + 2) &&
	       pos_at(c, i + 2) != POS_CD;
}

static size_t capitals(const struct grouper *c, size_t i)
{
	struct str word = token_text(c->tokens, i);
	size_t k, n = 0;

	for (k = 0; k < word.n; k++)
		n += ascii_is_upper(word.p[k]);
	return n;
}

/* "(KNB)", "(the EAG)", "or PKK": an acronym after a name; tokens taken. */
static size_t bracket_at(const struct grouper *c, size_t i)
{
	size_t at = i + 1;

	if (!word_at(c, i, "( ["))
		return 0;
	if (!token_capitalised(c->tokens, i - 1) && !(word_at(c, i + 2, ") ]") && capitals(c, i + 1) >= 2))
		return 0;
	at += word_at(c, at, "the or formerly");
	while (at < c->end && at < i + 6 && !word_at(c, at, ") ]"))
		at++;
	if (!word_at(c, at, ") ]") || at > i + 5 || pos_at(c, at - 1) == POS_CD)
		return 0;
	return ascii_is_upper(token_text(c->tokens, at - 1).p[0]) ? at + 1 - i : 0;
}

static bool org_noun(const struct grouper *c, size_t first, size_t last)
{
	static const char *const nouns =
		"ministry department committee group office council service agency commission bureau "
		"centre center unit directorate movement front party army organization organisation "
		"union league force board authority court court fund academy college institute task "
		"administration secretariat mission law act strategy plan convention coordination bank "
		"federation alliance house chamber treaty program programme initiative framework coalition "
		"congress assembly parliament corps guard police plan decree regulation code bill";

	for (; first < last; first++)
		if (token_capitalised(c->tokens, first) && token_in(c->tokens, first, nouns))
			return true;
	return false;
}

/* A name goes on over "of", "on", "for" and "and" as long as capitals follow: tokens taken. */
static size_t name_tail(const struct grouper *c, size_t first, size_t i)
{
	size_t at = i, k;
	bool org = org_noun(c, first, i);

	if (!token_capitalised(c->tokens, i - 1))
		return 0;
	if (word_at(c, at, "of") || (org && word_at(c, at, "on for against to under"))) {
		if (pos_at(c, at) == POS_TO && !token_capitalised(c->tokens, at + 1))
			return 0;
		at++;
		at += word_at(c, at, "the");
	} else if (org && word_at(c, at, "and &")) {
		for (k = first; k < i && !token_in(c->tokens, k, "of on for"); k++)
			;
		if (k == i || !pos_is_proper(pos_at(c, at + 1)))
			return 0;
		at++;
	} else {
		return 0;
	}
	if (at >= c->end || !token_capitalised(c->tokens, at) || timex_at(c->r->times, at))
		return 0;
	if (pos_is_verb(pos_at(c, at)))
		return token_capitalised(c->tokens, at + 1) || is_nominal(c, at + 1) ? at + 1 - i : 0;
	return is_nominal(c, at) ? at - i : 0;
}

static const struct quantity *quantity_opening(const struct grouper *c, size_t i)
{
	const struct quantity *q = quantity_at(c->r->quantities, i);

	return q && q->first == i ? q : NULL;
}

/* The quantity that opens a noun phrase and, for a partitive, the "of the" after it. */
static size_t take_quantity(const struct grouper *c, size_t at, struct group *np)
{
	np->quantity = quantity_opening(c, at);
	np->definite = np->definite || word_at(c, at, "the its their these those his");
	at = np->quantity->last;
	if (np->quantity->sort != QUANTITY_DURATION && word_at(c, at, "of") &&
		(is_nominal(c, at + 1) || is_premodifier(c, at + 1) || quantity_opening(c, at + 1) ||
			word_at(c, at + 1, "the its their his her our them whom those these this \""))) {
		at++;
		if (quantity_opening(c, at) && quantity_opening(c, at)->sort == QUANTITY_COUNT) {
			np->inner = quantity_opening(c, at);
			at = np->inner->last;
		}
		while (word_at(c, at, "the its their his her our those these this \""))
			at++;
	}
	return at;
}

/* The words of a noun phrase from its core on; *ret_head is its last noun. */
static size_t take_nouns(const struct grouper *c, size_t first, size_t at, struct group *np)
{
	size_t n;

	np->head = UINT32_MAX;
	while (at < c->end) {
		const struct quantity *q = quantity_opening(c, at);
		const struct timex *t = timex_at(c->r->times, at);

		if (t && !(at > first && t->first == at && !t->since && !t->until &&
				 is_nominal(c, t->last) && c->tokens->v[t->last - 1].lines_before == 0))
			break;
		if (t) {
			at = t->last;
			continue;
		}
		if (q && at > np->core && q->sort != QUANTITY_DURATION)
			break;
		if (q && q->sort == QUANTITY_DURATION) {
			np->quantity = np->quantity ? np->quantity : q;
			at = q->last;
			continue;
		}
		if (np->head == at - 1 && pos_is_adjective(pos_at(c, at)) && at > first &&
			!is_nominal(c, at + 1) && !token_capitalised(c->tokens, at))
			break; /* "ten people dead" */
		if (is_nominal(c, at)) {
			if (pos_is_noun(pos_at(c, at)) || pos_at(c, at) == POS_FW)
				np->head = (uint32_t)at;
			at++;
		} else if (word_at(c, at, "/") && !c->tokens->v[at].space_before && at > first &&
			   is_nominal(c, at + 1)) {
			at++;
		} else if (is_premodifier(c, at) || joins_adjectives(c, at) ||
			   (is_quote(c, at) && at > first && (is_nominal(c, at + 1) ||
							is_quote(c, at - 2 < first ? at : at - 2)))) {
			at++;
		} else if (np->head != UINT32_MAX && (n = bracket_at(c, at)) > 0) {
			return at + n;
		} else if (np->head != UINT32_MAX && (n = name_tail(c, first, at)) > 0) {
			at += n;
		} else {
			break;
		}
	}
	while (at > first && is_quote(c, at - 1) && !is_quote(c, first))
		at--;
	return at;
}

static void describe_noun(const struct grouper *c, struct group *np)
{
	int pos = pos_at(c, np->head);

	np->proper = pos_is_proper(pos);
	np->plural = pos == POS_NNS || pos == POS_NNPS ||
		     word_at(c, np->head, "people police men women children personnel troops");
	np->pronoun = pos == POS_PRP || pos == POS_DT || word_at(c, np->head, "whom those");
}

static size_t noun_pronoun(const struct grouper *c, size_t i, struct group *np)
{
	int pos = pos_at(c, i);

	if (pos != POS_PRP && pos != POS_EX && !(pos == POS_DT && !word_at(c, i, "a an the no")) &&
		!(pos == POS_NN && word_at(c, i, "nobody someone everyone")))
		return 0;
	np->head = np->core = (uint32_t)i;
	describe_noun(c, np);
	return 1;
}

/* A noun phrase at i: tokens taken. */
static size_t noun_at(const struct grouper *c, size_t i, struct group *np)
{
	size_t at = i, end;

	*np = (struct group){.sort = GROUP_NOUN};
	if (!quantity_opening(c, at))
		while (pos_at(c, at) == POS_PDT || pos_at(c, at) == POS_DT || pos_at(c, at) == POS_PRPS ||
			word_at(c, at, "such")) {
			np->definite = np->definite || !word_at(c, at, "a an any some every each another");
			at++;
		}
	if (quantity_opening(c, at))
		at = take_quantity(c, at, np);
	if (at == i && pos_at(c, at) == POS_POS)
		at++; /* "[today]'s news" */
	np->core = (uint32_t)at;
	end = take_nouns(c, i, at, np);
	if (np->head == UINT32_MAX && end > at && (np->quantity || at > i)) {
		np->head = (uint32_t)end - 1; /* "the wounded" */
		np->bare = np->quantity && word_at(c, np->head, "other others more");
		np->plural = !word_at(c, i, "a an") && !(np->quantity && np->quantity->value == 1);
		return end - i;
	}
	if (np->head != UINT32_MAX && end > at) {
		describe_noun(c, np);
		return end - i;
	}
	if (np->quantity) {
		np->bare = true;
		np->core = np->head = (uint32_t)(np->quantity->number);
		if (word_at(c, at, "them whom these those us others"))
			at++;
		return at - i;
	}
	return noun_pronoun(c, i, np);
}

static bool is_have(const struct grouper *c, size_t i)
{
	return word_at(c, i, "have has had having 've");
}

static bool is_be(const struct grouper *c, size_t i)
{
	return word_at(c, i, "be is are was were been being am 's 're 'm get gets got getting");
}

static void describe_verb(const struct grouper *c, struct group *vg)
{
	size_t i, verbs = 0;
	int pos = pos_at(c, vg->head), first = pos_at(c, vg->first);

	for (i = vg->first; i < vg->last; i++) {
		bool before = i < vg->head;

		verbs += pos_is_verb(pos_at(c, i)) || pos_at(c, i) == POS_MD;
		vg->future = vg->future || word_at(c, i, "will shall 'll");
		vg->possible = vg->possible || word_at(c, i, "could may might would can should must 'd");
		vg->negated = vg->negated || word_at(c, i, "not n't never");
		vg->perfect = vg->perfect || (before && is_have(c, i));
		vg->passive = vg->passive || (before && is_be(c, i) && (pos == POS_VBN || pos == POS_VBD ||
						       pos == POS_JJ || pos == POS_VB));
		vg->progressive = vg->progressive || (before && is_be(c, i) && pos == POS_VBG);
	}
	vg->copula = word_at(c, vg->head, "be is are was were been being am 's 're remain remains "
					  "remained become becomes became stay stayed");
	vg->form = VERB_FINITE;
	if (first == POS_TO)
		vg->form = VERB_INFINITIVE;
	else if (pos_at(c, vg->head) == POS_VBG && verbs == 1)
		vg->form = VERB_GERUND;
	else if (word_at(c, vg->first, "being having"))
		vg->form = VERB_GERUND;
	else if (pos == POS_VBN && verbs == 1)
		vg->form = VERB_PARTICIPLE;
	else if (pos == POS_VB && verbs == 1 && str_eq(c->tokens->v[vg->head].lower,
						c->tokens->v[vg->head].lemma) &&
		 !word_at(c, vg->head, "shot"))
		vg->form = VERB_INFINITIVE;
}

/* A verb group at i: tokens taken. */
static size_t verb_at(const struct grouper *c, size_t i, struct group *vg)
{
	size_t at = i, main_verb = SIZE_MAX;
	bool open = true; /* the last verb lets another one follow */

	*vg = (struct group){.sort = GROUP_VERB};
	while (at < c->end) {
		int pos = pos_at(c, at);

		if (timex_at(c->r->times, at))
			break;
		if (pos == POS_TO && at == i) {
			at++;
		} else if (pos == POS_MD && open) {
			at++;
		} else if (pos == POS_JJ && open && main_verb != SIZE_MAX && is_be(c, at - 1) &&
			   (str_ends(c->tokens->v[at].lower, STR("ed")) || word_at(c, at, "hurt held forbidden slain")) &&
			   !is_nominal(c, at + 1)) {
			main_verb = at;
			open = false;
			at++;
		} else if (pos_is_verb(pos) && open) {
			main_verb = at;
			open = is_have(c, at) || is_be(c, at) || word_at(c, at, "do does did");
			at++;
		} else if ((pos == POS_RB || pos == POS_RBR ||
				   word_at(c, at, "not n't each all both himself herself themselves")) &&
			   open && (at == i || pos != POS_DT || main_verb != SIZE_MAX)) {
			at++;
		} else {
			break;
		}
	}
	if (main_verb == SIZE_MAX)
		return 0;
	vg->first = (uint32_t)i;
	vg->head = (uint32_t)main_verb;
	vg->last = (uint32_t)main_verb + 1;
	if (word_at(c, vg->last, "not n't") && open)
		vg->last++;
	describe_verb(c, vg);
	return vg->last - i;
}

static size_t adverb_lead(const struct grouper *c, size_t i)
{
	size_t at = i;

	while (pos_at(c, at) == POS_RB || pos_at(c, at) == POS_RBR)
		at++;
	return at - i;
}

static const struct {
	const char *phrase;
	enum group_sort sort;
} connectives[] = {
	{"as well as", GROUP_COORDINATOR}, {"along with", GROUP_COORDINATOR},
	{"because of", GROUP_PREPOSITION}, {"as a result of", GROUP_PREPOSITION},
	{"according to", GROUP_PREPOSITION}, {"in connection with", GROUP_PREPOSITION},
	{"even though", GROUP_SUBORDINATOR}, {"so that", GROUP_SUBORDINATOR},
	{"in order to", GROUP_SUBORDINATOR}, {"such as", GROUP_PREPOSITION},
	{"close to", GROUP_PREPOSITION}, {"thanks to", GROUP_PREPOSITION},
	{"due to", GROUP_PREPOSITION}, {"owing to", GROUP_PREPOSITION},
	{"in front of", GROUP_PREPOSITION}, {"on behalf of", GROUP_PREPOSITION},
	{"together with", GROUP_PREPOSITION}, {"as of", GROUP_PREPOSITION},
	{"south of", GROUP_PREPOSITION}, {"north of", GROUP_PREPOSITION},
	{"east of", GROUP_PREPOSITION}, {"west of", GROUP_PREPOSITION},
	{"and/or", GROUP_COORDINATOR}, {"or else", GROUP_COORDINATOR},
	{"while", GROUP_SUBORDINATOR}, {"although", GROUP_SUBORDINATOR},
	{"though", GROUP_SUBORDINATOR}, {"because", GROUP_SUBORDINATOR}, {"if", GROUP_SUBORDINATOR},
	{"whether", GROUP_SUBORDINATOR}, {"unless", GROUP_SUBORDINATOR},
	{"when", GROUP_RELATIVE}, {"where", GROUP_RELATIVE}, {"who", GROUP_RELATIVE},
	{"whom", GROUP_RELATIVE}, {"whose", GROUP_RELATIVE}, {"which", GROUP_RELATIVE},
	{"whereas", GROUP_SUBORDINATOR}, {"including", GROUP_PREPOSITION},
	{"following", GROUP_PREPOSITION}, {"among", GROUP_PREPOSITION},
};

static enum group_sort single_sort(const struct grouper *c, size_t i)
{
	int pos = pos_at(c, i);

	if (word_at(c, i, "that"))
		return pos == POS_WDT ? GROUP_RELATIVE : GROUP_SUBORDINATOR;
	switch (pos) {
	case POS_IN:
	case POS_TO: return GROUP_PREPOSITION;
	case POS_CC: return GROUP_COORDINATOR;
	case POS_WDT:
	case POS_WP:
	case POS_WPS:
	case POS_WRB: return GROUP_RELATIVE;
	case POS_COMMA: return GROUP_COMMA;
	case POS_COLON:
	case POS_STOP: return GROUP_STOP;
	case POS_RB:
	case POS_RBR:
	case POS_RBS:
	case POS_RP:
	case POS_JJ:
	case POS_JJR:
	case POS_JJS: return GROUP_ADVERB;
	default: return word_at(c, i, "| ; : – — - • *") ? GROUP_STOP : GROUP_OTHER;
	}
}

/* The longest connective at i: tokens taken, 0 for none. */
static size_t connective_at(const struct grouper *c, size_t i, struct group *group)
{
	size_t k, n, best = 0;

	*group = (struct group){.head = (uint32_t)i};
	for (k = 0; k < ARRAY_SIZE(connectives); k++) {
		n = phrase_at(c->tokens, i, c->end, str_from(connectives[k].phrase));
		if (n > best) {
			best = n;
			group->sort = connectives[k].sort;
		}
	}
	return best;
}

/* A connective or one token of its own sort. */
static size_t other_at(const struct grouper *c, size_t i, struct group *group)
{
	size_t n = connective_at(c, i, group);

	if (n)
		return n;
	*group = (struct group){.sort = single_sort(c, i), .head = (uint32_t)i};
	return 1;
}

static size_t time_at(const struct grouper *c, size_t i, struct group *group)
{
	const struct timex *t = timex_at(c->r->times, i);

	if (!t || t->first != i)
		return 0;
	*group = (struct group){.sort = GROUP_TIME, .head = (uint32_t)i};
	return t->last - i;
}

/* A participle after a preposition or a verb that describes the noun behind it: "by banned groups". */
static bool opens_noun(const struct grouper *c, size_t i)
{
	int before = i > c->begin ? pos_at(c, i - 1) : POS_NONE, pos = pos_at(c, i);

	if (pos == POS_VBG)
		return (before == POS_IN || before == POS_CC) && word_at(c, i, "neighboring neighbouring "
							"surrounding remaining ongoing existing leading") &&
		       is_nominal(c, i + 1);
	if (pos != POS_VBN || !is_nominal(c, i + 1) || pos_at(c, i + 1) == POS_CD)
		return false;
	if (before == POS_NONE || before == POS_IN)
		return !word_at(c, i - (i > c->begin), "as than");
	return pos_is_verb(before) && !is_be(c, i - 1) && !is_have(c, i - 1);
}

static size_t group_at(const struct grouper *c, size_t i, struct group *group)
{
	size_t n = time_at(c, i, group), lead;

	if (!n && connective_at(c, i, group) > 1)
		n = connective_at(c, i, group);
	if (!n && opens_noun(c, i))
		n = noun_at(c, i, group);
	if (!n && !word_at(c, i, "including following that"))
		n = verb_at(c, i, group);
	if (!n && !word_at(c, i, "that when where including following"))
		n = noun_at(c, i, group);
	if (!n && (lead = adverb_lead(c, i)) > 0 && verb_at(c, i + lead, group))
		n = lead + (group->last - group->first);
	if (!n)
		n = other_at(c, i, group);
	group->first = (uint32_t)i;
	group->last = (uint32_t)(i + n);
	return n;
}

/* "after", "before", "since" open a clause if a subject and its verb follow at once. */
static void find_subordinators(const struct grouper *c, struct groups *groups)
{
	size_t i, j;

	for (i = 0; i + 2 < groups->n; i++) {
		if (groups->v[i].sort != GROUP_PREPOSITION ||
			!word_at(c, groups->v[i].first, "after before since until as till once than"))
			continue;
		j = i + 1;
		if (groups->v[j].sort != GROUP_NOUN)
			continue;
		while (j + 2 < groups->n && groups->v[j + 1].sort == GROUP_PREPOSITION &&
			groups->v[j + 2].sort == GROUP_NOUN)
			j += 2;
		while (j + 1 < groups->n && groups->v[j + 1].sort == GROUP_ADVERB)
			j++;
		if (j + 1 < groups->n && groups->v[j + 1].sort == GROUP_VERB &&
			groups->v[j + 1].form == VERB_FINITE)
			groups->v[i].sort = GROUP_SUBORDINATOR;
	}
}

/* A sentence must have a finite verb: without one, the first participle after a noun is it. */
static void find_only_verb(const struct sentence *sentence, struct groups *groups)
{
	struct group *first = NULL;
	size_t i;

	if (sentence->kind != SENTENCE_PROSE)
		return;
	for (i = 0; i < groups->n; i++) {
		struct group *vg = &groups->v[i];

		if (vg->sort != GROUP_VERB)
			continue;
		if (vg->form == VERB_FINITE)
			return;
		if (!first && vg->form == VERB_PARTICIPLE && i > 0 && groups->v[i - 1].sort == GROUP_NOUN &&
			!groups->v[i - 1].quantity)
			first = vg;
	}
	if (first)
		first->form = VERB_FINITE;
}

/* "among the refugees rounded up for ...": a past tense that has no object, and whose noun hangs on
 * a preposition after another verb, is a participle. */
static void find_reduced(const struct grouper *c, struct groups *groups)
{
	size_t i, j;

	for (i = 3; i < groups->n; i++) {
		struct group *vg = &groups->v[i];

		if (vg->sort != GROUP_VERB || vg->form != VERB_FINITE || vg->last - vg->first != 1 ||
			c->tokens->v[vg->head].pos != POS_VBD || groups->v[i - 1].sort != GROUP_NOUN ||
			groups->v[i - 2].sort != GROUP_PREPOSITION)
			continue;
		if (i + 1 < groups->n && groups->v[i + 1].sort == GROUP_NOUN)
			continue;
		for (j = i - 2; j > 0 && (groups->v[j].sort == GROUP_PREPOSITION ||
					     groups->v[j].sort == GROUP_NOUN ||
					     groups->v[j].sort == GROUP_ADVERB);
			j--)
			;
		if (groups->v[j].sort == GROUP_VERB && groups->v[j].form == VERB_FINITE &&
			groups->v[j + 1].sort == GROUP_PREPOSITION)
			vg->form = VERB_PARTICIPLE;
	}
}

static bool is_particle(const struct grouper *c, const struct group *group)
{
	return group->sort == GROUP_PREPOSITION && word_at(c, group->first, "up out down off over back away");
}

/* A bare participle with an object of its own is a past tense that was misread. */
static void find_pasts(const struct grouper *c, struct groups *groups)
{
	size_t i, next;

	for (i = 0; i < groups->n; i++) {
		struct group *vg = &groups->v[i];
		enum group_sort before = i > 0 ? groups->v[i - 1].sort : GROUP_STOP;

		if (vg->sort != GROUP_VERB || vg->form != VERB_PARTICIPLE)
			continue;
		for (next = i + 1; next < groups->n && (groups->v[next].sort == GROUP_ADVERB ||
							       is_particle(c, &groups->v[next]));
			next++)
			;
		if (next == groups->n || groups->v[next].sort != GROUP_NOUN)
			continue;
		if (before == GROUP_NOUN || before == GROUP_ADVERB || before == GROUP_RELATIVE ||
			before == GROUP_STOP || before == GROUP_TIME ||
			(before == GROUP_COORDINATOR && !groups->v[next].proper))
			vg->form = VERB_FINITE;
	}
}

void groups_make(const struct reading *reading, const struct sentence *sentence,
	struct arena *arena, struct groups *ret)
{
	struct grouper c = {.r = reading, .tokens = reading->tokens, .begin = sentence->first,
		.end = sentence->last, .capitals = sentence->capitals};
	struct group group;
	size_t i, n, cap = 0;

	*ret = (struct groups){0};
	for (i = c.begin; i < c.end; i += n) {
		n = group_at(&c, i, &group);
		*ARENA_PUSH(arena, ret->v, ret->n, cap) = group;
	}
	find_pasts(&c, ret);
	find_only_verb(sentence, ret);
	find_reduced(&c, ret);
	find_subordinators(&c, ret);
}
