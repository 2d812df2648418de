/* SPDX-License-Identifier: Apache-2.0
 * incident_feature.h - what the features of all questions are made with: for incident_features_*.c.
 */
#ifndef SITREP_INCIDENT_FEATURE_H
#define SITREP_INCIDENT_FEATURE_H

#include "text/incident_model.h"

/* One feature: a name with two numbers. Beyond INCIDENT_MAX_FEATURES it is left out. */
void feature_add(struct incident_features *f, const char *name, uint64_t a, uint64_t b);
/* One feature for each class in bits, each together with b. */
void feature_add_classes(struct incident_features *f, const char *name, uint64_t bits, uint64_t b);
/* The content words of a sentence, and its pairs of words if two is not NULL. */
void feature_add_words(const struct incident_view *v, size_t s, const char *one, const char *two,
	struct incident_features *f);
/* The lemma of a token as a number. */
uint64_t feature_word(const struct incident_view *v, size_t i);
/* A probability, a count, in few steps. */
uint64_t feature_bin(float p);
uint64_t feature_log_bin(size_t n);
/* Whether the sentence's first day named is recent, long past or to come. */
uint64_t feature_time_kind(const struct incident_view *v, size_t s);

#endif
