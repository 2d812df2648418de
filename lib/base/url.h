/* SPDX-License-Identifier: Apache-2.0
 * url.h - the parts of an address that we need. */
#ifndef SITREP_URL_H
#define SITREP_URL_H

#include "base/str.h"

/* "https://www.example.org:8443/a?b" -> "example.org"; "" if there is no host. A slice of url. */
struct str url_host(struct str url);

#endif
