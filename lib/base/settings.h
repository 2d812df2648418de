/* SPDX-License-Identifier: Apache-2.0
 * settings.h - what a user may set, in one table for all programs.
 *
 * Order of precedence: flag, environment, file (and its drop-ins, in the order of their names),
 * default. "lease" is --lease=30s on a command line, SITREP_LEASE in the environment and "lease =
 * 30s" in sitrep.conf. An unknown key is an error that suggests the nearest known one. `sitrep
 * validate` and the daemons load with this very code, so one never accepts what the other refuses.
 *
 * The table is the documentation: sitrep.conf(5) is checked against it by a test. */
#ifndef SITREP_SETTINGS_H
#define SITREP_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "base/str.h"

enum setting_kind { SETTING_STRING, SETTING_NUMBER, SETTING_SIZE, SETTING_DURATION, SETTING_BOOL };

struct setting {
	const char *name;
	enum setting_kind kind;
	const char *standard; /* the default, as it would be written in the file */
	uint64_t min, max;    /* durations in ms */
	const char *help;
};

struct settings;

extern const struct setting setting_table[];
extern const size_t nsettings;

struct settings *settings_new(void); /* all defaults */
void settings_free(struct settings **settings);
/* Reads the file named by SITREP_CONFIG, or /etc/sitrep/sitrep.conf and
 * $XDG_CONFIG_HOME/sitrep/sitrep.conf if they exist, then DIR/conf.d/ *.conf beside each, then the
 * environment. A file that was named must exist. */
bool settings_load(struct settings *settings, const char *file, struct err *err) MUST_CHECK;
bool settings_load_file(struct settings *settings, const char *path, struct err *err) MUST_CHECK;
/* where is for the sentence and for `config show`: "sitrep.conf:12", "--lease". */
bool settings_set(struct settings *settings, struct str name, struct str value, const char *where,
	struct err *err) MUST_CHECK;
/* Takes flags (--name=value, --name value) off argv and leaves the rest, argv[0] first. "--" ends
 * flags. Unknown flags are an error. */
bool settings_take_flags(
	struct settings *settings, int *argc, char **argv, struct err *err) MUST_CHECK;

/* The name must be in the table. */
const char *settings_string(const struct settings *settings, const char *name);
uint64_t settings_number(const struct settings *settings, const char *name);
bool settings_bool(const struct settings *settings, const char *name);
/* As written, and where it came from ("default"). */
const char *settings_raw(const struct settings *settings, size_t i, const char **ret_where);

#endif
