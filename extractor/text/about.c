/* SPDX-License-Identifier: Apache-2.0 */
#include "text/about.h"

#include "base/ascii.h"
#include "base/compiler.h"
#include "text/phrase.h"
#include "text/tag.h"

#define LETTERS 26
#define CODES (LETTERS * LETTERS)
#define PLACE_WEIGHT \
	3 /* of a name that is a place in its sentence; "U.S. troops" are anywhere and count 1 */
#define LEAST_WEIGHT 3
#define START_TOKENS 25
#define LEAST_SHARE 0.5
#define TITLE_SHARE 0.2    /* of the names in a text that its title speaks for */
#define DATELINE_TOKENS 12 /* in which a dateline ends */

#define COUNTRIES (LEXICON_BIT(LEXICON_COUNTRY) | LEXICON_BIT(LEXICON_DEMONYM))
#define PLACES (COUNTRIES | LEXICON_BIT(LEXICON_CITY) | LEXICON_BIT(LEXICON_REGION))

/* How often which country is named. */
struct counts {
	int weight[CODES], all;
	bool sure[CODES]; /* at least once a place, or named at the start */
	struct str code[CODES];
};

/* -1: no code of a country. */
static int index_of(struct str code)
{
	if (code.n != 2 || !ascii_is_upper(code.p[0]) || !ascii_is_upper(code.p[1]))
		return -1;
	return (code.p[0] - 'A') * LETTERS + code.p[1] - 'A';
}

static void count(struct counts *c, const struct lexicon_hit *hit, size_t at, int weight)
{
	int i = hit->classes & PLACES ? index_of(hit->canonical) : -1;

	if (i < 0)
		return;
	c->weight[i] += weight;
	c->sure[i] |= weight == PLACE_WEIGHT || at < START_TOKENS;
	c->all += weight;
	c->code[i] = hit->canonical;
}

static void count_tokens(
	struct counts *c, const struct lexicon *lexicon, const struct tokens *t, size_t n)
{
	size_t i;

	for (i = 0; i < n;) {
		struct lexicon_hit hit = lexicon_find(lexicon, t, i);

		count(c, &hit, i, 1);
		i += hit.tokens ? hit.tokens : 1;
	}
}

static bool is_place(const struct mentions *m, size_t token)
{
	return m->of && m->of[token] >= 0 && m->v[m->of[token]].type == ENTITY_LOCATION;
}

/* "repatriated nine from Iraq", "from camps in Syria": told of for who came from there. */
static bool is_origin(const struct tokens *t, size_t i)
{
	return (i > 0 && token_is(t, i - 1, "from")) ||
	       (i > 2 && token_is(t, i - 1, "in") && token_is(t, i - 3, "from"));
}

static void count_text(struct counts *c, const struct analysis *a)
{
	size_t i;

	for (i = 0; i < a->tokens.n; i++)
		if (a->view.hits[i].classes && a->view.hit_start[i] == i)
			count(c, &a->view.hits[i], i,
				is_place(&a->mentions, i) && !is_origin(&a->tokens, i)
					? PLACE_WEIGHT
					: 1);
}

static int most(const struct counts *c)
{
	int i, best = 0;

	for (i = 1; i < CODES; i++)
		if (c->weight[i] > c->weight[best])
			best = i;
	return best;
}

/* The one country that is named; absent: none or several. */
static struct str only(const struct counts *c)
{
	int best = most(c);

	return c->all && c->weight[best] == c->all ? c->code[best] : (struct str){0};
}

static struct str of_title(const struct lexicon *lexicon, struct str title, struct arena *arena)
{
	struct counts *c = arena_zalloc(arena, 1, sizeof(*c));
	struct tokens t;

	tokens_split(title, arena, &t);
	count_tokens(c, lexicon, &t, t.n);
	return only(c);
}

/* "MOSUL, Iraq (Reuters) - ", "BOGOTA, 4 MAY 90 -- " */
static struct str of_dateline(
	const struct lexicon *lexicon, const struct tokens *t, struct arena *arena)
{
	struct counts *c = arena_zalloc(arena, 1, sizeof(*c));
	size_t i;

	for (i = 0; i < t->n && i < DATELINE_TOKENS; i++)
		if (token_in(t, i, "- -- \xe2\x80\x94 \xe2\x80\x93")) {
			count_tokens(c, lexicon, t, i);
			return only(c);
		}
	return (struct str){0};
}

static struct str of_report(const struct analysis *a, const struct lexicon *lexicon,
	struct arena *arena, struct str title)
{
	struct counts *c = arena_zalloc(arena, 1, sizeof(*c));
	struct str said = of_title(lexicon, title, arena);
	int best;

	count_text(c, a);
	best = most(c);
	if (str_absent(said))
		said = of_dateline(lexicon, &a->tokens, arena);
	if (!str_absent(said) && c->weight[index_of(said)] >= TITLE_SHARE * c->all)
		return said;
	return c->sure[best] && c->weight[best] >= LEAST_WEIGHT &&
			       c->weight[best] >= LEAST_SHARE * c->all
		       ? c->code[best]
		       : (struct str){0};
}

/* A heading of nothing but a country's name. */
static struct str of_heading(
	const struct lexicon *lexicon, const struct tokens *t, const struct sentence *s)
{
	uint32_t first = s->first, last = s->last;
	struct lexicon_hit hit;

	if (s->kind != SENTENCE_HEADING)
		return (struct str){0};
	while (first + 1 < last && t->v[first].pos == POS_DT)
		first++;
	while (last > first + 1 && (pos_is_punct(t->v[last - 1].pos)))
		last--;
	hit = lexicon_find(lexicon, t, first);
	return hit.classes & LEXICON_BIT(LEXICON_COUNTRY) && first + hit.tokens == last &&
			       index_of(hit.canonical) >= 0
		       ? hit.canonical
		       : (struct str){0};
}

/* The country of each sentence. */
static const struct str *of_sentences(const struct analysis *a, const struct lexicon *lexicon,
	struct str report, struct arena *arena)
{
	const struct tokens *t = &a->tokens;
	struct str *about = arena_alloc(arena, (t->nsentences + 1) * sizeof(*about)), section;
	size_t i;

	for (i = 0; i < t->nsentences; i++) {
		section = of_heading(lexicon, t, &t->sentences[i]);
		if (!str_absent(section))
			report = section;
		about[i] = report;
	}
	return about;
}

static struct str at(const struct tokens *t, const struct str *about, uint32_t offset)
{
	size_t i = tokens_from(t, offset);

	return i < t->n ? about[t->v[i].sentence] : (struct str){0};
}

static bool is_domestic(enum claim_kind kind)
{
	return kind == CLAIM_LAW || kind == CLAIM_PROHIBITION || kind == CLAIM_AGENCY ||
	       kind == CLAIM_MEMBERSHIP || kind == CLAIM_AGREEMENT || kind == CLAIM_PROGRAMME ||
	       kind == CLAIM_SYSTEM || kind == CLAIM_EVALUATION;
}

static struct str of_subject(const struct lexicon *lexicon, struct str subject, struct arena *arena)
{
	struct lexicon_hit hit;
	struct tokens t;

	if (str_absent(subject))
		return (struct str){0};
	tokens_split(subject, arena, &t);
	if (!t.n)
		return (struct str){0};
	hit = lexicon_find(lexicon, &t, 0);
	return hit.classes & LEXICON_BIT(LEXICON_COUNTRY) && hit.tokens == t.n &&
			       index_of(hit.canonical) >= 0
		       ? hit.canonical
		       : (struct str){0};
}

void about_find(const struct analysis *a, const struct lexicon *lexicon, struct arena *arena,
	struct extraction *x)
{
	const struct str *about =
		of_sentences(a, lexicon, of_report(a, lexicon, arena, x->title), arena);
	size_t i;

	for (i = 0; i < x->nclaims; i++) {
		struct claim *c = &x->claims[i];

		c->about = is_domestic(c->kind) ? of_subject(lexicon, c->subject, arena)
						: (struct str){0};
		if (str_absent(c->about))
			c->about = at(&a->tokens, about, c->span.start);
	}
	for (i = 0; i < x->nincidents; i++)
		x->incidents[i].about = at(&a->tokens, about, x->incidents[i].span.start);
}
