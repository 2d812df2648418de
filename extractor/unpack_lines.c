/* SPDX-License-Identifier: Apache-2.0
 * unpack_lines.c - JSON lines in an archive: a report a line (docs/json.md). A line that is none
 * is told, and the others are taken. */
#include "base/limits.h"
#include "extractor/unpack_parts.h"
#include "model/extraction_json.h"

bool unpack_is_lines(struct str path, struct str body)
{
	AUTO(arena_release) struct arena arena = {0};
	struct report report;
	struct str line, id;
	struct err err = {0};

	/* what was compressed alone has no name: then its first line tells */
	if (path.n || !str_starts(body, STR("{")) || !str_next_line(&body, &line))
		return report_is_json_lines(path);
	arena_init(&arena, 0);
	return report_from_json(line, &arena, &report, &id, &err);
}

bool unpack_lines(struct unpack *u, struct str path, struct str body)
{
	struct str line, id;

	while (str_next_line(&body, &line)) {
		AUTO(arena_release) struct arena arena = {0};
		struct unpacked m = {0};
		struct err err = {0};
		bool ok;

		if (!str_trim(line).n)
			continue;
		arena_init(&arena, 0);
		if (report_from_json(line, &arena, &m.report, &id, &err)) {
			m.report.source = unpack_path(&arena, path, m.report.source);
			u->end.members++;
			ok = unpack_send(u, &m);
		} else {
			ok = unpack_complain(u, path, err.text);
		}
		if (!ok)
			return false;
	}
	return true;
}
