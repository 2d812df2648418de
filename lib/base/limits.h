/* SPDX-License-Identifier: Apache-2.0
 * limits.h - every ceiling in one list, so that "how big can it get?" has one answer. */
#ifndef SITREP_LIMITS_H
#define SITREP_LIMITS_H

#include <stddef.h>

#define MAX_REPORT_BYTES ((size_t)32 << 20)  /* one report as submitted */
#define MAX_TEXT_BYTES ((size_t)8 << 20)     /* main text that extraction reads */
#define MAX_FRAME_BYTES ((size_t)96 << 20)   /* one protobuf message */
#define MAX_UNPACK_BYTES ((size_t)512 << 20) /* memory that unpacking one message may take */
#define MAX_LINE_BYTES ((size_t)48 << 20)    /* one line of JSON lines (a report in base64) */
#define MAX_SOURCE_BYTES ((size_t)4096)      /* a path, an URL, a title: cut beyond */
#define MAX_PART_BYTES ((size_t)64 << 20)    /* one part of a document that is a zip file */
#define MAX_PACKAGE_BYTES ((size_t)96 << 20) /* all its parts that are read */
/* What one submitted file may unpack to, over all levels of archives in archives: */
#define MAX_UNPACK_RATIO ((uint64_t)200)      /* times its size, beyond: */
#define MAX_UNPACK_FREE ((uint64_t)256 << 20) /* contents that are never called a bomb */
#define MAX_UNPACK_DENSE ((uint64_t)16)       /* bytes of it for a member, beyond: */
#define MAX_UNPACK_MEMBERS ((uint64_t)100000) /* members that are never too many */
#define MAX_NESTING 4                         /* archives in archives */
#define MAX_FACTS ((size_t)200000)            /* entities, claims or incidents of one report */
#define MAX_CONFIG_BYTES ((size_t)1 << 20)

#endif
