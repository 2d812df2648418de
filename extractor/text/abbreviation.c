/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/compiler.h"
#include "text/abbreviation.h"

#define LONGEST 12

/* Sorted, lower case. */
static const char *const titles[] = {"adm", "amb", "brig", "capt", "cdr", "cmdr", "col", "cpl",
	"cpt", "dr", "fr", "gen", "gov", "hon", "lt", "ltc", "maj", "messrs", "mr", "mrs", "ms",
	"prof", "rep", "reps", "rev", "sen", "sens", "sgt", "sr", "st", "supt"};

static const char *const others[] = {"approx", "apr", "assn", "assoc", "aug", "ave", "bde", "bn",
	"bros", "ca", "cf", "co", "corp", "dec", "dept", "dist", "ed", "eds", "est", "etc", "feb",
	"ft", "govt", "inc", "jan", "jr", "jul", "jun", "ltd", "mt", "natl", "nov", "oct", "ph",
	"sep", "sept", "univ", "viz", "vs"};

static const char *const before_numbers[] = {"art", "ch", "fig", "figs", "mar", "no", "nos", "p",
	"para", "paras", "pp", "res", "sec", "vol"};

static const char *const openers[] = {"a", "after", "all", "although", "an", "and", "as", "at",
	"both", "but", "by", "during", "each", "for", "from", "he", "her", "his", "however", "i",
	"if", "in", "it", "its", "later", "many", "meanwhile", "more", "most", "on", "other",
	"others", "our", "several", "she", "since", "some", "such", "that", "the", "their", "then",
	"there", "these", "they", "this", "those", "three", "two", "under", "we", "what", "when",
	"while", "who", "with", "you"};

static int compare_word(const void *key, const void *item)
{
	return strcmp(key, *(const char *const *)item);
}

static bool is_in(const char *word, const char *const *words, size_t n)
{
	return bsearch(word, words, n, sizeof(*words), compare_word) != NULL;
}

/* Lower case and without the stop; false if it is too long to be in a list. */
static bool bare(struct str word, char out[LONGEST + 1])
{
	size_t i;

	if (word.n && word.p[word.n - 1] == '.')
		word.n--;
	if (word.n == 0 || word.n > LONGEST)
		return false;
	for (i = 0; i < word.n; i++)
		out[i] = ascii_lower(word.p[i]);
	out[i] = '\0';
	return true;
}

bool is_abbreviation(struct str word, bool number_follows)
{
	char lower[LONGEST + 1];

	if (!bare(word, lower))
		return false;
	if (is_in(lower, before_numbers, ARRAY_SIZE(before_numbers)))
		return number_follows;
	if (is_in(lower, titles, ARRAY_SIZE(titles)))
		return ascii_is_upper(word.p[0]);
	if (is_in(lower, others, ARRAY_SIZE(others)))
		return ascii_is_upper(word.p[0]) || strcmp(lower, "etc") == 0 ||
		       strcmp(lower, "approx") == 0 || strcmp(lower, "vs") == 0 ||
		       strcmp(lower, "viz") == 0 || strcmp(lower, "cf") == 0 ||
		       strcmp(lower, "ca") == 0;
	return false;
}

bool is_title_abbreviation(struct str lower)
{
	char word[LONGEST + 1];

	return bare(lower, word) && is_in(word, titles, ARRAY_SIZE(titles));
}

bool is_sentence_opener(struct str lower)
{
	char word[LONGEST + 1];

	return bare(lower, word) && is_in(word, openers, ARRAY_SIZE(openers));
}
