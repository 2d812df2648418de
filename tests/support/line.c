/* SPDX-License-Identifier: Apache-2.0 */
#include "support/line.h"

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/prctl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

char out[4 << 20];

static const char *const programs[PART_COUNT] = {"ingestor/sitrep-ingestor", "store/sitrep-store",
	"extractor/sitrep-extractor", "dashboard/sitrep-dashboard"};

void has(const char *needle)
{
	ck_assert_msg(strstr(out, needle) != NULL, "\"%s\" is not in: %.3000s", needle, out);
}

void hasnt(const char *needle)
{
	ck_assert_msg(strstr(out, needle) == NULL, "\"%s\" is in: %.3000s", needle, out);
}

static void build_path(const char *program, char ret[PATH_MAX])
{
	const char *dir = getenv("SITREP_BUILD_DIR");

	ck_assert_msg(dir != NULL, "SITREP_BUILD_DIR is not set: run through meson test");
	snprintf(ret, PATH_MAX, "%s/%s", dir, program);
}

static void set_environment(const struct line *line)
{
	static const char *const proxies[] = {"http_proxy", "https_proxy", "HTTPS_PROXY",
		"all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"};
	char path[PATH_MAX];
	size_t k;

	for (k = 0; k < ARRAY_SIZE(proxies); k++)
		unsetenv(proxies[k]); /* of whoever runs the tests */
	snprintf(path, sizeof(path), "%s/state", line->dir);
	setenv("SITREP_STATE_DIR", path, 1);
	snprintf(path, sizeof(path), "%s/run", line->dir);
	setenv("SITREP_RUN_DIR", path, 1);
	setenv("XDG_CONFIG_HOME", line->dir, 1);
}

/* In the child after fork: what it says goes to a file of its own. */
static void redirect_log(const struct line *line, enum part part)
{
	char path[PATH_MAX];
	int fd;

	snprintf(path, sizeof(path), "%s/%d.log", line->dir, (int)part);
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
	if (fd >= 0) {
		dup2(fd, STDOUT_FILENO);
		dup2(fd, STDERR_FILENO);
	}
}

void nap(int ms)
{
	nanosleep(&(const struct timespec){ms / 1000, ms % 1000 * 1000000L}, NULL);
}

void line_start_part(struct line *line, enum part part)
{
	char path[PATH_MAX];
	char *argv[28] = {path};
	pid_t pid;

	build_path(programs[part], path);
	memcpy(argv + 1, line->flags, line->nflags * sizeof(*argv));
	memcpy(argv + 1 + line->nflags, line->own_flags[part],
		line->nown_flags[part] * sizeof(*argv));
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		redirect_log(line, part);
		execv(path, argv);
		_exit(127);
	}
	line->pid[part] = pid;
}

void line_open(struct line *line, const char *const *flags)
{
	*line = (struct line){.dir = "/tmp/sitrep-test-XXXXXX"};
	ck_assert_ptr_nonnull(mkdtemp(line->dir));
	for (; *flags; flags++)
		line->flags[line->nflags++] = (char *)*flags;
	set_environment(line);
}

void line_flag(struct line *line, enum part part, const char *fmt, ...)
{
	char *flag;
	va_list ap;

	ck_assert_uint_lt(line->nown_flags[part], ARRAY_SIZE(line->own_flags[part]));
	va_start(ap, fmt);
	ck_assert_int_ge(vasprintf(&flag, fmt, ap), 0);
	va_end(ap);
	line->own_flags[part][line->nown_flags[part]++] = flag;
}

void line_start(struct line *line, const char *const *flags)
{
	line_open(line, flags);
	line_start_part(line, PART_INGESTOR);
	line_start_part(line, PART_STORE);
	line_start_part(line, PART_EXTRACTOR);
}

void line_kill(struct line *line, enum part part, int signal_number)
{
	int status;

	if (!line->pid[part])
		return;
	kill(line->pid[part], signal_number);
	while (waitpid(line->pid[part], &status, 0) < 0 && errno == EINTR)
		;
	line->pid[part] = 0;
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void line_stop(struct line *line)
{
	int part;

	for (part = PART_COUNT - 1; part >= 0; part--) {
		line_kill(line, (enum part)part, SIGKILL);
		while (line->nown_flags[part])
			free(line->own_flags[part][--line->nown_flags[part]]);
	}
	nftw(line->dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

int line_sitrep(struct line *line, char *ret, size_t n, const char *const *words)
{
	char path[PATH_MAX], chunk[4096];
	char *argv[24] = {path};
	size_t i, used = 0;
	int fds[2], status;
	ssize_t got;
	pid_t pid;

	(void)line;
	build_path("cli/sitrep", path);
	for (i = 0; words[i]; i++)
		argv[i + 1] = (char *)words[i];
	ck_assert_int_eq(pipe(fds), 0);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		dup2(fds[1], STDOUT_FILENO);
		dup2(fds[1], STDERR_FILENO);
		close(fds[0]);
		execv(path, argv);
		_exit(127);
	}
	close(fds[1]);
	while ((got = read(fds[0], chunk, sizeof(chunk))) > 0)
		if (ret && used + (size_t)got < n) {
			memcpy(ret + used, chunk, (size_t)got);
			used += (size_t)got;
		}
	if (ret)
		ret[used] = '\0';
	close(fds[0]);
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

const char *line_path(struct line *line, const char *name)
{
	static char paths[4][PATH_MAX];
	static unsigned turn;
	char *path = paths[turn++ % 4];

	snprintf(path, PATH_MAX, "%s/%s", line->dir, name);
	return path;
}

const char *line_file(struct line *line, const char *name, const void *data, size_t n)
{
	const char *path = line_path(line, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, data, n), (ssize_t)n);
	close(fd);
	return path;
}

void line_text(struct line *line, const char *sql, char *ret, size_t n)
{
	struct err err = {0};
	AUTO(db_close) struct db *db = db_open(line_path(line, "state/sitrep.db"), DB_READ, &err);
	AUTO(query_free) struct query *q = db ? query_new(db, sql, &err) : NULL;
	bool row = false;

	ck_assert_msg(query_step(q, &row, &err) && row, "%s: %s", sql, err.text);
	snprintf(ret, n, "%.*s", STR_ARGS(query_get_str(q, 0)));
}

int64_t line_number(struct line *line, const char *sql)
{
	AUTO(db_close) struct db *db = NULL;
	int64_t n = -1;

	db = db_open(line_path(line, "state/sitrep.db"), DB_READ, NULL);
	if (!db || !db_number(db, sql, -1, &n, NULL))
		return -1;
	return n;
}

void line_is_alive(struct line *line)
{
	int part, status;

	for (part = 0; part < PART_COUNT; part++)
		if (line->pid[part] &&
			waitpid(line->pid[part], &status, WNOHANG) == line->pid[part]) {
			line->pid[part] = 0;
			ck_abort_msg("%s has ended: %s", programs[part],
				line_log(line, (enum part)part));
		}
}

void line_wait_for(struct line *line, const char *sql, int64_t want)
{
	int64_t until = clock_mono_ms() + PATIENCE_MS, got = -1;

	while (clock_mono_ms() < until) {
		line_is_alive(line);
		got = line_number(line, sql);
		if (got >= want)
			return;
		nap(20);
	}
	ck_abort_msg("%s: %lld instead of %lld after %d s", sql, (long long)got, (long long)want,
		PATIENCE_MS / 1000);
}

const char *line_log(struct line *line, enum part part)
{
	static char text[1 << 20];
	char name[16];
	ssize_t n;
	int fd;

	snprintf(name, sizeof(name), "%d.log", (int)part);
	fd = open(line_path(line, name), O_RDONLY | O_CLOEXEC);
	n = fd >= 0 ? read(fd, text, sizeof(text) - 1) : 0;
	text[n > 0 ? n : 0] = '\0';
	if (fd >= 0)
		close(fd);
	return text;
}

void line_digest(struct line *line, const char *sql, char ret[128])
{
	char command[2048];
	FILE *f;

	ck_assert_int_lt(snprintf(command, sizeof(command),
				 "sqlite3 %s/state/sitrep.db '%s' >%s/dump &&"
				 " wc -l <%s/dump && sha256sum <%s/dump",
				 line->dir, sql, line->dir, line->dir, line->dir),
		(int)sizeof(command));
	f = popen(command, "r");
	ck_assert_ptr_nonnull(f);
	ret[fread(ret, 1, 127, f)] = '\0';
	ck_assert_int_eq(pclose(f), 0);
}

pid_t line_reader(struct line *line)
{
	DIR *dir = opendir("/proc");
	const struct dirent *entry;
	pid_t found = 0;

	while (dir && !found && (entry = readdir(dir))) {
		char path[300], text[512] = "";
		const char *close_paren;
		int parent = 0, fd;

		snprintf(path, sizeof(path), "/proc/%s/stat", entry->d_name);
		fd = open(path, O_RDONLY);
		if (fd < 0)
			continue;
		if (read(fd, text, sizeof(text) - 1) > 0 && (close_paren = strrchr(text, ')')) &&
			sscanf(close_paren + 1, " %*c %d", &parent) == 1 &&
			parent == line->pid[PART_EXTRACTOR])
			found = (pid_t)atoi(entry->d_name);
		close(fd);
	}
	if (dir)
		closedir(dir);
	return found;
}

const char *line_many(struct line *line, const char *name, int n)
{
	const char *path = line_path(line, name);
	FILE *f = fopen(path, "w");
	int i;

	for (i = 0; i < n; i++)
		fprintf(f,
			"{\"id\":\"r%d\",\"text\":\"Report number %d. Gunmen killed %d people in "
			"Vellmar"
			" on 4 May 2021.\",\"published\":\"2021-05-05\"}\n",
			i, i, i % 50 + 2);
	fclose(f);
	return path;
}

pid_t line_web(struct line *line, int *ret_port)
{
	char script[256], log[128], port[16] = "";
	int fds[2];
	pid_t pid;

	snprintf(script, sizeof(script), "%s/tests/support/web.py", getenv("SITREP_SOURCE_DIR"));
	snprintf(log, sizeof(log), "%s/web.log", line->dir);
	ck_assert_int_eq(pipe(fds), 0);
	pid = fork();
	if (pid == 0) {
		dup2(fds[1], STDOUT_FILENO);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		execlp("python3", "python3", script, log, (char *)NULL);
		_exit(127);
	}
	close(fds[1]);
	ck_assert_int_gt(read(fds[0], port, sizeof(port) - 1), 0);
	close(fds[0]);
	*ret_port = atoi(port);
	return pid;
}

void line_web_stop(pid_t web)
{
	kill(web, SIGKILL);
	waitpid(web, NULL, 0);
}
