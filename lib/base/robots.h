/* SPDX-License-Identifier: Apache-2.0
 * robots.h - what a site asks of programs that fetch its pages: robots.txt (RFC 9309).
 *
 *   robots_rules(text, agent)  the rules of the groups for us, once for each robots.txt
 *   robots_allow(rules, path)  for each address
 *
 * The rule with the longest pattern decides, Allow where two are as long; without any rule all is
 * allowed. "*" stands for anything, "$" at the end for the end. Paths are compared as RFC 3986,
 * 6.2.2 makes them: %41 is A, %2f is %2F, an octet beyond ASCII is written with percent signs.
 * Pure; time is linear in the text, and for each address in the rules times the length of the
 * path. */
#ifndef SITREP_ROBOTS_H
#define SITREP_ROBOTS_H

#include "base/buf.h"
#include "base/str.h"

#define ROBOTS_MAX_BYTES ((size_t)512 << 10) /* what stands behind is not read (RFC 9309, 2.5) */

/* The product token of a User-Agent: "sitrep" of "sitrep/1.0 (+https://...)". A slice. */
struct str robots_token(struct str user_agent);
/* Appends the rules of all groups that name the token or, if none does, of those for everybody:
 * a line "+PATTERN" or "-PATTERN" each, for robots_allow(). */
void robots_rules(struct str text, struct str token, struct buf *out);
/* path: of an address, with its query: "/a?b". "" is "/". */
bool robots_allow(struct str rules, struct str path);

#endif
