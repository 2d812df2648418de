/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>

#include "base/ascii.h"
#include "base/compiler.h"
#include "train/incident/gold.h"

#define MAX_WORDS 40

static const char *const leading[] = {"a", "an", "the", "this", "that", "these", "those", "one",
	"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "more", "most",
	"many", "several", "some", "all", "few", "any", "another", "other", "his", "her", "its",
	"their", "about", "at", "least", "of"};
static const char *const cut[] = {"of", "in", "on", "at", "from", "with", "who", "whom", "which",
	"that", "where", "to", "for", "by", "near", "against", "between", "belonging", "carrying",
	"including", "aboard", "and", "or", "["};

static bool is_one_of(struct str word, const char *const *words, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_eq(word, str_from(words[i])))
			return true;
	return false;
}

static struct str lower(struct str s, struct arena *arena)
{
	char *p = arena_alloc(arena, s.n + 1);
	size_t i;

	for (i = 0; i < s.n; i++)
		p[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i];
	p[s.n] = '\0';
	return (struct str){p, s.n};
}

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
	       c == '\'' || (c & 0x80);
}

/* "maza's" is two words, as in the text; "d'aubuisson" is one. */
static struct str possessor(struct str word)
{
	return word.n > 2 && str_ends(word, STR("'s")) ? str_slice(word, 0, word.n - 2) : word;
}

static struct gold_words read_words(const char *text, struct arena *arena)
{
	struct str s = lower(str_from(text), arena);
	struct gold_words w = {.v = arena_zalloc(arena, MAX_WORDS, sizeof(struct str))};
	size_t i = 0, from;

	while (i < s.n && w.n < MAX_WORDS) {
		while (i < s.n && !is_word_byte(s.p[i]))
			i++;
		from = i;
		while (i < s.n && is_word_byte(s.p[i]))
			i++;
		if (i > from && !(w.n == 0 && is_one_of(str_slice(s, from, i), leading,
						      ARRAY_SIZE(leading))))
			w.v[w.n++] = possessor(str_slice(s, from, i));
	}
	for (i = 0; i < w.n && !(i > 0 && is_one_of(w.v[i], cut, ARRAY_SIZE(cut))); i++)
		w.head = w.v[i];
	w.n = i; /* what follows the head is no part of the noun that is matched */
	return w;
}

static void read_filler(const json_t *j, struct arena *arena, struct gold_filler *ret)
{
	const json_t *aliases = json_object_get(j, "aliases");
	size_t i, n = json_array_size(aliases);

	ret->mentions = arena_zalloc(arena, n + 1, sizeof(*ret->mentions));
	ret->optional = json_is_true(json_object_get(j, "optional"));
	ret->mentions[ret->n++] = read_words(json_string_value(json_object_get(j, "text")), arena);
	for (i = 0; i < n; i++)
		ret->mentions[ret->n++] =
			read_words(json_string_value(json_array_get(aliases, i)), arena);
}

static void add_places(
	const json_t *list, struct arena *arena, struct gold_incident *ret, size_t *cap)
{
	size_t i;

	for (i = 0; i < json_array_size(list); i++)
		*ARENA_PUSH(arena, ret->places, ret->nplaces, *cap) =
			lower(str_from(json_string_value(json_array_get(list, i))), arena);
}

static void read_date(const json_t *j, struct gold_incident *ret)
{
	const char *start = json_string_value(json_object_get(j, "start"));
	const char *end = json_string_value(json_object_get(j, "end"));

	ret->date = (struct period){DAY_NONE, DAY_NONE};
	ret->has_date = end && day_parse(str_from(end), &ret->date.end);
	if (start && !day_parse(str_from(start), &ret->date.start))
		ret->has_date = false;
}

static void read_incident(const json_t *j, struct arena *arena, struct gold_incident *ret)
{
	const json_t *other = json_object_get(json_object_get(j, "alternatives"), "locations");
	size_t r, i, cap = 0;

	ret->type = (enum incident_type)incident_type_from(
		str_from(json_string_value(json_object_get(j, "type"))));
	ret->stage = (enum incident_stage)incident_stage_from(
		str_from(json_string_value(json_object_get(j, "stage"))));
	ret->optional = json_is_true(json_object_get(j, "optional"));
	read_date(json_object_get(j, "date"), ret);
	add_places(json_object_get(j, "locations"), arena, ret, &cap);
	for (i = 0; i < json_array_size(other); i++)
		add_places(json_array_get(other, i), arena, ret, &cap);
	for (r = 0; r < ROLE_COUNT; r++) {
		const json_t *list = json_object_get(j, incident_role_name((int)r));

		ret->roles[r] =
			arena_zalloc(arena, json_array_size(list) + 1, sizeof(*ret->roles[r]));
		for (i = 0; i < json_array_size(list); i++)
			read_filler(
				json_array_get(list, i), arena, &ret->roles[r][ret->nroles[r]++]);
	}
}

bool gold_read(struct str line, struct arena *arena, struct gold *ret, struct err *err)
{
	json_error_t error;
	json_t *doc = json_loadb(line.p, line.n, 0, &error), *list;
	size_t i;

	if (!doc)
		return err_set(err, ERR_REJECT, "a gold line is no JSON: %s", error.text);
	list = json_object_get(doc, "incidents");
	*ret = (struct gold){.n = json_array_size(list)};
	ret->v = arena_zalloc(arena, ret->n + 1, sizeof(*ret->v));
	for (i = 0; i < ret->n; i++)
		read_incident(json_array_get(list, i), arena, &ret->v[i]);
	json_decref(doc);
	return true;
}

static bool has_words(const struct gold_words *w, const struct incident_view *view,
	const struct incident_noun *noun)
{
	size_t i, k;

	for (i = 0; i < w->n; i++) {
		for (k = noun->title; k < noun->last; k++)
			if (str_eq(view->tokens->v[k].lower, w->v[i]))
				break;
		if (k == noun->last)
			return false;
	}
	return w->n > 0;
}

int gold_match(const struct gold_filler *filler, const struct incident_view *view,
	const struct incident_noun *noun)
{
	struct str head = view->tokens->v[noun->head].lower;
	int best = 0;
	size_t i;

	for (i = 0; i < filler->n; i++) {
		const struct gold_words *w = &filler->mentions[i];

		if (!str_eq(w->head, head) &&
			!str_eq(w->head, view->tokens->v[noun->last - 1].lower))
			continue;
		if (has_words(w, view, noun))
			return 2;
		best = 1;
	}
	return best;
}
