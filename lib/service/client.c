/* SPDX-License-Identifier: Apache-2.0 */
#include <czmq.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "service/client.h"
#include "service/curve.h"
#include "wire/wire.h"

struct client {
	zsock_t *sock;
	char *endpoint; /* of the last connection */
	uint64_t token;
	zmq_msg_t last; /* unpacked strings may point into it */
	bool has_last;
};

static struct client *client_new(int type, struct err *err)
{
	struct client *client = xcalloc(1, sizeof(*client));

	zsys_init();
	zsys_handler_set(NULL);
	zsys_set_linger(1000);
	client->sock = zsock_new(type);
	if (client->sock) {
		zsock_set_maxmsgsize(client->sock, (int)MAX_FRAME_BYTES);
		zsock_set_reconnect_ivl(client->sock, 50);
		zsock_set_sndhwm(client->sock, 20000);
		return client;
	}
	err_set(err, ERR_FATAL, "cannot make a socket: %s", zmq_strerror(zmq_errno()));
	free(client);
	return NULL;
}

static bool connect_to(
	struct client *client, const char *endpoint, const struct keys *keys, struct err *err)
{
	const char *address;

	free(client->endpoint);
	client->endpoint = xstrdup(endpoint);
	if (!curve_dial(client->sock, endpoint, keys, &address, err))
		return false;
	return zsock_connect(client->sock, "%s", address) == 0 ||
	       err_set(err, ERR_FATAL, "cannot connect to %s: %s", endpoint,
		       zmq_strerror(zmq_errno()));
}

struct client *client_connect(const char *endpoint, const struct keys *keys, struct err *err)
{
	struct client *client = client_new(ZMQ_DEALER, err);

	if (client && !connect_to(client, endpoint, keys, err))
		client_close(&client);
	return client;
}

struct client *client_subscribe(
	const char *const *endpoints, size_t n, const struct keys *keys, struct err *err)
{
	struct client *client = client_new(ZMQ_SUB, err);
	size_t i;

	if (!client)
		return NULL;
	zsock_set_subscribe(client->sock, "");
	for (i = 0; i < n; i++)
		if (!connect_to(client, endpoints[i], keys, err)) {
			client_close(&client);
			return NULL;
		}
	return client;
}

void client_close(struct client **client)
{
	if (!*client)
		return;
	if ((*client)->has_last)
		zmq_msg_close(&(*client)->last);
	zsock_destroy(&(*client)->sock);
	free((*client)->endpoint);
	free(*client);
	*client = NULL;
}

bool client_send_frame(struct client *client, struct str frame, struct err *err)
{
	return zmq_send(zsock_resolve(client->sock), frame.p, frame.n, 0) >= 0 ||
	       err_set(err, ERR_RETRY, "cannot send: %s", zmq_strerror(zmq_errno()));
}

bool client_send(struct client *client, const struct message *message, struct err *err)
{
	AUTO(buf_release) struct buf frame = {0};

	buf_init(&frame, MAX_FRAME_BYTES);
	return wire_pack(message, &frame, err) && client_send_frame(client, buf_view(&frame), err);
}

bool client_receive(struct client *client, int timeout_ms, struct arena *arena,
	struct message *ret_message, struct err *err)
{
	zmq_pollitem_t item = {.socket = zsock_resolve(client->sock), .events = ZMQ_POLLIN};
	int rc = zmq_poll(&item, 1, timeout_ms);
	struct str frame;

	if (rc < 0)
		return err_set(err, ERR_RETRY, "interrupted");
	if (rc == 0)
		return err_set(err, ERR_RETRY, "no answer within %d ms", timeout_ms);
	if (client->has_last)
		zmq_msg_close(&client->last);
	zmq_msg_init(&client->last);
	client->has_last = true;
	if (zmq_msg_recv(&client->last, item.socket, ZMQ_DONTWAIT) < 0)
		return err_set(err, ERR_RETRY, "interrupted");
	frame = (struct str){zmq_msg_data(&client->last), zmq_msg_size(&client->last)};
	return wire_unpack(arena_str(arena, frame), arena, ret_message, err);
}

bool client_unanswered(const struct client *client, struct err *err)
{
	bool store = str_ends(str_from(client->endpoint), STR("/store.results"));

	err_set(err, ERR_RETRY,
		"the %s does not answer at %s: is it running? (start it: sitrep up; or set "
		"SITREP_RUN_DIR)",
		store ? "store" : "ingestor", client->endpoint);
	return err_mark_silence(err);
}

bool client_ask(struct client *client, struct request *request, int timeout_ms, struct arena *arena,
	struct reply *ret_reply, struct err *err)
{
	struct message m = {.type = MESSAGE_REQUEST}, answer = {0};
	int64_t until = clock_mono_ms() + timeout_ms;

	request->token = ++client->token;
	m.u.request = *request;
	if (!client_send(client, &m, err))
		return false;
	for (;;) {
		int64_t left = until - clock_mono_ms();

		if (left <= 0 || !client_receive(client, (int)left, arena, &answer, err))
			return client_unanswered(client, err);
		if (answer.type == MESSAGE_REPLY && answer.u.reply.token == request->token) {
			*ret_reply = answer.u.reply;
			return true;
		}
	}
}
