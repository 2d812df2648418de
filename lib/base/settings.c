/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/parse.h"
#include "base/paths.h"
#include "base/settings.h"

struct value {
	char *raw;   /* owned; NULL: the default */
	char *where; /* owned */
	uint64_t number;
};

struct settings {
	struct value *v; /* [nsettings] */
};

static const char *nearest(struct str name)
{
	const char *best = NULL;
	size_t least = 4, i;

	for (i = 0; i < nsettings; i++) {
		size_t d = str_distance(name, str_from(setting_table[i].name));

		if (d < least) {
			least = d;
			best = setting_table[i].name;
		}
	}
	return best;
}

static bool lookup(struct str name, size_t *ret)
{
	size_t i;

	for (i = 0; i < nsettings; i++)
		if (str_eq(name, str_from(setting_table[i].name))) {
			*ret = i;
			return true;
		}
	return false;
}

static bool parse_value(const struct setting *s, struct str value, uint64_t *ret)
{
	bool flag = false;

	switch (s->kind) {
	case SETTING_STRING:
		*ret = 0;
		return !memchr(value.p ? value.p : "", '\0', value.n);
	case SETTING_NUMBER:
		return parse_u64(value, s->min, s->max, ret);
	case SETTING_SIZE:
		return parse_size(value, s->min, s->max, ret);
	case SETTING_DURATION:
		return parse_duration(value, s->min, s->max, ret);
	case SETTING_BOOL:
		if (!parse_bool(value, &flag))
			return false;
		*ret = flag;
		return true;
	}
	return false;
}

static const char *expectation(const struct setting *s, char out[160])
{
	static const char *const what[] = {
		"text", "a number", "a size such as 64M", "a duration such as 30s", "yes or no"};

	if (s->kind == SETTING_DURATION)
		snprintf(out, 160, "%s, from %llums to %llus", what[s->kind],
			(unsigned long long)s->min, (unsigned long long)s->max / 1000);
	else if (s->kind == SETTING_NUMBER || s->kind == SETTING_SIZE)
		snprintf(out, 160, "%s, from %llu to %llu", what[s->kind],
			(unsigned long long)s->min, (unsigned long long)s->max);
	else
		snprintf(out, 160, "%s", what[s->kind]);
	return out;
}

bool settings_set(struct settings *settings, struct str name, struct str value, const char *where,
	struct err *err)
{
	char expected[160];
	uint64_t number;
	size_t i;

	if (!lookup(name, &i)) {
		const char *near = nearest(name);

		return err_set(err, ERR_REJECT, "%s: there is no setting \"%.*s\"%s%s%s", where,
			STR_ARGS(name), near ? "; did you mean \"" : "", near ? near : "",
			near ? "\"?" : "");
	}
	if (!parse_value(&setting_table[i], value, &number))
		return err_set(err, ERR_REJECT, "%s: %s = \"%.*s\" is not %s", where,
			setting_table[i].name, STR_ARGS(value),
			expectation(&setting_table[i], expected));
	free(settings->v[i].raw);
	free(settings->v[i].where);
	settings->v[i].raw = xstrndup(value.p ? value.p : "", value.n);
	settings->v[i].where = xstrdup(where);
	settings->v[i].number = number;
	return true;
}

struct settings *settings_new(void)
{
	struct settings *settings = xcalloc(1, sizeof(*settings));
	size_t i;

	settings->v = xcalloc(nsettings, sizeof(*settings->v));
	for (i = 0; i < nsettings; i++)
		if (!parse_value(&setting_table[i], str_from(setting_table[i].standard),
			    &settings->v[i].number))
			abort(); /* a default outside its own range is our mistake */
	return settings;
}

void settings_free(struct settings **settings)
{
	size_t i;

	if (!*settings)
		return;
	for (i = 0; i < nsettings; i++) {
		free((*settings)->v[i].raw);
		free((*settings)->v[i].where);
	}
	free((*settings)->v);
	free(*settings);
	*settings = NULL;
}

static bool settings_line(
	struct settings *settings, struct str line, const char *where, struct err *err)
{
	size_t eq;

	line = str_trim(line);
	if (line.n == 0 || line.p[0] == '#')
		return true;
	eq = str_find(line, STR("="), 0);
	if (eq == line.n)
		return err_set(err, ERR_REJECT, "%s: \"%.*s\" is not \"name = value\"", where,
			STR_ARGS(line));
	return settings_set(settings, str_trim(str_slice(line, 0, eq)),
		str_trim(str_slice(line, eq + 1, line.n)), where, err);
}

bool settings_load_file(struct settings *settings, const char *path, struct err *err)
{
	AUTO(buf_release) struct buf buf = {0};
	struct str rest, line;
	char where[PATH_MAX + 16];
	unsigned number = 0;

	buf_init(&buf, MAX_CONFIG_BYTES);
	if (!file_read(path, &buf, err))
		return false;
	rest = buf_view(&buf);
	while (str_next_line(&rest, &line)) {
		snprintf(where, sizeof(where), "%s:%u", path, ++number);
		if (!settings_line(settings, line, where, err))
			return false;
	}
	return true;
}

static int is_drop_in(const struct dirent *entry)
{
	return str_ends(str_from(entry->d_name), STR(".conf")) && entry->d_name[0] != '.';
}

static bool load_drop_ins(struct settings *settings, const char *file, struct err *err)
{
	char dir[PATH_MAX], path[PATH_MAX + NAME_MAX + 2];
	struct dirent **entries;
	bool ok = true;
	int n, i;

	snprintf(dir, sizeof(dir), "%.*s/conf.d",
		(int)(strrchr(file, '/') ? strrchr(file, '/') - file : 1),
		strrchr(file, '/') ? file : ".");
	n = scandir(dir, &entries, is_drop_in, alphasort);
	if (n < 0)
		return errno == ENOENT || errno == ENOTDIR ||
		       err_set(err, ERR_REJECT, "cannot read the directory %s: %m", dir);
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, entries[i]->d_name);
		ok = ok && settings_load_file(settings, path, err);
		free(entries[i]);
	}
	free(entries);
	return ok;
}

static bool load_with_drop_ins(
	struct settings *settings, const char *path, bool must, struct err *err)
{
	if ((must || access(path, F_OK) == 0) && !settings_load_file(settings, path, err))
		return false;
	return load_drop_ins(settings, path, err);
}

static bool load_environment(struct settings *settings, struct err *err)
{
	char name[64];
	size_t i, j;

	for (i = 0; i < nsettings; i++) {
		const char *value;

		snprintf(name, sizeof(name), "SITREP_%s", setting_table[i].name);
		for (j = 0; name[j]; j++)
			name[j] = ascii_upper(name[j]);
		value = getenv(name);
		if (value && !settings_set(settings, str_from(setting_table[i].name),
				     str_from(value), name, err))
			return false;
	}
	return true;
}

bool settings_load(struct settings *settings, const char *file, struct err *err)
{
	const char *named = file ? file : getenv("SITREP_CONFIG");
	char path[PATH_MAX];

	if (named && named[0])
		return load_with_drop_ins(settings, named, true, err) &&
		       load_environment(settings, err);
	if (!load_with_drop_ins(settings, "/etc/sitrep/sitrep.conf", false, err))
		return false;
	if ((size_t)snprintf(path, sizeof(path), "%s/sitrep.conf", paths_config_dir()) >=
		sizeof(path))
		return err_set(err, ERR_FATAL, "the path of the configuration is too long");
	return load_with_drop_ins(settings, path, false, err) && load_environment(settings, err);
}

/* "--some-name" or "--some_name" -> "some_name" */
static void flag_name(struct str flag, char out[64])
{
	size_t i;

	snprintf(out, 64, "%.*s", STR_ARGS(flag));
	for (i = 0; out[i]; i++)
		if (out[i] == '-')
			out[i] = '_';
}

static bool flag_known(const char *name, struct str flag, struct err *err)
{
	const char *near;
	size_t i;

	if (lookup(str_from(name), &i))
		return true;
	near = nearest(str_from(name));
	return err_set(err, ERR_REJECT, "there is no option --%.*s%s%s%s",
		(int)(flag.n < 70 ? flag.n : 70), flag.p, near ? "; did you mean \"" : "",
		near ? near : "", near ? "\"?" : "");
}

static bool take_flag(struct settings *settings, int *i, int argc, char **argv, struct err *err)
{
	struct str all = str_from(argv[*i] + 2), value;
	size_t eq = str_find(all, STR("="), 0);
	struct str flag = str_slice(all, 0, eq);
	char name[64], where[80];

	flag_name(flag, name);
	if (!flag_known(name, flag, err))
		return false;
	if (eq < all.n) {
		value = str_slice(all, eq + 1, all.n);
	} else if (*i + 1 < argc) {
		value = str_from(argv[++*i]);
	} else {
		return err_set(err, ERR_REJECT, "%s needs a value", argv[*i]);
	}
	snprintf(where, sizeof(where), "--%.*s", (int)(flag.n < 70 ? flag.n : 70), flag.p);
	return settings_set(settings, str_from(name), value, where, err);
}

bool settings_take_flags(struct settings *settings, int *argc, char **argv, struct err *err)
{
	int i, kept = 1;

	for (i = 1; i < *argc; i++) {
		if (strcmp(argv[i], "--") == 0) {
			while (++i < *argc)
				argv[kept++] = argv[i];
			break;
		}
		if (strncmp(argv[i], "--", 2) == 0) {
			if (!take_flag(settings, &i, *argc, argv, err))
				return false;
		} else {
			argv[kept++] = argv[i];
		}
	}
	argv[kept] = NULL;
	*argc = kept;
	return true;
}

static const struct value *value_of(const struct settings *settings, const char *name)
{
	size_t i;

	if (!lookup(str_from(name), &i))
		abort(); /* a setting that the table lacks is our mistake */
	return &settings->v[i];
}

const char *settings_string(const struct settings *settings, const char *name)
{
	const struct value *v = value_of(settings, name);

	return v->raw ? v->raw : setting_table[v - settings->v].standard;
}

uint64_t settings_number(const struct settings *settings, const char *name)
{
	return value_of(settings, name)->number;
}

bool settings_bool(const struct settings *settings, const char *name)
{
	return settings_number(settings, name) != 0;
}

const char *settings_raw(const struct settings *settings, size_t i, const char **ret_where)
{
	const struct value *v = &settings->v[i];

	*ret_where = v->where ? v->where : "default";
	return v->raw ? v->raw : setting_table[i].standard;
}
