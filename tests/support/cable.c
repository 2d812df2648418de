/* SPDX-License-Identifier: Apache-2.0 */
#include "support/cable.h"

#include <check.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/hash.h"

#define UNDERWAY 1024 /* packets; more are lost, as in a router */
#define PACKET 2048

struct packet {
	int64_t due_ms; /* 0: free */
	int to;
	ssize_t n;
	unsigned char bytes[PACKET];
};

/* In the calling process's namespace: a TUN device with its address. -1 on failure. */
static int open_end(const char *address, const char *peer)
{
	struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
	char command[256];
	int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK);

	snprintf(request.ifr_name, sizeof(request.ifr_name), "cable");
	snprintf(command, sizeof(command),
		"ip link set lo up && ip addr add %s peer %s dev cable &&"
		" ip link set cable up",
		address, peer);
	if (fd >= 0 && ioctl(fd, TUNSETIFF, &request) == 0 && system(command) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static void enter(pid_t pid)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/ns/net", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	ck_assert_int_eq(setns(fd, CLONE_NEWNET), 0);
	close(fd);
}

void cable_over_there(struct cable *cable, void (*fn)(void *), void *arg)
{
	int here = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);

	enter(cable->far);
	fn(arg);
	ck_assert_int_eq(setns(here, CLONE_NEWNET), 0);
	close(here);
}

static void take_up(struct cable *cable, uint64_t *random, struct packet *all, int from, int to)
{
	struct packet rest, *p = &rest;
	size_t i;

	for (i = 0; i < UNDERWAY && p == &rest; i++)
		if (!all[i].due_ms)
			p = &all[i];
	p->n = read(from, p->bytes, sizeof(p->bytes));
	*random += 0x9E3779B97F4A7C15u;
	if (p->n <= 0)
		return;
	if (p == &rest || hash_mix(*random) % 100 < cable->loss_percent) {
		cable->lost++;
		return;
	}
	p->to = to;
	p->due_ms = clock_mono_ms() + cable->delay_ms +
		    (int64_t)(hash_mix(*random ^ 1) % (cable->jitter_ms + 1));
}

static void carry(struct cable *cable, uint64_t seed, int here, int far)
{
	static struct packet all[UNDERWAY];
	struct pollfd fds[] = {{here, POLLIN, 0}, {far, POLLIN, 0}};
	uint64_t random = seed;
	size_t i;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		int64_t now;

		poll(fds, 2, 1);
		if (fds[0].revents)
			take_up(cable, &random, all, here, far);
		if (fds[1].revents)
			take_up(cable, &random, all, far, here);
		now = clock_mono_ms();
		for (i = 0; i < UNDERWAY; i++)
			if (all[i].due_ms && all[i].due_ms <= now) {
				cable->carried +=
					write(all[i].to, all[i].bytes, (size_t)all[i].n) > 0;
				all[i].due_ms = 0;
			}
	}
}

/* A process that does nothing but hold the other namespace; ready is told when it is there. */
static pid_t hold_namespace(void)
{
	int ready[2];
	char told = 0;
	pid_t pid;

	if (pipe(ready) < 0)
		return 0;
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		told = unshare(CLONE_NEWNET) == 0;
		while (write(ready[1], &told, 1) < 0)
			;
		for (;;)
			pause();
	}
	if (read(ready[0], &told, 1) != 1)
		told = 0;
	close(ready[0]);
	close(ready[1]);
	return told ? pid : 0;
}

struct far_end {
	int fd;
};

static void open_far(void *arg)
{
	((struct far_end *)arg)->fd = open_end(CABLE_FAR, CABLE_HERE);
}

struct cable *cable_lay(uint64_t seed)
{
	struct cable *cable = mmap(
		NULL, sizeof(*cable), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct far_end far = {-1};
	int here = -1;
	pid_t pid;

	if (unshare(CLONE_NEWNET) == 0 && (cable->far = hold_namespace()))
		here = open_end(CABLE_HERE, CABLE_FAR);
	if (here >= 0)
		cable_over_there(cable, open_far, &far);
	if (far.fd < 0) {
		cable_cut(cable);
		return NULL;
	}
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0)
		carry(cable, seed, here, far.fd);
	cable->pid = pid;
	close(here);
	close(far.fd);
	return cable;
}

void cable_cut(struct cable *cable)
{
	const pid_t pids[] = {cable->far, cable->pid};
	size_t i;

	for (i = 0; i < 2; i++)
		if (pids[i] > 0) {
			kill(pids[i], SIGKILL);
			waitpid(pids[i], NULL, 0);
		}
	munmap(cable, sizeof(*cable));
}
