/* SPDX-License-Identifier: Apache-2.0 */
#include "base/compiler.h"
#include "text/tag.h"

#define REVISION 2

static const char *const names[POS_END] = {NULL, "CC", "CD", "DT", "EX", "FW", "IN", "JJ", "JJR",
	"JJS", "LS", "MD", "NN", "NNS", "NNP", "NNPS", "PDT", "POS", "PRP", "PRP$", "RB", "RBR",
	"RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$",
	"WRB", "ADD", "''", "-LRB-", ",", ".", ":", "$"};

static const struct {
	const char *name;
	enum pos pos;
} aliases[] = {{"``", POS_QUOTE}, {"-RRB-", POS_BRACKET}, {"HYPH", POS_COLON}, {"NFP", POS_COLON},
	{"AFX", POS_JJ}, {"GW", POS_FW}, {"XX", POS_FW}, {"#", POS_SYM}, {"LRB", POS_BRACKET},
	{"RRB", POS_BRACKET}, {";", POS_COLON}};

const char *pos_name(int pos)
{
	return pos > 0 && pos < POS_END ? names[pos] : NULL;
}

int pos_from(struct str name)
{
	size_t i;

	for (i = 1; i < POS_END; i++)
		if (str_eq(str_from(names[i]), name))
			return (int)i;
	for (i = 0; i < ARRAY_SIZE(aliases); i++)
		if (str_eq(str_from(aliases[i].name), name))
			return aliases[i].pos;
	return POS_NONE;
}

/* W: form, K: cluster, S: suffix, P: prefix, T: tag, H: shape; M1 is one to the left, P1 one to the
 * right. */
enum atom {
	W0,
	W_M1,
	W_M2,
	W_P1,
	W_P2,
	S1,
	S2,
	S3,
	S4,
	P1,
	P2,
	P3,
	H0,
	H_M1,
	H_P1,
	S3_M1,
	S2_P1,
	S3_P1,
	T_M1,
	T_M2,
	K0,
	K_M1,
	K_P1,
	K_M2,
	BIAS,
	ATOMS
};

static const struct template templates[] = {{1, {BIAS}}, {1, {W0}}, {1, {S1}}, {1, {S2}}, {1, {S3}},
	{1, {S4}}, {1, {P1}}, {1, {P2}}, {1, {P3}}, {1, {H0}}, {1, {T_M1}}, {1, {T_M2}},
	{2, {T_M1, T_M2}}, {2, {W0, T_M1}}, {1, {W_M1}}, {1, {W_M2}}, {1, {W_P1}}, {1, {W_P2}},
	{1, {S3_M1}}, {1, {S3_P1}}, {1, {S2_P1}}, {2, {H0, H_M1}}, {2, {H0, H_P1}}, {2, {S3, T_M1}},
	{2, {W0, W_P1}}, {2, {W0, W_M1}}, {2, {T_M1, W_P1}}, {2, {H0, S2}}, {3, {T_M1, T_M2, W0}},
	{2, {S2, S3_P1}}, {2, {T_M1, S2_P1}}, {2, {W0, H0}}, {2, {S3, H0}}, {3, {H_M1, H0, H_P1}},
	{2, {H0, T_M1}}, {2, {H0, W_M1}}, {2, {H0, W_P1}}, {2, {S4, H0}}, {1, {K0}}, {1, {K_M1}},
	{1, {K_P1}}, {2, {K0, T_M1}}, {2, {K_M1, S3}}, {2, {K_P1, S3}}, {2, {K_M1, K_P1}},
	{2, {K_P1, T_M1}}, {2, {K_M2, K_M1}}};

_Static_assert(ARRAY_SIZE(templates) <= TAG_MAX_FEATURES, "room for every template");

size_t tag_features(const struct word *words, const struct tokens *tokens, const struct sentence *s,
	size_t i, uint64_t *out)
{
	static const struct word none;
	const struct word *w = &words[i];
	const struct word *m1 = i > s->first ? w - 1 : &none, *p1 = i + 1 < s->last ? w + 1 : &none;
	uint32_t atoms[ATOMS] = {
		[W0] = w->form,
		[W_M1] = m1->form,
		[W_M2] = i > s->first + 1 ? w[-2].form : 0,
		[W_P1] = p1->form,
		[W_P2] = i + 2 < s->last ? w[2].form : 0,
		[S1] = w->suffix[0],
		[S2] = w->suffix[1],
		[S3] = w->suffix[2],
		[S4] = w->suffix[3],
		[P1] = w->prefix[0],
		[P2] = w->prefix[1],
		[P3] = w->prefix[2],
		[H0] = w->shape,
		[H_M1] = m1->shape,
		[H_P1] = p1->shape,
		[S3_M1] = m1->suffix[2],
		[S2_P1] = p1->suffix[1],
		[S3_P1] = p1->suffix[2],
		[T_M1] = i > s->first ? tokens->v[i - 1].pos : POS_NONE,
		[T_M2] = i > s->first + 1 ? tokens->v[i - 2].pos : POS_NONE,
		[K0] = w->cluster,
		[K_M1] = m1->cluster,
		[K_P1] = p1->cluster,
		[K_M2] = i > s->first + 1 ? w[-2].cluster : 0,
		[BIAS] = 1,
	};

	features_fill(templates, ARRAY_SIZE(templates), atoms, out);
	return ARRAY_SIZE(templates);
}

uint64_t tag_dictionary_feature(uint32_t form)
{
	return feature_of("always tagged", form, 0);
}

struct model_want tag_model_want(void)
{
	return (struct model_want){.kind = MODEL_TAGGER,
		.nlabels = POS_END,
		.features = features_hash(templates, ARRAY_SIZE(templates), REVISION)};
}

static enum pos best_tag(const int32_t *scores)
{
	int tag, best = POS_NONE + 1;

	for (tag = best + 1; tag < POS_END; tag++)
		if (scores[tag] > scores[best])
			best = tag;
	return (enum pos)best;
}

void tag_tokens(const struct model *model, const struct word *words, struct tokens *tokens)
{
	uint64_t features[TAG_MAX_FEATURES];
	int32_t scores[POS_END];
	size_t i, n;
	int known;

	for (i = 0; i < tokens->n; i++) {
		known = model_lookup(model, tag_dictionary_feature(words[i].form));
		if (known > 0) {
			tokens->v[i].pos = (uint8_t)known;
			continue;
		}
		n = tag_features(
			words, tokens, &tokens->sentences[tokens->v[i].sentence], i, features);
		memset(scores, 0, sizeof(scores));
		model_score(model, features, n, scores);
		tokens->v[i].pos = (uint8_t)best_tag(scores);
	}
}
