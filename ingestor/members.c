/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "ingestor/members.h"
#include "service/unpacker.h"

#define STEP_MEMBERS 256
#define STEP_BYTES ((size_t)16 << 20)

struct members {
	char *path; /* owned */
	struct unpacker *unpacker;
	struct report given; /* what goes with what has no name; strings in own */
	struct arena own;
	members_fn *fn; /* NULL: nobody listens */
	void *arg;
	struct arena arena; /* of the member at hand */
	struct unpacked at_hand;
	bool holding; /* at_hand is still to be taken */
	bool again, broken;
	char warning[256];
};

static struct members *new_members(struct unpacker *unpacker, struct str path)
{
	struct members *m = xcalloc(1, sizeof(*m));

	m->path = xstrndup(path.p, path.n);
	m->unpacker = unpacker;
	arena_init(&m->arena, MAX_UNPACK_BYTES);
	arena_init(&m->own, 0);
	return m;
}

struct members *members_start(
	const char *program, uint64_t memory_bytes, const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct unpacker *unpacker;

	if (fd < 0) {
		err_set(err, ERR_REJECT, "cannot open %s: %m", path);
		return NULL;
	}
	unpacker = unpacker_start(program, fd, "", memory_bytes, err);
	close(fd);
	return unpacker ? new_members(unpacker, str_from(path)) : NULL;
}

struct members *members_start_bytes(const char *program, uint64_t memory_bytes,
	const struct report *given, members_fn *fn, void *arg, struct err *err)
{
	struct unpacker *unpacker =
		unpacker_start_bytes(program, given->body, "", memory_bytes, err);
	struct members *m;

	if (!unpacker)
		return NULL;
	m = new_members(unpacker, given->source);
	m->given.url = arena_str(&m->own, given->url);
	m->given.title = arena_str(&m->own, given->title);
	m->given.published = arena_str(&m->own, given->published);
	m->fn = fn;
	m->arg = arg;
	return m;
}

void members_free(struct members **members)
{
	struct members *m = *members;

	if (!m)
		return;
	unpacker_stop(&m->unpacker);
	arena_release(&m->arena);
	arena_release(&m->own);
	free(m->path);
	free(m);
	*members = NULL;
}

const char *members_path(const struct members *m)
{
	return m->path;
}

const char *members_warning(const struct members *m)
{
	return m->warning;
}

bool members_to_be_tried_again(const struct members *m)
{
	return m->again;
}

bool members_wait_for_room(const struct members *m)
{
	return m->holding;
}

bool members_broken(const struct members *m)
{
	return m->broken;
}

/* The member's whole source; "" is the archive itself. */
static void name_source(const struct members *m, struct str member, struct buf *out)
{
	buf_init(out, 2 * MAX_SOURCE_BYTES);
	buf_printf(out, "%s%s%.*s", m->path, member.n ? "!" : "", STR_ARGS(member));
}

static void tell(struct members *m, struct str source, const struct submitted *answer)
{
	if (answer->outcome == OUTCOME_REFUSED && !m->warning[0])
		snprintf(m->warning, sizeof(m->warning), "%.*s: %.*s",
			(int)(source.n < 120 ? source.n : 120), source.p,
			STR_ARGS(answer->sentence));
	if (m->fn)
		m->fn(m->arg, source, answer);
}

static void refuse(struct members *m, struct str member, struct str sentence)
{
	struct submitted answer = {.outcome = OUTCOME_REFUSED, .sentence = sentence};
	AUTO(buf_release) struct buf source = {0};

	name_source(m, member, &source);
	tell(m, buf_view(&source), &answer);
}

/* The next member into at_hand, unless one is there; *ret_state says what else. */
static void fetch(struct members *m, enum members_state *ret_state)
{
	struct message message;
	struct err err = {0};

	*ret_state = MEMBERS_MORE;
	if (m->holding)
		return;
	arena_reset(&m->arena);
	switch (unpacker_next(m->unpacker, &m->arena, &message, &err)) {
	case UNPACKER_NOTHING:
		*ret_state = MEMBERS_WAIT;
		break;
	case UNPACKER_MEMBER:
		m->at_hand = message.u.member;
		m->holding = true;
		break;
	case UNPACKER_END:
		m->broken = !message.u.members_end.ok;
		if (m->broken)
			refuse(m, STR(""), message.u.members_end.sentence);
		*ret_state = MEMBERS_DONE;
		break;
	case UNPACKER_FAILED:
		m->broken = true;
		refuse(m, STR(""), str_from(err.text));
		m->again = err.kind == ERR_RETRY;
		*ret_state = MEMBERS_DONE;
		break;
	}
}

static bool take(struct members *m, struct ingestor *ingestor, int64_t now_ms, bool *ret_busy,
	uint64_t *accepted, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(buf_release) struct buf source = {0};
	struct submit submit = {.report = m->at_hand.report};
	struct submitted answer;

	*ret_busy = false;
	m->holding = false;
	if (m->at_hand.sentence.n) {
		refuse(m, m->at_hand.report.source, m->at_hand.sentence);
		return true;
	}
	arena_init(&arena, 0);
	name_source(m, m->at_hand.report.source, &source);
	if (!submit.report.source.n && !submit.report.url.n) {
		submit.report.url = m->given.url;
		submit.report.title = m->given.title;
		submit.report.published = m->given.published;
	}
	submit.report.source = buf_view(&source);
	if (!ingestor_take(ingestor, &submit, now_ms, &arena, &answer, err))
		return false;
	*ret_busy = m->holding = answer.outcome == OUTCOME_BUSY;
	*accepted += answer.outcome == OUTCOME_ACCEPTED;
	if (!*ret_busy)
		tell(m, buf_view(&source), &answer);
	return true;
}

bool members_step(struct members *m, struct ingestor *ingestor, int64_t now_ms,
	enum members_state *ret_state, uint64_t *ret_accepted, struct err *err)
{
	size_t n, bytes = 0;

	*ret_accepted = 0;
	for (n = 0; n < STEP_MEMBERS && bytes < STEP_BYTES; n++) {
		bool busy;

		fetch(m, ret_state);
		if (!m->holding)
			return true;
		bytes += m->at_hand.report.body.n;
		if (!take(m, ingestor, now_ms, &busy, ret_accepted, err))
			return false;
		if (busy) {
			*ret_state = MEMBERS_WAIT;
			return true;
		}
	}
	return true;
}
