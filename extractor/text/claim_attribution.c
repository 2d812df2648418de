/* SPDX-License-Identifier: Apache-2.0
 *
 * Whose words a stretch of text is: "X said that ...", "..., officials reckon", "according to X",
 * and quotations that run over several sentences. */
#include "text/claim_parts.h"
#include "text/phrase.h"
#include "text/tag.h"

bool attribution_verb(const struct finder *f, size_t group)
{
	const struct token *t;

	if (group >= f->clause.n || f->clause.v[group].sort != GROUP_VERB)
		return false;
	t = &f->tokens->v[f->clause.v[group].head];
	return token_in(f->tokens, f->clause.v[group].head, "said") ||
	       (claim_lexicon_sets(f->lexicon, t->lemma) & f->sets.say) != 0;
}

bool attribution_dates(const struct finder *f, size_t group)
{
	return attribution_verb(f, group) &&
	       !(f->clause.v[group].passive &&
		       token_in(f->tokens, f->clause.v[group].head, "reported observed noted")) &&
	       !token_in(f->tokens, f->clause.v[group].head,
		       "documented documents recorded records registered registers counted counts");
}

/* "A spokesman, Steve Lancaster,": the name is the better source. */
static size_t named_apposition(const struct finder *f, size_t speaker, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t i;

	for (i = speaker + 1; i + 1 < verb; i++)
		if (c->v[i].sort == GROUP_COMMA && c->v[i + 1].sort == GROUP_NOUN &&
			noun_is_name(f, i + 1) && !noun_is_name(f, speaker))
			return i + 1;
	/* "Max Roe, a soldier at the base said", but "killed Max Roe, a soldier said" */
	if (speaker > 1 && speaker + 1 < verb && c->v[speaker - 1].sort == GROUP_COMMA &&
		token_in(f->tokens, c->v[speaker].first, "a an the") &&
		c->v[speaker - 2].sort == GROUP_NOUN && noun_is_name(f, speaker - 2) &&
		noun_gender(f, speaker - 2) == GENDER_PERSON &&
		(speaker == 2 || c->v[speaker - 3].sort == GROUP_OTHER))
		return speaker - 2;
	return speaker;
}

/* "A spokesman said ... He said": who opens a sentence with a verb of speech has just spoken,
 * not been told of. */
static bool goes_on_speaking(const struct finder *f, size_t speaker)
{
	size_t i;

	for (i = 0; i < speaker; i++)
		if (f->clause.v[i].sort == GROUP_NOUN || f->clause.v[i].sort == GROUP_VERB)
			return false;
	return f->last_said.n && f->last_said_in + 1 == f->sentence &&
	       token_in(
		       f->tokens, f->clause.v[speaker].head, f->last_said_many ? "they" : "he she");
}

#define STILL_SPEAKS 3 /* sentences after which "he said" is still who spoke last */

/* "..., he added": no one who is told of, but who spoke last. */
static struct str last_speaker(const struct finder *f, size_t speaker)
{
	uint32_t head = f->clause.v[speaker].head;

	if (!f->clause.v[speaker].pronoun)
		return (struct str){0};
	if (token_in(f->tokens, head, "it") && f->last_body.n &&
		f->last_body_in + STILL_SPEAKS >= f->sentence)
		return f->last_body;
	if (token_in(f->tokens, head, f->last_said_many ? "they" : "he she") && f->last_said.n &&
		f->last_said_in + STILL_SPEAKS >= f->sentence)
		return f->last_said;
	return memory_plural(f, &f->clause.v[speaker]);
}

static struct str source_of(const struct finder *f, size_t speaker)
{
	bool plural;

	if (f->clause.v[speaker].pronoun && goes_on_speaking(f, speaker))
		return f->last_said;
	if (f->clause.v[speaker].pronoun)
		return memory_resolve(f, speaker, &plural);
	return actor_slot(f, speaker);
}

/* What follows the verb is a clause or a fact, and not "said in a statement" alone. */
static bool reports_clause(const struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t i;

	for (i = verb + 1; i < c->n; i++)
		if (c->v[i].sort == GROUP_VERB || c->v[i].sort == GROUP_NOUN)
			return true;
	return false;
}

void attribution_add(struct finder *f, struct str source, size_t speaker, size_t verb,
	uint32_t first, uint32_t last)
{
	if (!source.n || f->nattributions == sizeof(f->attributions) / sizeof(f->attributions[0]))
		return;
	f->attributions[f->nattributions++] =
		(struct attribution){source, first, last, speaker, verb};
}

/* Verbs that need a clause after them: "found that" is a report, "found drugs" is none. */
static bool weak_verb(const struct finder *f, size_t verb)
{
	return token_in(f->tokens, f->clause.v[verb].head,
		"find found finds think thought count counts counted put puts list lists listed "
		"write "
		"wrote inform show shows showed document documented suggest register registered "
		"record "
		"recorded mention indicate describe described add added publish published note "
		"claims "
		"maintain maintained maintains claim claimed announce announced report reported "
		"reports admit admitted insist");
}

static bool clause_follows(const struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t i = verb + 1;

	while (i < c->n && (c->v[i].sort == GROUP_TIME || c->v[i].sort == GROUP_ADVERB))
		i++;
	if (i < c->n && group_is(c, i, "that"))
		return true;
	if (i < c->n && c->v[i].sort == GROUP_NOUN) {
		for (i++; i < c->n && c->v[i].sort != GROUP_VERB; i++)
			if (c->v[i].sort == GROUP_STOP || c->v[i].sort == GROUP_COMMA ||
				c->v[i].sort == GROUP_RELATIVE ||
				c->v[i].sort == GROUP_SUBORDINATOR)
				return false;
		return i < c->n && c->v[i].form == VERB_FINITE;
	}
	return i < c->n && c->v[i].sort == GROUP_VERB && c->v[i].form == VERB_GERUND;
}

/* "Deaths fell by a tenth, said [an annual report]": whoever can say something, and does nothing
 * else. */
static bool closes_report(const struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t who = verb + 1, i;

	for (i = who; i < c->n && c->v[i].sort != GROUP_STOP; i++)
		if (c->v[i].sort == GROUP_VERB && c->v[i].form == VERB_FINITE)
			/* "Max Roe, a spokesman, said two soldiers, both Danes, were killed" */
			return false;
	return c->v[verb - 1].sort == GROUP_COMMA &&
	       token_in(f->tokens, c->v[verb].head, "said says") && !c->v[who].pronoun &&
	       ((noun_sets(f, who) &
			(f->sets.source | f->sets.report | f->sets.agency | f->sets.people)) ||
		       noun_is_name(f, who));
}

/* '..., " said Volesky' */
static bool inverted(const struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t i = verb;

	if (verb + 1 >= c->n || c->v[verb + 1].sort != GROUP_NOUN || verb == 0)
		return false;
	if (verb > 1 && c->v[verb - 1].sort == GROUP_COMMA && group_is(c, verb - 2, "\" '' ” ’"))
		return true; /* "...”, said Volesky" */
	if (closes_report(f, verb))
		return true;
	while (i > 0 && c->v[i - 1].sort == GROUP_OTHER)
		i--;
	return i > 0 && i < verb && c->v[i - 1].sort == GROUP_COMMA;
}

/* "..., the mission said [in its report released on Monday]." */
static bool says_where(const struct clause *c, size_t verb)
{
	size_t i = verb + 1;

	if (i + 1 >= c->n || c->v[i].sort != GROUP_PREPOSITION ||
		!token_in(c->tokens, c->v[verb].head, "said says"))
		return false;
	while (i < c->n && (c->v[i].sort == GROUP_PREPOSITION || c->v[i].sort == GROUP_NOUN ||
				   c->v[i].sort == GROUP_TIME ||
				   (c->v[i].sort == GROUP_VERB && c->v[i].form == VERB_PARTICIPLE)))
		i++;
	return i >= c->n || c->v[i].sort == GROUP_STOP;
}

/* "..., officials reckon, ..." */
static bool parenthetical(const struct finder *f, size_t speaker, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t comma = speaker, end = speaker + 1;

	while (comma > 1 && c->v[comma - 1].sort == GROUP_OTHER)
		comma--;
	while (end + 1 < verb && c->v[end].sort == GROUP_PREPOSITION &&
		c->v[end + 1].sort == GROUP_NOUN)
		end += 2; /* "a spokesman for the army said in Lund" */
	if (speaker < 3 || end != verb || c->v[comma - 1].sort != GROUP_COMMA)
		return false;
	if (says_where(c, verb))
		return true;
	if (speaker + 1 != verb)
		return false;
	if (verb + 2 < c->n && c->v[verb + 1].sort == GROUP_NOUN && !weak_verb(f, verb))
		verb++; /* "she told reporters," */
	while (verb + 2 < c->n && c->v[verb + 1].sort == GROUP_PREPOSITION &&
		c->v[verb + 2].sort == GROUP_TIME)
		verb += 2; /* "officials said on Monday," */
	while (verb + 1 < c->n && c->v[verb + 1].sort == GROUP_TIME)
		verb++;
	return verb + 1 < c->n &&
	       (c->v[verb + 1].sort == GROUP_COMMA || c->v[verb + 1].sort == GROUP_STOP);
}

/* "said it had stopped; however, it made": after a semicolon the report speaks again. */
static uint32_t speech_end(const struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t i;

	for (i = verb + 1; i + 1 < c->n; i++)
		if (group_is(c, i, ";") &&
			group_is(c, i + 1, "however but although while nevertheless nonetheless"))
			return c->v[i].first;
	return f->now->last;
}

/* "found ten men guilty" is a verdict, and what a region records happens to it: neither is a
 * word of theirs. */
static bool says_nothing(const struct finder *f, size_t speaker, size_t verb)
{
	uint32_t i = f->clause.v[verb].head;

	if (token_in(f->tokens, i, "claimed claim claims"))
		for (i++; i < f->now->last && i < f->clause.v[verb].last + 4; i++)
			if (token_in(f->tokens, i, "life lives"))
				return true; /* "the raids claimed 40 lives" */
	i = f->clause.v[verb].head;
	if (token_in(f->tokens, i, "recorded record records registered registers witnessed"))
		return (noun_sets(f, speaker) & f->sets.place) ||
		       noun_entity(f, speaker) == ENTITY_LOCATION;
	if (token_in(f->tokens, i, "found find finds"))
		for (i++; i < f->now->last && !token_in(f->tokens, i, ", ; that"); i++)
			if (token_in(f->tokens, i, "guilty"))
				return true;
	return false;
}

static void find_speech(struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	const struct group *vg = &c->v[verb];
	size_t speaker;

	if (vg->form == VERB_INFINITIVE || vg->possible ||
		(vg->negated && !token_in(f->tokens, vg->head,
					/* "do not believe nine were killed": a word of theirs */
					"believe think")))
		return;
	if (vg->passive) {
		if (token_in(f->tokens, vg->head,
			    "found find put listed registered recorded counted"))
			return; /* "found guilty by the court" */
		speaker = clause_after(c, verb, "by");
		if (speaker != CLAUSE_NONE && vg->form == VERB_FINITE)
			attribution_add(f, source_of(f, speaker), speaker, verb, f->now->first,
				f->now->last);
		return;
	}
	if (vg->form == VERB_PARTICIPLE)
		return;
	speaker = clause_subject(c, verb);
	if (speaker == CLAUSE_NONE || c->v[speaker].sort != GROUP_NOUN) {
		/* "...," said Volesky. */
		if (verb + 1 < c->n && c->v[verb + 1].sort == GROUP_NOUN && vg->form == VERB_FINITE)
			attribution_add(f, noun_text(f, verb + 1), verb + 1, verb, f->now->first,
				vg->first);
		return;
	}
	if (inverted(f, verb)) {
		attribution_add(
			f, noun_text(f, verb + 1), verb + 1, verb, f->now->first, vg->first);
		return;
	}
	if (parenthetical(f, speaker, verb)) {
		struct str source = last_speaker(f, speaker);

		attribution_add(f, source.n ? source : source_of(f, speaker), speaker, verb,
			f->now->first, f->now->last);
		return;
	}
	if (says_nothing(f, speaker, verb))
		return;
	speaker = named_apposition(f, speaker, verb);
	if (weak_verb(f, verb) && !clause_follows(f, verb) && reports_clause(f, verb) &&
		!token_in(f->tokens, vg->head, "report reported reports announced record recorded"))
		return;
	if (reports_clause(f, verb))
		attribution_add(
			f, source_of(f, speaker), speaker, verb, vg->last, speech_end(f, verb));
	else
		attribution_add(f, source_of(f, speaker), speaker, verb, f->now->first, vg->first);
}

/* "The report highlighted a 6 percent decrease": what a report shows is told by it. */
static void find_report(struct finder *f, size_t verb)
{
	const struct group *vg = &f->clause.v[verb];
	size_t report;

	if (vg->sort != GROUP_VERB || vg->form != VERB_FINITE || vg->passive || vg->negated ||
		!token_in(f->tokens, vg->head,
			"highlighted highlights attributed attributes blamed blames revealed "
			"reveals"))
		return;
	report = clause_subject(&f->clause, verb);
	if (report != CLAUSE_NONE && (noun_sets(f, report) & f->sets.report) &&
		token_in(f->tokens, f->clause.v[report].head,
			"report study survey index review assessment"))
		attribution_add(
			f, source_of(f, report), report, verb, vg->last, speech_end(f, verb));
}

/* "passed a law and, according to lawyers, defines": what stands before is not the lawyers'. */
static bool opens_second_half(const struct clause *c, size_t according)
{
	return according > 1 && c->v[according - 1].sort == GROUP_COMMA &&
	       c->v[according - 2].sort == GROUP_COORDINATOR;
}

static void find_according(struct finder *f)
{
	const struct clause *c = &f->clause;
	size_t i;

	for (i = 0; i + 1 < c->n; i++)
		if (group_is(c, i, "according") && c->v[i + 1].sort == GROUP_NOUN)
			attribution_add(f, source_of(f, i + 1), i + 1, CLAUSE_NONE,
				opens_second_half(c, i) ? c->v[i].first : f->now->first,
				f->now->last);
}

/* "The minister said:": what follows is the minister's, whatever quotation marks say. */
static bool announces(const struct finder *f)
{
	const struct clause *c = &f->clause;

	return f->nattributions == 1 && c->n > 1 && group_is(c, c->n - 1, ":") &&
	       f->attributions[0].speaker != CLAUSE_NONE &&
	       f->attributions[0].verb != CLAUSE_NONE &&
	       token_in(f->tokens, c->v[f->attributions[0].verb].head,
		       "said says added commented stated");
}

static void remember_speaker(struct finder *f, const struct attribution *a)
{
	const struct group *speaker = &f->clause.v[a->speaker];
	enum gender gender = speaker->pronoun ? GENDER_UNKNOWN : noun_gender(f, a->speaker);

	f->last_said_many =
		speaker->pronoun ? token_in(f->tokens, speaker->head, "they") : speaker->plural;
	f->last_said = gender != GENDER_THING ? a->source : (struct str){0};
	f->last_said_in = f->sentence;
	if (speaker->pronoun ? token_in(f->tokens, speaker->head, "it") : gender != GENDER_PERSON) {
		f->last_body = a->source;
		f->last_body_in = f->sentence;
	}
}

void attributions_find(struct finder *f)
{
	const struct clause *c = &f->clause;
	size_t i;

	f->nattributions = 0;
	quotation_open(f);
	find_according(f);
	for (i = 0; i < c->n; i++)
		if (attribution_verb(f, i))
			find_speech(f, i);
		else
			find_report(f, i);
	if (f->nattributions && f->attributions[0].speaker != CLAUSE_NONE)
		remember_speaker(f, &f->attributions[0]);
	if (f->nattributions)
		f->announced = announces(f) ? f->attributions[0].source : (struct str){0};
	else
		attribution_add(
			f, f->announced, CLAUSE_NONE, CLAUSE_NONE, f->now->first, f->now->last);
	quotation_follow(f);
}

struct str attribution_of(const struct finder *f, uint32_t token)
{
	size_t i;

	for (i = f->nattributions; i-- > 0;)
		if (token >= f->attributions[i].first && token < f->attributions[i].last)
			return f->attributions[i].source;
	for (i = 0; i < f->nattributions; i++)
		if (f->attributions[i].verb != CLAUSE_NONE &&
			f->clause.v[f->attributions[i].verb].head == token &&
			!token_in(f->tokens, token, "announce announced announces"))
			return f->attributions[i].source;
	return (struct str){0};
}
