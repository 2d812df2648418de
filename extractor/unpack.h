/* SPDX-License-Identifier: Apache-2.0
 * unpack.h - containers -> members, in a confined process (main: sitrep-extractor --unpack).
 *
 * zip, tar, 7z, gz, zst, bz2 and xz (libarchive), WARC (ISO 28500), mailboxes, the attachments of
 * mail, JSON lines, feeds and sitemaps; also one inside the other, MAX_NESTING deep. Members are
 * streamed: no more than one of them (up to MAX_REPORT_BYTES, larger ones are named and left out)
 * is in memory at a time. What unpacks to more than MAX_UNPACK_RATIO times its size, or to too
 * many members, over all levels, is taken for a bomb (base/limits.h).
 *
 * A member's source is its path in the container; inside a container in a container the paths are
 * joined with "!". */
#ifndef SITREP_UNPACK_H
#define SITREP_UNPACK_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "wire/message.h"

/* Gets each member; false stops the unpacking. */
typedef bool unpack_fn(void *arg, const struct unpacked *member);

struct unpack {
	unpack_fn *fn;
	void *arg;
	struct str address;     /* the container's own, "" if unknown */
	struct members_end end; /* what is known so far; strings are static or the arena's */
	struct arena arena;     /* of the whole run: small things only */
	uint64_t complaints;    /* members that could not be taken out */
	uint64_t in, out;  /* bytes of the file that were read, and of all that came out of it */
	uint64_t sent;     /* members, in order or not */
	struct map opened; /* archives in archives, by their ids: the same again is passed over */
	bool feed;         /* it was a feed, which may be empty */
	bool stopped;      /* fn said so */
};

void unpack_init(struct unpack *unpack, unpack_fn *fn, void *arg, struct str address);
void unpack_release(struct unpack *unpack); /* for AUTO */
/* Everything in the file; then unpack->end says how it went. False: stopped by fn. */
bool unpack_fd(struct unpack *unpack, int fd);

/* The child: standard input is the container, standard output a socket for frames. Exit code. */
int unpack_child(size_t memory_bytes, struct str address);

#endif
