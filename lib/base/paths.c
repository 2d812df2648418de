/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/paths.h"

const char *paths_program_dir(void)
{
	static char dir[PATH_MAX];
	ssize_t n;
	char *slash;

	if (dir[0])
		return dir;
	n = readlink("/proc/self/exe", dir, sizeof(dir) - 1);
	dir[n > 0 ? n : 0] = '\0';
	slash = strrchr(dir, '/');
	if (slash)
		*slash = '\0';
	return dir;
}

const char *paths_data_dir(void)
{
	static char dir[PATH_MAX];
	const char *given = getenv("SITREP_DATA_DIR");
	const char *program = paths_program_dir();

	if (given && given[0])
		return given;
	if (strlen(program) + 32 < sizeof(dir)) {
		snprintf(dir, sizeof(dir), "%.*s/../../extractor/data", (int)sizeof(dir) - 32,
			program);
		if (access(dir, R_OK) == 0)
			return dir;
	}
	return SITREP_INSTALLED_DATA_DIR;
}

const char *paths_config_dir(void)
{
	static char dir[PATH_MAX];
	const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (xdg && xdg[0] == '/')
		snprintf(dir, sizeof(dir), "%s/sitrep", xdg);
	else
		snprintf(dir, sizeof(dir), "%s/.config/sitrep", home ? home : "");
	return dir;
}

const char *paths_lexicon_dir(void)
{
	static char dir[PATH_MAX];

	if ((size_t)snprintf(dir, sizeof(dir), "%s/lexicons", paths_config_dir()) < sizeof(dir) &&
		access(dir, R_OK | X_OK) == 0)
		return dir;
	snprintf(dir, sizeof(dir), "/etc/sitrep/lexicons");
	return access(dir, R_OK | X_OK) == 0 ? dir : "";
}

/* The first of: what the service manager gave, root's place, XDG's place, the fallback. */
static const char *choose(char *out, const char *service_env, const char *root_dir,
	const char *xdg_env, const char *fallback)
{
	const char *service = getenv(service_env), *xdg = getenv(xdg_env);

	if (service && service[0])
		snprintf(out, PATH_MAX, "%.*s", (int)strcspn(service, ":"), service);
	else if (geteuid() == 0)
		snprintf(out, PATH_MAX, "%s", root_dir);
	else if (xdg && xdg[0] == '/')
		snprintf(out, PATH_MAX, "%s/sitrep", xdg);
	else
		snprintf(out, PATH_MAX, "%s", fallback);
	return out;
}

const char *paths_state_dir(void)
{
	static char dir[PATH_MAX];
	char fallback[PATH_MAX];
	const char *home = getenv("HOME");

	snprintf(fallback, sizeof(fallback), "%s/.local/state/sitrep", home && home[0] ? home : "");
	return choose(dir, "STATE_DIRECTORY", "/var/lib/sitrep", "XDG_STATE_HOME", fallback);
}

const char *paths_run_dir(void)
{
	static char dir[PATH_MAX];
	char fallback[PATH_MAX];

	snprintf(fallback, sizeof(fallback), "/tmp/sitrep-%u", (unsigned)geteuid());
	return choose(dir, "RUNTIME_DIRECTORY", "/run/sitrep", "XDG_RUNTIME_DIR", fallback);
}

bool paths_find_program(const char *stage, char *out, size_t n)
{
	const char *dir = paths_program_dir();

	if (snprintf(out, n, "%s/sitrep-%s", dir, stage) < (int)n && access(out, X_OK) == 0)
		return true;
	if (snprintf(out, n, "%s/../%s/sitrep-%s", dir, stage, stage) < (int)n &&
		access(out, X_OK) == 0)
		return true;
	out[0] = '\0';
	return false;
}
