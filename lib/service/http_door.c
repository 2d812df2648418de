/* SPDX-License-Identifier: Apache-2.0 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/parse.h"
#include "service/http_door.h"

bool door_parse(const char *listen, struct sockaddr_storage *ret, struct err *err)
{
	struct str s = str_from(listen), host = STR("127.0.0.1"), port = s;
	struct sockaddr_in *v4 = (struct sockaddr_in *)ret;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)ret;
	const char *colon = strrchr(listen, ':');
	char address[64];
	uint64_t number;

	if (colon) {
		host = str_slice(s, 0, (size_t)(colon - listen));
		port = str_from(colon + 1);
	}
	if (host.n > 1 && host.p[0] == '[' && host.p[host.n - 1] == ']')
		host = str_slice(host, 1, host.n - 1);
	snprintf(address, sizeof(address), "%.*s", STR_ARGS(host));
	memset(ret, 0, sizeof(*ret));
	if (!parse_u64(port, 0, 65535, &number))
		return err_set(err, ERR_REJECT, "%s is not ADDRESS:PORT", listen);
	if (inet_pton(AF_INET, address, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		v4->sin_port = htons((uint16_t)number);
		return true;
	}
	if (inet_pton(AF_INET6, address, &v6->sin6_addr) == 1) {
		v6->sin6_family = AF_INET6;
		v6->sin6_port = htons((uint16_t)number);
		return true;
	}
	return err_set(err, ERR_REJECT, "%s is not ADDRESS:PORT with a numeric address", listen);
}

bool door_is_loopback(const struct sockaddr_storage *address)
{
	const struct sockaddr_in *v4 = (const struct sockaddr_in *)address;
	const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)address;

	if (address->ss_family == AF_INET)
		return ntohl(v4->sin_addr.s_addr) >> 24 == 127;
	return IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
}

bool door_token(const char *file, char **ret_token, struct err *err)
{
	AUTO(buf_release) struct buf buf = {0};
	struct str token;

	if (!file[0])
		return true;
	buf_init(&buf, 4096);
	if (!file_read(file, &buf, err))
		return false;
	token = str_trim(buf_view(&buf));
	if (token.n < 16)
		return err_set(err, ERR_REJECT,
			"the token in %s is too short: 16 characters are the least", file);
	*ret_token = xstrndup(token.p, token.n);
	return true;
}

int door_open(const struct sockaddr_storage *address, const char *listen_text, struct err *err)
{
	int one = 1, fd = socket(address->ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	socklen_t n = address->ss_family == AF_INET ? sizeof(struct sockaddr_in)
						    : sizeof(struct sockaddr_in6);

	if (fd < 0) {
		err_set(err, ERR_FATAL, "cannot make a socket for %s: %m", listen_text);
		return -1;
	}
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, (const struct sockaddr *)address, n) == 0 && listen(fd, 128) == 0)
		return fd;
	err_set(err, ERR_RETRY, "cannot listen on %s: %m", listen_text);
	close(fd);
	return -1;
}

/* Compares in constant time, so that the token cannot be guessed letter by letter. */
static bool token_equals(const char *token, struct str given)
{
	return given.n == strlen(token) && sodium_memcmp(given.p, token, given.n) == 0;
}

/* "Bearer TOKEN" from programs; "Basic BASE64(anything:TOKEN)" from browsers, which ask their
 * user. */
static bool token_matches(const char *token, struct str header)
{
	char decoded[512];
	size_t n, colon;

	if (str_case_starts(header, STR("Bearer ")))
		return token_equals(token, str_slice(header, 7, header.n));
	if (!str_case_starts(header, STR("Basic ")) ||
		sodium_base642bin((unsigned char *)decoded, sizeof(decoded), header.p + 6,
			header.n - 6, " ", &n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
		return false;
	colon = str_find((struct str){decoded, n}, STR(":"), 0);
	return colon < n && token_equals(token, (struct str){decoded + colon + 1, n - colon - 1});
}

/* A page elsewhere can make a browser send us a request; then it names its origin. */
static bool is_foreign(const struct door_visitor *v)
{
	if (str_absent(v->origin))
		return false;
	return !(str_starts(v->origin, STR("http://")) &&
		 str_eq(str_slice(v->origin, 7, v->origin.n), v->host));
}

/* Without a token only a browser that was told a loopback name may ask: a name of a stranger's that
 * leads here (DNS rebinding) would make his page one of ours. */
static bool host_is_loopback(struct str host)
{
	static const struct str names[] = {STR("localhost"), STR("127.0.0.1"), STR("[::1]")};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (str_case_starts(host, names[i]) &&
			(host.n == names[i].n || host.p[names[i].n] == ':'))
			return true;
	return false;
}

unsigned door_refuses(const char *token, const struct door_visitor *v, const char **ret_sentence)
{
	if (!token && !host_is_loopback(v->host)) {
		*ret_sentence = "without a token only localhost is answered\n";
		return 403;
	}
	if (token && !token_matches(token, v->authorization)) {
		*ret_sentence = "the token is needed: as Authorization: Bearer TOKEN, "
				"or as the password that a browser asks for\n";
		return 401;
	}
	if (is_foreign(v)) {
		*ret_sentence = "requests from pages of other origins are refused\n";
		return 403;
	}
	return 0;
}
