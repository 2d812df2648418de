/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "cli/submission.h"

#define WINDOW_BYTES ((size_t)64 << 20)
#define ANSWER_MS 2000    /* without any answer everything in flight is sent again */
#define PATIENCE_MS 30000 /* without any answer it is given up */

void submission_complain(struct submission *s, const char *what, const char *sentence)
{
	if (s->progress)
		fputs("\r\033[K", stderr);
	fprintf(stderr, "sitrep: %s%s%s\n", what, what[0] ? ": " : "", sentence);
	s->failed++;
}

static void append_time(char *out, size_t n, uint64_t seconds)
{
	if (seconds < 120)
		snprintf(out, n, "%" PRIu64 " s", seconds);
	else if (seconds < 7200)
		snprintf(out, n, "%" PRIu64 " min", seconds / 60);
	else
		snprintf(out, n, "%" PRIu64 " h", seconds / 3600);
}

/* "[######....] 60% of 3.1 GB, 2 min left, ", nothing if the size of the input is not known. */
static void format_bar(const struct submission *s, int64_t now, char *out, size_t n)
{
	static const char full[] = "####################", empty[] = "....................";
	uint64_t read = s->read_bytes < s->all_bytes ? s->read_bytes : s->all_bytes;
	int cells = s->all_bytes ? (int)(read * 20 / s->all_bytes) : 0;
	double seconds = (double)(now - s->began_ms) / 1000;
	char size[16], left[32] = "";

	out[0] = '\0';
	if (!s->all_bytes)
		return;
	if (seconds > 2 && read)
		append_time(left, sizeof(left),
			(uint64_t)(seconds * (double)(s->all_bytes - read) / (double)read));
	format_bytes(s->all_bytes, size);
	snprintf(out, n, "[%.*s%.*s] %d%% of %s, %s%s", cells, full, 20 - cells, empty,
		(int)(read * 100 / s->all_bytes), size, left, left[0] ? " left, " : "");
}

void submission_draw(struct submission *s, bool last)
{
	int64_t now = clock_mono_ms();
	char bar[128];

	if (!s->progress || (!last && now - s->drawn_ms < 100))
		return;
	s->drawn_ms = now;
	format_bar(s, now, bar, sizeof(bar));
	fprintf(stderr, "\r\033[K%s%" PRIu64 " accepted, %" PRIu64 " known, %" PRIu64 " failed%s",
		bar, s->accepted, s->duplicate, s->failed, last ? "\n" : "");
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
		.u.submit = {.token = f->token,
			.report = f->report,
			.again = s->cli->again,
			.priority = s->cli->wait ? PRIORITY_WAITED : PRIORITY_BULK}};

	m.u.submit.report.body = buf_view(&f->frame_body);
	return client_send(s->client, &m, err);
}

static struct inflight *slot_of(struct submission *s, uint64_t token)
{
	size_t i;

	for (i = 0; i < SUBMISSION_WINDOW; i++)
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
		submission_complain(s, where, sentence);
		break;
	}
	free_slot(s, f);
	submission_draw(s, false);
}

/* Once the pause that the ingestor asked for is over: those that it refused for now. After a
 * silence: everything, since an ingestor that was killed has taken with it what it had not
 * committed. */
static bool send_again(struct submission *s, bool all, struct err *err)
{
	size_t i;

	for (i = 0; i < SUBMISSION_WINDOW; i++) {
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

/* Says once, early, why nothing moves: perhaps this is another line's place. */
static void tell_silence(struct submission *s)
{
	struct err err = {0};

	if (s->told_silence)
		return;
	s->told_silence = true;
	if (!client_unanswered(s->client, &err))
		fprintf(stderr, "%ssitrep: %s; trying for %d s\n", s->progress ? "\r\033[K" : "",
			err.text, PATIENCE_MS / 1000);
}

/* Waits for one answer, or until what was parked has been sent again. */
static bool wait_for_answer(struct submission *s, struct err *err)
{
	int64_t pause = s->parked ? s->resume_ms - clock_mono_ms() : ANSWER_MS;
	AUTO(arena_release) struct arena arena = {0};
	struct message m;
	struct inflight *f;

	submission_draw(s, false);
	if (pause <= 0)
		return send_again(s, false, err);
	if (!client_receive(s->client, (int)pause, &arena, &m, err)) {
		if (cli_interrupted() || err->kind != ERR_RETRY)
			return false;
		if (s->parked)
			return true; /* the pause is over */
		if (clock_mono_ms() - s->heard_ms < PATIENCE_MS) {
			tell_silence(s);
			return send_again(s, true, err);
		}
		return client_unanswered(s->client, err);
	}
	s->heard_ms = clock_mono_ms();
	f = m.type == MESSAGE_SUBMITTED ? slot_of(s, m.u.submitted.token) : NULL;
	if (f)
		settle(s, f, &m.u.submitted);
	return true;
}

bool submission_put(
	struct submission *s, const struct report *report, struct buf *body, struct err *err)
{
	struct inflight *f;

	while (s->inflight == SUBMISSION_WINDOW ||
		(s->inflight && s->bytes + body->n > WINDOW_BYTES))
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
	f->report.dated = arena_str(&f->arena, report->dated);
	f->report.media_type = arena_str(&f->arena, report->media_type);
	s->inflight++;
	s->bytes += f->frame_body.n;
	return send_one(s, f, err);
}

/* How many of ids are neither stored nor dead; dead ones are counted. */
static bool still_open(struct submission *s, size_t *from, uint64_t *dead, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};

	arena_init(&arena, 0);
	while (*from < s->nids) {
		struct request request = {.verb = VERB_WHERE,
			.ids = s->ids + *from,
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
				/* the reports are looked at in order: wait for this one */
				return true;
			++*from;
		}
	}
	return true;
}

bool submission_wait(struct submission *s, uint64_t *ret_dead, struct err *err)
{
	const struct timespec pause = {.tv_nsec = 30000000};
	size_t from = 0;

	s->heard_ms = clock_mono_ms();
	while (from < s->nids && !cli_interrupted()) {
		/* an ingestor that is being started again is asked again */
		if (still_open(s, &from, ret_dead, err))
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

bool submission_finish(struct submission *s, struct err *err)
{
	bool ok = true;

	while (ok && s->inflight && !cli_interrupted())
		ok = wait_for_answer(s, err);
	return ok;
}

struct submission *submission_new(struct cli *cli, struct err *err)
{
	struct submission *s = xcalloc(1, sizeof(*s));

	s->cli = cli;
	s->progress = isatty(STDERR_FILENO);
	s->heard_ms = s->began_ms = clock_mono_ms();
	s->client = cli_connect(cli, err);
	if (!s->client)
		submission_free(&s);
	return s;
}

void submission_free(struct submission **submission)
{
	struct submission *s = *submission;
	size_t i;

	if (!s)
		return;
	for (i = 0; i < SUBMISSION_WINDOW; i++)
		if (s->slots[i].token)
			free_slot(s, &s->slots[i]);
	client_close(&s->client);
	free(s->ids);
	free(s);
	*submission = NULL;
}
