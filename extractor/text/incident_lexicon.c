/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "text/incident_lexicon.h"
#include "text/incident_model.h"
#include "text/wordfile.h"

static const char *const class_names[] = {"kill", "wound", "attack", "bomb", "kidnap", "burn",
	"rob", "threaten", "stoppage", "explosive", "clash", "police_work", "talk", "condemn",
	"armed", "military", "police", "civilian", "official", "religious", "building", "vehicle",
	"infrastructure", "weapon", "group", "past", "general", "deny", "modal", "report",
	"another", "recent"};

_Static_assert(ARRAY_SIZE(class_names) == WORD_CLASS_END, "a name for every class");

/* The type that the lines of types.txt are read into. */
struct type_list {
	struct map *map;
	struct str *type;
};

static int class_from(struct str name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(class_names); i++)
		if (str_eq(name, str_from(class_names[i])))
			return (int)i;
	return -1;
}

static bool load(struct incident_lexicon *lexicon, const char *dir, const char *name,
	struct wordfile *ret, struct err *err)
{
	if (!wordfile_open(ret, dir, name, &lexicon->arena, err))
		return false;
	lexicon->checksum = hash_mix(lexicon->checksum ^ hash_str(ret->text));
	return true;
}

static void add_words(struct incident_lexicon *lexicon, struct str line, int class)
{
	struct str word;

	while (str_next_field(&line, ' ', &word))
		if (word.n > 0)
			map_put(&lexicon->words, word, NULL)->value.num |= (int64_t)WORD_BIT(class);
}

static bool read_words(struct incident_lexicon *lexicon, struct wordfile *file, struct err *err)
{
	struct str line;
	int class = -1;

	while (wordfile_next(file, &line)) {
		if (line.p[0] == '@') {
			class = class_from(str_slice(line, 1, line.n));
			if (class < 0)
				return wordfile_wrong(file, line, "is no class of words", err);
		} else if (class < 0) {
			return wordfile_wrong(file, line, "stands before the first class", err);
		} else {
			add_words(lexicon, line, class);
		}
	}
	return true;
}

/* "@weapons vehicle_bomb" -> the role's map and the type, in the arena. */
static bool read_list_head(struct incident_lexicon *lexicon, const struct wordfile *file,
	struct str line, struct type_list *ret, struct err *err)
{
	size_t blank = str_find(line, STR(" "), 0), role;
	struct str name = str_slice(line, 1, blank), *type;

	for (role = 0; role < ROLE_COUNT; role++)
		if (str_eq(name, str_from(incident_role_name((int)role))))
			break;
	if (role == ROLE_COUNT)
		return wordfile_wrong(file, name, "is no role of incidents", err);
	if (blank == line.n)
		return wordfile_wrong(file, line, "names no type", err);
	type = arena_zalloc(&lexicon->arena, 1, sizeof(*type));
	*type = str_trim(str_slice(line, blank, line.n));
	*ret = (struct type_list){&lexicon->types[role], type};
	return true;
}

static bool read_types(struct incident_lexicon *lexicon, struct wordfile *file, struct err *err)
{
	struct type_list list = {0};
	struct map_slot *slot;
	struct str line, word;
	bool fresh;

	while (wordfile_next(file, &line)) {
		if (line.p[0] == '@') {
			if (!read_list_head(lexicon, file, line, &list, err))
				return false;
			continue;
		}
		if (!list.map)
			return wordfile_wrong(file, line, "stands before the first type", err);
		while (str_next_field(&line, ' ', &word)) {
			slot = word.n ? map_put(list.map, word, &fresh) : NULL;
			if (slot && fresh) /* the first type that has it keeps it */
				slot->value.ptr = list.type;
		}
	}
	return true;
}

/* The first name of every line of @class country. */
static void read_countries(struct incident_lexicon *lexicon, struct wordfile *file)
{
	bool inside = false;
	struct str line, name;
	struct map_slot *slot;
	size_t equals;

	while (wordfile_next(file, &line)) {
		if (line.p[0] == '@')
			inside = str_eq(line, STR("@class country"));
		equals = str_find(line, STR(" = "), 0);
		if (!inside || equals == line.n)
			continue;
		name = str_slice(line, 0, equals);
		name = str_trim(str_slice(name, 0, str_find(name, STR("|"), 0)));
		slot = map_put(
			&lexicon->countries, str_trim(str_slice(line, equals + 3, line.n)), NULL);
		slot->value.ptr = arena_zalloc(&lexicon->arena, 1, sizeof(name));
		*(struct str *)slot->value.ptr = name;
	}
}

static bool fill(
	struct incident_lexicon *lexicon, const char *dir, const char *own_dir, struct err *err)
{
	static const char words[] = "incidents/words.txt", types[] = "incidents/types.txt";
	struct wordfile file;

	if (!load(lexicon, dir, words, &file, err) || !read_words(lexicon, &file, err))
		return false;
	if (own_dir && wordfile_exists(own_dir, words) &&
		(!load(lexicon, own_dir, words, &file, err) || !read_words(lexicon, &file, err)))
		return false;
	if (own_dir && wordfile_exists(own_dir, types) &&
		(!load(lexicon, own_dir, types, &file, err) || !read_types(lexicon, &file, err)))
		return false;
	if (!load(lexicon, dir, types, &file, err) || !read_types(lexicon, &file, err))
		return false;
	if (!load(lexicon, dir, "incidents/names.txt", &file, err) ||
		!lexicon_add(&lexicon->names, &file, false, err) ||
		!load(lexicon, dir, "countries.txt", &file, err))
		return false;
	read_countries(lexicon, &file);
	return true;
}

struct incident_lexicon *incident_lexicon_open_words(
	const char *data_dir, const char *own_dir, struct err *err)
{
	struct incident_lexicon *lexicon = xcalloc(1, sizeof(*lexicon));
	int role;

	arena_init(&lexicon->arena, 0);
	map_init(&lexicon->words);
	map_init(&lexicon->countries);
	for (role = 0; role < ROLE_COUNT; role++)
		map_init(&lexicon->types[role]);
	lexicon_init(&lexicon->names);
	if (!fill(lexicon, data_dir, own_dir, err))
		incident_lexicon_close(&lexicon);
	return lexicon;
}

struct incident_lexicon *incident_lexicon_open(
	const char *data_dir, const char *own_dir, struct err *err)
{
	struct incident_lexicon *lexicon = incident_lexicon_open_words(data_dir, own_dir, err);
	char path[4096];

	if (!lexicon)
		return NULL;
	snprintf(path, sizeof(path), "%s/incidents/incident.model", data_dir);
	if (!model_open(&lexicon->model, path, incident_model_want(), err))
		incident_lexicon_close(&lexicon);
	else
		lexicon->checksum = hash_mix(lexicon->checksum ^ lexicon->model.checksum);
	return lexicon;
}

void incident_lexicon_close(struct incident_lexicon **lexicon)
{
	int role;

	if (!*lexicon)
		return;
	for (role = 0; role < ROLE_COUNT; role++)
		map_release(&(*lexicon)->types[role]);
	model_release(&(*lexicon)->model);
	lexicon_release(&(*lexicon)->names);
	map_release(&(*lexicon)->words);
	map_release(&(*lexicon)->countries);
	arena_release(&(*lexicon)->arena);
	free(*lexicon);
	*lexicon = NULL;
}

uint64_t incident_lexicon_checksum(const struct incident_lexicon *lexicon)
{
	return lexicon->checksum;
}

uint64_t incident_word_classes(const struct incident_lexicon *lexicon, const struct token *token)
{
	const struct map_slot *lemma = map_get(&lexicon->words, token->lemma);
	const struct map_slot *form = map_get(&lexicon->words, token->lower);

	return (uint64_t)(lemma ? lemma->value.num : 0) | (uint64_t)(form ? form->value.num : 0);
}

static const struct str *type_of_pair(const struct map *types, struct str a, struct str b)
{
	char pair[64];
	int n = snprintf(pair, sizeof(pair), "%.*s_%.*s", STR_ARGS(a), STR_ARGS(b));
	const struct map_slot *slot;

	if (n < 0 || (size_t)n >= sizeof(pair))
		return NULL;
	slot = map_get(types, (struct str){pair, (size_t)n});
	return slot ? slot->value.ptr : NULL;
}

/* By the word at i, with the word before it or alone. */
static const struct str *type_at(
	const struct map *types, const struct tokens *tokens, uint32_t first, uint32_t i)
{
	const struct token *t = &tokens->v[i];
	const struct str *type = NULL;
	const struct map_slot *slot;

	if (i > first)
		type = type_of_pair(types, t[-1].lower, t->lemma);
	if (type)
		return type;
	slot = map_get(types, t->lemma);
	return slot ? slot->value.ptr : NULL;
}

struct str incident_thing_type(const struct incident_lexicon *lexicon, enum incident_role role,
	const struct tokens *tokens, struct incident_words words)
{
	const struct map *types = &lexicon->types[role];
	const struct str *type = type_at(types, tokens, words.first, words.head);
	uint32_t i;

	for (i = words.last; !type && i-- > words.first;)
		type = type_at(types, tokens, words.first, i);
	return type ? *type : (struct str){0};
}

struct str incident_country_name(const struct incident_lexicon *lexicon, struct str code)
{
	const struct map_slot *slot = map_get(&lexicon->countries, code);

	return slot ? *(const struct str *)slot->value.ptr : (struct str){0};
}
