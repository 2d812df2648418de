/* SPDX-License-Identifier: Apache-2.0
 * samples.h - one filled-in message of each type, for round trips and as seeds for fuzzing. */
#ifndef SITREP_SAMPLES_H
#define SITREP_SAMPLES_H

#include "base/arena.h"
#include "wire/message.h"

struct message sample_message(enum message_type type, struct arena *arena);
/* A small extraction of "At least 12 people were killed in Omsk." */
struct extraction sample_extraction(struct arena *arena);
struct report_id sample_id(unsigned char fill);

#endif
