/* SPDX-License-Identifier: Apache-2.0
 * confine_parts.h - what the two kinds of confinement share. Internal to confine*.c. */
#ifndef SITREP_CONFINE_PARTS_H
#define SITREP_CONFINE_PARTS_H

#include <stdint.h>
#include <sys/resource.h>

#include "extractor/confine.h"

/* Soft and hard; name is for the sentence. */
bool confine_limit(int resource, rlim_t value, const char *name, struct err *err) MUST_CHECK;
/* The same action for all calls; filter is libseccomp's scmp_filter_ctx. */
/* Signals to itself only, as abort(3) sends them: not to the parent. */
bool confine_own_signals(void *filter) MUST_CHECK;
bool confine_rules(void *filter, uint32_t action, const int *calls, size_t n) MUST_CHECK;

#endif
