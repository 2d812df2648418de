/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/limits.h"
#include "cli/cli.h"
#include "model/extraction_json.h"
#include "text/reader.h"

static void extract_line(const struct reader *reader, struct str line, struct arena *arena,
	struct buf *out)
{
	struct extraction extraction;
	struct report report;
	struct err err = {0};
	struct str id;

	if (report_from_json(line, arena, &report, &id, &err) &&
		reader_read(reader, &report, arena, &extraction, &err))
		extraction_to_json(&extraction, id, out);
	else
		extraction_error_to_json(id, err.text, out);
}

int cli_extract_jsonl(const struct reader *reader, FILE *in)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(buf_release) struct buf out = {0};
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	arena_init(&arena, 0);
	buf_init(&out, MAX_FRAME_BYTES);
	while ((n = getline(&line, &cap, in)) > 0) {
		arena_reset(&arena);
		buf_reset(&out);
		extract_line(reader, (struct str){line, (size_t)n}, &arena, &out);
		fwrite(out.data, 1, out.n, stdout);
	}
	free(line);
	return fflush(stdout) == 0 ? EX_OK : EX_IOERR;
}
