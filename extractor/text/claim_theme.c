/* SPDX-License-Identifier: Apache-2.0 */
#include "base/compiler.h"
#include "text/claim_parts.h"
#include "text/phrase.h"

static const enum theme kind_themes[CLAIM_KIND_END] = {
	[CLAIM_KILLED] = THEME_INCIDENT,
	[CLAIM_WOUNDED] = THEME_INCIDENT,
	[CLAIM_ABDUCTED] = THEME_INCIDENT,
	[CLAIM_MISSING] = THEME_INCIDENT,
	[CLAIM_ATTACKS] = THEME_INCIDENT,
	[CLAIM_RESPONSIBILITY] = THEME_INCIDENT,
	[CLAIM_ARRESTED] = THEME_LAW_ENFORCEMENT,
	[CLAIM_CHARGED] = THEME_LAW_ENFORCEMENT,
	[CLAIM_SENTENCED] = THEME_LAW_ENFORCEMENT,
	[CLAIM_RELEASED] = THEME_LAW_ENFORCEMENT,
	[CLAIM_EXTRADITED] = THEME_LAW_ENFORCEMENT,
	[CLAIM_SURRENDERED] = THEME_LAW_ENFORCEMENT,
	[CLAIM_DISRUPTED] = THEME_LAW_ENFORCEMENT,
	[CLAIM_SEIZED] = THEME_LAW_ENFORCEMENT,
	[CLAIM_AGENCY] = THEME_LAW_ENFORCEMENT,
	[CLAIM_LAW] = THEME_LEGISLATION,
	[CLAIM_PROHIBITION] = THEME_LEGISLATION,
	[CLAIM_DESIGNATION] = THEME_LEGISLATION,
	[CLAIM_DENIED_ENTRY] = THEME_BORDER_SECURITY,
	[CLAIM_SYSTEM] = THEME_BORDER_SECURITY,
	[CLAIM_FROZEN] = THEME_TERRORIST_FINANCING,
	[CLAIM_EVALUATION] = THEME_TERRORIST_FINANCING,
	[CLAIM_REPATRIATED] = THEME_FOREIGN_FIGHTERS,
	[CLAIM_RECRUITED] = THEME_FOREIGN_FIGHTERS,
	[CLAIM_DEPLOYED] = THEME_MILITARY,
	[CLAIM_TRAINED] = THEME_MILITARY,
	[CLAIM_STRENGTH] = THEME_MILITARY,
	[CLAIM_MEMBERSHIP] = THEME_COOPERATION,
	[CLAIM_AGREEMENT] = THEME_COOPERATION,
	[CLAIM_DISPLACED] = THEME_HUMANITARIAN,
	[CLAIM_STATEMENT] = THEME_OTHER,
	[CLAIM_FUNDING] = THEME_COOPERATION,
	[CLAIM_PROGRAMME] = THEME_VIOLENT_EXTREMISM,
	[CLAIM_SHARE] = THEME_OTHER,
};

/* Words that give a sentence its theme, for kinds that take the theme of their purpose. */
static const struct {
	enum theme theme;
	const char *words;
} topics[] = {
	{THEME_FOREIGN_FIGHTERS,
		"ftf ftfs returnee returnees repatriated fighter fighters recruited "
		"returnees' departed"},
	{THEME_TERRORIST_FINANCING,
		"laundering financing fiu fatf moneyval eag egmont esaamlg apg gafilat "
		"menafatf giaba gabac financial aml aml/cft transactions cft funds oil isil"},
	{THEME_VIOLENT_EXTREMISM, "extremism cve pve p/cve extremist radicalization radicalisation "
				  "deradicalization deradicalisation counter-radicalisation "
				  "counter-radicalization imams "
				  "preachers prevention reintegration disengagement rehabilitation "
				  "tolerance youth islam "
				  "preventing messaging counter-narrative religious mentorship"},
	{THEME_BORDER_SECURITY,
		"border borders frontier airport airports customs passport passports "
		"immigration biometric coast travelers travellers"},
	{THEME_HUMANITARIAN, "refugee refugees displaced humanitarian relief idps returnees camp "
			     "aid earthquake quake tsunami "
			     "hurricane flood floods cyclone famine hunger unicef unhcr wfp"},
	{THEME_MILITARY,
		"troops soldiers army military coalition nato peacekeepers peacekeeping forces "
		"combat peshmerga"},
	{THEME_LAW_ENFORCEMENT,
		"police court courts suspects prison arrest arrests arrested reward charge charged "
		"charges prosecutors "
		"detainees judicial trial trials convicted convictions sentenced sentences"},
	{THEME_COOPERATION, "agreement cooperation joint bilateral regional assistance"},
};

static bool text_has(struct str text, const char *words)
{
	size_t i = 0, start;

	while (i < text.n) {
		char word[40];
		size_t n = 0;

		while (i < text.n &&
			(text.p[i] == ' ' || text.p[i] == ',' || text.p[i] == '\n' ||
				text.p[i] == '.' || text.p[i] == '(' || text.p[i] == ')'))
			i++;
		start = i;
		while (i < text.n && text.p[i] != ' ' && text.p[i] != ',' && text.p[i] != '\n' &&
			text.p[i] != '.' && text.p[i] != '(' && text.p[i] != ')')
			i++;
		if (i - start == 0 || i - start >= sizeof(word))
			continue;
		for (; n < i - start; n++)
			word[n] = (char)(text.p[start + n] >= 'A' && text.p[start + n] <= 'Z'
						 ? text.p[start + n] + 32
						 : text.p[start + n]);
		if (word_in((struct str){word, n}, words))
			return true;
	}
	return false;
}

static struct str sentence_text(const struct finder *f, const struct draft *d)
{
	return str_slice(f->tokens->text, d->claim.span.start, d->claim.span.end);
}

/* The first topic that the slots, else the sentence, speak of. */
static enum theme topic_of(const struct finder *f, const struct draft *d, enum theme none)
{
	size_t k;

	for (k = 0; k < ARRAY_SIZE(topics); k++)
		if (text_has(d->claim.object, topics[k].words))
			return topics[k].theme;
	for (k = 0; k < ARRAY_SIZE(topics); k++)
		if (text_has(sentence_text(f, d), topics[k].words))
			return topics[k].theme;
	if (d->claim.kind == CLAIM_FUNDING && text_has(sentence_text(f, d), "reward rewards"))
		return THEME_LAW_ENFORCEMENT;
	return none;
}

static const char army_words[] =
	"raf aircraft warplanes warplane jets drone drones reaper navy commando army military "
	"troops soldiers coalition nato airstrike airstrikes forces "
	"strikes gunbattle paratroopers marines commandos peshmerga isaf";
static const char police_words[] = "police officers policemen gendarmes gendarmerie constables";
static const char militant_words[] =
	"militants insurgents rebels fighters terrorists commander commanders "
	"gunmen jihadists isil isis targets taliban taleban areas militant "
	"insurgent leadership members";
static const char fighting_abroad[] =
	"fighting foreign militaries wars conflict war abroad serving "
	"foreign-fighters military";
static const char money_words[] =
	"laundering financing fiu fatf moneyval egmont eag apg esaamlg menafatf "
	"giaba gabac gafilat financial assets money-laundering accounts "
	"financier financiers";

static enum theme killed_theme(const struct draft *d, struct str sentence)
{
	struct str killer = d->claim.subject;

	if (!killer.n && d->claim.kind == CLAIM_ATTACKS &&
		text_has(sentence, "strike strikes airstrike airstrikes") &&
		!text_has(sentence, "suicide"))
		return THEME_MILITARY;

	if (text_has(killer, police_words))
		return THEME_LAW_ENFORCEMENT;
	if (text_has(killer, army_words) &&
		(d->claim.kind == CLAIM_ATTACKS || text_has(d->claim.object, militant_words) ||
			!text_has(killer, "rebel militant insurgent")))
		return THEME_MILITARY;
	if (text_has(d->claim.object, militant_words) &&
		text_has(killer, "clash gunbattle raid fighting"))
		return THEME_MILITARY;
	return THEME_INCIDENT;
}

static enum theme override(const struct finder *f, const struct draft *d, enum theme theme)
{
	struct str sentence = sentence_text(f, d);

	switch (d->claim.kind) {
	case CLAIM_KILLED:
	case CLAIM_WOUNDED:
	case CLAIM_ATTACKS:
		return killed_theme(d, sentence);
	case CLAIM_PROHIBITION:
		if (text_has(d->claim.object, fighting_abroad) ||
			text_has(d->claim.object, "travel"))
			return THEME_FOREIGN_FIGHTERS;
		if (text_has(d->claim.object, money_words))
			return THEME_TERRORIST_FINANCING;
		break;
	case CLAIM_REPATRIATED:
		if (text_has(d->claim.object, "refugees refugee") ||
			text_has(sentence, "refugees unhcr returns"))
			return THEME_HUMANITARIAN;
		return theme;
	case CLAIM_RECRUITED:
		return theme;
	case CLAIM_TRAINED:
		if (text_has(d->claim.object, "border customs"))
			return THEME_BORDER_SECURITY;
		if (text_has(d->claim.object, "police officers prosecutors judges magistrates "
					      "investigators enforcement judicial"))
			return THEME_LAW_ENFORCEMENT;
		if (text_has(d->claim.object,
			    "teachers preachers imams councillors fighters recruits youth "
			    "women religious"))
			return THEME_VIOLENT_EXTREMISM;
		return theme;
	case CLAIM_STRENGTH:
		if (text_has(sentence, "police judges prosecutors judicial service"))
			return THEME_LAW_ENFORCEMENT;
		return theme;
	case CLAIM_MEMBERSHIP:
	case CLAIM_AGENCY:
	case CLAIM_LAW:
		if (text_has(d->claim.object, money_words) ||
			text_has(d->claim.subject, money_words))
			return THEME_TERRORIST_FINANCING;
		break;
	case CLAIM_AGREEMENT:
		if (text_has(sentence, "border api pnr passenger biometric screening"))
			return THEME_BORDER_SECURITY;
		break;
	default:
		break;
	}
	return theme;
}

enum theme theme_of(const struct finder *f, const struct draft *d)
{
	enum theme theme = kind_themes[d->claim.kind];

	if (d->claim.kind == CLAIM_FUNDING || d->claim.kind == CLAIM_PROGRAMME ||
		d->claim.kind == CLAIM_SHARE)
		return topic_of(f, d, theme);
	return override(f, d, theme);
}
