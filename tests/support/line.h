/* SPDX-License-Identifier: Apache-2.0
 * line.h - the real daemons in a private directory, for tests that run the pipeline. Programs are
 * those of the build tree (SITREP_BUILD_DIR). Everything that was started is killed by
 * line_stop(). */
#ifndef SITREP_LINE_H
#define SITREP_LINE_H

#include <stdint.h>
#include <sys/types.h>
#include "db/db.h"
#include "wire/message.h"

enum part { PART_INGESTOR, PART_STORE, PART_EXTRACTOR, PART_DASHBOARD, PART_COUNT };

struct line {
	char dir[64];          /* state, run and files */
	pid_t pid[PART_COUNT]; /* 0: not running */
	char *flags[16];       /* [nflags] for every daemon, borrowed */
	size_t nflags;
	char *own_flags[PART_COUNT][8]; /* [nown_flags] for one daemon, owned */
	size_t nown_flags[PART_COUNT];
};

/* What a program has printed, or an answer over HTTP: for whichever test wants it. */
extern char out[4 << 20];
void has(const char *needle); /* it must be in out */
void hasnt(const char *needle);

/* Makes the directory; flags are handed to each daemon, which are not started yet. A NULL ends
 * them. */
void line_open(struct line *line, const char *const *flags);
#define FLAGS(...) \
	(const char *const[]) \
	{ \
		__VA_ARGS__, NULL \
	}
/* One more flag for one daemon, as by printf(3). */
void line_flag(struct line *line, enum part part, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* The same, and starts ingestor, store and extractor. */
void line_start(struct line *line, const char *const *flags);
void line_start_part(struct line *line, enum part part);
void line_kill(struct line *line, enum part part, int signal_number); /* and waits */
void line_stop(struct line *line);

/* Runs sitrep with these words; returns its exit code. ret (may be NULL) takes what it printed on
 * standard output and error, up to n - 1 bytes. */
int line_sitrep(struct line *line, char *ret, size_t n, const char *const *words);
#define SITREP(line, out, ...) \
	line_sitrep((line), (out), sizeof(out), (const char *const[]){__VA_ARGS__, NULL})
/* The badly behaved web server (support/web.py), on a port of its own; its requests are in
 * web.log. */
pid_t line_web(struct line *line, int *ret_port);
void line_web_stop(pid_t web);
/* A file in the directory; the path lives in one of four rotating buffers. */
const char *line_file(struct line *line, const char *name, const void *data, size_t n);
const char *line_path(struct line *line, const char *name);
/* A file of JSON lines with n distinct reports, each with one claim of kind killed. */
const char *line_many(struct line *line, const char *name, int n);
/* The number that a query over the database yields, -1 if there is no database yet. */
int64_t line_number(struct line *line, const char *sql);
/* The text that a query over the database yields, which must be there. */
void line_text(struct line *line, const char *sql, char *ret, size_t n);
void nap(int ms);
/* Waits until it is at least want; fails the test after PATIENCE_MS. */
#define PATIENCE_MS (SANITIZED ? 120000 : 30000)
void line_wait_for(struct line *line, const char *sql, int64_t want);
void line_is_alive(
	struct line *line); /* fails the test if a daemon that runs has ended by itself */
/* What a daemon has logged so far; static storage. */
const char *line_log(struct line *line, enum part part);
/* How many rows a query over the database yields, and their hash, as text: two runs are equal if
 * these are. Needs the sqlite3 program. */
void line_digest(struct line *line, const char *sql, char ret[128]);
/* The extractor's child, 0 if it has none. */
pid_t line_reader(struct line *line);

#endif
