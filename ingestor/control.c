/* SPDX-License-Identifier: Apache-2.0 */
#include "ingestor/control.h"
#include "ingestor/core.h"
#include "ingestor/tries.h"

#define PAGE 1000       /* items in one answer */
#define HEAD_BYTES 4096 /* of a dead report's body, shown */

static struct item item_of(const struct spool_item *s)
{
	struct item item = {
		.seq = s->seq,
		.id = s->id,
		.state = str_from(spool_state_name(s->state)),
		.attempt = s->attempt,
		.source = s->source,
		.media_type = s->media_type,
		.bytes = s->bytes,
		.received_ms = s->received_ms,
		.changed_ms = s->changed_ms,
		.reason = s->reason,
		.sentence = s->sentence,
	};

	if (!s->state)
		item.state = str_eq(s->reason, STR("dropped")) ? STR("dropped") : STR("done");
	return item;
}

static void add_items(
	struct reply *reply, const struct spool_item *v, size_t n, struct arena *arena)
{
	size_t i;

	reply->items = arena_zalloc(arena, n, sizeof(*reply->items));
	reply->nitems = n;
	for (i = 0; i < n; i++)
		reply->items[i] = item_of(&v[i]);
}

static uint32_t page_size(const struct request *request)
{
	return request->limit && request->limit < PAGE ? request->limit : PAGE;
}

static bool dead_list(struct ingestor *in, const struct request *request, struct arena *arena,
	struct reply *reply, struct err *err)
{
	uint32_t limit = page_size(request);
	struct spool_item *items;
	size_t n;

	if (!spool_dead(in->spool, request->after, limit, arena, &items, &n, err))
		return false;
	add_items(reply, items, n, arena);
	reply->next = n == limit ? items[n - 1].seq : 0;
	return true;
}

static bool ledger(struct ingestor *in, const struct request *request, struct arena *arena,
	struct reply *reply, struct err *err)
{
	uint32_t limit = page_size(request);
	struct spool_item *items;
	size_t n;

	if (!spool_ledger(in->spool, request->after, limit, arena, &items, &n, err))
		return false;
	add_items(reply, items, n, arena);
	reply->next = n == limit ? items[n - 1].seq : 0;
	return true;
}

static bool where(struct ingestor *in, const struct request *request, struct arena *arena,
	struct reply *reply, struct err *err)
{
	size_t i, n = request->nids < PAGE ? request->nids : PAGE;

	reply->items = arena_zalloc(arena, n, sizeof(*reply->items));
	reply->nitems = n;
	for (i = 0; i < n; i++) {
		struct spool_item item = {0};
		bool known, live;

		if (!spool_where(in->spool, &request->ids[i], arena, &item, &known, &live, err))
			return false;
		if (known) {
			const struct lease lease = {item.seq, item.attempt};
			const struct worker *holder = workers_holder(&in->workers, lease);
			struct item *to = &reply->items[i];

			*to = item_of(&item);
			if (holder && live && item.state == SPOOL_LEASED)
				to->worker = arena_str(arena, holder->name);
			if (!tries_of(in->spool, item.seq, arena, &to->mishaps, &to->nmishaps, err))
				return false;
		} else {
			reply->items[i] =
				(struct item){.id = request->ids[i], .state = STR("unknown")};
		}
	}
	return true;
}

static bool dead_show(struct ingestor *in, const struct request *request, struct arena *arena,
	struct reply *reply, struct err *err)
{
	struct request one = *request;
	struct str body;

	one.nids = one.nids < 1 ? one.nids : 1;
	if (!where(in, &one, arena, reply, err))
		return false;
	if (reply->nitems == 0 || !str_eq(reply->items[0].state, STR("dead"))) {
		reply->ok = false;
		reply->nitems = 0;
		reply->sentence = STR("that report is not dead");
		return true;
	}
	if (!spool_body(in->spool, reply->items[0].seq, arena, &body, err))
		return false;
	reply->items[0].head = str_slice(body, 0, body.n < HEAD_BYTES ? body.n : HEAD_BYTES);
	return true;
}

static bool act_on(struct ingestor *in, enum verb verb, const struct spool_item *item,
	int64_t now_ms, struct err *err)
{
	bool retry = verb == VERB_DEAD_RETRY;

	return tries_add(in->spool, item, retry ? "retried" : "dropped", (struct str){0}, NULL,
		       now_ms, err) &&
	       (retry ? spool_retry(in->spool, item->seq, now_ms, err)
		      : spool_drop(in->spool, item->seq, err));
}

/* All dead ones, or those of one reason, page by page from the newest. */
static bool act_on_many(struct ingestor *in, const struct request *request, int64_t now_ms,
	struct arena *arena, struct reply *reply, struct err *err)
{
	uint64_t before = 0;
	struct spool_item *items;
	size_t n, i;

	do {
		if (!spool_dead(in->spool, before, PAGE, arena, &items, &n, err))
			return false;
		for (i = 0; i < n; i++) {
			if (!request->all && !str_eq(items[i].reason, request->text))
				continue;
			if (!act_on(in, request->verb, &items[i], now_ms, err))
				return false;
			reply->count++;
		}
		before = n ? items[n - 1].seq : 0;
	} while (n == PAGE);
	return true;
}

static bool act_on_ids(struct ingestor *in, const struct request *request, int64_t now_ms,
	struct arena *arena, struct reply *reply, struct err *err)
{
	size_t i;

	for (i = 0; i < request->nids; i++) {
		struct spool_item item;
		bool known, live;

		if (!spool_where(in->spool, &request->ids[i], arena, &item, &known, &live, err))
			return false;
		if (!live || item.state != SPOOL_DEAD) {
			reply->ok = false;
			reply->sentence = STR("not all of those reports are dead");
			continue;
		}
		if (!act_on(in, request->verb, &item, now_ms, err))
			return false;
		reply->count++;
	}
	return true;
}

/* A piece of the spool's copy. What goes wrong with it is said, and nobody else suffers. */
static bool backup(struct ingestor *in, const struct request *request, int64_t now_ms,
	struct arena *arena, struct reply *reply, struct err *err)
{
	struct err trouble = {0};
	uint32_t left = 0;

	if (!spool_commit(in->spool, err))
		return false;
	in->copied_ms = now_ms;
	reply->ok = spool_copy(in->spool, request->all, &left, &trouble);
	reply->next = left;
	reply->sentence = arena_str(arena, str_from(trouble.text));
	return true;
}

/* A pause outlives the process: only a human ends it. */
static bool pause_stage(
	struct ingestor *in, const struct request *request, struct reply *reply, struct err *err)
{
	bool pause = request->verb == VERB_PAUSE, intake = str_eq(request->text, STR("ingest"));

	if (!intake && request->text.n && !str_eq(request->text, STR("extract"))) {
		reply->ok = false;
		reply->sentence = STR("what can be paused is ingest or extract");
		return true;
	}
	*(intake ? &in->closed : &in->paused) = pause;
	return spool_note(in->spool, intake ? STR("closed") : STR("paused"),
		pause ? STR("yes") : (struct str){0}, err);
}

bool control_answer(struct ingestor *in, const struct request *request, int64_t now_ms,
	struct arena *arena, struct reply *ret_reply, struct err *err)
{
	struct reply *reply = ret_reply;

	*reply = (struct reply){.token = request->token, .ok = true};
	switch (request->verb) {
	case VERB_DEAD_LIST:
		return dead_list(in, request, arena, reply, err);
	case VERB_DEAD_SHOW:
		return dead_show(in, request, arena, reply, err);
	case VERB_DEAD_RETRY:
	case VERB_DEAD_DROP:
		if (request->all || request->text.n)
			return act_on_many(in, request, now_ms, arena, reply, err);
		return act_on_ids(in, request, now_ms, arena, reply, err);
	case VERB_WHERE:
		return where(in, request, arena, reply, err);
	case VERB_LEDGER:
		return ledger(in, request, arena, reply, err);
	case VERB_BACKUP:
		return backup(in, request, now_ms, arena, reply, err);
	case VERB_PAUSE:
	case VERB_RESUME:
		return pause_stage(in, request, reply, err);
	case VERB_WATCH:
	case VERB_UNWATCH:
	case VERB_WATCHED:
	case VERB_FEED_ADD:
	case VERB_FEED_REMOVE:
	case VERB_FEEDS:
	case VERB_SOURCE_CHANGE:
	case VERB_SOURCE_CHANGES:
		if (in->watch && in->watch(in->watch_arg, request, arena, reply))
			return true;
		break;
	case VERB_DECIDE: /* the store's */
	case VERB_UNDO:
	case VERB_SEARCH_SAVE:
	case VERB_SEARCH_FORGET:
	case VERB_SEARCH_TOLD:
	case VERB_END:
		break;
	}
	if (reply->ok) {
		reply->ok = false;
		reply->sentence = STR("this ingestor cannot do that");
	}
	return true;
}
