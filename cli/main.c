/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/paths.h"
#include "cli/cli.h"
#include "text/reader.h"

int main(int argc, char **argv)
{
	AUTO(reader_close) struct reader *reader = NULL;
	struct err err = {0};

	if (argc < 3 || strcmp(argv[1], "extract") != 0 || strcmp(argv[2], "--jsonl") != 0) {
		fprintf(stderr, "usage: sitrep extract --jsonl < FILE\n");
		return EX_USAGE;
	}
	reader = reader_open(paths_data_dir(), &err);
	if (!reader) {
		fprintf(stderr, "sitrep: %s\n", err.text);
		return EX_CONFIG;
	}
	return cli_extract_jsonl(reader, stdin);
}
