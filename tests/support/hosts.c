/* SPDX-License-Identifier: Apache-2.0 */
#include "support/hosts.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "support/ports.h"

/* The hub's pair and the far host's, who trusts the hub. */
static void make_keys(struct net *net)
{
	char path[160];

	snprintf(net->hub, sizeof(net->hub), "--key-dir=%s/hub", net->line.dir);
	snprintf(net->far, sizeof(net->far), "--key-dir=%s/far", net->line.dir);
	ck_assert_int_eq(SITREP(&net->line, out, "keys", "new", net->hub), 0);
	ck_assert_int_eq(SITREP(&net->line, out, "keys", "new", net->far), 0);
	snprintf(path, sizeof(path), "%s/hub/own.key", net->line.dir);
	ck_assert_int_eq(SITREP(&net->line, out, "keys", "allow", "hub", path, net->far), 0);
}

void allow_far(struct net *net)
{
	char path[160];

	snprintf(path, sizeof(path), "%s/far/own.key", net->line.dir);
	ck_assert_int_eq(SITREP(&net->line, out, "keys", "allow", "far", path, net->hub), 0);
}

void start_hub(struct net *net, const char *host)
{
	struct line *line = &net->line;

	line_flag(line, PART_INGESTOR, "%s", net->hub);
	line_flag(line, PART_STORE, "%s", net->hub);
	line_flag(line, PART_INGESTOR, "--work-listen=tcp://%s:%d", host, net->work);
	line_flag(line, PART_INGESTOR, "--intake-listen=tcp://%s:%d", host, net->intake);
	line_flag(
		line, PART_INGESTOR, "--ingestor-status-listen=tcp://%s:%d", host, net->status[0]);
	line_flag(line, PART_STORE, "--results-listen=tcp://%s:%d", host, net->results);
	line_flag(line, PART_STORE, "--store-status-listen=tcp://%s:%d", host, net->status[1]);
	line_start_part(line, PART_INGESTOR);
	line_start_part(line, PART_STORE);
}

void start_far(struct net *net, const char *host, int work, int results)
{
	struct line *line = &net->line;

	line_flag(line, PART_EXTRACTOR, "%s", net->far);
	line_flag(line, PART_EXTRACTOR, "--run-dir=%s/elsewhere", line->dir);
	line_flag(line, PART_EXTRACTOR, "--ingestors=hub@tcp://%s:%d", host, work);
	line_flag(line, PART_EXTRACTOR, "--stores=hub@tcp://%s:%d", host, results);
	line_start_part(line, PART_EXTRACTOR);
}

void open_net(struct net *net)
{
	static const char *const quiet[] = {
		"--http-listen=", "--lease=3s", "--retry-min=100ms", NULL};

	*net = (struct net){.work = line_free_port(),
		.results = line_free_port(),
		.intake = line_free_port(),
		.status = {line_free_port(), line_free_port()}};
	snprintf(net->to_intake, sizeof(net->to_intake), "--intake=hub@tcp://127.0.0.1:%d",
		net->intake);
	snprintf(net->to_status, sizeof(net->to_status),
		"--statuses=hub@tcp://127.0.0.1:%d hub@tcp://127.0.0.1:%d", net->status[0],
		net->status[1]);
	line_open(&net->line, quiet);
	make_keys(net);
}

void start_net(struct net *net)
{
	open_net(net);
	allow_far(net);
	start_hub(net, LOOPBACK);
	start_far(net, LOOPBACK, net->work, net->results);
}

int64_t status_number(struct net *net, const char *field)
{
	char key[64];
	const char *at;

	snprintf(key, sizeof(key), "\"%s\":", field);
	if (SITREP(&net->line, out, "status", "--json") != 0 || !(at = strstr(out, key)))
		return -1;
	return strtoll(at + strlen(key), NULL, 10);
}

void wait_for_status(struct net *net, const char *field, int64_t least)
{
	int64_t until = clock_mono_ms() + PATIENCE_MS;

	while (status_number(net, field) < least) {
		line_is_alive(&net->line);
		ck_assert_msg(
			clock_mono_ms() < until, "%s stayed below %d: %s", field, (int)least, out);
		nap(50);
	}
}

void all_is_stored(struct net *net, int n)
{
	int code =
		SITREP(&net->line, out, "submit", "--wait", line_many(&net->line, "many.jsonl", n));

	line_is_alive(&net->line);
	ck_assert_msg(code == 0, "submit: %d: %s", code, out);
	ck_assert_int_eq(line_number(&net->line, "SELECT count(*) FROM report"), n);
	ck_assert_int_eq(
		line_number(&net->line, "SELECT count(*) FROM claims WHERE kind='killed'"), n);
	ck_assert_int_eq(SITREP(&net->line, out, "audit"), 0);
}
