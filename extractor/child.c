/* SPDX-License-Identifier: Apache-2.0 */
#include <malloc.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>
#include <zstd.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/limits.h"
#include "base/mem.h"
#include "extractor/child.h"
#include "extractor/confine.h"
#include "extractor/helper.h"
#include "base/pipe.h"
#include "text/reader.h"
#include "wire/wire.h"

#define ZSTD_LEVEL 3

struct child {
	const struct child_options *options;
	struct reader *reader;
	struct arena arena;
	struct buf in, out, packed;
};

static bool compress(struct child *c, struct str body, struct str *ret, struct err *err)
{
	size_t n = ZSTD_compressBound(body.n);
	char *room;

	buf_reset(&c->packed);
	room = buf_reserve(&c->packed, n);
	if (room)
		n = ZSTD_compress(room, n, body.p, body.n, ZSTD_LEVEL);
	if (!room || ZSTD_isError(n))
		return err_set(err, ERR_RETRY, "cannot compress the original");
	*ret = (struct str){room, n};
	return true;
}

static bool read_report(
	struct child *c, const struct report *report, struct message *ret, struct err *err)
{
	int64_t began = clock_mono_ms();
	struct result *result = &ret->u.result;

	fault_poison(report->body.p, report->body.n);
	ret->type = MESSAGE_RESULT;
	*result = (struct result){.report = *report,
		.original_bytes = report->body.n,
		.worker = str_from(c->options->worker)};
	if (!reader_read(c->reader, report, &c->arena, &result->extraction, err) ||
		!extraction_valid(&result->extraction, err) ||
		!compress(c, report->body, &result->original_zstd, err))
		return false;
	result->report.body = (struct str){0};
	result->read_ms = (uint64_t)(clock_mono_ms() - began);
	return true;
}

static struct message failure(struct lease lease, const struct err *err)
{
	return (struct message){.type = MESSAGE_FAILED,
		.u.failed = {.lease = lease,
			.permanent = err->kind == ERR_REJECT,
			.reason = STR("unreadable"),
			.sentence = str_from(err->text)}};
}

static bool answer(struct child *c)
{
	struct message in, out = {0};
	struct err err = {0};

	if (!wire_unpack(buf_view(&c->in), &c->arena, &in, &err) || in.type != MESSAGE_ASSIGNMENT)
		return false; /* the parent checked it: it is not our parent any more */
	buf_reset(&c->out);
	if (read_report(c, &in.u.assignment.report, &out, &err) && wire_pack(&out, &c->out, &err))
		return pipe_write(CHILD_FD, buf_view(&c->out));
	out = failure(in.u.assignment.lease, &err);
	buf_reset(&c->out);
	return wire_pack(&out, &c->out, &err) && pipe_write(CHILD_FD, buf_view(&c->out));
}

int child_run(const struct child_options *options)
{
	struct child c = {.options = options};
	struct helper helper;
	struct converter converter;
	struct err err = {0};

	/* one heap, returned to the system after a giant report */
	mallopt(M_ARENA_MAX, 1);
	arena_init(&c.arena, 0);
	buf_init(&c.in, MAX_FRAME_BYTES);
	buf_init(&c.out, MAX_FRAME_BYTES);
	buf_init(&c.packed, MAX_FRAME_BYTES);
	if (helper_start(&helper, options->memory_bytes, &err))
		c.reader = reader_open(options->data_dir, options->lexicon_dir, &err);
	if (!c.reader || !confine(options->memory_bytes, &err)) {
		if (!pipe_write(CHILD_FD, str_from(err.text)))
			fprintf(stderr, "sitrep-extractor: %s\n", err.text);
		return EX_CONFIG;
	}
	converter = helper_converter(&helper);
	reader_use(c.reader, &converter);
	/* what it dies of from here on may be the report's doing, before it was not */
	if (!pipe_write(CHILD_FD, STR("")))
		return EX_SOFTWARE;
	while (pipe_read(CHILD_FD, &c.in)) {
		if (!answer(&c))
			return EX_SOFTWARE;
		arena_reset(&c.arena);
	}
	reader_close(&c.reader);
	arena_release(&c.arena);
	buf_release(&c.in);
	buf_release(&c.out);
	buf_release(&c.packed);
	return EX_OK;
}
