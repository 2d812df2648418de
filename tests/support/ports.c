/* SPDX-License-Identifier: Apache-2.0 */
#include "support/ports.h"

#include <arpa/inet.h>
#include <check.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "support/line.h"

#define FIRST_PORT 12000 /* below those that the kernel gives to whoever dials out */
#define PORTS 20000

static struct sockaddr_in loopback(int port)
{
	return (struct sockaddr_in){.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

/* Whoever binds this name has the port, until its process ends. */
static bool claim_port(int port)
{
	struct sockaddr_un name = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int n = snprintf(name.sun_path + 1, sizeof(name.sun_path) - 1, "sitrep-test-port-%d", port);

	if (bind(fd, (struct sockaddr *)&name,
		    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)n)) == 0)
		return true;
	close(fd);
	return false;
}

static bool nobody_listens(int port)
{
	struct sockaddr_in a = loopback(port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool free_port = bind(fd, (struct sockaddr *)&a, sizeof(a)) == 0;

	close(fd);
	return free_port;
}

uint16_t line_free_port(void)
{
	static int port;
	int tries;

	for (tries = 0; tries < PORTS; tries++) {
		port = (port ? port + 1 - FIRST_PORT : (int)getpid()) % PORTS + FIRST_PORT;
		if (claim_port(port) && nobody_listens(port))
			return (uint16_t)port;
	}
	ck_abort_msg("no port is free");
	return 0;
}

int listen_on_loopback(int *ret_port)
{
	struct sockaddr_in a = loopback(0);
	socklen_t n = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	ck_assert_int_eq(bind(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	ck_assert_int_eq(listen(fd, 16), 0);
	getsockname(fd, (struct sockaddr *)&a, &n);
	*ret_port = ntohs(a.sin_port);
	return fd;
}

int dial(int port)
{
	struct sockaddr_in a = loopback(port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (connect(fd, (struct sockaddr *)&a, sizeof(a)) == 0)
		return fd;
	close(fd);
	return -1;
}

int line_connect(uint16_t port)
{
	int fd, tries;

	for (tries = 0; tries < 100; tries++, nap(20))
		if ((fd = dial(port)) >= 0)
			return fd;
	ck_abort_msg("nobody listens on port %u", port);
	return -1;
}

int line_http_bytes(uint16_t port, struct str request, char *ret, size_t n)
{
	int fd = line_connect(port), status = 0;
	size_t used = 0;
	ssize_t got;

	for (got = 0; used < request.n; used += (size_t)got) {
		got = send(fd, request.p + used, request.n - used, MSG_NOSIGNAL);
		if (got <= 0)
			break; /* what was answered early may still be read */
	}
	used = 0;
	while (used < n - 1 && (got = read(fd, ret + used, n - 1 - used)) > 0)
		used += (size_t)got;
	ret[used] = '\0';
	close(fd);
	return sscanf(ret, "HTTP/1.1 %d", &status) == 1 ? status : 0;
}

int line_http(uint16_t port, const char *request, char *ret, size_t n)
{
	int status = line_http_bytes(port, str_from(request), ret, n);

	ck_assert_msg(status > 0, "no answer to: %.300s", request);
	return status;
}
