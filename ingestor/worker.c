/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/mem.h"
#include "ingestor/worker.h"

void workers_init(struct workers *workers)
{
	*workers = (struct workers){0};
	map_init(&workers->by_peer);
}

static void worker_free(struct worker *w)
{
	free((char *)w->peer.p);
	free((char *)w->name.p);
	free((char *)w->host.p);
	free((char *)w->version.p);
	free(w->held.v);
	free(w->sent.v);
	free(w->sent_before.v);
	free(w);
}

void workers_release(struct workers *workers)
{
	while (workers->first) {
		struct worker *next = workers->first->next;

		worker_free(workers->first);
		workers->first = next;
	}
	map_release(&workers->by_peer);
}

struct worker *workers_find(const struct workers *workers, struct str peer)
{
	struct map_slot *slot = map_get(&workers->by_peer, peer);

	return slot ? slot->value.ptr : NULL;
}

static struct str own(struct str s)
{
	return (struct str){xstrndup(s.n ? s.p : "", s.n), s.n};
}

static void own_again(struct str *field, struct str s)
{
	if (str_eq(*field, s) && field->p)
		return;
	free((char *)field->p);
	*field = own(s);
}

static void add(struct lease_list *list, struct lease lease)
{
	if (list->n == list->cap) {
		list->cap = list->cap ? 2 * list->cap : 64;
		list->v = xrealloc(list->v, list->cap, sizeof(*list->v));
	}
	list->v[list->n++] = lease;
}

static bool has(const struct lease_list *list, struct lease lease)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (list->v[i].seq == lease.seq && list->v[i].attempt == lease.attempt)
			return true;
	return false;
}

const struct worker *workers_holder(const struct workers *workers, struct lease lease)
{
	const struct worker *w;

	for (w = workers->first; w; w = w->next)
		if (has(&w->held, lease) || has(&w->sent, lease) || has(&w->sent_before, lease))
			return w;
	return NULL;
}

void worker_sent(struct worker *worker, struct lease lease)
{
	worker->sent_since_heard = true;
	add(&worker->sent, lease);
}

static void holds(struct worker *w, const struct leases *held)
{
	struct lease_list before = w->sent_before;
	size_t i;

	w->sent_before = w->sent;
	w->sent = before;
	w->sent.n = 0;
	w->held.n = 0;
	for (i = 0; i < held->n; i++)
		add(&w->held, held->v[i]);
}

struct worker *workers_heard(
	struct workers *workers, struct str peer, const struct heartbeat *heartbeat, int64_t now_ms)
{
	struct worker *w = workers_find(workers, peer);

	if (!w) {
		w = xcalloc(1, sizeof(*w));
		w->peer = own(peer);
		w->next = workers->first;
		workers->first = w;
		map_put(&workers->by_peer, w->peer, NULL)->value.ptr = w;
	}
	own_again(&w->name, heartbeat->worker);
	own_again(&w->host, heartbeat->host);
	own_again(&w->version, heartbeat->version);
	w->last = *heartbeat;
	w->last.worker = w->name;
	w->last.host = w->host;
	w->last.version = w->version;
	w->last.held = (struct leases){0};
	holds(w, &heartbeat->held);
	w->unreachable = w->gone = false;
	w->seen_ms = now_ms;
	return w;
}

struct worker *workers_choose(const struct workers *workers, int64_t alive_since_ms)
{
	struct worker *best = NULL, *w;

	for (w = workers->first; w; w = w->next) {
		if (w->leased >= w->last.window || w->seen_ms < alive_since_ms || w->unreachable)
			continue;
		if (!best || w->leased < best->leased)
			best = w;
	}
	return best;
}

bool workers_has(const struct workers *workers, struct str name)
{
	const struct worker *w;

	for (w = workers->first; w; w = w->next)
		if (!w->gone && str_eq(w->name, name))
			return true;
	return false;
}

/* The map cannot delete, so it is made anew: workers are few and seldom die. */
static void rebuild_map(struct workers *workers)
{
	struct worker *w;

	map_release(&workers->by_peer);
	for (w = workers->first; w; w = w->next)
		map_put(&workers->by_peer, w->peer, NULL)->value.ptr = w;
}

void workers_forget(struct workers *workers, int64_t silent_since_ms)
{
	struct worker **link = &workers->first;
	bool any = false;

	while (*link) {
		struct worker *w = *link;

		if (w->seen_ms >= silent_since_ms) {
			link = &w->next;
			continue;
		}
		*link = w->next;
		worker_free(w);
		any = true;
	}
	if (any)
		rebuild_map(workers);
}
