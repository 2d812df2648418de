/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "base/mem.h"
#include "service/link.h"

#define REVIVE_MS 1000

/* Messages that wait in a socket, by kind. A router's is for each peer. What a dealer cannot send
 * waits here too: heartbeats and repeated results, of which the last would be enough. */
struct marks {
	int type, send, receive;
};
static const struct marks marks[] = {
	[LINK_ROUTER] = {ZMQ_ROUTER, 20000, 256},
	[LINK_DEALER] = {ZMQ_DEALER, 512, 1000},
	[LINK_PUBLISHER] = {ZMQ_PUB, 4, 4},
	[LINK_SUBSCRIBER] = {ZMQ_SUB, 4, 4},
};

static void make_socket(struct link *link)
{
	const struct marks *m = &marks[link->kind];

	link->sock = zsock_new(m->type);
	if (!link->sock)
		abort(); /* no sockets left: nothing can be done without one */
	zsock_set_maxmsgsize(link->sock, (int)MAX_FRAME_BYTES);
	zsock_set_reconnect_ivl(link->sock, 50);
	zsock_set_reconnect_ivl_max(link->sock, 2000);
	zsock_set_sndhwm(link->sock, m->send);
	zsock_set_rcvhwm(link->sock, m->receive);
	if (link->kind == LINK_ROUTER) {
		zsock_set_router_mandatory(link->sock, 1);
		/* a worker that comes back under its old name takes over from its dead
		 * connection */
		zsock_set_router_handover(link->sock, 1);
	}
	if (link->identity)
		zsock_set_identity(link->sock, link->identity);
	if (link->kind == LINK_SUBSCRIBER)
		zsock_set_subscribe(link->sock, "");
}

void link_identify(struct link *link, const char *identity)
{
	link->identity = xstrdup(identity);
	zsock_set_identity(link->sock, identity);
}

struct link *link_new(enum link_kind kind, service_frame_fn *fn, void *arg)
{
	struct link *link = xcalloc(1, sizeof(*link));

	link->kind = kind;
	link->on_frame = fn;
	link->arg = arg;
	make_socket(link);
	return link;
}

void link_free(struct link **link)
{
	size_t i;

	if (!*link)
		return;
	zsock_destroy(&(*link)->sock);
	zsock_destroy(&(*link)->monitor);
	free((*link)->identity);
	for (i = 0; i < (*link)->nendpoints; i++)
		free((*link)->endpoints[i]);
	free(*link);
	*link = NULL;
}

static bool endpoint_known(const char *endpoint, struct err *err)
{
	return strncmp(endpoint, "ipc://", 6) == 0 || strncmp(endpoint, "inproc://", 9) == 0 ||
	       curve_needed(endpoint) ||
	       err_set(err, ERR_REJECT, "%s is no endpoint: ipc://PATH or tcp://ADDRESS:PORT",
		       endpoint);
}

static bool bind_socket(struct link *link, const char *endpoint, struct err *err)
{
	mode_t old;
	int rc;

	if (!curve_listen(link->sock, endpoint, link->keys, link->role, err))
		return false;
	old = umask(0177);
	rc = zsock_bind(link->sock, "%s", endpoint);
	umask(old);
	return rc >= 0 ||
	       err_set(err, ERR_FATAL, "cannot bind %s: %s", endpoint, zmq_strerror(zmq_errno()));
}

bool link_bind(struct link *link, const char *endpoint, struct err *err)
{
	if (link->nendpoints == MAX_ENDPOINTS)
		return err_set(
			err, ERR_REJECT, "more than %d endpoints for one socket", MAX_ENDPOINTS);
	if (!endpoint_known(endpoint, err) || !bind_socket(link, endpoint, err))
		return false;
	link->endpoints[link->nendpoints++] = xstrdup(endpoint);
	link->nbound = link->nendpoints;
	return true;
}

static void watch_connection(struct link *link)
{
	char address[64];

	/* a name of its own each time: libzmq takes a moment to let the last one go */
	snprintf(address, sizeof(address), "inproc://monitor-%p-%u", (void *)link, link->watched++);
	if (zmq_socket_monitor(zsock_resolve(link->sock), address,
		    ZMQ_EVENT_CONNECT_RETRIED | ZMQ_EVENT_CONNECTED | ZMQ_EVENT_DISCONNECTED |
			    ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH) == 0)
		link->monitor = zsock_new_pair(address);
}

static bool connect_socket(struct link *link, const char *endpoint, struct err *err)
{
	const char *address;

	if (!curve_dial(link->sock, endpoint, link->keys, &address, err))
		return false;
	watch_connection(link);
	return zsock_connect(link->sock, "%s", address) == 0 ||
	       err_set(err, ERR_FATAL, "cannot connect to %s: %s", endpoint,
		       zmq_strerror(zmq_errno()));
}

/* A link connects to one endpoint: its death must be seen, and it may have a name of its own
 * there. */
bool link_connect(struct link *link, const char *endpoint, struct err *err)
{
	if (!endpoint_known(endpoint, err) || !connect_socket(link, endpoint, err))
		return false;
	link->endpoints[link->nendpoints++] = xstrdup(endpoint);
	link->nbound = link->nendpoints;
	return true;
}

static void read_monitor(struct link *link, int64_t now_ms)
{
	for (;;) {
		AUTO(zmsg_destroy) zmsg_t *event = NULL;
		AUTO(zframe_destroy) zframe_t *head = NULL;
		uint16_t number;

		zsock_set_rcvtimeo(link->monitor, 0);
		event = zmsg_recv(link->monitor);
		head = event ? zmsg_pop(event) : NULL;
		if (!head || zframe_size(head) < sizeof(number))
			return;
		memcpy(&number, zframe_data(head), sizeof(number));
		if (number == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH)
			link->news.shut_out = true;
		if (number == ZMQ_EVENT_HANDSHAKE_SUCCEEDED)
			link->news.connected = true;
		link->lost_ms = number & (ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH)
					? now_ms
					: 0;
	}
}

struct link_news link_revive(struct link *link, int64_t now_ms)
{
	struct link_news news;

	if (!link->monitor)
		return (struct link_news){0};
	read_monitor(link, now_ms);
	news = link->news;
	link->news = (struct link_news){0};
	if (!link->lost_ms || now_ms - link->lost_ms < REVIVE_MS)
		return news;
	link->lost_ms = 0;
	zsock_destroy(&link->sock);
	zsock_destroy(&link->monitor);
	make_socket(link);
	/* a key that has meanwhile been revoked here is none to connect with: tried again later */
	if (!connect_socket(link, link->endpoints[0], NULL))
		link->lost_ms = now_ms;
	return news;
}

void link_rebind(struct link *link)
{
	while (link->nbound < link->nendpoints &&
		bind_socket(link, link->endpoints[link->nbound], NULL))
		link->nbound++;
}

void link_distrust(struct link *link)
{
	size_t i;
	bool tcp = false;

	for (i = 0; i < link->nendpoints; i++)
		tcp |= curve_needed(link->endpoints[i]);
	link->check_users = tcp;
	if (!tcp || link->kind != LINK_PUBLISHER)
		return;
	zsock_destroy(&link->sock);
	make_socket(link);
	link->nbound = 0;
	link_rebind(link);
}

const char *link_speaker(const struct link *link)
{
	return link->speaker[0] ? link->speaker : NULL;
}

bool link_send(struct link *link, struct str peer, struct str frame)
{
	void *sock = zsock_resolve(link->sock);

	if (link->kind == LINK_ROUTER &&
		zmq_send(sock, peer.p, peer.n, ZMQ_SNDMORE | ZMQ_DONTWAIT) < 0)
		return false;
	if (zmq_send(sock, frame.p, frame.n, ZMQ_DONTWAIT) >= 0)
		return true;
	/* what the name has begun must end, or the next message would be a part of it; nobody
	 * takes an empty one for a message */
	if (link->kind == LINK_ROUTER)
		(void)!zmq_send(sock, "", 0, ZMQ_DONTWAIT);
	return false;
}

static void drop_rest(void *sock)
{
	int more = 1;
	size_t size = sizeof(more);

	while (zmq_getsockopt(sock, ZMQ_RCVMORE, &more, &size) == 0 && more) {
		zmq_msg_t part;

		zmq_msg_init(&part);
		if (zmq_msg_recv(&part, sock, ZMQ_DONTWAIT) < 0)
			more = 0;
		zmq_msg_close(&part);
	}
}

static struct str msg_str(zmq_msg_t *msg)
{
	return (struct str){zmq_msg_data(msg), zmq_msg_size(msg)};
}

/* The user is the key that zap_answer() let in; nobody on ipc. */
static bool may_speak(struct link *link, zmq_msg_t *frame)
{
	const char *user = zmq_msg_gets(frame, "User-Id");
	const struct key *key;

	snprintf(link->speaker, sizeof(link->speaker), "%s", user ? user : "");
	if (!link->check_users || !link->speaker[0])
		return true;
	key = keys_find(link->keys, link->speaker);
	if (key && (key->roles & link->role))
		return true;
	if (link->refused)
		++*link->refused;
	return false;
}

/* Frames beyond the expected are not ours: dropped. */
bool link_receive(struct link *link)
{
	void *sock = zsock_resolve(link->sock);
	zmq_msg_t peer, frame;
	bool got = false;

	zmq_msg_init(&peer);
	zmq_msg_init(&frame);
	if (link->kind != LINK_ROUTER || zmq_msg_recv(&peer, sock, ZMQ_DONTWAIT) >= 0) {
		got = zmq_msg_recv(&frame, sock, ZMQ_DONTWAIT) >= 0;
		drop_rest(sock); /* also of half a message that could not be read */
	}
	if (got) {
		if (may_speak(link, &frame))
			link->on_frame(link->arg, link, msg_str(&peer), msg_str(&frame));
	}
	zmq_msg_close(&peer);
	zmq_msg_close(&frame);
	return got;
}
