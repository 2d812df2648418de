/* SPDX-License-Identifier: Apache-2.0
 * spool.c - the arrows of the drawing in spool.h, over whichever implementation is behind. */
#include "ingestor/spool_ops.h"

const char *spool_state_name(enum spool_state state)
{
	switch (state) {
	case SPOOL_READY:
		return "ready";
	case SPOOL_LEASED:
		return "leased";
	case SPOOL_DELAYED:
		return "delayed";
	case SPOOL_DEAD:
		return "dead";
	}
	return "unknown";
}

uint64_t *spool_counter(struct spool_counts *c, size_t i, const char **ret_name)
{
	static const char *const names[] = {
		"accepted", "duplicate", "done", "died", "dropped", "retried", "expired", "again"};
	uint64_t *const fields[] = {&c->accepted, &c->duplicate, &c->done, &c->died, &c->dropped,
		&c->retried, &c->expired, &c->again};

	if (i >= ARRAY_SIZE(names))
		return NULL;
	*ret_name = names[i];
	return fields[i];
}

void spool_close(struct spool **spool)
{
	if (*spool) {
		spool_copy_end(*spool);
		(*spool)->ops->close(*spool);
	}
	*spool = NULL;
}

static bool spool_is_full(const struct spool *spool, uint64_t bytes)
{
	const struct spool_counts *c = &spool->counts;
	uint64_t held = c->in_state[SPOOL_READY] + c->in_state[SPOOL_LEASED] +
			c->in_state[SPOOL_DELAYED] + c->in_state[SPOOL_DEAD];

	return held >= spool->limits.max_reports || c->bytes + bytes > spool->limits.max_bytes;
}

bool spool_put(struct spool *spool, const struct submit *submit, struct arena *arena,
	enum spool_put *ret_put, struct spool_item *ret_first, struct err *err)
{
	bool known, live;

	if (!spool->ops->where(spool, &submit->report.id, arena, ret_first, &known, &live, err))
		return false;
	if (live || (known && !submit->again)) {
		spool->counts.duplicate += !submit->again;
		*ret_put = SPOOL_DUPLICATE;
		return true;
	}
	if (spool_is_full(spool, submit->report.body.n)) {
		*ret_put = SPOOL_FULL;
		return true;
	}
	if (!spool->ops->put(spool, submit, arena, ret_put, ret_first, err))
		return false;
	spool->counts.in_state[SPOOL_READY]++;
	spool->counts.bytes += submit->report.body.n;
	if (known)
		spool->counts.again++;
	else
		spool->counts.accepted++;
	*ret_put = SPOOL_ACCEPTED;
	return true;
}

bool spool_lease(struct spool *spool, int64_t now_ms, int64_t until_ms, struct arena *arena,
	struct spool_item *ret_item, struct report *ret_report, bool *ret_found, struct err *err)
{
	*ret_found = false;
	if (spool->counts.in_state[SPOOL_READY] == 0)
		return true;
	if (!spool->ops->lease(
		    spool, now_ms, until_ms, arena, ret_item, ret_report, ret_found, err))
		return false;
	if (*ret_found) {
		spool->counts.in_state[SPOOL_READY]--;
		spool->counts.in_state[SPOOL_LEASED]++;
	}
	return true;
}

bool spool_renew(
	struct spool *spool, struct lease lease, int64_t until_ms, bool *ret_found, struct err *err)
{
	return spool->ops->renew(spool, lease, until_ms, ret_found, err);
}

bool spool_find(struct spool *spool, struct lease lease, struct arena *arena,
	struct spool_item *ret_item, bool *ret_found, struct err *err)
{
	if (!spool->ops->get(spool, lease.seq, arena, ret_item, ret_found, err))
		return false;
	*ret_found =
		*ret_found && ret_item->state == SPOOL_LEASED && ret_item->attempt == lease.attempt;
	return true;
}

static void count_move(struct spool *spool, enum spool_state from, enum spool_state to)
{
	spool->counts.in_state[from]--;
	spool->counts.in_state[to]++;
}

static bool spool_move(
	struct spool *spool, const struct spool_item *was, struct spool_item *now, struct err *err)
{
	if (!spool->ops->update(spool, now, err))
		return false;
	count_move(spool, was->state, now->state);
	return true;
}

static bool spool_remove(
	struct spool *spool, const struct spool_item *item, bool dropped, struct err *err)
{
	if (!spool->ops->remove(spool, item, dropped, err))
		return false;
	spool->counts.in_state[item->state]--;
	spool->counts.bytes -= item->bytes;
	return true;
}

bool spool_done(struct spool *spool, struct lease lease, struct arena *arena,
	struct spool_item *ret_item, struct err *err)
{
	bool found;

	if (!spool->ops->get(spool, lease.seq, arena, ret_item, &found, err))
		return false;
	if (!found || lease.attempt > ret_item->attempt) {
		ret_item->seq = 0;
		return true;
	}
	spool->counts.done++;
	return spool_remove(spool, ret_item, false, err);
}

bool spool_requeue(struct spool *spool, const struct spool_item *item, bool lost, int64_t now_ms,
	struct err *err)
{
	struct spool_item now = *item;

	now.state = SPOOL_READY;
	now.due_ms = 0;
	now.changed_ms = now_ms;
	if (lost) {
		now.lost++;
		spool->counts.expired++;
	}
	return spool_move(spool, item, &now, err);
}

bool spool_delay(struct spool *spool, const struct spool_item *item, const struct spool_why *why,
	int64_t due_ms, int64_t now_ms, struct err *err)
{
	struct spool_item now = *item;

	now.state = SPOOL_DELAYED;
	now.due_ms = due_ms;
	now.changed_ms = now_ms;
	now.failed += !why->ours;
	now.reason = why->reason;
	now.sentence = why->sentence;
	spool->counts.retried++;
	return spool_move(spool, item, &now, err);
}

bool spool_bury(struct spool *spool, const struct spool_item *item, const struct spool_why *why,
	int64_t now_ms, struct err *err)
{
	struct spool_item now = *item;

	now.state = SPOOL_DEAD;
	now.due_ms = 0;
	now.changed_ms = now_ms;
	now.failed++;
	now.reason = why->reason;
	now.sentence = why->sentence;
	spool->counts.died++;
	return spool_move(spool, item, &now, err);
}

bool spool_promote(struct spool *spool, int64_t now_ms, struct err *err)
{
	return spool->counts.in_state[SPOOL_DELAYED] == 0 ||
	       spool->ops->promote(spool, now_ms, err);
}

bool spool_expired(struct spool *spool, int64_t now_ms, struct arena *arena,
	struct spool_item *ret_item, bool *ret_found, struct err *err)
{
	*ret_found = false;
	return spool->counts.in_state[SPOOL_LEASED] == 0 ||
	       spool->ops->expired(spool, now_ms, arena, ret_item, ret_found, err);
}

bool spool_shorten_leases(struct spool *spool, int64_t until_ms, struct err *err)
{
	return spool->ops->shorten_leases(spool, until_ms, err);
}

bool spool_dead(struct spool *spool, uint64_t before, uint32_t limit, struct arena *arena,
	struct spool_item **ret_items, size_t *ret_n, struct err *err)
{
	return spool->ops->dead(spool, before, limit, arena, ret_items, ret_n, err);
}

static bool spool_get_dead(struct spool *spool, uint64_t seq, struct arena *arena,
	struct spool_item *ret, struct err *err)
{
	bool found;

	if (!spool->ops->get(spool, seq, arena, ret, &found, err))
		return false;
	if (!found || ret->state != SPOOL_DEAD)
		return err_set(err, ERR_REJECT, "report %llu is not dead", (unsigned long long)seq);
	return true;
}

bool spool_retry(struct spool *spool, uint64_t seq, int64_t now_ms, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct spool_item was, now;

	arena_init(&arena, 0);
	if (!spool_get_dead(spool, seq, &arena, &was, err))
		return false;
	now = was;
	now.state = SPOOL_READY;
	now.failed = 0;
	now.lost = 0;
	now.changed_ms = now_ms;
	now.reason = (struct str){0};
	now.sentence = (struct str){0};
	return spool_move(spool, &was, &now, err);
}

bool spool_drop(struct spool *spool, uint64_t seq, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct spool_item item;

	arena_init(&arena, 0);
	if (!spool_get_dead(spool, seq, &arena, &item, err))
		return false;
	spool->counts.dropped++;
	return spool_remove(spool, &item, true, err);
}

bool spool_where(struct spool *spool, const struct report_id *id, struct arena *arena,
	struct spool_item *ret_item, bool *ret_known, bool *ret_live, struct err *err)
{
	return spool->ops->where(spool, id, arena, ret_item, ret_known, ret_live, err);
}

bool spool_ledger(struct spool *spool, uint64_t after, uint32_t limit, struct arena *arena,
	struct spool_item **ret_items, size_t *ret_n, struct err *err)
{
	return spool->ops->ledger(spool, after, limit, arena, ret_items, ret_n, err);
}

bool spool_body(struct spool *spool, uint64_t seq, struct arena *arena, struct str *ret_body,
	struct err *err)
{
	return spool->ops->body(spool, seq, arena, ret_body, err);
}

bool spool_note(struct spool *spool, struct str key, struct str value, struct err *err)
{
	return spool->ops->note(spool, key, value, err);
}

bool spool_noted(struct spool *spool, struct str key, struct arena *arena, struct str *ret_value,
	struct err *err)
{
	return spool->ops->noted(spool, key, arena, ret_value, err);
}

bool spool_notes(struct spool *spool, struct str prefix, struct arena *arena, struct str **ret_keys,
	size_t *ret_n, struct err *err)
{
	return spool->ops->notes(spool, prefix, arena, ret_keys, ret_n, err);
}

void spool_counts(const struct spool *spool, struct spool_counts *ret)
{
	*ret = spool->counts;
}

void spool_limits(const struct spool *spool, uint64_t *ret_reports, uint64_t *ret_bytes)
{
	*ret_reports = spool->limits.max_reports;
	*ret_bytes = spool->limits.max_bytes;
}

bool spool_oldest(struct spool *spool, int64_t *ret_ms, struct err *err)
{
	return spool->ops->oldest(spool, ret_ms, err);
}

bool spool_commit(struct spool *spool, struct err *err)
{
	return spool->ops->commit(spool, err);
}

void spool_rollback(struct spool *spool)
{
	spool->ops->rollback(spool);
}
