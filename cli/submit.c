/* SPDX-License-Identifier: Apache-2.0
 * submit: files, folders, archives, standard input and JSON lines to the ingestor. */
#include <dirent.h>
#include <errno.h>
#include <fts.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/lines.h"
#include "base/mem.h"
#include "base/paths.h"
#include "cli/submission.h"
#include "cli/submit_url.h"
#include "model/extraction_json.h"
#include "service/unpacker.h"

#define MAX_DEPTH 32

static bool submit_line(struct submission *s, struct str line, const char *where, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(buf_release) struct buf body = {0};
	struct report report;
	struct str id;
	struct err why = {0};

	arena_init(&arena, 0);
	buf_init(&body, MAX_REPORT_BYTES);
	if (!report_from_json(line, &arena, &report, &id, &why)) {
		submission_complain(s, where, why.text);
		return true;
	}
	if (!report.source.n)
		report.source = id.n ? id : str_from(where);
	buf_str(&body, report.body);
	return submission_put(s, &report, &body, err);
}

static bool submit_lines(struct submission *s, FILE *in, const char *name, struct err *err)
{
	AUTO(buf_release) struct buf line = {0};
	char where[PATH_MAX + 32];
	size_t number = 0;

	buf_init(&line, MAX_LINE_BYTES);
	while (!cli_interrupted() && lines_next(in, &line)) {
		struct str text = str_trim(buf_view(&line));

		s->read_bytes += line.n + 1;
		snprintf(where, sizeof(where), "%s:%zu", name, ++number);
		if (line.full)
			submission_complain(s, where, "the line is too long");
		else if (text.n && !submit_line(s, text, where, err))
			return false;
	}
	return true;
}

/* A container's members, each a report of its own whose source is "archive!member". */
static bool submit_member(
	struct submission *s, const struct unpacked *m, const char *name, struct err *err)
{
	AUTO(buf_release) struct buf body = {0}, source = {0};
	struct report report = m->report;

	buf_init(&body, MAX_REPORT_BYTES);
	buf_init(&source, 2 * MAX_SOURCE_BYTES);
	buf_printf(&source, "%s%s%.*s", name, report.source.n ? "!" : "", STR_ARGS(report.source));
	if (m->sentence.n) {
		char sentence[512];

		snprintf(sentence, sizeof(sentence), "%.*s", STR_ARGS(m->sentence));
		submission_complain(s, source.data, sentence);
		return true;
	}
	report.source = buf_view(&source);
	buf_str(&body, report.body);
	return submission_put(s, &report, &body, err);
}

/* Until the container ends; a fault in it is told and is no reason to stop. */
static bool submit_members(
	struct submission *s, struct unpacker *unpacker, int fd, const char *name, struct err *err)
{
	uint64_t before = s->read_bytes;

	while (!cli_interrupted()) {
		AUTO(arena_release) struct arena arena = {0};
		struct message m = {0};
		struct err why = {0};
		off_t at = lseek(fd, 0, SEEK_CUR);

		arena_init(&arena, MAX_UNPACK_BYTES);
		s->read_bytes = at > 0 ? before + (uint64_t)at : s->read_bytes;
		submission_draw(s, false);
		switch (unpacker_wait(unpacker, 200, &arena, &m, &why)) {
		case UNPACKER_NOTHING:
			break;
		case UNPACKER_MEMBER:
			if (!submit_member(s, &m.u.member, name, err))
				return false;
			break;
		case UNPACKER_END:
			snprintf(why.text, sizeof(why.text), "%.*s",
				STR_ARGS(m.u.members_end.sentence));
			if (!m.u.members_end.ok)
				submission_complain(s, name, why.text);
			return true;
		case UNPACKER_FAILED:
			submission_complain(s, name, why.text);
			return true;
		}
	}
	return true;
}

static bool submit_container(struct submission *s, int fd, const char *name, struct err *err)
{
	struct unpacker *unpacker;
	char program[PATH_MAX];
	struct err why = {0};
	bool ok = true;

	if (!paths_find_program("extractor", program, sizeof(program))) {
		submission_complain(
			s, name, "sitrep-extractor, which unpacks, is not beside this program");
		return true;
	}
	unpacker = unpacker_start(
		program, fd, "", settings_number(s->cli->settings, "report_memory"), &why);
	if (unpacker)
		ok = submit_members(s, unpacker, fd, name, err);
	else
		submission_complain(s, name, why.text);
	unpacker_stop(&unpacker);
	return ok;
}

/* Does the file begin like a container? For files that are too large to be looked at whole. */
static bool is_large_container(int fd)
{
	char head[4096];
	ssize_t n = pread(fd, head, sizeof(head), 0);
	struct str start = {head, n > 0 ? (size_t)n : 0};

	return report_is_archive(str_from(report_sniff(start)));
}

static bool submit_open_file(struct submission *s, int fd, const char *name, struct err *err)
{
	AUTO(buf_release) struct buf body = {0};
	struct report report = {.source = str_from(name)};
	struct err why = {0};
	struct stat st;

	buf_init(&body, MAX_REPORT_BYTES);
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > (off_t)MAX_REPORT_BYTES) {
		if (is_large_container(fd))
			return submit_container(s, fd, name, err);
		snprintf(why.text, sizeof(why.text), "it has %lld bytes; %zu are the most",
			(long long)st.st_size, (size_t)MAX_REPORT_BYTES);
		submission_complain(s, name, why.text);
		return true;
	}
	if (!file_read_fd(fd, name, &body, &why)) {
		submission_complain(s, "", why.text);
		return true;
	}
	if (!body.n) {
		submission_complain(s, name, "the file is empty");
		return true;
	}
	if (report_holds_members(buf_view(&body)) && lseek(fd, 0, SEEK_SET) == 0)
		return submit_container(s, fd, name, err);
	s->read_bytes += body.n;
	return submission_put(s, &report, &body, err);
}

static bool submit_file(struct submission *s, const char *path, struct err *err)
{
	AUTO(mem_free) char *absolute = NULL;
	bool lines = s->cli->jsonl || report_is_json_lines(str_from(path)), ok;
	FILE *in = fopen(path, "re");

	if (!in) {
		submission_complain(s, path, strerror(errno));
		return true;
	}
	absolute = realpath(path, NULL);
	ok = s->cli->urls ? submit_url_list(s, in, path, err)
	     : lines      ? submit_lines(s, in, path, err)
			  : submit_open_file(s, fileno(in), absolute ? absolute : path, err);
	fclose(in);
	return ok;
}

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static bool submit_path(struct submission *s, const char *path, int depth, struct err *err);

static bool submit_folder(struct submission *s, const char *path, int depth, struct err *err)
{
	struct dirent **entries;
	char child[PATH_MAX];
	int i, n = scandir(path, &entries, visible, alphasort);
	bool ok = true;

	if (n < 0 || depth > MAX_DEPTH) {
		submission_complain(
			s, path, n < 0 ? strerror(errno) : "folders are nested too deeply");
		return true;
	}
	for (i = 0; i < n; i++) {
		if (ok && !cli_interrupted() &&
			(size_t)snprintf(child, sizeof(child), "%s/%s", path, entries[i]->d_name) <
				sizeof(child))
			ok = submit_path(s, child, depth + 1, err);
		free(entries[i]);
	}
	free(entries);
	return ok;
}

static bool submit_path(struct submission *s, const char *path, int depth, struct err *err)
{
	struct stat st;

	if (strcmp(path, "-") == 0 && s->cli->urls)
		return submit_url_list(s, stdin, "stdin", err);
	if (strcmp(path, "-") == 0)
		return s->cli->jsonl ? submit_lines(s, stdin, "stdin", err)
				     : submit_open_file(s, STDIN_FILENO, "stdin", err);
	if (is_url(path))
		return submit_url(s, path, err);
	/* a link to a folder inside a folder could lead round in circles */
	if ((depth ? lstat(path, &st) : stat(path, &st)) < 0) {
		s->missing += !depth && errno == ENOENT;
		submission_complain(s, path, strerror(errno));
		return true;
	}
	if (S_ISLNK(st.st_mode) && (stat(path, &st) < 0 || S_ISDIR(st.st_mode))) {
		submission_complain(s, path, "a link to a folder, or to nothing, is not followed");
		return true;
	}
	if (S_ISDIR(st.st_mode))
		return submit_folder(s, path, depth, err);
	if (depth && !S_ISREG(st.st_mode))
		return true;
	return submit_file(s, path, err);
}

/* How many bytes there are to go through, for the progress bar; 0 if that is not known. */
static uint64_t count_bytes(struct cli *cli)
{
	uint64_t bytes = 0;
	int i;

	for (i = 0; i < cli->nargs; i++) {
		char *const roots[] = {cli->args[i], NULL};
		FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, NULL);
		FTSENT *entry;

		while (walk && (entry = fts_read(walk)))
			bytes += entry->fts_info == FTS_F ? (uint64_t)entry->fts_statp->st_size : 0;
		if (walk)
			fts_close(walk);
	}
	return bytes;
}

static bool submit_all(struct submission *s, uint64_t *dead, struct err *err)
{
	bool ok = true;
	int i;

	if (s->progress)
		s->all_bytes = count_bytes(s->cli);
	for (i = 0; ok && i < s->cli->nargs && !cli_interrupted(); i++)
		ok = submit_path(s, s->cli->args[i], 0, err);
	ok = ok && submission_finish(s, err);
	submission_draw(s, true);
	return ok && (!s->cli->wait || submission_wait(s, dead, err));
}

int cli_submit(struct cli *cli)
{
	AUTO(submission_free) struct submission *s = NULL;
	struct err err = {0};
	uint64_t dead = 0;
	bool ok;

	if (!cli->nargs)
		return cli_usage("submit what? sitrep submit PATH... (- is standard input)");
	s = submission_new(cli, &err);
	if (!s)
		return cli_fail(&err);
	cli_catch_signals();
	ok = submit_all(s, &dead, &err);
	if (cli->format == OUTPUT_JSON)
		printf("{\"accepted\":%" PRIu64 ",\"duplicate\":%" PRIu64 ",\"failed\":%" PRIu64
		       ",\"dead\":%" PRIu64 "}\n",
			s->accepted, s->duplicate, s->failed, dead);
	else if (ok && !s->progress)
		fprintf(stderr,
			"%" PRIu64 " accepted, %" PRIu64 " known already, %" PRIu64 " failed\n",
			s->accepted, s->duplicate, s->failed);
	if (dead)
		fprintf(stderr, "%" PRIu64 " could not be read: see sitrep dead list\n", dead);
	if (!ok)
		return cli_fail(&err);
	if (cli_interrupted())
		return 130;
	if (s->missing && !dead && s->failed == s->missing)
		return EX_NOINPUT;
	return dead + s->failed ? EX_DATAERR : EX_OK;
}
