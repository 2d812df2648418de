/* SPDX-License-Identifier: Apache-2.0 */
#include "text/group_parts.h"

bool is_have(const struct grouper *c, size_t i)
{
	return word_at(c, i, "have has had having 've");
}

bool is_be(const struct grouper *c, size_t i)
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
		vg->possible =
			vg->possible || word_at(c, i, "could may might would can should must 'd");
		vg->negated = vg->negated || word_at(c, i, "not n't never");
		vg->perfect = vg->perfect || (before && is_have(c, i));
		vg->passive = vg->passive || (before && is_be(c, i) &&
						     (pos == POS_VBN || pos == POS_VBD ||
							     pos == POS_JJ || pos == POS_VB));
		vg->progressive = vg->progressive || (before && is_be(c, i) && pos == POS_VBG);
	}
	vg->copula = word_at(c, vg->head,
		"be is are was were been being am 's 're remain remains "
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
	else if (pos == POS_VB && verbs == 1 &&
		 str_eq(c->tokens->v[vg->head].lower, c->tokens->v[vg->head].lemma) &&
		 !word_at(c, vg->head, "shot"))
		vg->form = VERB_INFINITIVE;
}

/* A verb group at i: tokens taken. */
size_t verb_at(const struct grouper *c, size_t i, struct group *vg)
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
			   (str_ends(c->tokens->v[at].lower, STR("ed")) ||
				   word_at(c, at, "hurt held forbidden slain")) &&
			   !is_nominal(c, at + 1)) {
			main_verb = at;
			open = false;
			at++;
		} else if (pos_is_verb(pos) && open) {
			main_verb = at;
			open = is_have(c, at) || is_be(c, at) || word_at(c, at, "do does did");
			at++;
		} else if ((pos == POS_RB || pos == POS_RBR ||
				   word_at(c, at,
					   "not n't each all both himself herself themselves")) &&
			   open && (at == i || pos != POS_DT || main_verb != SIZE_MAX) &&
			   !(at == i && pos == POS_PRP)) {
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
