/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "text/group_parts.h"

static bool is_quote(const struct grouper *c, size_t i)
{
	return word_at(c, i, "\" ' `` '' ` “ ”");
}

/* A participle or adverb that stands before the noun that it describes. */
static bool is_premodifier(const struct grouper *c, size_t i)
{
	int pos = pos_at(c, i);
	size_t next = i + 1;

	if (pos == POS_POS)
		return is_nominal(c, next) || pos_at(c, next) == POS_VBN ||
		       pos_at(c, next) == POS_VBG;
	if (word_at(c, i, "|"))
		return false;
	if (pos == POS_CURRENCY || pos == POS_SYM)
		return is_nominal(c, next);
	if (pos != POS_VBN && pos != POS_VBG && pos != POS_RB && pos != POS_VBD && pos != POS_NNP)
		return false;
	if (i == c->begin || pos_at(c, next) == POS_CD || word_at(c, i, "got had"))
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

/* "57 failed[,] foiled[,] and completed terrorist attacks": a comma or "and" of a list that a
 * noun ends. */
static bool lists_adjectives(const struct grouper *c, size_t i)
{
	size_t at = i;
	bool closes = false;

	if (i < c->begin + 2 || token_capitalised(c->tokens, i - 1) ||
		(pos_at(c, i - 1) != POS_JJ &&
			!(word_at(c, i - 1, ",") && word_at(c, i, "and or") &&
				pos_at(c, i - 2) == POS_JJ)))
		return false;
	for (;;) {
		size_t next = at + (word_at(c, at, ",") ? 1 : 0);

		closes = closes || word_at(c, next, "and or");
		next += word_at(c, next, "and or") ? 1 : 0;
		if (next == at || pos_at(c, next) != POS_JJ)
			break;
		at = next + 1;
	}
	while (at > i && pos_at(c, at) == POS_JJ)
		at++;
	return at > i && closes &&
	       (at > i + 3 || pos_at(c, i - 1) != POS_JJ || word_at(c, i - 2, ",")) &&
	       is_nominal(c, at);
}

/* "and" between two premodifiers of one noun: "police and military liaison officers" is left as two
 * phrases, "actual or planned acts" is one. */
static bool joins_adjectives(const struct grouper *c, size_t i)
{
	if (!word_at(c, i, "and or , &") || i == c->begin)
		return false;
	if (lists_adjectives(c, i) ||
		(word_at(c, i, ",") && word_at(c, i + 2, "and or ,") &&
			pos_at(c, i - 1) == POS_JJ && pos_at(c, i + 1) == POS_JJ &&
			pos_at(c, i + 3) == POS_JJ && is_nominal(c, i + 4)))
		return true; /* "Shiite, Kurdish and Sunni leaders" */
	if (!is_nominal(c, i + 2) || pos_at(c, i + 2) == POS_CD)
		return false;
	/* "Afghan and U.S. troops", "U.S. and Afghan forces" */
	if (word_at(c, i, "and") && word_at(c, i + 1, "u.s. nato un u.n. eu au") &&
		pos_at(c, i - 1) == POS_JJ && pos_at(c, i + 2) == POS_NNS)
		return true;
	if (word_at(c, i, "and") &&
		word_at(c, i + 1, "coalition allied alliance government security") &&
		pos_at(c, i - 1) == POS_JJ && token_capitalised(c->tokens, i - 1) &&
		pos_at(c, i + 2) == POS_NNS)
		return true; /* "Afghan and coalition troops" */
	if (word_at(c, i, "and") && word_at(c, i - 1, "u.s. nato un u.n. eu au") &&
		pos_at(c, i + 1) == POS_JJ && pos_at(c, i + 2) == POS_NNS)
		return true;
	return pos_at(c, i - 1) == POS_JJ && !word_at(c, i - 1, "dead many several") &&
	       (pos_at(c, i + 1) == POS_JJ ||
		       (pos_at(c, i + 1) == POS_VBN && pos_is_noun(pos_at(c, i + 2))));
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
	if (!token_capitalised(c->tokens, i - 1) &&
		!(word_at(c, i + 2, ") ]") && capitals(c, i + 1) >= 2))
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
		"ministry department committee group office council service agency commission "
		"bureau "
		"centre center unit directorate movement front party army organization "
		"organisation "
		"union league force board authority court court fund academy college institute "
		"task "
		"administration secretariat mission law act strategy plan convention coordination "
		"bank "
		"federation alliance house chamber treaty program programme initiative framework "
		"coalition "
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
	} else if (word_at(c, at, "and") &&
		   word_at(c, at + 1, "countering combating preventing combatting") &&
		   token_capitalised(c->tokens, at + 1)) {
		at++;
	} else if (word_at(c, at, "and") &&
		   word_at(c, at - 1, "bosnia trinidad antigua kitts turks jammu") &&
		   word_at(c, at + 1, "herzegovina tobago barbuda nevis caicos kashmir")) {
		at++;
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
		return token_capitalised(c->tokens, at + 1) || is_nominal(c, at + 1) ? at + 1 - i
										     : 0;
	return is_nominal(c, at) ? at - i : 0;
}

const struct quantity *quantity_opens(const struct grouper *c, size_t i)
{
	const struct quantity *q = quantity_at(c->r->quantities, i);

	return q && q->first == i ? q : NULL;
}

/* The quantity that opens a noun phrase and, for a partitive, the "of the" after it. */
static size_t take_quantity(const struct grouper *c, size_t at, struct group *np)
{
	np->quantity = quantity_opens(c, at);
	np->definite = np->definite || word_at(c, at, "the its their these those his");
	at = np->quantity->last;
	if (word_at(c, at - 1, "of") && word_at(c, at, "the its their these those") &&
		is_nominal(c, at + 1))
		at++; /* "a large number of the attacks" */
	if (np->quantity->sort != QUANTITY_DURATION && word_at(c, at, "of") &&
		(is_nominal(c, at + 1) || is_premodifier(c, at + 1) || quantity_opens(c, at + 1) ||
			word_at(c, at + 1,
				"the its their his her our them whom those these this all \""))) {
		at++;
		if (quantity_opens(c, at) && quantity_opens(c, at)->sort == QUANTITY_COUNT) {
			np->inner = quantity_opens(c, at);
			at = np->inner->last;
		}
		while (word_at(c, at, "the its their his her our those these this all \""))
			at++;
	}
	return at;
}

/* "one of ...", and it has not been said of how many. */
static bool is_part(const struct grouper *c, const struct group *np)
{
	return np->quantity->sort == QUANTITY_COUNT && word_at(c, np->quantity->last, "of") &&
	       !np->inner;
}

/* The words of a noun phrase from its core on; *ret_head is its last noun. */
static size_t take_nouns(const struct grouper *c, size_t first, size_t at, struct group *np)
{
	size_t n;

	np->head = UINT32_MAX;
	while (at < c->end) {
		const struct quantity *q = quantity_opens(c, at);
		const struct timex *t = timex_at(c->r->times, at);

		if (t && !(at > first && t->first == at && !t->since && !t->until &&
				 is_nominal(c, t->last) &&
				 c->tokens->v[t->last - 1].lines_before == 0))
			break;
		if (t) {
			at = t->last;
			continue;
		}
		if (q && at > np->core && q->sort == QUANTITY_COUNT &&
			(!np->quantity || is_part(c, np)) && pos_at(c, at - 1) == POS_POS &&
			is_nominal(c, q->last)) {
			/* "Kenya's 3,600 soldiers", "one of Kenya's 3,600 soldiers" */
			*(np->quantity ? &np->inner : &np->quantity) = q;
			np->core = q->last;
			at = q->last;
			continue;
		}
		if (q && at > np->core && (q->sort != QUANTITY_DURATION || pos_at(c, at) == POS_IN))
			break; /* "five men [between two and ten years]" */
		if (q && q->sort == QUANTITY_DURATION && at > np->core && np->head == at - 1 &&
			q->last > at + 1 && pos_at(c, q->last - 1) == POS_NNS)
			break; /* "gave Max Roe [ten years]" */
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
			   (is_nominal(c, at + 1) ||
				   (pos_at(c, at + 1) == POS_VBG && is_nominal(c, at + 2)))) {
			at++;
		} else if (is_premodifier(c, at) || joins_adjectives(c, at) ||
			   (is_quote(c, at) && at > first &&
				   (is_nominal(c, at + 1) ||
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
size_t noun_at(const struct grouper *c, size_t i, struct group *np)
{
	size_t at = i, end;

	*np = (struct group){.sort = GROUP_NOUN};
	if (!quantity_opens(c, at))
		while (pos_at(c, at) == POS_PDT || pos_at(c, at) == POS_DT ||
			pos_at(c, at) == POS_PRPS || word_at(c, at, "such")) {
			np->definite =
				np->definite || !word_at(c, at, "a an any some every each another");
			at++;
		}
	if (quantity_opens(c, at))
		at = take_quantity(c, at, np);
	if (at > i && word_at(c, at - 1, "both all") && word_at(c, at, "these those"))
		at++; /* "both these attacks" */
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
