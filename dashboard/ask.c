/* SPDX-License-Identifier: Apache-2.0
 * ask.c - a browser's question that only a daemon can answer waits here for the reply. */
#include "base/clock.h"
#include "base/limits.h"
#include "dashboard/site.h"
#include "service/service.h"
#include "wire/wire.h"

#define ASK_MS 5000

static struct ask *free_ask(struct site *site)
{
	size_t i;

	for (i = 0; i < MAX_ASKS; i++)
		if (!site->asks[i].token)
			return &site->asks[i];
	return NULL;
}

static void ask(struct site *site, struct link *link, struct http_request *request,
	struct request *question, ask_fn *then)
{
	AUTO(buf_release) struct buf frame = {0};
	struct message m = {.type = MESSAGE_REQUEST};
	struct ask *a = free_ask(site);

	buf_init(&frame, MAX_FRAME_BYTES);
	question->token = ++site->last_token;
	m.u.request = *question;
	if (!a || !wire_pack(&m, &frame, NULL) ||
		!link_send(link, (struct str){0}, buf_view(&frame))) {
		site_respond_error(request, 503, "The daemon cannot be asked now; try again.");
		return;
	}
	*a = (struct ask){site->last_token, http_number(request), then, clock_mono_ms() + ASK_MS};
}

void ask_tell_store(struct site *site, struct request *question)
{
	AUTO(buf_release) struct buf frame = {0};
	struct message m = {.type = MESSAGE_REQUEST, .u.request = *question};

	buf_init(&frame, MAX_FRAME_BYTES);
	if (wire_pack(&m, &frame, NULL))
		link_send(site->to_store, (struct str){0}, buf_view(&frame));
}

void ask_ingestor(
	struct site *site, struct http_request *request, struct request *question, ask_fn *then)
{
	ask(site, site->to_ingestor, request, question, then);
}

void ask_store(
	struct site *site, struct http_request *request, struct request *question, ask_fn *then)
{
	ask(site, site->to_store, request, question, then);
}

static void finish(struct site *site, struct ask *a, const struct reply *reply)
{
	struct http_request *request = http_find(site->http, a->request);
	ask_fn *then = a->then;

	a->token = 0;
	if (request && !reply)
		site_respond_error(request, 504, "The daemon did not answer in time.");
	else if (request)
		then(site, request, reply);
}

void ask_take_reply(struct site *site, const struct reply *reply)
{
	size_t i;

	for (i = 0; i < MAX_ASKS; i++)
		if (site->asks[i].token && site->asks[i].token == reply->token)
			finish(site, &site->asks[i], reply);
}

void ask_expire(struct site *site)
{
	int64_t now = clock_mono_ms();
	size_t i;

	for (i = 0; i < MAX_ASKS; i++)
		if (site->asks[i].token && now > site->asks[i].until_ms)
			finish(site, &site->asks[i], NULL);
}
