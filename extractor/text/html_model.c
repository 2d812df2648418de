/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "base/compiler.h"
#include "text/html_model.h"

static const struct html_tree trees[] = {
#include "text/html_model_table.inc"
};

_Static_assert(
	F_COUNT == HTML_MODEL_FEATURES, "the features changed: the model must be trained again");

float html_model_probability(const float row[F_COUNT])
{
	int32_t sum = 0;
	size_t t;

	for (t = 0; t < ARRAY_SIZE(trees); t++) {
		const struct html_tree *tree = &trees[t];
		int level, k = 0;

		for (level = 0; level < HTML_TREE_DEPTH; level++)
			k = 2 * k + 1 + (row[tree->feature[k]] > tree->edge[k]);
		sum += tree->leaf[k - HTML_TREE_SPLITS];
	}
	return 1 / (1 + expf(-(float)sum / 10000));
}
