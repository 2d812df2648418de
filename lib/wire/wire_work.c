/* SPDX-License-Identifier: Apache-2.0
 * wire_work.c - work.proto. */
#include "wire/convert.h"

static Sitrep__Lease *lease_to_pb(const struct lease *lease, struct arena *arena)
{
	Sitrep__Lease *pb = NEW_PB(arena, Sitrep__Lease, sitrep__lease__init);

	pb->seq = lease->seq;
	pb->attempt = lease->attempt;
	return pb;
}

static Sitrep__Lease **leases_to_pb(const struct leases *leases, struct arena *arena)
{
	Sitrep__Lease **v = arena_zalloc(arena, leases->n, sizeof(*v));
	size_t i;

	for (i = 0; i < leases->n; i++)
		v[i] = lease_to_pb(&leases->v[i], arena);
	return v;
}

static struct lease lease_from_pb(const Sitrep__Lease *pb)
{
	return (struct lease){.seq = pb->seq, .attempt = pb->attempt};
}

bool leases_from_pb(Sitrep__Lease *const *v, size_t n, struct arena *arena, struct leases *ret)
{
	size_t i;

	ret->n = n;
	ret->v = arena_zalloc(arena, n, sizeof(*ret->v));
	for (i = 0; i < n; i++)
		ret->v[i] = lease_from_pb(v[i]);
	return true;
}

static Sitrep__Heartbeat *heartbeat_to_pb(const struct heartbeat *h, struct arena *arena)
{
	Sitrep__Heartbeat *pb = NEW_PB(arena, Sitrep__Heartbeat, sitrep__heartbeat__init);

	pb->worker = pb_string(arena, h->worker);
	pb->window = h->window;
	pb->n_held = h->held.n;
	pb->held = leases_to_pb(&h->held, arena);
	pb->pid = h->pid;
	pb->host = pb_string(arena, h->host);
	pb->version = pb_string(arena, h->version);
	pb->done = h->done;
	pb->failed = h->failed;
	if (h->busy)
		pb->busy_on = pb_id(&h->busy_on);
	pb->busy_since_ms = h->busy_since_ms;
	pb->rss_bytes = h->rss_bytes;
	pb->received_unreadable = h->received_unreadable;
	return pb;
}

bool heartbeat_from_pb(
	const Sitrep__Heartbeat *pb, struct arena *arena, struct heartbeat *ret, struct err *err)
{
	if (!pb->worker[0])
		return err_set(err, ERR_REJECT, "a heartbeat names no worker");
	*ret = (struct heartbeat){
		.worker = str_from_pb(pb->worker),
		.window = pb->window,
		.pid = pb->pid,
		.host = str_from_pb(pb->host),
		.version = str_from_pb(pb->version),
		.done = pb->done,
		.failed = pb->failed,
		.busy = pb->busy_on.len > 0,
		.busy_since_ms = pb->busy_since_ms,
		.rss_bytes = pb->rss_bytes,
		.received_unreadable = pb->received_unreadable,
	};
	if (ret->busy && !id_from_pb(pb->busy_on, &ret->busy_on, err))
		return false;
	return leases_from_pb(pb->held, pb->n_held, arena, &ret->held);
}

static Sitrep__Assignment *assignment_to_pb(const struct assignment *a, struct arena *arena)
{
	Sitrep__Assignment *pb = NEW_PB(arena, Sitrep__Assignment, sitrep__assignment__init);

	pb->lease = lease_to_pb(&a->lease, arena);
	pb->report = report_to_pb(&a->report, arena);
	pb->lease_ms = a->lease_ms;
	return pb;
}

bool assignment_from_pb(const Sitrep__Assignment *pb, struct assignment *ret, struct err *err)
{
	if (!pb->lease)
		return err_set(err, ERR_REJECT, "an assignment carries no lease");
	ret->lease = lease_from_pb(pb->lease);
	ret->lease_ms = pb->lease_ms;
	return report_from_pb(pb->report, &ret->report, err);
}

static Sitrep__Failed *failed_to_pb(const struct failed *f, struct arena *arena)
{
	Sitrep__Failed *pb = NEW_PB(arena, Sitrep__Failed, sitrep__failed__init);

	pb->lease = lease_to_pb(&f->lease, arena);
	pb->permanent = f->permanent;
	pb->reason = pb_string(arena, f->reason);
	pb->sentence = pb_string(arena, f->sentence);
	return pb;
}

bool failed_from_pb(const Sitrep__Failed *pb, struct failed *ret, struct err *err)
{
	if (!pb->lease)
		return err_set(err, ERR_REJECT, "a failure carries no lease");
	ret->lease = lease_from_pb(pb->lease);
	ret->permanent = pb->permanent;
	ret->reason = str_from_pb(pb->reason);
	ret->sentence = str_from_pb(pb->sentence);
	return true;
}

static Sitrep__Done *done_to_pb(const struct done *done, struct arena *arena)
{
	Sitrep__Done *pb = NEW_PB(arena, Sitrep__Done, sitrep__done__init);

	pb->n_leases = done->leases.n;
	pb->leases = leases_to_pb(&done->leases, arena);
	pb->n_text_bytes = done->text_bytes ? done->leases.n : 0;
	pb->text_bytes = done->text_bytes;
	return pb;
}

bool done_from_pb(const Sitrep__Done *pb, struct arena *arena, struct done *ret)
{
	ret->text_bytes = NULL;
	if (pb->n_leases && pb->n_text_bytes == pb->n_leases) {
		ret->text_bytes = arena_alloc(arena, pb->n_leases * sizeof(*ret->text_bytes));
		memcpy(ret->text_bytes, pb->text_bytes, pb->n_leases * sizeof(*ret->text_bytes));
	}
	return leases_from_pb(pb->leases, pb->n_leases, arena, &ret->leases);
}

static Sitrep__Released *released_to_pb(const struct leases *leases, struct arena *arena)
{
	Sitrep__Released *pb = NEW_PB(arena, Sitrep__Released, sitrep__released__init);

	pb->n_leases = leases->n;
	pb->leases = leases_to_pb(leases, arena);
	return pb;
}

bool work_messages_to_pb(const struct message *m, struct arena *arena, Sitrep__Envelope *e)
{
	switch (m->type) {
	case MESSAGE_HEARTBEAT:
		e->body_case = SITREP__ENVELOPE__BODY_HEARTBEAT;
		e->heartbeat = heartbeat_to_pb(&m->u.heartbeat, arena);
		return true;
	case MESSAGE_ASSIGNMENT:
		e->body_case = SITREP__ENVELOPE__BODY_ASSIGNMENT;
		e->assignment = assignment_to_pb(&m->u.assignment, arena);
		return true;
	case MESSAGE_DONE:
		e->body_case = SITREP__ENVELOPE__BODY_DONE;
		e->done = done_to_pb(&m->u.done, arena);
		return true;
	case MESSAGE_FAILED:
		e->body_case = SITREP__ENVELOPE__BODY_FAILED;
		e->failed = failed_to_pb(&m->u.failed, arena);
		return true;
	case MESSAGE_RELEASED:
		e->body_case = SITREP__ENVELOPE__BODY_RELEASED;
		e->released = released_to_pb(&m->u.released, arena);
		return true;
	default:
		return false;
	}
}
