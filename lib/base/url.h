/* SPDX-License-Identifier: Apache-2.0
 * url.h - the parts of an address that we need. */
#ifndef SITREP_URL_H
#define SITREP_URL_H

#include "base/str.h"

/* "https://www.example.org:8443/a?b" -> "example.org"; "" if there is no host. A slice of url. */
struct str url_host(struct str url);
/* The same as it is written, without user and port: "www.example.org", "[::1]". */
struct str url_authority_host(struct str url);
/* Scheme and authority: "https://www.example.org:8443"; "" if there is no host. */
struct str url_origin(struct str url);
/* What stands behind the origin, without a fragment: "/a?b". */
struct str url_path(struct str url);

#endif
