/* SPDX-License-Identifier: Apache-2.0
 * html_model.h - how likely a block is main text: gradient boosted trees over html_feature.h.
 *
 * The trees stand in html_model_table.inc, written by extractor/train/article/boost.c. They were
 * learnt from pages in fourteen languages, news and blogs above all, forums, documentation, shops
 * and listings as well; cross-validation by host is reported in bench/README.md. */
#ifndef SITREP_HTML_MODEL_H
#define SITREP_HTML_MODEL_H

#include "text/html_feature.h"

#define HTML_TREE_DEPTH 5
#define HTML_TREE_SPLITS ((1 << HTML_TREE_DEPTH) - 1)
#define HTML_TREE_LEAVES (1 << HTML_TREE_DEPTH)

/* A complete binary tree: the children of split k are 2k + 1 (the feature is at most the edge) and
 * 2k + 2. */
struct html_tree {
	uint8_t feature[HTML_TREE_SPLITS];
	float edge[HTML_TREE_SPLITS];
	int16_t leaf[HTML_TREE_LEAVES]; /* log odds, in units of 1/10000 */
};

/* 0..1 */
float html_model_probability(const float row[F_COUNT]);

#endif
