/* SPDX-License-Identifier: Apache-2.0
 * wire_control.c - control.proto. */
#include "wire/convert.h"

static Sitrep__Request *request_to_pb(const struct request *r, struct arena *arena)
{
	Sitrep__Request *pb = NEW_PB(arena, Sitrep__Request, sitrep__request__init);
	size_t i;

	pb->token = r->token;
	pb->verb = (Sitrep__Verb)r->verb;
	pb->n_ids = r->nids;
	pb->ids = arena_zalloc(arena, r->nids, sizeof(*pb->ids));
	for (i = 0; i < r->nids; i++)
		pb->ids[i] = pb_id(&r->ids[i]);
	pb->text = pb_string(arena, r->text);
	pb->all = r->all;
	pb->after = r->after;
	pb->limit = r->limit;
	pb->slot = pb_string(arena, r->slot);
	pb->value = pb_string(arena, r->value);
	pb->by = pb_string(arena, r->by);
	return pb;
}

bool request_from_pb(
	const Sitrep__Request *pb, struct arena *arena, struct request *ret, struct err *err)
{
	if ((int)pb->verb < VERB_DEAD_LIST || (int)pb->verb >= VERB_END)
		return err_set(err, ERR_REJECT, "a request has the unknown verb %d", pb->verb);
	ret->token = pb->token;
	ret->verb = (enum verb)pb->verb;
	ret->nids = pb->n_ids;
	ret->text = str_from_pb(pb->text);
	ret->all = pb->all;
	ret->after = pb->after;
	ret->limit = pb->limit;
	ret->slot = str_from_pb(pb->slot);
	ret->value = str_from_pb(pb->value);
	ret->by = str_from_pb(pb->by);
	return ids_from_pb(pb->ids, pb->n_ids, arena, &ret->ids, err);
}

static Sitrep__Attempt *attempt_to_pb(const struct mishap *a, struct arena *arena)
{
	Sitrep__Attempt *pb = NEW_PB(arena, Sitrep__Attempt, sitrep__attempt__init);

	pb->at_ms = a->at_ms;
	pb->number = a->number;
	pb->what = pb_string(arena, a->what);
	pb->worker = pb_string(arena, a->worker);
	pb->reason = pb_string(arena, a->reason);
	pb->sentence = pb_string(arena, a->sentence);
	return pb;
}

static struct mishap attempt_from_pb(const Sitrep__Attempt *pb)
{
	return (struct mishap){.at_ms = pb->at_ms,
		.number = pb->number,
		.what = str_from_pb(pb->what),
		.worker = str_from_pb(pb->worker),
		.reason = str_from_pb(pb->reason),
		.sentence = str_from_pb(pb->sentence)};
}

static Sitrep__Item *item_to_pb(const struct item *item, struct arena *arena)
{
	Sitrep__Item *pb = NEW_PB(arena, Sitrep__Item, sitrep__item__init);
	size_t i;

	pb->seq = item->seq;
	pb->id = pb_id(&item->id);
	pb->state = pb_string(arena, item->state);
	pb->attempt = item->attempt;
	pb->source = pb_string(arena, item->source);
	pb->media_type = pb_string(arena, item->media_type);
	pb->bytes = item->bytes;
	pb->received_ms = item->received_ms;
	pb->changed_ms = item->changed_ms;
	pb->reason = pb_string(arena, item->reason);
	pb->sentence = pb_string(arena, item->sentence);
	pb->head = pb_bytes(item->head);
	pb->worker = pb_string(arena, item->worker);
	pb->n_attempts = item->nmishaps;
	pb->attempts = arena_zalloc(arena, item->nmishaps, sizeof(*pb->attempts));
	for (i = 0; i < item->nmishaps; i++)
		pb->attempts[i] = attempt_to_pb(&item->mishaps[i], arena);
	return pb;
}

static bool item_from_pb(
	const Sitrep__Item *pb, struct arena *arena, struct item *ret, struct err *err)
{
	size_t i;

	*ret = (struct item){
		.seq = pb->seq,
		.state = str_from_pb(pb->state),
		.attempt = pb->attempt,
		.source = str_from_pb(pb->source),
		.media_type = str_from_pb(pb->media_type),
		.bytes = pb->bytes,
		.received_ms = pb->received_ms,
		.changed_ms = pb->changed_ms,
		.reason = str_from_pb(pb->reason),
		.sentence = str_from_pb(pb->sentence),
		.head = str_from_bytes(pb->head),
		.worker = str_from_pb(pb->worker),
		.mishaps = arena_zalloc(arena, pb->n_attempts, sizeof(*ret->mishaps)),
		.nmishaps = pb->n_attempts,
	};
	for (i = 0; i < pb->n_attempts; i++)
		ret->mishaps[i] = attempt_from_pb(pb->attempts[i]);
	return id_from_pb(pb->id, &ret->id, err);
}

static Sitrep__Reply *reply_to_pb(const struct reply *r, struct arena *arena)
{
	Sitrep__Reply *pb = NEW_PB(arena, Sitrep__Reply, sitrep__reply__init);
	size_t i;

	pb->token = r->token;
	pb->ok = r->ok;
	pb->sentence = pb_string(arena, r->sentence);
	pb->n_items = r->nitems;
	pb->items = arena_zalloc(arena, r->nitems, sizeof(*pb->items));
	for (i = 0; i < r->nitems; i++)
		pb->items[i] = item_to_pb(&r->items[i], arena);
	pb->count = r->count;
	pb->next = r->next;
	return pb;
}

bool reply_from_pb(const Sitrep__Reply *pb, struct arena *arena, struct reply *ret, struct err *err)
{
	size_t i;

	ret->token = pb->token;
	ret->ok = pb->ok;
	ret->sentence = str_from_pb(pb->sentence);
	ret->count = pb->count;
	ret->next = pb->next;
	ret->nitems = pb->n_items;
	ret->items = arena_zalloc(arena, pb->n_items, sizeof(*ret->items));
	for (i = 0; i < pb->n_items; i++)
		if (!item_from_pb(pb->items[i], arena, &ret->items[i], err))
			return false;
	return true;
}

bool control_messages_to_pb(const struct message *m, struct arena *arena, Sitrep__Envelope *e)
{
	if (m->type == MESSAGE_REQUEST) {
		e->body_case = SITREP__ENVELOPE__BODY_REQUEST;
		e->request = request_to_pb(&m->u.request, arena);
		return true;
	}
	if (m->type == MESSAGE_REPLY) {
		e->body_case = SITREP__ENVELOPE__BODY_REPLY;
		e->reply = reply_to_pb(&m->u.reply, arena);
		return true;
	}
	return false;
}
