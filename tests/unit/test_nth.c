/* SPDX-License-Identifier: Apache-2.0
 * Every call for the disk fails once, and then for good, and so does an allocation at every place
 * that asks for one (with its callers): a start of the spool or of the store and some work on it
 * either succeed or say what is wrong, and what was accepted stays. */
#include "support/testing.h"

#include <ftw.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "db/repair.h"
#include "ingestor/spool.h"
#include "store/facts.h"
#include "store/schema.h"
#include "store/store.h"
#include "support/nth_fails.h"
#include "support/samples.h"

#define SPOOL "nth-spool.db"
#define STORE "nth/sitrep.db"
#define BEFORE 2 /* reports that are there before anything fails */
#define DURING 2
#define DEPTH 40 /* callers that make a site */

static const char *const kinds[NTH_END] = {
	"allocation", "open", "read", "write", "sync", "truncate", "map", "remove"};
static const struct spool_limits roomy = {1000, 1 << 20};
static struct arena arena;

/* What the process under test tells, whatever becomes of it. */
static struct told {
	int accepted, done;
	long failed;
	size_t nsites;
	long sites[8192]; /* numbers of allocations, each the first at its site */
} * told;

static void remove_database(const char *path)
{
	static const char *const tails[] = {"", "-wal", "-shm", "-journal"};
	char name[64];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tails); i++) {
		snprintf(name, sizeof(name), "%s%s", path, tails[i]);
		unlink(name);
	}
}

static struct submit submit_of(int i)
{
	static char body[32];
	struct submit s = {.report = {.source = STR("test"), .media_type = STR("text/plain")}};

	snprintf(body, sizeof(body), "report %d", i);
	s.report.body = str_from(body);
	report_identify(&s.report);
	return s;
}

static bool accept_reports(struct spool *s, int n, struct err *err)
{
	struct spool_item first;
	enum spool_put put;

	for (; n > 0; n--) {
		struct submit submit = submit_of(told->accepted);

		if (!spool_put(s, &submit, &arena, &put, &first, err) || !spool_commit(s, err))
			return false;
		told->accepted++;
	}
	return true;
}

static bool finish_one(struct spool *s, struct err *err)
{
	struct spool_item item;
	struct report report;
	bool found;

	if (!spool_lease(s, 1000, 2000, &arena, &item, &report, &found, err) ||
		!spool_done(s, (struct lease){item.seq, item.attempt}, &arena, &item, err) ||
		!spool_commit(s, err))
		return false;
	told->done++;
	return true;
}

static struct spool *open_spool(bool log, struct err *damage, struct err *err)
{
	const struct spool_options options = {.kind = log ? STR("log") : STR("sqlite"),
		.path = SPOOL,
		.limits = roomy,
		.segment_bytes = 256};

	return spool_open(&options, damage, err);
}

static void remove_log(void)
{
	glob_t found;
	size_t i;

	if (glob("nth-spool.log/*", 0, NULL, &found) == 0)
		for (i = 0; i < found.gl_pathc; i++)
			unlink(found.gl_pathv[i]);
	globfree(&found);
	rmdir("nth-spool.log");
}

static bool make_spool_of(bool log, struct err *err)
{
	AUTO(spool_close) struct spool *s = NULL;
	struct err damage = {0};

	remove_database(SPOOL);
	remove_log();
	s = open_spool(log, &damage, err);
	return s && accept_reports(s, BEFORE, err);
}

static bool make_spool(struct err *err)
{
	return make_spool_of(false, err);
}

static bool make_log(struct err *err)
{
	return make_spool_of(true, err);
}

static bool use_spool_as(bool log, struct err *err)
{
	AUTO(spool_close) struct spool *s = NULL;
	struct err damage = {0};

	s = open_spool(log, &damage, err);
	return s && accept_reports(s, DURING, err) && finish_one(s, err);
}

static bool use_spool(struct err *err)
{
	return use_spool_as(false, err);
}

static bool use_log(struct err *err)
{
	return use_spool_as(true, err);
}

static void check_spool_as(bool log, const char *when)
{
	AUTO(spool_close) struct spool *s = NULL;
	struct spool_counts c;
	struct err err = {0}, damage = {0};
	int i;

	s = open_spool(log, &damage, &err);
	ck_assert_msg(damage.kind == ERR_NONE, "%s: %s", when, damage.text);
	ck_assert_msg(s != NULL, "%s: %s", when, err.text);
	for (i = 0; i < told->accepted; i++) {
		struct submit submit = submit_of(i);
		struct spool_item item;
		bool known, live;

		ck_assert(spool_where(s, &submit.report.id, &arena, &item, &known, &live, &err));
		ck_assert_msg(known, "%s: report %d was accepted and is not known", when, i);
	}
	spool_counts(s, &c);
	/* an attempt that failed to say so may have been finished all the same */
	ck_assert_msg(c.in_state[SPOOL_READY] + c.in_state[SPOOL_LEASED] + c.done >=
				      (uint64_t)told->accepted &&
			      c.done >= (uint64_t)told->done,
		"%s: lost", when);
}

static void check_spool(const char *when)
{
	check_spool_as(false, when);
}

static void check_log(const char *when)
{
	check_spool_as(true, when);
}

static bool put_result(struct store *s, int i, struct str version, struct err *err)
{
	struct message m = sample_message(MESSAGE_RESULT, &arena);

	m.u.result.report.id = sample_id((unsigned char)(i + 1));
	m.u.result.extraction.version = version;
	return store_put(s, &m.u.result, 1700000000500, err) && store_commit(s, err);
}

static bool put_results(struct store *s, int n, struct err *err)
{
	for (; n > 0; n--) {
		if (!put_result(s, told->accepted, STR("1"), err))
			return false;
		told->accepted++;
	}
	return true;
}

static bool make_store(struct err *err)
{
	AUTO(store_close) struct store *s = NULL;

	mkdir("nth", 0700);
	remove_database(STORE);
	s = store_open(STORE, 8000, err);
	return s && put_results(s, BEFORE, err);
}

static bool use_store(struct err *err)
{
	AUTO(store_close) struct store *s = NULL;
	struct err damage = {0};

	if (!db_repair(STORE, &store_rescue, &damage, err))
		return false;
	s = store_open(STORE, 8000, err);
	/* and what another version read of the first one */
	return s && put_results(s, DURING, err) && put_result(s, 0, STR("2"), err);
}

static void check_store(const char *when)
{
	struct err err = {0}, damage = {0};
	AUTO(db_close) struct db *db = NULL;
	int64_t reports = 0, claims = 0;

	ck_assert_msg(db_repair(STORE, &store_rescue, &damage, &err), "%s: %s", when, err.text);
	ck_assert_msg(damage.kind == ERR_NONE, "%s: %s", when, damage.text);
	db = facts_open("nth", &err);
	ck_assert_msg(db && db_number(db, "SELECT count(*) FROM reports", 0, &reports, &err) &&
			      db_number(db, "SELECT count(*) FROM claims", 0, &claims, &err),
		"%s: %s", when, err.text);
	ck_assert_msg(reports >= told->accepted && reports == claims, "%s: %d put, %d and %d there",
		when, told->accepted, (int)reports, (int)claims);
}

static const struct work {
	const char *name;
	bool (*make)(struct err *err), (*use)(struct err *err);
	void (*check)(const char *when);
} spool_work = {"spool", make_spool, use_spool, check_spool},
  log_work = {"log", make_log, use_log, check_log},
  enter_work = {"spool to log", make_spool, use_log, check_log},
  leave_work = {"log to spool", make_log, use_spool, check_spool},
  store_work = {"store", make_store, use_store, check_store};

#define MADE "../made" /* from where an attempt is made */

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	return ftw->level == 0 ? 0 : remove(path);
}

static int copy_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	const char *to = path + strlen(MADE) + 1;
	char *all;
	FILE *from, *copy;

	if (ftw->level == 0)
		return 0;
	if (type == FTW_D)
		return mkdir(to, 0700);
	all = xmalloc((size_t)st->st_size);
	from = fopen(path, "re");
	copy = fopen(to, "we");
	if (!from || !copy || fread(all, 1, (size_t)st->st_size, from) != (size_t)st->st_size ||
		fwrite(all, 1, (size_t)st->st_size, copy) != (size_t)st->st_size ||
		fclose(copy) != 0)
		return -1;
	fclose(from);
	free(all);
	return 0;
}

/* What an attempt begins with is made once, and copied for each. */
static void make_once(const struct work *work)
{
	struct err err = {0};
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(mkdir(MADE, 0700) == 0 && chdir(MADE) == 0 && work->make(&err) ? 0 : 1);
	waitpid(pid, &status, 0);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void begin_attempt(void)
{
	if (nftw(".", remove_entry, 8, FTW_DEPTH | FTW_PHYS) != 0 ||
		nftw(MADE, copy_entry, 8, FTW_PHYS) != 0)
		_exit(3);
	told->accepted = BEFORE;
}

/* In a process of its own: memory that is out ends it. */
static void attempt(const struct work *work, enum nth_kind kind, long n, bool for_good)
{
	struct err err = {0};
	bool ok;

	begin_attempt();
	nth_fails(kind, n, for_good);
	ok = work->use(&err);
	told->failed = nth_failed();
	nth_fails(NTH_NOTHING, 0, false);
	_exit(ok ? 0 : err.text[0] && err.kind != ERR_NONE ? 1 : 2);
}

/* Returns whether there was an n-th call. */
static bool try_nth(const struct work *work, enum nth_kind kind, long n, bool for_good)
{
	char when[64];
	int status;
	pid_t pid;

	arena_release(&arena); /* or an attempt asks for less than the one before */
	snprintf(when, sizeof(when), "%s, %s %ld%s", work->name, kinds[kind], n,
		for_good ? " on" : "");
	memset(told, 0, sizeof(*told));
	pid = fork();
	if (pid == 0)
		attempt(work, kind, n, for_good);
	waitpid(pid, &status, 0);
	ck_assert_msg(WIFEXITED(status), "%s: killed by %d", when, WTERMSIG(status));
	ck_assert_msg(WEXITSTATUS(status) <= 1 || WEXITSTATUS(status) == MEM_EXIT, "%s: %s", when,
		WEXITSTATUS(status) == 2 ? "failed without a sentence" : "could not begin");
	work->check(when);
	return told->failed > 0 || WEXITSTATUS(status) == MEM_EXIT;
}

/* In a process of its own, that its allocations are those of an attempt. */
static void survey(const struct work *work)
{
	struct err err = {0};
	bool ok;

	begin_attempt();
	nth_survey(DEPTH);
	ok = work->use(&err);
	told->nsites = nth_surveyed(told->sites, ARRAY_SIZE(told->sites));
	_exit(ok ? 0 : 1);
}

static void try_allocations(const struct work *work)
{
	static long sites[ARRAY_SIZE(told->sites)];
	size_t n, i;
	int status;
	pid_t pid = fork();

	if (pid == 0)
		survey(work);
	waitpid(pid, &status, 0);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	n = told->nsites;
	ck_assert_uint_le(n, ARRAY_SIZE(sites));
	memcpy(sites, told->sites, n * sizeof(*sites));
	for (i = 0; i < n; i++) {
		ck_assert_msg(try_nth(work, NTH_ALLOCATION, sites[i], false),
			"%s: no allocation %ld", work->name, sites[i]);
		if (i % 16 == 0)
			try_nth(work, NTH_ALLOCATION, sites[i], true);
	}
	printf("%s: %zu sites of allocations\n", work->name, n);
}

/* Thousands of starts with syncs: in memory they take a minute and not ten. */
static void enter(char dir[])
{
	if (!mkdtemp(dir) || chdir(dir) < 0 || mkdir("at", 0700) < 0 || chdir("at") < 0)
		ck_abort_msg("%s: %m", dir);
}

static void leave(const char *dir)
{
	ck_assert_int_eq(chdir(".."), 0);
	nftw(".", remove_entry, 8, FTW_DEPTH | FTW_PHYS);
	rmdir(dir);
}

static void try_all(const struct work *work)
{
	char dir[] = "/dev/shm/sitrep-nth-XXXXXX";
	int kind;
	long n;

	if (SANITIZED)
		return; /* the sanitizer has its own malloc */
	enter(dir);
	told = mmap(NULL, sizeof(*told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	make_once(work);
	begin_attempt();
	work->check("before"); /* what is set up once in a process is, from here on */
	try_allocations(work);
	for (kind = NTH_ALLOCATION + 1; kind < NTH_END; kind++) {
		for (n = 1; try_nth(work, (enum nth_kind)kind, n, false); n++)
			if (n <= 12 || n % 3 == 0)
				try_nth(work, (enum nth_kind)kind, n, true);
		printf("%s: %ld calls: %s\n", work->name, n - 1, kinds[kind]);
	}
	leave(dir);
}

START_TEST(the_spool_stands_the_failure_of_every_call)
{
	try_all(&spool_work);
}
END_TEST

START_TEST(the_log_stands_the_failure_of_every_call)
{
	try_all(&log_work);
}
END_TEST

START_TEST(taking_over_stands_the_failure_of_every_call)
{
	try_all(&enter_work);
	try_all(&leave_work);
}
END_TEST

/* What the kernel could not sync it may call clean the next time: that file is not written to
 * again. */
START_TEST(what_could_not_be_synced_is_void_and_the_next_batch_is_in_another_file)
{
	struct spool_item item;
	struct err err = {0}, damage = {0};
	struct spool *s;
	bool known, live;
	int i;

	told = mmap(NULL, sizeof(*told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ck_assert(make_log(&err));
	s = open_spool(true, &damage, &err);
	ck_assert(accept_reports(s, 1, &err));
	nth_fails(NTH_SYNC, 1, false);
	ck_assert(!accept_reports(s, 1, &err));
	nth_fails(NTH_NOTHING, 0, false);
	ck_assert_ptr_nonnull(strstr(err.text, "cannot sync"));
	spool_rollback(s);
	told->accepted++; /* another one */
	ck_assert_msg(accept_reports(s, 1, &err), "%s", err.text);
	spool_close(&s);
	s = open_spool(true, &damage, &err);
	ck_assert(s && damage.kind == ERR_NONE);
	for (i = 0; i < told->accepted; i++) {
		struct submit submit = submit_of(i);

		ck_assert(spool_where(s, &submit.report.id, &arena, &item, &known, &live, &err));
		ck_assert_int_eq(known, i != BEFORE + 1);
	}
	spool_close(&s);
}
END_TEST

START_TEST(the_store_stands_the_failure_of_every_call)
{
	try_all(&store_work);
}
END_TEST

TEST_MAIN("nth", the_spool_stands_the_failure_of_every_call,
	the_log_stands_the_failure_of_every_call, taking_over_stands_the_failure_of_every_call,
	what_could_not_be_synced_is_void_and_the_next_batch_is_in_another_file,
	the_store_stands_the_failure_of_every_call)
