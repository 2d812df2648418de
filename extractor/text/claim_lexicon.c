/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "text/claim_lexicon.h"
#include "text/wordfile.h"

struct claim_lexicon {
	struct arena arena;
	struct map triggers; /* first word -> struct trigger *, a list */
	struct map nouns;    /* word -> noun_set *, of the arena */
	struct str names[LEXICON_MAX_CLASSES];
	size_t nnames;
	float confidence[CLAIM_KIND_END]; /* of a kind's patterns that do not say their own */
	uint64_t checksum;
};

struct source {
	struct wordfile file;
	struct claim_lexicon *lexicon;
};

typedef bool (*line_reader)(struct source *source, struct str line, struct err *err);

static bool bad_line(const struct source *source, struct str what, const char *why, struct err *err)
{
	return wordfile_wrong(&source->file, what, why, err);
}

static bool each_line(struct source *source, const char *dir, const char *name, line_reader reader,
	struct err *err)
{
	struct claim_lexicon *lexicon = source->lexicon;
	struct str line;

	if (!wordfile_open(&source->file, dir, name, &lexicon->arena, err))
		return false;
	lexicon->checksum = hash_mix(lexicon->checksum ^ hash_str(source->file.text));
	while (wordfile_next(&source->file, &line))
		if (!reader(source, line, err))
			return false;
	return true;
}

/* The analyst's file, if there is one. */
static bool each_own_line(struct source *source, const char *own_dir, const char *name,
	line_reader reader, struct err *err)
{
	return !own_dir || !wordfile_exists(own_dir, name) ||
	       each_line(source, own_dir, name, reader, err);
}

/* A confidence, from 0 to 1. */
static bool read_share(struct source *source, struct str text, float *ret, struct err *err)
{
	char copy[16];
	char *end = copy;
	double value;

	snprintf(copy, sizeof(copy), "%.*s", (int)(text.n < 15 ? text.n : 15), text.p);
	value = strtod(copy, &end);
	if (text.n == 0 || text.n > 15 || *end || !(value >= 0 && value <= 1))
		return bad_line(source, text, "is no number from 0 to 1", err);
	*ret = (float)value;
	return true;
}

static bool next_word(struct str *rest, struct str *ret)
{
	*rest = str_trim(*rest);
	return str_next_field(rest, ' ', ret) && ret->n > 0;
}

static noun_set set_named(const struct claim_lexicon *lexicon, struct str name)
{
	size_t i;

	for (i = 0; i < lexicon->nnames; i++)
		if (str_eq(lexicon->names[i], name))
			return (noun_set)1 << i;
	return 0;
}

static bool read_nouns(struct source *source, struct str line, struct err *err)
{
	struct claim_lexicon *lexicon = source->lexicon;
	size_t colon = str_find(line, STR(":"), 0);
	struct str name = str_trim(str_slice(line, 0, colon)), rest, word;
	noun_set set = set_named(lexicon, name);

	if (colon == line.n)
		return bad_line(source, line, "has no colon after the set's name", err);
	if (!set) {
		if (lexicon->nnames == LEXICON_MAX_CLASSES)
			return bad_line(source, name, "is one set too many", err);
		lexicon->names[lexicon->nnames] = name;
		set = (noun_set)1 << lexicon->nnames++;
	}
	rest = str_slice(line, colon + 1, line.n);
	while (next_word(&rest, &word)) {
		struct map_slot *slot = map_put(&lexicon->nouns, word, NULL);

		if (!slot->value.ptr)
			slot->value.ptr = arena_zalloc(&lexicon->arena, 1, sizeof(set));
		*(noun_set *)slot->value.ptr |= set;
	}
	return true;
}

/* "killed: 0.95" */
static bool read_kind(struct source *source, struct str line, struct err *err)
{
	size_t colon = str_find(line, STR(":"), 0);
	int kind = claim_kind_from(str_trim(str_slice(line, 0, colon)));
	struct str share = str_trim(str_slice(line, colon + (colon < line.n), line.n));

	if (!kind)
		return bad_line(source, line, "does not begin with a kind of claim", err);
	return read_share(source, share, &source->lexicon->confidence[kind], err);
}

static bool class_from(struct str name, enum trigger_class *ret)
{
	static const char letters[] = "vispnqb";
	static const enum trigger_class classes[] = {TRIGGER_VERB, TRIGGER_SUBJECT_VERB,
		TRIGGER_ACTOR_VERB, TRIGGER_PREDICATE, TRIGGER_NOUN, TRIGGER_COUNTED,
		TRIGGER_IDENTITY};
	const char *at = name.n == 1 ? memchr(letters, name.p[0], sizeof(letters) - 1) : NULL;

	if (at)
		*ret = classes[at - letters];
	return at != NULL;
}

/* "people,names" */
static bool read_sets(struct source *source, struct str value, noun_set *ret, struct err *err)
{
	struct str name;
	noun_set set;

	while (str_next_field(&value, ',', &name)) {
		set = set_named(source->lexicon, name);
		if (!set)
			return bad_line(source, name, "is no set of nouns.txt", err);
		*ret |= set;
	}
	return true;
}

static bool read_flag(struct trigger *t, struct str name)
{
	if (str_eq(name, STR("passive")))
		t->passive = true;
	else if (str_eq(name, STR("active")))
		t->active = true;
	else if (str_eq(name, STR("counted")))
		t->counted = true;
	else if (str_eq(name, STR("numbered")))
		t->numbered = t->counted = true;
	else if (str_eq(name, STR("whole")))
		t->whole = true;
	else if (str_eq(name, STR("strict")))
		t->strict = true;
	else if (str_eq(name, STR("reversed")))
		t->reversed = true;
	else if (str_eq(name, STR("objectless")))
		t->objectless = true;
	else if (str_eq(name, STR("actorless")))
		t->actorless = true;
	else if (str_eq(name, STR("keep")))
		t->keep = true;
	else
		return false;
	return true;
}

/* "from,of" -> "from of" */
static struct str words_of(struct arena *arena, struct str list)
{
	struct str copy = arena_str(arena, list);
	size_t i;

	for (i = 0; i < copy.n; i++)
		if (copy.p[i] == ',')
			((char *)copy.p)[i] = ' ';
	return copy;
}

static bool read_option(
	struct source *source, struct trigger *t, struct str option, struct err *err)
{
	size_t eq = str_find(option, STR("="), 0);
	struct str name = str_slice(option, 0, eq), value;

	if (eq == option.n)
		return read_flag(t, option) || bad_line(source, option, "is no option", err);
	value = str_slice(option, eq + 1, option.n);
	if (str_eq(name, STR("object")))
		return read_sets(source, value, &t->object, err);
	if (str_eq(name, STR("object!")))
		return read_sets(source, value, &t->object_not, err);
	if (str_eq(name, STR("within")))
		return read_sets(source, value, &t->within, err);
	if (str_eq(name, STR("without")))
		return read_sets(source, value, &t->without, err);
	if (str_eq(name, STR("taken")))
		return read_sets(source, value, &t->taken, err);
	if (str_eq(name, STR("subject")))
		return read_sets(source, value, &t->subject, err);
	if (str_eq(name, STR("subject!")))
		return read_sets(source, value, &t->subject_not, err);
	if (str_eq(name, STR("take")))
		t->take = words_of(&source->lexicon->arena, value);
	else if (str_eq(name, STR("need")))
		t->need = words_of(&source->lexicon->arena, value);
	else if (str_eq(name, STR("manner")))
		t->manner = words_of(&source->lexicon->arena, value);
	else if (str_eq(name, STR("unless")))
		t->unless = words_of(&source->lexicon->arena, value);
	else if (str_eq(name, STR("unit")))
		t->unit = value;
	else if (str_eq(name, STR("modality")))
		t->modality = (enum modality)modality_from(value);
	else if (str_eq(name, STR("confidence")))
		return read_share(source, value, &t->confidence, err);
	else
		return bad_line(source, name, "is no option", err);
	return true;
}

static void link_form(
	struct claim_lexicon *lexicon, const struct trigger *t, struct str word, struct str form)
{
	struct trigger *copy = arena_alloc(&lexicon->arena, sizeof(*copy));
	struct map_slot *slot = map_put(&lexicon->triggers, arena_str(&lexicon->arena, form), NULL);
	struct trigger **end = (struct trigger **)&slot->value.ptr;

	*copy = *t;
	copy->words[0] = word;
	copy->next = NULL;
	while (*end)
		end = (struct trigger **)&(*end)->next;
	*end = copy;
}

/* word without its last cut letters, with an ending. */
static struct str inflect(struct arena *arena, struct str word, size_t cut, const char *ending)
{
	size_t n = word.n - cut, m = strlen(ending);
	char *p = arena_alloc(arena, n + m + 1);

	memcpy(p, word.p, n);
	memcpy(p + n, ending, m + 1);
	return (struct str){p, n + m};
}

/* Regular forms, so that a trigger is found whatever the tagger made of the word. */
static void link_inflected(struct claim_lexicon *lexicon, const struct trigger *t, struct str word)
{
	struct arena *a = &lexicon->arena;
	char last = word.p[word.n - 1], before = word.n > 1 ? word.p[word.n - 2] : 0;
	bool sibilant = last == 's' || last == 'x' || str_ends(word, STR("ch")) ||
			str_ends(word, STR("sh"));

	if (last == 'e') {
		link_form(lexicon, t, word, inflect(a, word, 0, "d"));
		link_form(lexicon, t, word, inflect(a, word, 1, "ing"));
	} else if (last == 'y' && !strchr("aeiou", before)) {
		link_form(lexicon, t, word, inflect(a, word, 1, "ied"));
		link_form(lexicon, t, word, inflect(a, word, 1, "ies"));
		link_form(lexicon, t, word, inflect(a, word, 0, "ing"));
		return;
	} else {
		link_form(lexicon, t, word, inflect(a, word, 0, "ed"));
		link_form(lexicon, t, word, inflect(a, word, 0, "ing"));
		if (strchr("lpnt", last) && strchr("aeiou", before)) {
			struct str twice = inflect(a, word, 1, (char[]){last, last, 0});

			link_form(lexicon, t, word, inflect(a, twice, 0, "ed"));
			link_form(lexicon, t, word, inflect(a, twice, 0, "ing"));
		}
	}
	link_form(lexicon, t, word, inflect(a, word, 0, sibilant ? "es" : "s"));
}

static void link_trigger(struct claim_lexicon *lexicon, struct trigger *t)
{
	struct str alternatives = t->words[0], word;

	while (str_next_field(&alternatives, '/', &word)) {
		link_form(lexicon, t, word, word);
		if (t->class <= TRIGGER_ACTOR_VERB && word.n > 2)
			link_inflected(lexicon, t, word);
	}
}

static bool read_trigger(struct source *source, struct str line, struct err *err)
{
	struct trigger t = {0};
	size_t semicolon = str_find(line, STR(";"), 0);
	struct str rest = str_trim(str_slice(line, 0, semicolon)), word;

	if (!next_word(&rest, &word) ||
		(!(t.kind = (enum claim_kind)claim_kind_from(word)) && !str_eq(word, STR("none"))))
		return bad_line(source, word, "is no kind of claim", err);
	if (!next_word(&rest, &word) || !class_from(word, &t.class))
		return bad_line(source, word, "is no class of trigger", err);
	t.confidence = source->lexicon->confidence[t.kind];
	t.maker = str_trim(rest);
	while (next_word(&rest, &word)) {
		if (t.nwords == TRIGGER_MAX_WORDS)
			return bad_line(source, line, "has too many words", err);
		t.words[t.nwords++] = word;
	}
	if (!t.nwords)
		return bad_line(source, line, "has no words", err);
	if (semicolon < line.n) {
		rest = str_slice(line, semicolon + 1, line.n);
		while (next_word(&rest, &word))
			if (!read_option(source, &t, word, err))
				return false;
	}
	link_trigger(source->lexicon, &t);
	return true;
}

/* The analyst's patterns stand before ours, so that theirs decide. */
static bool load(struct source *source, const char *dir, const char *own_dir, struct err *err)
{
	return each_line(source, dir, "claims/kinds.txt", read_kind, err) &&
	       each_own_line(source, own_dir, "claims/kinds.txt", read_kind, err) &&
	       each_line(source, dir, "claims/nouns.txt", read_nouns, err) &&
	       each_own_line(source, own_dir, "claims/nouns.txt", read_nouns, err) &&
	       each_own_line(source, own_dir, "claims/triggers.txt", read_trigger, err) &&
	       each_line(source, dir, "claims/triggers.txt", read_trigger, err);
}

struct claim_lexicon *claim_lexicon_open(const char *dir, const char *own_dir, struct err *err)
{
	struct claim_lexicon *lexicon = xcalloc(1, sizeof(*lexicon));
	struct source source = {.lexicon = lexicon};

	arena_init(&lexicon->arena, 0);
	map_init(&lexicon->triggers);
	map_init(&lexicon->nouns);
	if (!load(&source, dir, own_dir, err))
		claim_lexicon_close(&lexicon);
	return lexicon;
}

void claim_lexicon_close(struct claim_lexicon **lexicon)
{
	if (!*lexicon)
		return;
	map_release(&(*lexicon)->triggers);
	map_release(&(*lexicon)->nouns);
	arena_release(&(*lexicon)->arena);
	free(*lexicon);
	*lexicon = NULL;
}

const char *trigger_kind_name(const struct trigger *trigger)
{
	return trigger->kind ? claim_kind_name(trigger->kind) : "none";
}

uint64_t claim_lexicon_checksum(const struct claim_lexicon *lexicon)
{
	return lexicon->checksum;
}

const struct trigger *claim_lexicon_triggers(const struct claim_lexicon *lexicon, struct str word)
{
	const struct map_slot *slot = map_get(&lexicon->triggers, word);

	return slot ? slot->value.ptr : NULL;
}

noun_set claim_lexicon_sets(const struct claim_lexicon *lexicon, struct str word)
{
	const struct map_slot *slot = map_get(&lexicon->nouns, word);

	return slot ? *(const noun_set *)slot->value.ptr : 0;
}

noun_set claim_lexicon_set(const struct claim_lexicon *lexicon, const char *name)
{
	return set_named(lexicon, str_from(name));
}
