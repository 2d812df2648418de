/* SPDX-License-Identifier: Apache-2.0
 * cli.h - the commands of sitrep, one file per noun. Each returns an exit code of sysexits.h. */
#ifndef SITREP_CLI_H
#define SITREP_CLI_H

#include <stdio.h>

struct reader;

int cli_extract_jsonl(const struct reader *reader, FILE *in);

#endif
