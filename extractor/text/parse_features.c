/* SPDX-License-Identifier: Apache-2.0
 *
 * The parser's feature set: that of Zhang and Nivre (2011), moved to the arc-hybrid system. */
#include "base/compiler.h"
#include "text/parse_state.h"

#define REVISION 2
#define NO_WORD 1u
#define ROOT_WORD 2u
#define ROOT_POS 250u

/* S: stack, B: buffer. W: form, K: cluster, P: pos, X: suffix; of the dependents L1 L2 R1 R2
 * (outermost first) P, W and D: relation; V: how many dependents on the left or right. */
enum atom {
	S0W,
	S0P,
	S0X,
	S1W,
	S1P,
	S2P,
	B0W,
	B0P,
	B0X,
	B1W,
	B1P,
	B2P,
	S0L1P,
	S0L1D,
	S0L2D,
	S0R1P,
	S0R1W,
	S0R1D,
	S0R2D,
	S1R1P,
	S1R1D,
	S1L1D,
	B0L1P,
	B0L1W,
	B0L1D,
	B0L2D,
	S0VL,
	S0VR,
	S1VR,
	B0VL,
	DIST0,
	DIST1,
	COMMAS,
	S0K,
	S1K,
	B0K,
	B1K,
	BIAS,
	ATOMS
};

static const struct template templates[] = {{1, {BIAS}}, {1, {S0W}}, {1, {S0P}}, {2, {S0W, S0P}},
	{1, {B0W}}, {1, {B0P}}, {2, {B0W, B0P}}, {1, {S1W}}, {1, {S1P}}, {2, {B1W, B1P}},
	{2, {B1P, B2P}}, {2, {S0P, B0P}}, {2, {S0W, B0W}}, {2, {S0W, B0P}}, {2, {S0P, B0W}},
	{3, {S0W, S0P, B0P}}, {3, {S0P, B0W, B0P}}, {2, {S1P, S0P}}, {2, {S1W, S0W}},
	{2, {S1W, S0P}}, {2, {S1P, S0W}}, {3, {S1P, S0P, B0P}}, {3, {S1W, S0P, B0P}},
	{3, {S1P, S0W, B0P}}, {3, {S1P, S0P, B0W}}, {3, {S0P, B0P, B1P}}, {3, {S0W, B0P, B1P}},
	{3, {B0P, B1P, B2P}}, {3, {S2P, S1P, S0P}}, {3, {S0P, S0L1P, B0P}}, {3, {S0P, S0R1P, B0P}},
	{3, {S0P, B0P, B0L1P}}, {3, {S1P, S0P, S0L1P}}, {3, {S1P, S0P, S0R1P}},
	{3, {S1P, S1R1P, S0P}}, {2, {S0P, S0L1D}}, {2, {S0P, S0R1D}}, {2, {B0P, B0L1D}},
	{3, {S0P, S0L1D, S0L2D}}, {3, {S0P, S0R1D, S0R2D}}, {3, {B0P, B0L1D, B0L2D}},
	{2, {S0W, S0L1D}}, {2, {S0W, S0R1D}}, {2, {B0W, B0L1D}}, {3, {S1P, S1R1D, S0P}},
	{3, {S1P, S1L1D, S0P}}, {2, {S0W, S0VL}}, {2, {S0W, S0VR}}, {2, {B0W, B0VL}},
	{3, {S0P, S0VL, S0VR}}, {2, {B0P, B0VL}}, {2, {S1P, S1VR}}, {3, {S0P, B0P, DIST0}},
	{3, {S1P, S0P, DIST1}}, {2, {S0W, DIST0}}, {2, {B0W, DIST0}}, {3, {S0P, B0P, COMMAS}},
	{2, {S0X, B0P}}, {2, {S0P, B0X}}, {2, {S0X, S1P}}, {2, {S0R1W, S0W}}, {2, {B0L1W, B0W}},
	{3, {S1W, S0R1W, S0P}}, {3, {S0W, S0R1W, B0P}}, {3, {S1W, S0L1P, S0P}},
	{3, {S1P, S0L1D, S0W}}, {3, {S0P, B0L1W, B0P}}, {3, {S0W, B0W, B0L1D}}, {2, {S0K, B0K}},
	{2, {S1K, S0K}}, {2, {S0K, B0P}}, {2, {S0P, B0K}}, {2, {S1K, S0P}}, {2, {S1P, S0K}},
	{3, {S1K, S0R1W, S0K}}, {3, {S0K, B0K, B0L1D}}, {3, {S1K, S0K, B0K}},
	{3, {S0K, B0P, DIST0}}, {2, {B0K, B1K}}};

_Static_assert(ARRAY_SIZE(templates) <= PARSE_MAX_FEATURES, "room for every template");

struct model_want parse_model_want(void)
{
	return (struct model_want){.kind = MODEL_PARSER,
		.nlabels = TRANSITION_END,
		.features = features_hash(templates, ARRAY_SIZE(templates), REVISION)};
}

static uint32_t form(const struct parse_state *st, int i)
{
	return i < 0 ? NO_WORD : i == st->n ? ROOT_WORD : st->words[i].form;
}

static uint32_t suffix(const struct parse_state *st, int i)
{
	return i < 0 ? NO_WORD : i == st->n ? ROOT_WORD : st->words[i].suffix[2];
}

static uint32_t cluster(const struct parse_state *st, int i)
{
	return i < 0 || i == st->n ? 0 : st->words[i].cluster;
}

static uint32_t pos(const struct parse_state *st, int i)
{
	return i < 0 ? 0 : i == st->n ? ROOT_POS : st->tokens[i].pos;
}

static uint32_t deprel(const struct parse_state *st, int i)
{
	return i < 0 ? 0 : st->node[i].deprel;
}

static uint32_t distance(int from, int to)
{
	int d = to - from;

	if (from < 0)
		return 0;
	return d < 5 ? (uint32_t)d : d < 10 ? 5 : 6;
}

static uint32_t commas_between(const struct parse_state *st, int from, int to)
{
	uint32_t n = 0;
	int i;

	for (i = to - 1; from >= 0 && i > from && to - i < 20 && n < 3; i--)
		n += st->tokens[i].lower.p[0] == ',';
	return n;
}

size_t parse_features(const struct parse_state *st, uint64_t *out)
{
	static const struct parse_node none = {.left = {-1, -1}, .right = {-1, -1}};
	int s0 = parse_stack(st, 0), s1 = parse_stack(st, 1), s2 = parse_stack(st, 2);
	int b0 = st->next, b1 = b0 + 1 <= st->n ? b0 + 1 : -1, b2 = b0 + 2 <= st->n ? b0 + 2 : -1;
	const struct parse_node *n0 = s0 < 0 ? &none : &st->node[s0];
	const struct parse_node *n1 = s1 < 0 ? &none : &st->node[s1], *nb = &st->node[b0];
	uint32_t atoms[ATOMS] = {
		[S0W] = form(st, s0),
		[S0P] = pos(st, s0),
		[S0X] = suffix(st, s0),
		[S1W] = form(st, s1),
		[S1P] = pos(st, s1),
		[S2P] = pos(st, s2),
		[B0W] = form(st, b0),
		[B0P] = pos(st, b0),
		[B0X] = suffix(st, b0),
		[B1W] = form(st, b1),
		[B1P] = pos(st, b1),
		[B2P] = pos(st, b2),
		[S0L1P] = pos(st, n0->left[0]),
		[S0L1D] = deprel(st, n0->left[0]),
		[S0L2D] = deprel(st, n0->left[1]),
		[S0R1P] = pos(st, n0->right[0]),
		[S0R1W] = form(st, n0->right[0]),
		[S0R1D] = deprel(st, n0->right[0]),
		[S0R2D] = deprel(st, n0->right[1]),
		[S1R1P] = pos(st, n1->right[0]),
		[S1R1D] = deprel(st, n1->right[0]),
		[S1L1D] = deprel(st, n1->left[0]),
		[B0L1P] = pos(st, nb->left[0]),
		[B0L1W] = form(st, nb->left[0]),
		[B0L1D] = deprel(st, nb->left[0]),
		[B0L2D] = deprel(st, nb->left[1]),
		[S0VL] = n0->nleft,
		[S0VR] = n0->nright,
		[S1VR] = n1->nright,
		[B0VL] = nb->nleft,
		[DIST0] = distance(s0, b0),
		[DIST1] = distance(s1, s0),
		[COMMAS] = commas_between(st, s0, b0),
		[S0K] = cluster(st, s0),
		[S1K] = cluster(st, s1),
		[B0K] = cluster(st, b0),
		[B1K] = cluster(st, b1),
		[BIAS] = 1,
	};

	features_fill(templates, ARRAY_SIZE(templates), atoms, out);
	return ARRAY_SIZE(templates);
}
