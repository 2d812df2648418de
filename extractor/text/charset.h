/* SPDX-License-Identifier: Apache-2.0
 * charset.h - bytes -> UTF-8, whatever the page says about itself.
 *
 * In this order: a byte order mark; UTF-16 without one (every other byte is zero); UTF-8 if the
 * bytes are UTF-8, because no other charset looks like it by chance; the charset that the transport
 * or the page declares; mostly valid UTF-8 with bad bytes; a guess from the statistics of the bytes
 * (ICU); Windows-1252. Labels mean what the WHATWG Encoding Standard says: iso-8859-1 is
 * Windows-1252, gb2312 is GBK. What cannot be decoded becomes U+FFFD; NUL is dropped. */
#ifndef SITREP_CHARSET_H
#define SITREP_CHARSET_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/str.h"

struct decoded {
	struct str
		text; /* valid UTF-8 without a byte order mark; the input itself or the arena's */
	const char *charset; /* what the bytes were read as: the standard's name, static */
	bool guessed;        /* nobody declared it and it is not Unicode */
	size_t nreplaced;    /* U+FFFD written for bytes that meant nothing */
};

/* declared is the label from outside ("" if none). With markup, the page's own meta elements and
 * XML declaration are read too. */
void charset_decode(struct str bytes, struct str declared, bool markup, struct arena *arena,
	struct decoded *ret);
/* The standard's name for a label, NULL if it is unknown. ret_converter (may be NULL) gets the name
 * that ICU has for it. */
const char *charset_find(struct str label, const char **ret_converter);
/* The charset that the start of a page declares, or "". */
struct str charset_declared(struct str page);
/* The value of charset= in a media type, or "". */
struct str charset_parameter(struct str media_type);

#endif
