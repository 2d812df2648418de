/* SPDX-License-Identifier: Apache-2.0
 * export: facts in the formats of others, on standard output; the manifest on standard error. */
#include <sysexits.h>

#include "base/clock.h"
#include "base/limits.h"
#include "cli/cli.h"
#include "store/export.h"

static void free_export(struct export **export)
{
	export_free(export);
}

int cli_export(struct cli *cli)
{
	AUTO(free_export) struct export *x = NULL;
	AUTO(db_close) struct db *db = NULL;
	AUTO(buf_release) struct buf out = {0};
	struct str what = cli->nargs ? str_from(cli->args[0]) : STR("incidents");
	enum export_format format = EXPORT_CSV;
	struct err err = {0};
	bool more = true;

	if (cli->nargs > 1 || (!str_eq(what, STR("claims")) && !str_eq(what, STR("incidents"))))
		return cli_usage("export what? sitrep export [claims|incidents] --format csv");
	if (cli->to && !export_format_named(str_from(cli->to), &format))
		return cli_usage("--format is csv, jsonl, geojson, stix, brief or manifest");
	db = cli_database(cli, &err);
	if (!db)
		return cli_fail(&err);
	if (cli->filter.limit == INT64_MAX)
		cli->filter.limit = 0;
	x = export_new(db, format, str_eq(what, STR("claims")) ? LISTING_CLAIMS : LISTING_INCIDENTS,
		&cli->filter, clock_wall_ms());
	buf_init(&out, MAX_FRAME_BYTES);
	while (more) {
		buf_reset(&out);
		if (!export_more(x, &out, &more, &err))
			return cli_fail(&err);
		if (fwrite(out.n ? out.data : "", 1, out.n, stdout) != out.n)
			return EX_IOERR;
	}
	if (format == EXPORT_MANIFEST)
		return EX_OK;
	buf_reset(&out);
	export_manifest(x, &out);
	fprintf(stderr, "%s\n", out.data);
	return EX_OK;
}
