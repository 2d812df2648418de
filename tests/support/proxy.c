/* SPDX-License-Identifier: Apache-2.0 */
#include "support/proxy.h"

#include <check.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/ports.h"

#define MAX_PAIRS 64
#define FLIP_EVERY 60000

struct pair {
	int client, server;
};

static void hang_up(struct pair *pair)
{
	close(pair->client);
	close(pair->server);
	pair->client = pair->server = -1;
}

static bool pass(struct proxy *proxy, int from, int to, bool client)
{
	unsigned char chunk[16384];
	ssize_t n = recv(from, chunk, sizeof(chunk), MSG_DONTWAIT), i;

	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	for (i = 0; i < n; i++) {
		if (client && proxy->connections == 1 && proxy->nrecord < sizeof(proxy->record))
			proxy->record[proxy->nrecord++] = chunk[i];
		if (++proxy->bytes % FLIP_EVERY == 0 && proxy->mode == PROXY_FLIP) {
			chunk[i] ^= 4;
			proxy->flipped++;
		}
	}
	return n > 0 && send(to, chunk, (size_t)n, MSG_NOSIGNAL) == n;
}

static void take_client(struct proxy *proxy, int listener, int to_port, struct pair *pairs)
{
	int client = accept(listener, NULL, NULL), i;

	for (i = 0; i < MAX_PAIRS; i++)
		if (pairs[i].client < 0 && client >= 0 && proxy->mode != PROXY_CUT) {
			pairs[i] = (struct pair){client, dial(to_port)};
			if (pairs[i].server < 0)
				hang_up(&pairs[i]);
			else
				proxy->connections++;
			return;
		}
	close(client);
}

static void turn(struct proxy *proxy, int listener, int to_port, struct pair *pairs)
{
	struct pollfd fds[1 + 2 * MAX_PAIRS] = {{.fd = listener, .events = POLLIN}};
	bool stalled = proxy->mode == PROXY_STALL;
	int i;

	for (i = 0; i < MAX_PAIRS; i++) {
		if (proxy->mode == PROXY_CUT && pairs[i].client >= 0)
			hang_up(&pairs[i]);
		fds[1 + 2 * i] = (struct pollfd){stalled ? -1 : pairs[i].client, POLLIN, 0};
		fds[2 + 2 * i] = (struct pollfd){stalled ? -1 : pairs[i].server, POLLIN, 0};
	}
	fds[0].fd = stalled ? -1 : listener;
	if (poll(fds, 1 + 2 * MAX_PAIRS, 20) <= 0 || proxy->mode == PROXY_STALL)
		return;
	for (i = 0; i < MAX_PAIRS; i++)
		if ((fds[1 + 2 * i].revents &&
			    !pass(proxy, pairs[i].client, pairs[i].server, true)) ||
			(fds[2 + 2 * i].revents &&
				!pass(proxy, pairs[i].server, pairs[i].client, false)))
			hang_up(&pairs[i]);
	if (fds[0].revents)
		take_client(proxy, listener, to_port, pairs);
}

struct proxy *proxy_start(int to_port)
{
	struct proxy *proxy = mmap(
		NULL, sizeof(*proxy), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct pair pairs[MAX_PAIRS];
	int listener = listen_on_loopback(&proxy->port);
	pid_t pid;

	memset(pairs, -1, sizeof(pairs));
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			turn(proxy, listener, to_port, pairs);
	}
	proxy->pid = pid;
	close(listener);
	return proxy;
}

void proxy_stop(struct proxy *proxy)
{
	kill(proxy->pid, SIGKILL);
	waitpid(proxy->pid, NULL, 0);
	munmap(proxy, sizeof(*proxy));
}
