/* SPDX-License-Identifier: Apache-2.0
 *
 * One hash table over phrases. A phrase's key is folded from its tokens' lower-case forms, so that
 * matching grows the key token by token; the entry of each phrase's beginning says that it may go
 * on, and matching stops where no entry does. */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/compiler.h"
#include "base/hash.h"
#include "base/mem.h"
#include "text/charclass.h"
#include "text/lexicon.h"

#define FIRST_SLOTS ((size_t)1 << 12)
#define LONGEST_ACRONYM 5

struct lexicon_entry {
	uint64_t key; /* 0: free */
	uint32_t classes;
	bool goes_on;   /* a longer phrase begins like this */
	bool capital;   /* matches only with a capital */
	bool acronym;   /* matches only letter for letter */
	bool ambiguous; /* a common word in lower case */
	bool own;       /* the analyst's */
	struct str name;
	struct str canonical;
};

static const char *const class_names[] = {"country", "demonym", "city", "region", "place_noun",
	"armed_group", "organisation", "people_noun", "organisation_noun", "person_noun", "weapon",
	"platform", "vehicle", "document", "time_noun", "month", "weekday", "number_word", "unit",
	"currency", "religion", "person"};

_Static_assert(ARRAY_SIZE(class_names) == LEXICON_CLASS_END, "a name for every class");
_Static_assert(LEXICON_CLASS_END <= 32, "classes are bits of a word");

/* Acronyms that are words when a teletype writes them. */
static const char *const common_words[] = {"is", "us", "it", "who", "au", "let", "mit", "un", "aq",
	"ji", "lj", "eta", "hit", "male", "nice", "base", "turkey", "chad", "jordan", "georgia",
	"san", "swat", "santiago", "san jose", "ami", "aas", "adf", "anf", "sac", "nsa", "is-k"};

const char *lexicon_class_name(int class)
{
	return class >= 0 && class < LEXICON_CLASS_END ? class_names[class] : NULL;
}

void lexicon_init(struct lexicon *lexicon)
{
	*lexicon = (struct lexicon){.mask = FIRST_SLOTS - 1};
	arena_init(&lexicon->arena, 0);
	lexicon->entries = xcalloc(FIRST_SLOTS, sizeof(*lexicon->entries));
}

void lexicon_release(struct lexicon *lexicon)
{
	free(lexicon->entries);
	arena_release(&lexicon->arena);
	*lexicon = (struct lexicon){0};
}

static uint64_t key_add(uint64_t key, struct str lower)
{
	uint64_t next = hash_bytes(lower.p, lower.n, key + 1);

	return next ? next : 1;
}

static struct lexicon_entry *slot_of(const struct lexicon *lexicon, uint64_t key)
{
	size_t i = key & lexicon->mask;

	while (lexicon->entries[i].key && lexicon->entries[i].key != key)
		i = (i + 1) & lexicon->mask;
	return &lexicon->entries[i];
}

static void grow(struct lexicon *lexicon)
{
	struct lexicon_entry *old = lexicon->entries;
	size_t i, n = lexicon->mask + 1;

	lexicon->mask = 2 * n - 1;
	lexicon->entries = xcalloc(2 * n, sizeof(*old));
	for (i = 0; i < n; i++)
		if (old[i].key)
			*slot_of(lexicon, old[i].key) = old[i];
	free(old);
}

static struct lexicon_entry *put(struct lexicon *lexicon, uint64_t key)
{
	struct lexicon_entry *entry = slot_of(lexicon, key);

	if (entry->key)
		return entry;
	if (++lexicon->n * 2 > lexicon->mask) {
		grow(lexicon);
		entry = slot_of(lexicon, key);
	}
	entry->key = key;
	return entry;
}

static bool is_common_word(struct str name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(common_words); i++)
		if (str_case_eq(name, str_from(common_words[i])))
			return true;
	return false;
}

static bool is_acronym(struct str name)
{
	size_t i;

	for (i = 0; i < name.n; i++)
		if (!ascii_is_upper(name.p[i]) && name.p[i] != '.')
			return false;
	return name.n <= LONGEST_ACRONYM;
}

/* What a file says of the names in it. */
struct lexicon_sort {
	int class;
	bool own;
};

/* Enters a name; false if there are no tokens in it. */
static bool add_name(
	struct lexicon *lexicon, struct str name, struct lexicon_sort sort, struct str canonical)
{
	struct tokens t;
	uint64_t key = 0;
	struct lexicon_entry *entry = NULL;
	bool spelled;
	size_t i;

	tokens_lex(arena_str(&lexicon->arena, name), &lexicon->arena, &t);
	for (i = 0; i < t.n; i++) {
		if (entry)
			entry->goes_on = true;
		key = key_add(key, t.v[i].lower);
		entry = put(lexicon, key);
	}
	if (!entry)
		return false;
	/* "Hamas | HAMAS": both, and not the last one alone */
	spelled = entry->classes && entry->capital && !entry->acronym;
	entry->capital = entry->classes ? entry->capital && ascii_is_upper(name.p[0])
					: ascii_is_upper(name.p[0]);
	entry->acronym = is_acronym(name) && !spelled;
	entry->ambiguous = is_common_word(name);
	entry->name = t.text;
	entry->classes |= LEXICON_BIT(sort.class);
	entry->own |= sort.own;
	if (str_absent(entry->canonical))
		entry->canonical = canonical;
	return true;
}

static int class_from(struct str name)
{
	int i;

	for (i = 0; i < LEXICON_CLASS_END; i++)
		if (str_eq(name, str_from(class_names[i])))
			return i;
	return -1;
}

/* "Name | other name = CANONICAL" */
static bool add_line(struct lexicon *lexicon, const struct wordfile *file, struct str line,
	struct lexicon_sort sort, struct err *err)
{
	size_t equals = str_find(line, STR(" = "), 0);
	struct str names = str_slice(line, 0, equals), canonical = {0}, name;

	if (equals < line.n) {
		canonical = str_trim(str_slice(line, equals + 3, line.n));
		if (canonical.n == 0)
			return wordfile_wrong(file, line, "has nothing after the =", err);
		canonical = arena_str(&lexicon->arena, canonical);
	}
	while (str_next_field(&names, '|', &name))
		if (!add_name(lexicon, str_trim(name), sort, canonical))
			return wordfile_wrong(file, line, "has an empty name", err);
	return true;
}

bool lexicon_add(struct lexicon *lexicon, struct wordfile *file, bool own, struct err *err)
{
	struct str line, tag = STR("@class ");
	struct lexicon_sort sort = {-1, own};

	lexicon->checksum = hash_bytes(file->text.p, file->text.n, lexicon->checksum);
	while (wordfile_next(file, &line)) {
		if (str_starts(line, tag)) {
			line = str_trim(str_slice(line, tag.n, line.n));
			sort.class = class_from(line);
			if (sort.class < 0)
				return wordfile_wrong(file, line, "is no class of names", err);
		} else if (sort.class < 0) {
			return wordfile_wrong(file, line, "stands before the first @class", err);
		} else if (!add_line(lexicon, file, line, sort, err)) {
			return false;
		}
	}
	return true;
}

static bool case_fits(const struct lexicon_entry *entry, struct str text, bool capitals)
{
	if (!entry->capital)
		return true;
	if (capitals)
		return !entry->ambiguous;
	if (entry->acronym)
		return str_eq(entry->name, text);
	return !ascii_is_lower(text.p[0]);
}

struct lexicon_hit lexicon_find(
	const struct lexicon *lexicon, const struct tokens *tokens, size_t i)
{
	const struct sentence *s = &tokens->sentences[tokens->v[i].sentence];
	struct lexicon_hit hit = {0};
	const struct lexicon_entry *entry;
	uint64_t key = 0;
	size_t j;

	for (j = i; j < s->last; j++) {
		key = key_add(key, tokens->v[j].lower);
		entry = slot_of(lexicon, key);
		if (!entry->key)
			break;
		if (entry->classes && case_fits(entry, tokens_text(tokens, i, j + 1), s->capitals))
			hit = (struct lexicon_hit){entry->classes, (uint32_t)(j - i + 1),
				entry->own, entry->canonical};
		if (!entry->goes_on)
			break;
	}
	return hit;
}

uint32_t lexicon_noun_classes(const struct lexicon *lexicon, const struct token *token)
{
	const struct lexicon_entry *entry = slot_of(lexicon, key_add(0, token->lower));
	uint32_t classes = entry->key && !entry->capital ? entry->classes : 0;

	if (token->lemma.p == token->lower.p && token->lemma.n == token->lower.n)
		return classes;
	entry = slot_of(lexicon, key_add(0, token->lemma));
	return classes | (entry->key && !entry->capital ? entry->classes : 0);
}
