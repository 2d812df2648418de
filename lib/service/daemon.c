/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/paths.h"
#include "service/daemon.h"

static const char *take_config(int *argc, char **argv)
{
	const char *file = NULL;
	int i, kept = 1;

	for (i = 1; i < *argc; i++) {
		if (strcmp(argv[i], "--config") == 0 && i + 1 < *argc)
			file = argv[++i];
		else if (strncmp(argv[i], "--config=", 9) == 0)
			file = argv[i] + 9;
		else
			argv[kept++] = argv[i];
	}
	argv[kept] = NULL;
	*argc = kept;
	return file;
}

static void answer_questions(const char *stage, int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--version") == 0) {
			printf("sitrep-%s %s\n", stage, SITREP_VERSION);
			exit(EX_OK);
		}
		if (strcmp(argv[i], "--help") == 0) {
			printf("usage: sitrep-%s [--config FILE] [--SETTING=VALUE]...\n"
			       "Settings are listed by \"sitrep config show\"; see sitrep-%s(8).\n",
				stage, stage);
			exit(EX_OK);
		}
	}
}

static void die(const char *stage, int code, const char *sentence)
{
	fprintf(stderr, "sitrep-%s: %s\n", stage, sentence);
	exit(code);
}

static bool apply_log(const char *stage, const struct settings *settings, struct err *err)
{
	enum log_level level = LOG_LEVEL_INFO;

	if (!log_level_from(str_from(settings_string(settings, "log_level")), &level))
		return err_set(err, ERR_REJECT, "log_level is not debug, info, warn or error");
	log_setup(stage, level, strcmp(settings_string(settings, "log_format"), "json") == 0);
	return true;
}

/* Taking flags off argv leaves nothing of them, so a reload works on a copy of it. */
static void keep_arguments(struct daemon *daemon, int argc, char **argv)
{
	int i;

	daemon->argv = xcalloc((size_t)argc + 1, sizeof(*daemon->argv));
	daemon->argc = argc;
	for (i = 0; i < argc; i++)
		daemon->argv[i] = xstrdup(argv[i]);
}

void daemon_init(struct daemon *daemon, const char *stage, int argc, char **argv)
{
	struct err err = {0};

	answer_questions(stage, argc, argv);
	*daemon = (struct daemon){
		.stage = stage, .settings = settings_new(), .started_ms = clock_wall_ms()};
	daemon->config = take_config(&argc, argv);
	keep_arguments(daemon, argc, argv);
	if (!settings_load(daemon->settings, daemon->config, &err))
		die(stage, EX_CONFIG, err.text);
	if (!settings_take_flags(daemon->settings, &argc, argv, &err))
		die(stage, EX_USAGE, err.text);
	if (argc > 1)
		die(stage, EX_USAGE, "it takes no arguments, only --SETTING=VALUE flags");
	if (!apply_log(stage, daemon->settings, &err))
		die(stage, EX_CONFIG, err.text);
}

struct settings *daemon_reload(struct daemon *daemon)
{
	struct settings *fresh = settings_new();
	char **argv = xcalloc((size_t)daemon->argc + 1, sizeof(*argv));
	int argc = daemon->argc;
	struct err err = {0};

	memcpy(argv, daemon->argv, (size_t)argc * sizeof(*argv));
	if (!settings_load(fresh, daemon->config, &err) ||
		!settings_take_flags(fresh, &argc, argv, &err) ||
		!apply_log(daemon->stage, fresh, &err)) {
		log_warn("reload-failed", "error=%s", log_quote(str_from(err.text)));
		settings_free(&fresh);
	}
	free(argv);
	return fresh;
}

void daemon_on_reload(void *arg)
{
	struct settings *fresh = daemon_reload(arg);

	if (fresh)
		log_info("reloaded", "%s", "");
	settings_free(&fresh);
}

void daemon_release(struct daemon *daemon)
{
	int i;

	settings_free(&daemon->settings);
	for (i = 0; i < daemon->argc; i++)
		free(daemon->argv[i]);
	free(daemon->argv);
}

int daemon_fail(const struct err *err)
{
	log_error("failed", "error=%s", log_quote(str_from(err->text)));
	switch (err->kind) {
	case ERR_REJECT:
		return EX_CONFIG;
	case ERR_RETRY:
		return EX_TEMPFAIL;
	default:
		return EX_SOFTWARE;
	}
}

static bool ready_dir(const char *given, const char *fallback, char out[PATH_MAX], struct err *err)
{
	snprintf(out, PATH_MAX, "%s", given[0] ? given : fallback);
	return dir_make(out, 0700, err);
}

const char *daemon_state_path(const struct settings *settings)
{
	const char *given = settings_string(settings, "state_dir");

	return given[0] ? given : paths_state_dir();
}

bool daemon_state_dir(const struct settings *settings, char out[PATH_MAX], struct err *err)
{
	return ready_dir(daemon_state_path(settings), "", out, err);
}

/* A directory that a stranger made in our name (it may be in /tmp) would hand him our sockets. */
bool daemon_run_dir(const struct settings *settings, char out[PATH_MAX], struct err *err)
{
	struct stat st;

	if (!ready_dir(settings_string(settings, "run_dir"), paths_run_dir(), out, err))
		return false;
	if (stat(out, &st) < 0)
		return err_set(err, ERR_FATAL, "cannot stat %s: %m", out);
	return geteuid() == 0 || st.st_uid == geteuid() ||
	       err_set(err, ERR_REJECT, "%s belongs to another user: set run_dir", out);
}

static bool lock_in(const struct daemon *daemon, const char *dir, struct err *err)
{
	const struct timespec pause = {.tv_nsec = 100000000};
	char path[PATH_MAX + 32];
	int fd, tries;

	snprintf(path, sizeof(path), "%s/%s.lock", dir, daemon->stage);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_set(err, ERR_FATAL, "cannot open %s: %m", path);
	for (tries = 0; flock(fd, LOCK_EX | LOCK_NB) < 0; tries++) {
		if (tries == 50) {
			close(fd);
			return err_set(err, ERR_RETRY, "another sitrep-%s works in %s",
				daemon->stage, dir);
		}
		nanosleep(&pause, NULL);
	}
	return true; /* the descriptor is left open: the lock lives as long as the process */
}

bool daemon_lock(const struct daemon *daemon, struct err *err)
{
	char dir[PATH_MAX];

	return daemon_state_dir(daemon->settings, dir, err) && lock_in(daemon, dir, err) &&
	       daemon_run_dir(daemon->settings, dir, err) && lock_in(daemon, dir, err);
}

const char *daemon_data_dir(const struct settings *settings)
{
	const char *given = settings_string(settings, "data_dir");

	return given[0] ? given : paths_data_dir();
}

const char *daemon_lexicon_dir(const struct settings *settings)
{
	const char *given = settings_string(settings, "lexicon_dir");

	return given[0] ? given : paths_lexicon_dir();
}

bool daemon_endpoint(
	const struct settings *settings, const char *name, char out[PATH_MAX + 8], struct err *err)
{
	char dir[PATH_MAX];

	if (!daemon_run_dir(settings, dir, err))
		return false;
	/* sun_path holds 108 bytes */
	if (strlen(dir) + strlen(name) > 100)
		return err_set(err, ERR_REJECT,
			"run_dir %s is too long for a socket: 80 characters are the most", dir);
	snprintf(out, PATH_MAX + 8, "ipc://%s/%s", dir, name);
	return true;
}

bool daemon_key_dir(const struct settings *settings, char out[PATH_MAX], struct err *err)
{
	const char *given = settings_string(settings, "key_dir");
	int n = given[0] ? snprintf(out, PATH_MAX, "%s", given)
			 : snprintf(out, PATH_MAX, "%s/keys", daemon_state_path(settings));

	return n < PATH_MAX || err_set(err, ERR_REJECT, "key_dir: that path is too long");
}

bool daemon_statuses(const struct settings *settings, struct endpoints *ret, struct err *err)
{
	const char *given = settings_string(settings, "statuses");
	char *save = NULL, *one;

	*ret = (struct endpoints){0};
	if (!given[0]) {
		ret->v[0] = ret->text;
		ret->v[1] = ret->text + PATH_MAX + 8;
		ret->n = 2;
		return daemon_endpoint(settings, "ingestor.status", ret->text, err) &&
		       daemon_endpoint(settings, "store.status", ret->text + PATH_MAX + 8, err);
	}
	snprintf(ret->text, sizeof(ret->text), "%s", given);
	for (one = strtok_r(ret->text, " ", &save); one; one = strtok_r(NULL, " ", &save)) {
		if (ret->n == ARRAY_SIZE(ret->v))
			return err_set(err, ERR_REJECT, "statuses: more than %zu", ret->n);
		ret->v[ret->n++] = one;
	}
	return true;
}

struct keys *daemon_keys(
	const struct settings *settings, const char *const *names, size_t n, struct err *err)
{
	char dir[PATH_MAX];
	bool tcp = false;
	size_t i;

	for (i = 0; i < n; i++)
		tcp |= strstr(settings_string(settings, names[i]), "tcp://") != NULL;
	return tcp && daemon_key_dir(settings, dir, err) ? keys_open(dir, err) : NULL;
}

/* A flood of strangers is one line a second; the status has their number. */
static void on_refused(void *arg, const char *address, const char *key)
{
	struct daemon *daemon = arg;
	int64_t now = clock_mono_ms();

	if (daemon->refused_ms && now - daemon->refused_ms < 1000)
		return;
	daemon->refused_ms = now;
	if (!key)
		log_warn("shut-out", "by=%s error=\"our key is not allowed there\"", address);
	else
		log_warn("key-refused", "from=%s key=%s", log_quote(str_from(address)),
			log_quote(str_from(key)));
}

bool daemon_secure(struct daemon *daemon, struct service *service, const char *const *names,
	size_t n, struct err *err)
{
	struct err local = {0};
	struct keys *keys = daemon_keys(daemon->settings, names, n, &local);

	if (keys)
		return service_use_keys(service, &keys, on_refused, daemon, err);
	return local.kind == ERR_NONE || err_set(err, local.kind, "%s", local.text);
}

bool daemon_may_ask(struct daemon *daemon, const struct link *link, const struct request *request,
	struct reply *ret_refusal)
{
	const char *key = link_speaker(link);
	int64_t now = clock_mono_ms();

	if (!key || request->verb == VERB_WHERE)
		return true;
	daemon->forbidden++;
	*ret_refusal = (struct reply){.token = request->token,
		.sentence =
			STR("commands and corrections are taken on the daemon's own host only")};
	if (daemon->forbidden_ms && now - daemon->forbidden_ms < 1000)
		return false;
	daemon->forbidden_ms = now;
	log_warn("request-refused", "verb=%d key=%s", (int)request->verb, log_quote(str_from(key)));
	return false;
}

void daemon_trouble(struct daemon *daemon, const struct err *err)
{
	snprintf(daemon->trouble, sizeof(daemon->trouble), "%s", err->text);
	daemon->trouble_ms = clock_wall_ms();
}

static uint64_t disk_free(const struct settings *settings)
{
	struct statvfs st;

	return statvfs(daemon_state_path(settings), &st) == 0 ? (uint64_t)st.f_bavail * st.f_frsize
							      : 0;
}

struct status daemon_status(const struct daemon *daemon, const struct service *service,
	int64_t now_ms, uint64_t unreadable)
{
	return (struct status){
		.stage = str_from(daemon->stage),
		.pid = (uint32_t)getpid(),
		.version = str_from(SITREP_VERSION),
		.started_ms = daemon->started_ms,
		.now_ms = now_ms,
		.rss_bytes = process_rss(getpid()),
		.unreadable = unreadable,
		.strangers = service_refused(service),
		.forbidden = daemon->forbidden,
		.trouble = str_from(daemon->trouble),
		.trouble_ms = daemon->trouble_ms,
		.disk_free = disk_free(daemon->settings),
	};
}
