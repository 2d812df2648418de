/* SPDX-License-Identifier: Apache-2.0 */
#include "support/mentions.h"
#include "support/testing.h"

#include "base/paths.h"

static struct arena arena; /* empty; a test runs in a process of its own */
static struct knowledge knowledge;
static struct analysis a;

const struct analysis *read_text(const char *text)
{
	struct err err = {0};

	if (!knowledge.lexicon.entries)
		ck_assert_msg(
			knowledge_open(&knowledge, paths_data_dir(), NULL, &err), "%s", err.text);
	analysis_make(&knowledge, str_from(text), &arena, &a);
	return &a;
}

const struct mention *find_mention(const char *text)
{
	size_t i;

	for (i = 0; i < a.mentions.n; i++)
		if (str_eq(tokens_text(&a.tokens, a.mentions.v[i].first, a.mentions.v[i].last),
			    str_from(text)))
			return &a.mentions.v[i];
	return NULL;
}

const struct mention *mention_of(const char *text)
{
	const struct mention *m = find_mention(text);

	ck_assert_msg(m != NULL, "no mention \"%s\"", text);
	return m;
}

void check_type(const char *text, enum entity_type type)
{
	ck_assert_str_eq(
		entity_type_name((int)mention_of(text)->type), entity_type_name((int)type));
}

void check_no_mention(enum entity_type type)
{
	size_t i;

	for (i = 0; i < a.mentions.n; i++)
		ck_assert_int_ne((int)a.mentions.v[i].type, (int)type);
}
