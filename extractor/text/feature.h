/* SPDX-License-Identifier: Apache-2.0
 * feature.h - what taggers and parsers see of a text: atoms, and templates that combine them.
 *
 * An atom is a small number that says one thing about one place ("the word before", "the tag of the
 * second on the stack"). A template names up to three atoms; with their present values it makes
 * one feature, a 64-bit hash. A feature set is a table of templates, and its hash goes into the
 * model file, so that a model cannot meet other features than it was trained with.
 *
 * The trainer links this code: there is no second implementation to drift away from it. */
#ifndef SITREP_FEATURE_H
#define SITREP_FEATURE_H

#include <stddef.h>
#include <stdint.h>
#include "text/cluster.h"
#include "text/token.h"

/* What a word looks like, as numbers to be hashed; computed once a report. */
struct word {
	uint32_t form;      /* lower case, digits as 0 */
	uint32_t suffix[4]; /* its last 1..4 bytes */
	uint32_t prefix[3]; /* its first 1..3 bytes */
	uint32_t shape;     /* runs of cases and digits: "Xx", "XX", "x-0" */
	uint32_t cluster;   /* of words used alike; 0: unknown */
};

struct template
{
	uint8_t n;
	uint8_t atom[3];
};

/* [tokens->n] in the arena. clusters may be NULL. */
struct word *words_describe(
	const struct tokens *tokens, const struct clusters *clusters, struct arena *arena);
/* The number of a lower-case form. */
uint32_t word_form(struct str lower);

/* out has room for n; revision changes when the meaning of an atom does. */
void features_fill(
	const struct template *templates, size_t n, const uint32_t *atoms, uint64_t *out);
uint64_t features_hash(const struct template *templates, size_t n, uint32_t revision);
/* A feature outside every template: for dictionaries and transitions. */
uint64_t feature_of(const char *name, uint32_t a, uint32_t b);

#endif
