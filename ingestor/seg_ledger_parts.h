/* SPDX-License-Identifier: Apache-2.0
 * seg_ledger_parts.h - what the files seg_ledger*.c share: the statements by name, and when
 * strings are too many. */
#ifndef SITREP_SEG_LEDGER_PARTS_H
#define SITREP_SEG_LEDGER_PARTS_H

#include "ingestor/seg_ledger.h"

#define LEDGER_CHECK_BYTES ((size_t)16 << 20) /* of strings that wait for a checkpoint */

/* ledger.q[] */
enum {
	L_ACCEPT,
	L_DROP,
	L_BY_ID,
	L_BY_SEQ,
	L_LIST,
	L_NOTE,
	L_FORGET,
	L_NOTED,
	L_NOTES,
	L_COUNTER,
	L_COUNT
};

/* The id as the tables hold it, borrowed. */
static inline struct str ledger_blob(const struct report_id *id)
{
	return (struct str){(const char *)id->bytes, REPORT_ID_BYTES};
}

#endif
