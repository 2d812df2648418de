/* SPDX-License-Identifier: Apache-2.0
 * mime.h - a mail message taken apart: header fields, and the parts that are no containers.
 *
 * RFC 5322 (fields), RFC 2045 (encodings), RFC 2046 (multipart), RFC 2047 and 2231 (words and
 * parameters that are not ASCII). Whatever is broken is read as well as it goes. Parts are found
 * without recursion, at most MIME_MAX_DEPTH containers deep; time is linear in the size for each
 * level. */
#ifndef SITREP_MIME_H
#define SITREP_MIME_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/str.h"

#define MIME_MAX_PARTS 500
#define MIME_MAX_DEPTH 16

struct mime_part {
	struct str type;    /* lower case, "text/plain" if none was given */
	struct str charset; /* as declared, "" if not */
	struct str name;    /* of a file, decoded; "" if it has none */
	bool attached;      /* Content-Disposition: attachment */
	bool alternative;   /* one of several forms of the same */
	struct str encoded; /* the body as it stands in the message */
	struct str encoding;
};

struct mime {
	struct str subject, from, date, list; /* decoded UTF-8, "" if absent */
	struct mime_part *parts;              /* [nparts] in order */
	size_t nparts;
	bool cut; /* more or deeper parts than we look at */
};

void mime_read(struct str message, struct arena *arena, struct mime *ret);
/* The part's bytes with base64 or quoted-printable undone. */
struct str mime_decode(const struct mime_part *part, struct arena *arena);
/* A field's value with its encoded words as UTF-8. */
struct str mime_words(struct str value, struct arena *arena);

#endif
