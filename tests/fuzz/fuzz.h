/* SPDX-License-Identifier: Apache-2.0
 * fuzz.h - the entry that libFuzzer calls; replay.c calls it for the files of the corpus. */
#ifndef SITREP_FUZZ_H
#define SITREP_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#endif
