/* SPDX-License-Identifier: Apache-2.0
 * up: the whole pipeline on one machine. Starts every daemon, starts again what dies (with a
 * pause that grows), and on the first signal drains: extractors first, then the rest. A second
 * signal kills. */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/paths.h"
#include "cli/cli.h"

#define PAUSE_MIN_MS 200
#define PAUSE_MAX_MS 10000
#define STEADY_MS 30000 /* having run for so long, a daemon's next death is its first again */
#define POLL_MS 50

enum member_kind { MEMBER_INGESTOR, MEMBER_STORE, MEMBER_DASHBOARD, MEMBER_EXTRACTOR };

struct member {
	enum member_kind kind;
	pid_t pid;        /* 0: not running */
	int64_t began_ms; /* monotonic */
	int64_t start_ms; /* when to start it (again) */
	int64_t pause_ms; /* before the next start */
	unsigned starts;
};

struct team {
	struct member *v; /* [n] owned */
	size_t n;
	bool stopping;
	bool failed; /* a daemon said that it can never work like this */
	int code;    /* then the exit code */
};

static const char *const stages[] = {
	[MEMBER_INGESTOR] = "ingestor",
	[MEMBER_STORE] = "store",
	[MEMBER_DASHBOARD] = "dashboard",
	[MEMBER_EXTRACTOR] = "extractor",
};

/* Hands the settings that are not defaults down through the environment. */
static void export_settings(const struct settings *settings)
{
	size_t i, j;

	for (i = 0; i < nsettings; i++) {
		const char *where, *value = settings_raw(settings, i, &where);
		char name[64];

		if (strcmp(where, "default") == 0)
			continue;
		snprintf(name, sizeof(name), "SITREP_%s", setting_table[i].name);
		for (j = 0; name[j]; j++)
			name[j] = ascii_upper(name[j]);
		setenv(name, value, 1);
	}
	/* the screen belongs to the user: only what is wrong is worth a line */
	setenv("SITREP_LOG_LEVEL", "warn", 0);
}

static void start(struct member *m, int64_t now)
{
	char path[PATH_MAX];
	char *argv[] = {path, NULL};
	sigset_t hangup;

	if (!paths_find_program(stages[m->kind], path, sizeof(path))) {
		fprintf(stderr, "sitrep: sitrep-%s is not beside this program\n", stages[m->kind]);
		m->start_ms = now + PAUSE_MAX_MS;
		return;
	}
	m->pid = fork();
	if (m->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		sigemptyset(&hangup);
		sigaddset(&hangup, SIGHUP);
		sigprocmask(
			SIG_BLOCK, &hangup, NULL); /* until it can take one, which would end it */
		setpgid(0, 0);                     /* Ctrl-C is ours to pass on, in order */
		execv(path, argv);
		_exit(EX_UNAVAILABLE);
	}
	if (m->pid < 0)
		m->pid = 0;
	m->began_ms = now;
	m->starts++;
}

/* Then it was well configured once: a lexicon that was spoiled since can be mended while the
 * others work. */
static bool has_worked(const struct member *m, int64_t now)
{
	return m->starts > 1 || now - m->began_ms > STEADY_MS;
}

static void on_exit_of(struct team *team, struct member *m, int status, int64_t now)
{
	m->pid = 0;
	if (team->stopping)
		return;
	if (WIFEXITED(status) &&
		(WEXITSTATUS(status) == EX_CONFIG || WEXITSTATUS(status) == EX_USAGE) &&
		!has_worked(m, now)) {
		team->failed = true;
		team->code = EX_CONFIG;
		return;
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == EX_TEMPFAIL && m->starts == 1 &&
		(m->kind == MEMBER_INGESTOR || m->kind == MEMBER_STORE)) {
		fprintf(stderr, "sitrep: sitrep-%s cannot start here: does another pipeline run?\n",
			stages[m->kind]);
		team->failed = true;
		team->code = EX_TEMPFAIL;
		return;
	}
	if (now - m->began_ms > STEADY_MS)
		m->pause_ms = PAUSE_MIN_MS;
	if (WIFSIGNALED(status))
		fprintf(stderr, "sitrep: sitrep-%s was killed by SIG%s; starting it again\n",
			stages[m->kind], sigabbrev_np(WTERMSIG(status)));
	else
		fprintf(stderr, "sitrep: sitrep-%s ended with exit code %d; starting it again\n",
			stages[m->kind], WEXITSTATUS(status));
	m->start_ms = now + m->pause_ms;
	m->pause_ms = m->pause_ms * 2 > PAUSE_MAX_MS ? PAUSE_MAX_MS : m->pause_ms * 2;
}

static void reap(struct team *team, int64_t now)
{
	int status;
	pid_t pid;
	size_t i;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (i = 0; i < team->n; i++)
			if (team->v[i].pid == pid)
				on_exit_of(team, &team->v[i], status, now);
}

static void signal_kind(struct team *team, enum member_kind from, enum member_kind to, int number)
{
	size_t i;

	for (i = 0; i < team->n; i++)
		if (team->v[i].pid > 0 && team->v[i].kind >= from && team->v[i].kind <= to)
			kill(team->v[i].pid, number);
}

static bool running(const struct team *team, enum member_kind from, enum member_kind to)
{
	size_t i;

	for (i = 0; i < team->n; i++)
		if (team->v[i].pid > 0 && team->v[i].kind >= from && team->v[i].kind <= to)
			return true;
	return false;
}

static void nap(void)
{
	const struct timespec pause = {.tv_nsec = POLL_MS * 1000000};

	nanosleep(&pause, NULL);
}

static volatile sig_atomic_t signals, hangups;

static void on_signal(int number)
{
	(void)number;
	signals = signals + 1;
}

static void on_hangup(int number)
{
	(void)number;
	hangups = 1;
}

/* Each daemon reads again what it can (docs/operations.md); what is just being started does so
 * anyway. */
static void pass_on_hangup(struct team *team)
{
	if (!hangups)
		return;
	hangups = 0;
	signal_kind(team, MEMBER_INGESTOR, MEMBER_EXTRACTOR, SIGHUP);
}

/* Waits until the kinds are gone, at most for ms, or until another signal comes. */
static void wait_for(struct team *team, enum member_kind from, enum member_kind to, uint64_t ms)
{
	int64_t until = clock_mono_ms() + (int64_t)ms;
	int already = signals;

	while (running(team, from, to) && clock_mono_ms() < until && signals == already) {
		reap(team, clock_mono_ms());
		nap();
	}
}

static void stop_all(struct team *team, uint64_t drain_ms)
{
	team->stopping = true;
	fprintf(stderr, "sitrep: draining; once more to stop at once\n");
	signal_kind(team, MEMBER_EXTRACTOR, MEMBER_EXTRACTOR, SIGTERM);
	wait_for(team, MEMBER_EXTRACTOR, MEMBER_EXTRACTOR, drain_ms + 1000);
	signal_kind(team, MEMBER_INGESTOR, MEMBER_EXTRACTOR, SIGTERM);
	wait_for(team, MEMBER_INGESTOR, MEMBER_EXTRACTOR, 5000);
	signal_kind(team, MEMBER_INGESTOR, MEMBER_EXTRACTOR, SIGKILL);
	wait_for(team, MEMBER_INGESTOR, MEMBER_EXTRACTOR, 5000);
}

static void supervise(struct team *team)
{
	size_t i;

	while (!signals && !team->failed) {
		int64_t now = clock_mono_ms();

		reap(team, now);
		pass_on_hangup(team);
		for (i = 0; i < team->n && !team->failed; i++)
			if (team->v[i].pid == 0 && now >= team->v[i].start_ms)
				start(&team->v[i], now);
		nap();
	}
}

static void gather(struct team *team, const struct settings *settings)
{
	uint64_t extractors = settings_number(settings, "extractors");
	size_t i;

	if (!extractors)
		extractors = (uint64_t)sysconf(_SC_NPROCESSORS_ONLN);
	team->n = MEMBER_EXTRACTOR + extractors;
	team->v = xcalloc(team->n, sizeof(*team->v));
	for (i = 0; i < team->n; i++)
		team->v[i] = (struct member){.pause_ms = PAUSE_MIN_MS,
			.kind = i < MEMBER_EXTRACTOR ? (enum member_kind)i : MEMBER_EXTRACTOR};
	if (!settings_string(settings, "dashboard_listen")[0])
		team->v[MEMBER_DASHBOARD].start_ms = INT64_MAX;
}

int cli_up(struct cli *cli)
{
	const struct sigaction action = {.sa_handler = on_signal},
			       hangup = {.sa_handler = on_hangup};
	const char *page = settings_string(cli->settings, "dashboard_listen");
	struct team team = {0};

	if (cli->nargs)
		return cli_usage("up takes no arguments, only --SETTING=VALUE");
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &hangup, NULL);
	export_settings(cli->settings);
	gather(&team, cli->settings);
	if (page[0])
		fprintf(stderr, "sitrep: the dashboard is at http://%s/\n", page);
	supervise(&team);
	stop_all(&team, settings_number(cli->settings, "drain"));
	free(team.v);
	return team.code;
}
