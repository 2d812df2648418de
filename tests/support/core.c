/* SPDX-License-Identifier: Apache-2.0 */
#include "support/core.h"

#include <check.h>

#include "wire/wire.h"

const struct ingestor_policy policy = {.lease_ms = 30000,
	.max_attempts = 3,
	.max_lost = 4,
	.retry_min_ms = 1000,
	.retry_max_ms = 60000};

struct fixture start(void)
{
	const struct spool_limits limits = {100, 1 << 20};
	struct fixture f = {.spool = spool_open_mem(&limits)};

	f.in = ingestor_new(f.spool, &policy, 1);
	f.now = SECONDS(1000);
	return f;
}

void stop(struct fixture *f)
{
	ingestor_free(&f->in);
	spool_close(&f->spool);
	outbox_release(&f->out);
	arena_release(&f->arena);
}

enum outcome submit(struct fixture *f, const char *body)
{
	struct submit s = {.report = {.body = str_from(body), .source = STR("test")}};
	struct submitted answer;

	ck_assert(ingestor_take(f->in, &s, f->now, &f->arena, &answer, NULL));
	return answer.outcome;
}

void beat(struct fixture *f, const char *worker, uint32_t window, struct leases held)
{
	struct message m = {.type = MESSAGE_HEARTBEAT,
		.u.heartbeat = {.worker = str_from(worker),
			.window = window,
			.held = held,
			.busy = held.n > 0}};

	ck_assert(ingestor_on_work(f->in, str_from(worker), &m, f->now, &f->out, NULL));
}

void tick(struct fixture *f)
{
	ck_assert(ingestor_tick(f->in, f->now, &f->out, NULL));
}

size_t take_assignments(struct fixture *f, const char *worker, struct assignment *ret)
{
	size_t i, n = 0;

	for (i = 0; i < f->out.n; i++) {
		struct message m;

		ck_assert(wire_unpack(
			arena_str(&f->arena, buf_view(&f->out.v[i].frame)), &f->arena, &m, NULL));
		if (m.type == MESSAGE_ASSIGNMENT && str_eq(f->out.v[i].peer, str_from(worker)))
			ret[n++] = m.u.assignment;
	}
	outbox_clear(&f->out);
	return n;
}

size_t ask_for_work(struct fixture *f, const char *worker, uint32_t window, struct assignment *ret)
{
	beat(f, worker, window, (struct leases){0});
	tick(f);
	return take_assignments(f, worker, ret);
}

void say_failed(struct fixture *f, const char *worker, struct lease lease, bool permanent)
{
	struct message m = {.type = MESSAGE_FAILED,
		.u.failed = {lease, permanent, STR("crash"), STR("SIGSEGV")}};

	ck_assert(ingestor_on_work(f->in, str_from(worker), &m, f->now, &f->out, NULL));
}

struct status status_of(struct fixture *f)
{
	struct status s = {0};

	ck_assert(ingestor_status(f->in, f->now, &f->arena, &s, NULL));
	return s;
}
