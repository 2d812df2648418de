/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/paths.h"
#include "support/claims.h"
#include "support/testing.h"
#include "text/reader.h"

static struct reader *reader;
static struct arena arena;

const struct extraction *extract(const char *text, const char *title, const char *published)
{
	struct report report = {.body = str_from(text),
		.title = str_from(title),
		.published = str_from(published),
		.verbatim = true};
	struct extraction *x;
	struct err err = {0};

	if (!reader) {
		reader = reader_open(paths_data_dir(), NULL, &err);
		ck_assert_msg(reader != NULL, "%s", err.text);
		arena_init(&arena, 0);
	}
	x = arena_alloc(&arena, sizeof(*x));
	ck_assert_msg(reader_read(reader, &report, &arena, x, &err), "%s", err.text);
	return x;
}

static void write_claim(const struct claim *c, char *out, size_t n)
{
	int at = snprintf(out, n, "%s: %.*s > %.*s", claim_kind_name(c->kind),
		STR_ARGS(c->subject.n ? c->subject : STR("-")),
		STR_ARGS(c->object.n ? c->object : STR("-")));

	if (c->has_value)
		at += snprintf(out + at, n - (size_t)at, ", %.10g", c->value);
	if (c->modifier)
		at += snprintf(out + at, n - (size_t)at, " %s", modifier_name(c->modifier));
	if (c->unit.n)
		snprintf(out + at, n - (size_t)at, " %.*s", STR_ARGS(c->unit));
}

void must_claim(const char *text, const char *want)
{
	const struct extraction *x = extract(text, "Report 2019", "2020-05-04");
	char line[400], all[4000] = "";
	size_t i;

	for (i = 0; i < x->nclaims; i++) {
		write_claim(&x->claims[i], line, sizeof(line));
		if (strcmp(line, want) == 0)
			return;
		snprintf(all + strlen(all), sizeof(all) - strlen(all), "\n   %s", line);
	}
	ck_abort_msg("\"%s\"\n  want %s\n  got %s", text, want, all);
}

void must_claim_nothing(const char *text)
{
	const struct extraction *x = extract(text, "Report 2019", "2020-05-04");
	char line[400];

	if (x->nclaims) {
		write_claim(&x->claims[0], line, sizeof(line));
		ck_abort_msg("\"%s\"\n  got %s", text, line);
	}
}

const struct claim *only_claim(const char *text, enum claim_kind kind)
{
	const struct extraction *x = extract(text, "Report 2019", "2020-05-04");
	const struct claim *found = NULL;
	size_t i;

	for (i = 0; i < x->nclaims; i++)
		if (x->claims[i].kind == kind) {
			ck_assert_msg(!found, "\"%s\": two claims of a kind", text);
			found = &x->claims[i];
		}
	ck_assert_msg(found != NULL, "\"%s\": no claim of the kind", text);
	return found;
}

const struct claim *last_claim(const char *text, enum claim_kind kind)
{
	const struct extraction *x = extract(text, "Blasts", "2020-05-13");
	const struct claim *found = NULL;
	size_t i;

	for (i = 0; i < x->nclaims; i++)
		if (x->claims[i].kind == kind)
			found = &x->claims[i];
	ck_assert_msg(found != NULL, "no %s: %s", claim_kind_name(kind), text);
	return found;
}

void must_not_claim(const char *text, enum claim_kind kind)
{
	const struct extraction *x = extract(text, "Report 2019", "2020-05-04");
	char line[400];
	size_t i;

	for (i = 0; i < x->nclaims; i++)
		if (x->claims[i].kind == kind) {
			write_claim(&x->claims[i], line, sizeof(line));
			ck_abort_msg("\"%s\"\n  got %s", text, line);
		}
}

bool has_filler(const struct incident *incident, enum incident_role role, const char *text)
{
	size_t i;

	for (i = 0; i < incident->nroles[role]; i++)
		if (str_case_eq(incident->roles[role][i].text, str_from(text)))
			return true;
	return false;
}
