/* SPDX-License-Identifier: Apache-2.0
 * unpack_parts.h - what the files of the unpacker share: a stream of bytes to pull from, and where
 * members go. Internal to unpack*.c. */
#ifndef SITREP_UNPACK_PARTS_H
#define SITREP_UNPACK_PARTS_H

#include <archive.h>
#include "extractor/unpack.h"

/* The bytes of one entry of an archive, decompressed. */
struct stream {
	struct archive *archive;
	struct unpack *unpack; /* whose bounds count, NULL: none */
	struct str block;      /* what is left of the last block, borrowed from libarchive */
	bool end, failed, bomb;
};

/* More bytes in block; false at the end, on a fault or a bomb. */
bool stream_fill(struct stream *stream);
/* A line without its end; longer ones are cut at max. False at the end. */
bool stream_line(struct stream *stream, struct buf *line, size_t max);
/* Appends up to n bytes; what does not fit into out is passed over and sets out->full. */
bool stream_take(struct stream *stream, uint64_t n, struct buf *out);

/* To whoever asked. False: stopped. */
bool unpack_send(struct unpack *unpack, const struct unpacked *member);
/* One member at hand; taken apart if it is a container itself. */
bool unpack_member(struct unpack *unpack, const struct unpacked *member, int depth);
/* Counts bytes that came out of something. False: they are more than one file may unpack to. */
bool unpack_spend(struct unpack *unpack, uint64_t bytes);
/* One that could not be taken out. */
bool unpack_complain(struct unpack *unpack, struct str source, const char *sentence);
bool unpack_warc(struct unpack *unpack, struct stream *stream, struct str path, int depth);
bool unpack_mbox(struct unpack *unpack, struct stream *stream, struct str path, int depth);
/* A feed, a sitemap or a list of feeds. */
bool unpack_feed(struct unpack *unpack, struct str bytes);
/* The message itself, then each attachment. */
bool unpack_mail(struct unpack *unpack, const struct unpacked *member, int depth);
/* A report a line, by the name or, where there is none, by the first line. */
bool unpack_is_lines(struct str path, struct str body);
bool unpack_lines(struct unpack *unpack, struct str path, struct str body);
/* "a.zip" and "b/c.html" -> "a.zip!b/c.html"; either may be empty. */
struct str unpack_path(struct arena *arena, struct str outer, struct str inner);
/* Unpacks gzip or deflate in memory, for bodies of crawled pages. */
bool unpack_encoding(struct str packed, struct buf *out);

#endif
