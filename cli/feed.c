/* SPDX-License-Identifier: Apache-2.0
 * feed: the feeds that the ingestor polls. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/paths.h"
#include "cli/cli.h"
#include "service/unpacker.h"

int cli_feed_add(struct cli *cli)
{
	struct request request = {.verb = VERB_FEED_ADD};

	return cli_tell_each(cli, &request, false, "which feed? sitrep feed add URL...");
}

int cli_feed_remove(struct cli *cli)
{
	struct request request = {.verb = VERB_FEED_REMOVE};

	return cli_tell_each(cli, &request, false, "which feed? sitrep feed remove URL...");
}

static void print_feed(struct output *out, struct arena *arena, const struct item *feed)
{
	output_row(out,
		(struct cell[]){cell_str(feed->source), cell_str(feed->reason),
			cell_int(arena, (int64_t)feed->bytes), cell_time(arena, feed->changed_ms),
			cell_time(arena, feed->received_ms), cell_str(feed->sentence)});
}

int cli_feed_list(struct cli *cli)
{
	static const char *const columns[] = {
		"feed", "title", "accepted", "last", "polled", "warning"};

	return cli_list(cli, VERB_FEEDS, columns, ARRAY_SIZE(columns), print_feed);
}

/* Adds what the confined process finds in the list; *ret_added counts. */
static int add_listed(struct cli *cli, struct unpacker *unpacker, size_t *ret_added)
{
	int code = EX_OK;

	for (;;) {
		AUTO(arena_release) struct arena arena = {0};
		struct message m;
		struct err err = {0};
		int one;

		arena_init(&arena, MAX_UNPACK_BYTES);
		switch (unpacker_wait(unpacker, -1, &arena, &m, &err)) {
		case UNPACKER_NOTHING:
			break;
		case UNPACKER_MEMBER:
			one = cli_tell(cli, &(struct request){.verb = VERB_FEED_ADD,
						    .text = m.u.member.report.url});
			*ret_added += one == EX_OK;
			code = one ? one : code;
			if (one == EX_UNAVAILABLE)
				return one;
			break;
		case UNPACKER_END:
			if (m.u.members_end.ok && str_eq(m.u.members_end.kind, STR("opml")))
				return code;
			fprintf(stderr, "sitrep: %s is no OPML list of feeds\n", cli->args[0]);
			return EX_DATAERR;
		case UNPACKER_FAILED:
			return cli_fail(&err);
		}
	}
}

int cli_feed_import(struct cli *cli)
{
	struct unpacker *unpacker;
	char program[PATH_MAX];
	struct err err = {0};
	size_t added = 0;
	int fd, code;

	if (cli->nargs != 1)
		return cli_usage("which list? sitrep feed import FILE.opml");
	fd = open(cli->args[0], O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		fprintf(stderr, "sitrep: %s: %s\n", cli->args[0], strerror(errno));
		return EX_NOINPUT;
	}
	paths_find_program("extractor", program, sizeof(program));
	unpacker = unpacker_start(
		program, fd, "", settings_number(cli->settings, "report_memory"), &err);
	close(fd);
	if (!unpacker)
		return cli_fail(&err);
	code = add_listed(cli, unpacker, &added);
	unpacker_stop(&unpacker);
	fprintf(stderr, "%zu feeds added\n", added);
	return code;
}
