/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/parse.h"
#include "ingestor/intake_http.h"

#define NOTE "heard-http" /* time of the last new report and their number, in the spool */
#define DAY_MS ((int64_t)86400000)
#define MAX_UNPACKING 2 /* processes that take archives apart at a time; others wait */

struct intake_http {
	struct ingestor *ingestor; /* borrowed */
	struct delivery_options options;
	struct delivery **v; /* [n] owned, oldest first */
	size_t n, cap;
	struct err failure;  /* of the spool, in this batch */
	struct spool *spool; /* borrowed */
	int64_t silence_ms, last_ms;
	uint64_t accepted;
};

static bool recall(struct intake_http *intake, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	uint64_t last_ms, accepted;
	struct str value, last;

	arena_init(&arena, 0);
	if (!spool_noted(intake->spool, STR(NOTE), &arena, &value, err))
		return false;
	if (str_next_field(&value, ' ', &last) && parse_u64(last, 0, INT64_MAX, &last_ms) &&
		parse_u64(value, 0, INT64_MAX, &accepted)) {
		intake->last_ms = (int64_t)last_ms;
		intake->accepted = accepted;
	}
	return true;
}

struct intake_http *intake_http_new(struct ingestor *ingestor, struct spool *spool,
	const struct delivery_options *options, int64_t silence_ms, struct err *err)
{
	struct intake_http *intake = xcalloc(1, sizeof(*intake));

	intake->ingestor = ingestor;
	intake->spool = spool;
	intake->options = *options;
	intake->silence_ms = silence_ms;
	if (recall(intake, err))
		return intake;
	free(intake);
	return NULL;
}

void intake_http_free(struct intake_http **intake)
{
	if (!*intake)
		return;
	intake_http_flush(*intake, false);
	free((*intake)->v);
	free(*intake);
	*intake = NULL;
}

static void answer_now(struct http_request *request, unsigned status, const char *sentence)
{
	AUTO(buf_release) struct buf out = {0};

	buf_init(&out, 4096);
	delivery_refuse(&out, (struct str){0}, str_from(sentence));
	http_respond(request, status, "application/json", buf_view(&out));
}

static bool may_unpack(const struct intake_http *intake)
{
	size_t i, n = 0;

	for (i = 0; i < intake->n; i++)
		n += intake->v[i]->members != NULL;
	return n < MAX_UNPACKING;
}

static void begin(struct intake_http *intake, struct http_request *request)
{
	struct delivery *d = delivery_new(request);
	int64_t next_ms;

	if (intake->n == intake->cap) {
		intake->cap = intake->cap ? intake->cap * 2 : 16;
		intake->v = xrealloc(intake->v, intake->cap, sizeof(*intake->v));
	}
	intake->v[intake->n++] = d;
	if (intake->failure.kind == ERR_NONE)
		(void)!delivery_step(d, intake->ingestor, &intake->options, may_unpack(intake),
			clock_wall_ms(), &next_ms, &intake->failure);
}

/* When it was last heard, into the batch of what it brought. */
static bool note_heard(struct intake_http *intake, int64_t now_ms, struct err *err)
{
	uint64_t accepted = 0;
	char value[64];
	size_t i;

	for (i = 0; i < intake->n; i++) {
		accepted += intake->v[i]->accepted;
		intake->v[i]->accepted = 0;
	}
	if (!accepted)
		return true;
	intake->accepted += accepted;
	intake->last_ms = now_ms;
	snprintf(value, sizeof(value), "%" PRId64 " %" PRIu64, intake->last_ms, intake->accepted);
	return spool_note(intake->spool, STR(NOTE), str_from(value), err);
}

void intake_http_status(const struct intake_http *intake, int64_t now_ms, struct arena *arena,
	struct status *status)
{
	struct source_status *grown;
	char text[64] = "";

	if (!intake->last_ms)
		return;
	if (now_ms - intake->last_ms >= intake->silence_ms)
		snprintf(text, sizeof(text), "nothing new for %" PRId64 " days",
			(now_ms - intake->last_ms) / DAY_MS);
	grown = arena_zalloc(arena, status->nsources + 1, sizeof(*grown));
	if (status->nsources)
		memcpy(grown, status->sources, status->nsources * sizeof(*grown));
	grown[status->nsources++] = (struct source_status){.name = STR("POST /reports"),
		.kind = STR("http"),
		.accepted = intake->accepted,
		.last_ms = intake->last_ms,
		.warning = arena_str(arena, str_from(text))};
	status->sources = grown;
}

bool intake_http_step(
	struct intake_http *intake, int64_t now_ms, int64_t *ret_next_ms, struct err *err)
{
	size_t i;

	if (intake->failure.kind != ERR_NONE) {
		*err = intake->failure;
		err_clear(&intake->failure);
		return false;
	}
	for (i = 0; i < intake->n; i++) {
		struct delivery *d = intake->v[i];
		int64_t next_ms;

		if (d->done)
			continue;
		if (!delivery_step(d, intake->ingestor, &intake->options, may_unpack(intake),
			    now_ms, &next_ms, err))
			return false;
		*ret_next_ms = next_ms < *ret_next_ms ? next_ms : *ret_next_ms;
	}
	return note_heard(intake, now_ms, err);
}

void intake_http_on_request(void *arg, struct http_request *request)
{
	struct intake_http *intake = arg;
	struct str path = http_path(request);

	if (str_eq(path, STR("/livez"))) {
		http_respond(request, 200, "text/plain", STR("ok\n"));
	} else if (!str_eq(path, STR("/reports"))) {
		answer_now(request, 404, "there is nothing here; reports go to POST /reports");
	} else if (!str_eq(http_method(request), STR("POST"))) {
		http_add_header(request, "Allow", "POST");
		answer_now(request, 405, "reports are sent with POST");
	} else {
		begin(intake, request);
	}
}

static void answer(struct delivery *d, bool committed)
{
	unsigned status = committed ? d->status : 503;

	if (status == 429 || status == 503)
		http_add_header(d->request, "Retry-After", "1");
	if (committed)
		http_respond(d->request, status, "application/json", buf_view(&d->answer));
	else
		answer_now(d->request, status, "the spool could not be written: try again");
}

void intake_http_flush(struct intake_http *intake, bool committed)
{
	struct err err = {0};
	size_t i, kept = 0;

	if (!committed)
		(void)!recall(intake, &err); /* what was counted in this batch has not happened */
	for (i = 0; i < intake->n; i++) {
		struct delivery *d = intake->v[i];

		if (committed && !d->done) {
			intake->v[kept++] = d;
			continue;
		}
		answer(d, committed);
		delivery_free(&d);
	}
	intake->n = kept;
}
