/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "service/curve.h"

#define ZAP_ENDPOINT "inproc://zeromq.zap.01"
#define HANDSHAKE_MS 10000 /* a stranger may hold a descriptor for so long */
#define PING_MS 2000
#define SILENCE_MS 7000 /* a peer that is silent for so long is gone, whatever TCP believes */

bool curve_needed(const char *endpoint)
{
	const char *at = strchr(endpoint, '@');

	return strncmp(at ? at + 1 : endpoint, "tcp://", 6) == 0;
}

static void be_wary(zsock_t *sock, const char *address)
{
	zsock_set_handshake_ivl(sock, HANDSHAKE_MS);
	zsock_set_heartbeat_ivl(sock, PING_MS);
	zsock_set_heartbeat_timeout(sock, SILENCE_MS);
	zsock_set_heartbeat_ttl(sock, SILENCE_MS);
	zsock_set_ipv6(sock, strchr(address, '[') != NULL);
}

bool curve_listen(zsock_t *sock, const char *endpoint, const struct keys *keys, enum key_role role,
	struct err *err)
{
	char name[48];

	if (!curve_needed(endpoint))
		return true;
	if (!keys || endpoint[0] != 't')
		return err_set(err, ERR_REJECT, "cannot listen at %s: %s", endpoint,
			keys ? "a name and \"@\" are for those who connect" : "there are no keys");
	zsock_set_curve_server(sock, 1);
	zsock_set_curve_secretkey(sock, keys_secret(keys));
	zsock_set_zap_domain(sock, key_roles_name(role, name)); /* zap_answer() is told */
	be_wary(sock, endpoint);
	return true;
}

bool curve_dial(zsock_t *sock, const char *endpoint, const struct keys *keys,
	const char **ret_address, struct err *err)
{
	const char *at = strchr(endpoint, '@');
	const struct key *key = NULL;

	*ret_address = at ? at + 1 : endpoint;
	if (!curve_needed(endpoint))
		return true;
	if (!at)
		return err_set(err, ERR_REJECT,
			"%s: say whose key is expected there: NAME@%s, NAME being "
			"one of sitrep keys list",
			endpoint, endpoint);
	if (keys)
		key = keys_named(keys, (struct str){endpoint, (size_t)(at - endpoint)});
	if (!key)
		return err_set(err, ERR_REJECT,
			"%s: there is no key of the name %.*s: sitrep keys allow", endpoint,
			(int)(at - endpoint), endpoint);
	if (!(key->roles & KEY_SERVE))
		return err_set(err, ERR_REJECT,
			"%s: the key of %s is not one to connect to: its roles do not "
			"include serve (sitrep keys list)",
			endpoint, key->name);
	zsock_set_curve_serverkey(sock, key->text);
	zsock_set_curve_publickey(sock, keys_public(keys));
	zsock_set_curve_secretkey(sock, keys_secret(keys));
	be_wary(sock, *ret_address);
	return true;
}

bool zap_open(struct zap *zap, struct keys *keys, struct err *err)
{
	*zap = (struct zap){.keys = keys, .sock = zsock_new(ZMQ_REP)};
	return (zap->sock && zsock_bind(zap->sock, "%s", ZAP_ENDPOINT) >= 0) ||
	       err_set(err, ERR_FATAL, "cannot answer for who may come in: %s",
		       zmq_strerror(zmq_errno()));
}

void zap_close(struct zap *zap)
{
	zsock_destroy(&zap->sock);
}

/* The key in the question's seventh frame; empty if it is not of 32 bytes. */
static void credentials(zmsg_t *question, char ret[KEY_TEXT])
{
	AUTO(zframe_destroy) zframe_t *frame = zmsg_pop(question);

	ret[0] = '\0';
	if (frame && zframe_size(frame) == 32)
		zmq_z85_encode(ret, zframe_data(frame), 32);
}

static void skip(zmsg_t *question)
{
	zframe_t *frame = zmsg_pop(question);

	zframe_destroy(&frame);
}

bool zap_answer(struct zap *zap, bool *ret_refused)
{
	AUTO(zmsg_destroy) zmsg_t *question = NULL;
	AUTO(zstr_free) char *id = NULL;
	AUTO(zstr_free) char *address = NULL;
	AUTO(zstr_free) char *mechanism = NULL;
	AUTO(zstr_free) char *domain = NULL;
	char text[KEY_TEXT] = "";
	const struct key *key;
	unsigned role = 0;
	bool known;

	zsock_set_rcvtimeo(zap->sock, 0);
	question = zmsg_recv(zap->sock);
	if (!question)
		return false;
	skip(question); /* version */
	id = zmsg_popstr(question);
	domain = zmsg_popstr(question); /* the role that the socket is for */
	address = zmsg_popstr(question);
	skip(question); /* routing id: anybody may claim any */
	mechanism = zmsg_popstr(question);
	if (mechanism && strcmp(mechanism, "CURVE") == 0)
		credentials(question, text);
	/* "sitrep keys allow" counts at once; if the directory cannot be read the old keys hold */
	(void)!keys_refresh(zap->keys, false, NULL);
	key = text[0] ? keys_find(zap->keys, text) : NULL;
	known = key && domain && key_roles_parse(str_from(domain), &role, NULL) &&
		(key->roles & role);
	zsock_send(zap->sock, "ssssss", "1.0", id ? id : "", known ? "200" : "400",
		known ? "OK" : "this key is not allowed", known ? text : "", "");
	*ret_refused = !known;
	if (known)
		return true;
	zap->refused++;
	snprintf(zap->address, sizeof(zap->address), "%s", address ? address : "");
	memcpy(zap->text, text, sizeof(text));
	return true;
}
