/* SPDX-License-Identifier: Apache-2.0
 * submit: files, folders, standard input and JSON lines to the ingestor, many at a time in flight. */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/parse.h"
#include "cli/cli.h"
#include "model/extraction_json.h"

#define WINDOW 128           /* reports in flight */
#define WINDOW_BYTES ((size_t)64 << 20)
#define ANSWER_MS 2000   /* without any answer everything in flight is sent again */
#define PATIENCE_MS 30000 /* without any answer it is given up */
#define MAX_DEPTH 32

struct inflight {
	uint64_t token;
	bool parked; /* the spool was full: to be sent again */
	bool repeated; /* sent again: "known" may be our own first try */
	struct buf frame_body; /* kept to send again when the spool was full */
	struct report report;  /* strings in the arena below */
	struct arena arena;
};

struct submission {
	struct cli *cli;
	struct client *client;
	struct inflight slots[WINDOW];
	size_t inflight, bytes, parked;
	int64_t heard_ms; /* monotonic, of the last answer */
	int64_t resume_ms; /* monotonic: when to send the parked again */
	uint64_t token;
	uint64_t accepted, duplicate, failed, done_bytes;
	struct report_id *ids; /* [nids] accepted or known, for --wait */
	size_t nids, ids_cap;
	int64_t drawn_ms;
	bool progress;
};

static void complain(struct submission *s, const char *what, const char *sentence)
{
	if (s->progress)
		fputs("\r\033[K", stderr);
	fprintf(stderr, "sitrep: %s%s%s\n", what, what[0] ? ": " : "", sentence);
	s->failed++;
}

static void draw(struct submission *s, bool last)
{
	int64_t now = clock_mono_ms();
	char size[16];

	if (!s->progress || (!last && now - s->drawn_ms < 100))
		return;
	s->drawn_ms = now;
	format_bytes(s->done_bytes, size);
	fprintf(stderr, "\r\033[K%" PRIu64 " accepted, %" PRIu64 " known, %" PRIu64 " failed, %s%s",
		s->accepted, s->duplicate, s->failed, size, last ? "\n" : "");
}

static void remember(struct submission *s, const struct report_id *id)
{
	if (s->nids == s->ids_cap) {
		s->ids_cap = s->ids_cap ? s->ids_cap * 2 : 256;
		s->ids = xrealloc(s->ids, s->ids_cap, sizeof(*s->ids));
	}
	s->ids[s->nids++] = *id;
}

static bool send_one(struct submission *s, struct inflight *f, struct err *err)
{
	struct message m = {.type = MESSAGE_SUBMIT,
		.u.submit = {.token = f->token, .report = f->report, .again = s->cli->again,
			.priority = s->cli->wait ? PRIORITY_WAITED : PRIORITY_BULK}};

	m.u.submit.report.body = buf_view(&f->frame_body);
	return client_send(s->client, &m, err);
}

static struct inflight *slot_of(struct submission *s, uint64_t token)
{
	size_t i;

	for (i = 0; i < WINDOW; i++)
		if (s->slots[i].token == token)
			return &s->slots[i];
	return NULL;
}

static void free_slot(struct submission *s, struct inflight *f)
{
	s->bytes -= f->frame_body.n;
	s->inflight--;
	buf_release(&f->frame_body);
	arena_release(&f->arena);
	f->token = 0;
}

static void settle(struct submission *s, struct inflight *f, const struct submitted *answer)
{
	char where[512], sentence[512];

	switch (answer->outcome) {
	case OUTCOME_BUSY:
		f->parked = true;
		s->resume_ms = clock_mono_ms() + (int64_t)answer->retry_after_ms;
		s->parked++;
		return;
	case OUTCOME_ACCEPTED:
		s->accepted++;
		s->done_bytes += f->frame_body.n;
		remember(s, &answer->id);
		break;
	case OUTCOME_DUPLICATE:
		s->duplicate += !f->repeated;
		s->accepted += f->repeated;
		remember(s, &answer->id);
		break;
	case OUTCOME_REFUSED:
		snprintf(where, sizeof(where), "%.*s", STR_ARGS(f->report.source));
		snprintf(sentence, sizeof(sentence), "%.*s", STR_ARGS(answer->sentence));
		complain(s, where, sentence);
		break;
	}
	free_slot(s, f);
	draw(s, false);
}

/* Once the pause that the ingestor asked for is over: those that it refused for now. After a silence:
 * everything, since an ingestor that was killed has taken with it what it had not committed. */
static bool send_again(struct submission *s, bool all, struct err *err)
{
	size_t i;

	for (i = 0; i < WINDOW; i++) {
		struct inflight *f = &s->slots[i];

		if (!f->token || !(all || f->parked))
			continue;
		f->repeated = f->repeated || !f->parked;
		f->parked = false;
		if (!send_one(s, f, err))
			return false;
	}
	s->parked = 0;
	return true;
}

/* Waits for one answer, or until what was parked has been sent again. */
static bool wait_for_answer(struct submission *s, struct err *err)
{
	int64_t pause = s->parked ? s->resume_ms - clock_mono_ms() : ANSWER_MS;
	AUTO(arena_release) struct arena arena = {0};
	struct message m;
	struct inflight *f;

	draw(s, false);
	if (pause <= 0)
		return send_again(s, false, err);
	if (!client_receive(s->client, (int)pause, &arena, &m, err)) {
		if (cli_interrupted() || err->kind != ERR_RETRY)
			return false;
		if (s->parked)
			return true; /* the pause is over */
		if (clock_mono_ms() - s->heard_ms < PATIENCE_MS)
			return send_again(s, true, err);
		return err_set(err, ERR_RETRY,
			"the ingestor does not answer: is it running? (sitrep up)");
	}
	s->heard_ms = clock_mono_ms();
	f = m.type == MESSAGE_SUBMITTED ? slot_of(s, m.u.submitted.token) : NULL;
	if (f)
		settle(s, f, &m.u.submitted);
	return true;
}

/* body is moved in; the report's strings are copied. */
static bool submit_report(struct submission *s, const struct report *report, struct buf *body,
	struct err *err)
{
	struct inflight *f;

	while (s->inflight == WINDOW || (s->inflight && s->bytes + body->n > WINDOW_BYTES))
		if (!wait_for_answer(s, err))
			return false;
	f = slot_of(s, 0);
	f->token = ++s->token;
	f->frame_body = *body;
	buf_init(body, body->max);
	arena_init(&f->arena, 0);
	f->report = *report;
	f->report.source = arena_str(&f->arena, report->source);
	f->report.url = arena_str(&f->arena, report->url);
	f->report.title = arena_str(&f->arena, report->title);
	f->report.published = arena_str(&f->arena, report->published);
	f->report.media_type = arena_str(&f->arena, report->media_type);
	s->inflight++;
	s->bytes += f->frame_body.n;
	return send_one(s, f, err);
}

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
		complain(s, where, why.text);
		return true;
	}
	if (!report.source.n)
		report.source = id.n ? id : str_from(where);
	buf_str(&body, report.body);
	return submit_report(s, &report, &body, err);
}

static bool submit_lines(struct submission *s, FILE *in, const char *name, struct err *err)
{
	AUTO(mem_free) char *line = NULL;
	size_t cap = 0, number = 0;
	char where[PATH_MAX + 32];
	ssize_t n;

	while (!cli_interrupted() && (n = getline(&line, &cap, in)) > 0) {
		struct str text = str_trim((struct str){line, (size_t)n});

		snprintf(where, sizeof(where), "%s:%zu", name, ++number);
		if (text.n > MAX_LINE_BYTES)
			complain(s, where, "the line is too long");
		else if (text.n && !submit_line(s, text, where, err))
			return false;
	}
	return true;
}

static bool submit_fd(struct submission *s, int fd, const char *name, struct err *err)
{
	AUTO(buf_release) struct buf body = {0};
	struct report report = {.source = str_from(name)};
	struct err why = {0};

	buf_init(&body, MAX_REPORT_BYTES);
	if (fd < 0 ? !file_read(name, &body, &why) : !file_read_fd(fd, name, &body, &why)) {
		complain(s, "", why.text);
		return true;
	}
	if (!body.n) {
		complain(s, name, "the file is empty");
		return true;
	}
	return submit_report(s, &report, &body, err);
}

static bool submit_file(struct submission *s, const char *path, struct err *err)
{
	AUTO(mem_free) char *absolute = NULL;
	FILE *in;
	bool ok;

	if (!s->cli->jsonl && !report_is_json_lines(str_from(path))) {
		absolute = realpath(path, NULL);
		return submit_fd(s, -1, absolute ? absolute : path, err);
	}
	in = fopen(path, "re");
	if (!in) {
		complain(s, path, strerror(errno));
		return true;
	}
	ok = submit_lines(s, in, path, err);
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
		complain(s, path, n < 0 ? strerror(errno) : "folders are nested too deeply");
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

	if (strcmp(path, "-") == 0)
		return s->cli->jsonl ? submit_lines(s, stdin, "stdin", err)
				     : submit_fd(s, STDIN_FILENO, "stdin", err);
	if (strncmp(path, "http://", 7) == 0 || strncmp(path, "https://", 8) == 0) {
		complain(s, path, "addresses are not fetched in this version: save the page and submit it");
		return true;
	}
	/* a link to a folder inside a folder could lead round in circles */
	if ((depth ? lstat(path, &st) : stat(path, &st)) < 0) {
		complain(s, path, strerror(errno));
		return true;
	}
	if (S_ISLNK(st.st_mode) && (stat(path, &st) < 0 || S_ISDIR(st.st_mode))) {
		complain(s, path, "a link to a folder, or to nothing, is not followed");
		return true;
	}
	if (S_ISDIR(st.st_mode))
		return submit_folder(s, path, depth, err);
	if (depth && !S_ISREG(st.st_mode))
		return true;
	return submit_file(s, path, err);
}

/* How many of ids are neither stored nor dead; dead ones are counted. */
static bool still_open(struct submission *s, size_t *from, uint64_t *dead, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};

	arena_init(&arena, 0);
	while (*from < s->nids) {
		struct request request = {.verb = VERB_WHERE, .ids = s->ids + *from,
			.nids = s->nids - *from < 500 ? s->nids - *from : 500};
		struct reply reply;
		size_t i;

		arena_reset(&arena);
		if (!client_ask(s->client, &request, ANSWER_MS, &arena, &reply, err))
			return false;
		for (i = 0; i < reply.nitems; i++) {
			struct str state = reply.items[i].state;

			if (str_eq(state, STR("dead")))
				++*dead;
			else if (!str_eq(state, STR("done")) && !str_eq(state, STR("dropped")))
				return true; /* the reports are looked at in order: wait for this one */
			++*from;
		}
	}
	return true;
}

static bool wait_until_stored(struct submission *s, uint64_t *dead, struct err *err)
{
	const struct timespec pause = {.tv_nsec = 30000000};
	size_t from = 0;

	s->heard_ms = clock_mono_ms();
	while (from < s->nids && !cli_interrupted()) {
		/* an ingestor that is being started again is asked again */
		if (still_open(s, &from, dead, err))
			s->heard_ms = clock_mono_ms();
		else if (clock_mono_ms() - s->heard_ms > PATIENCE_MS)
			return false;
		if (s->progress)
			fprintf(stderr, "\r\033[K%zu of %zu read and stored", from, s->nids);
		if (from < s->nids)
			nanosleep(&pause, NULL);
	}
	if (s->progress)
		fputs("\n", stderr);
	return true;
}

static void release(struct submission *s)
{
	size_t i;

	for (i = 0; i < WINDOW; i++)
		if (s->slots[i].token)
			free_slot(s, &s->slots[i]);
	client_close(&s->client);
	free(s->ids);
}

static bool submit_all(struct submission *s, uint64_t *dead, struct err *err)
{
	bool ok = true;
	int i;

	for (i = 0; ok && i < s->cli->nargs && !cli_interrupted(); i++)
		ok = submit_path(s, s->cli->args[i], 0, err);
	while (ok && s->inflight && !cli_interrupted())
		ok = wait_for_answer(s, err);
	draw(s, true);
	return ok && (!s->cli->wait || wait_until_stored(s, dead, err));
}

int cli_submit(struct cli *cli)
{
	struct submission *s;
	struct err err = {0};
	uint64_t dead = 0;
	bool ok;

	if (!cli->nargs)
		return cli_usage("submit what? sitrep submit PATH... (- is standard input)");
	s = xcalloc(1, sizeof(*s));
	s->cli = cli;
	s->progress = isatty(STDERR_FILENO);
	s->heard_ms = clock_mono_ms();
	s->client = cli_connect(cli, &err);
	cli_catch_signals();
	ok = s->client && submit_all(s, &dead, &err);
	if (cli->format == OUTPUT_JSON)
		printf("{\"accepted\":%" PRIu64 ",\"duplicate\":%" PRIu64 ",\"failed\":%" PRIu64
		       ",\"dead\":%" PRIu64 "}\n", s->accepted, s->duplicate, s->failed, dead);
	else if (ok && !s->progress)
		fprintf(stderr, "%" PRIu64 " accepted, %" PRIu64 " known already, %" PRIu64 " failed\n",
			s->accepted, s->duplicate, s->failed);
	if (dead)
		fprintf(stderr, "%" PRIu64 " could not be read: see sitrep dead list\n", dead);
	dead += s->failed;
	release(s);
	free(s);
	if (!ok)
		return cli_fail(&err);
	if (cli_interrupted())
		return 130;
	return dead ? EX_DATAERR : EX_OK;
}

static int folder_request(struct cli *cli, enum verb verb)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(mem_free) char *path = NULL;
	struct request request = {.verb = verb};
	struct reply reply;
	int code = EX_OK;

	arena_init(&arena, 0);
	if (cli->nargs != 1)
		return cli_usage("which folder? sitrep watch DIR");
	path = realpath(cli->args[0], NULL);
	request.text = str_from(path ? path : cli->args[0]);
	cli_ask(cli, &request, &arena, &reply, &code);
	return code;
}

int cli_watch(struct cli *cli)
{
	return cli->nargs ? folder_request(cli, VERB_WATCH) : cli_watched(cli);
}

int cli_unwatch(struct cli *cli)
{
	return folder_request(cli, VERB_UNWATCH);
}

int cli_watched(struct cli *cli)
{
	static const char *const columns[] = {"folder", "accepted", "last", "warning"};
	AUTO(arena_release) struct arena arena = {0};
	AUTO(output_end) struct output *out = NULL;
	struct request request = {.verb = VERB_WATCHED};
	struct reply reply;
	int code = EX_OK;
	size_t i;

	arena_init(&arena, 0);
	if (!cli_ask(cli, &request, &arena, &reply, &code))
		return code;
	out = output_begin(cli->format, columns, ARRAY_SIZE(columns));
	for (i = 0; i < reply.nitems; i++)
		output_row(out, (struct cell[]){cell_str(reply.items[i].source),
			cell_int(&arena, (int64_t)reply.items[i].bytes),
			cell_time(&arena, reply.items[i].changed_ms), cell_str(reply.items[i].sentence)});
	return EX_OK;
}
