/* SPDX-License-Identifier: Apache-2.0
 * Extractors on other hosts: whatever the network does to what is on its way, every report is
 * stored once. The last test puts them into network namespaces, where the kernel may be asked to
 * delay, lose and part. */
#include "support/hosts.h"
#include "support/testing.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/cable.h"
#include "support/ports.h"
#include "support/proxy.h"

START_TEST(an_extractor_on_another_host_does_the_work)
{
	struct net net;

	start_net(&net);
	all_is_stored(&net, 200);
	/* so do submitters and watchers */
	ck_assert_int_eq(
		SITREP(&net.line, out, "submit", net.to_intake, net.far, "--run-dir=/nowhere",
			line_file(&net.line, "one.txt", "Six died.", 9)),
		0);
	ck_assert_int_eq(SITREP(&net.line, out, "status", net.to_status, net.far), 0);
	has("workers  1");
	line_stop(&net.line);
}
END_TEST

START_TEST(several_ingestors_and_stores_share_their_extractors)
{
	struct net net, other;

	open_net(&net);
	allow_far(&net);
	start_hub(&net, LOOPBACK);
	open_net(&other);
	memcpy(other.hub, net.hub, sizeof(net.hub)); /* one key for both */
	start_hub(&other, LOOPBACK);
	line_flag(&net.line, PART_EXTRACTOR, "%s", net.far);
	line_flag(&net.line, PART_EXTRACTOR,
		"--ingestors=hub@tcp://127.0.0.1:%d hub@tcp://127.0.0.1:%d", net.work, other.work);
	line_flag(&net.line, PART_EXTRACTOR,
		"--stores=hub@tcp://127.0.0.1:%d hub@tcp://127.0.0.1:%d", net.results,
		other.results);
	line_start_part(&net.line, PART_EXTRACTOR);
	/* the environment names the other line's directories; both stores get their share */
	ck_assert_int_eq(
		SITREP(&other.line, out, "submit", line_many(&other.line, "m.jsonl", 100)), 0);
	wait_for_status(&other, "done", 100);
	ck_assert_int_gt(line_number(&net.line, "SELECT count(*) FROM report"), 20);
	ck_assert_int_gt(line_number(&other.line, "SELECT count(*) FROM report"), 20);
	ck_assert_int_eq(line_number(&net.line, "SELECT count(*) FROM report") +
				 line_number(&other.line, "SELECT count(*) FROM report"),
		100);
	line_stop(&other.line);
	line_stop(&net.line);
}
END_TEST

static void through_proxies(struct net *net, struct proxy *proxies[2])
{
	open_net(net);
	allow_far(net);
	start_hub(net, LOOPBACK);
	proxies[0] = proxy_start(net->work);
	proxies[1] = proxy_start(net->results);
	start_far(net, LOOPBACK, proxies[0]->port, proxies[1]->port);
}

static void set_mode(struct proxy *proxies[2], enum proxy_mode mode)
{
	proxies[0]->mode = proxies[1]->mode = mode;
}

START_TEST(falsified_bytes_never_arrive)
{
	struct proxy *proxies[2];
	struct net net;

	through_proxies(&net, proxies);
	set_mode(proxies, PROXY_FLIP);
	all_is_stored(&net, 200);
	ck_assert_uint_gt(proxies[0]->flipped + proxies[1]->flipped, 1);
	/* the cipher notices: nothing reaches the decoder */
	ck_assert_int_eq(status_number(&net, "unreadable"), 0);
	ck_assert_uint_gt(proxies[0]->connections + proxies[1]->connections, 3);
	proxy_stop(proxies[0]);
	proxy_stop(proxies[1]);
	line_stop(&net.line);
}
END_TEST

START_TEST(a_recorded_conversation_cannot_be_played_again)
{
	struct proxy *proxies[2];
	struct net net;
	int i, fd;

	through_proxies(&net, proxies);
	all_is_stored(&net, 50);
	ck_assert_uint_gt(proxies[1]->nrecord, 10000);
	for (i = 0; i < 20; i++) {
		fd = dial(i % 2 ? net.results : net.work);
		ck_assert_int_ge(fd, 0);
		send(fd, proxies[i % 2]->record, proxies[i % 2]->nrecord, MSG_NOSIGNAL);
		close(fd);
	}
	all_is_stored(&net, 60);
	/* only the ten new ones were committed: no result of the recording was heard */
	ck_assert_int_eq(status_number(&net, "committed"), 60);
	has("\"done\":60");
	proxy_stop(proxies[0]);
	proxy_stop(proxies[1]);
	line_stop(&net.line);
}
END_TEST

START_TEST(a_half_open_peer_and_a_cut_line_are_outlived)
{
	static const enum proxy_mode modes[] = {PROXY_STALL, PROXY_CUT};
	struct proxy *proxies[2];
	struct net net;
	size_t i;

	through_proxies(&net, proxies);
	all_is_stored(&net, 10);
	for (i = 0; i < ARRAY_SIZE(modes); i++) {
		ck_assert_int_eq(SITREP(&net.line, out, "submit", "--again",
					 line_many(&net.line, "many.jsonl", 300)),
			0);
		set_mode(proxies, modes[i]);
		nap(4000); /* longer than the lease */
		set_mode(proxies, PROXY_FORWARD);
		all_is_stored(&net, 300);
	}
	proxy_stop(proxies[0]);
	proxy_stop(proxies[1]);
	line_stop(&net.line);
}
END_TEST

static void start_in_far_network(void *arg)
{
	struct net *net = arg;

	start_far(net, CABLE_HERE, net->work, net->results);
}

START_TEST(two_hosts_with_delay_loss_and_a_partition)
{
	struct cable *cable = cable_lay(7);
	struct net net;

	if (!cable) {
		fprintf(stderr,
			"skipped: this system allows no network namespaces with TUN devices (it "
			"takes root, iproute2 and /dev/net/tun)\n");
		return;
	}
	open_net(&net);
	allow_far(&net);
	start_hub(&net, CABLE_HERE);
	cable->delay_ms = 15;
	cable->jitter_ms = 5;
	cable->loss_percent = 2;
	cable_over_there(cable, start_in_far_network, &net);
	all_is_stored(&net, 100);
	ck_assert_uint_gt(cable->lost, 0);
	ck_assert_int_eq(
		SITREP(&net.line, out, "submit", line_many(&net.line, "more.jsonl", 300)), 0);
	cable->loss_percent = 100;
	nap(5000); /* longer than the lease */
	cable->delay_ms = 30;
	cable->jitter_ms = 25; /* and out of order */
	cable->loss_percent = 4;
	all_is_stored(&net, 300);
	/* the far host loses its power without a word; a machine here takes its place */
	ck_assert_int_eq(
		SITREP(&net.line, out, "submit", line_many(&net.line, "more.jsonl", 400)), 0);
	cable->loss_percent = 100;
	line_kill(&net.line, PART_EXTRACTOR, SIGKILL);
	line_start_part(&net.line, PART_EXTRACTOR);
	all_is_stored(&net, 400);
	line_stop(&net.line);
	cable_cut(cable);
}
END_TEST

TEST_MAIN("network", an_extractor_on_another_host_does_the_work,
	several_ingestors_and_stores_share_their_extractors, falsified_bytes_never_arrive,
	a_recorded_conversation_cannot_be_played_again,
	a_half_open_peer_and_a_cut_line_are_outlived, two_hosts_with_delay_loss_and_a_partition)
