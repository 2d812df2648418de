/* SPDX-License-Identifier: Apache-2.0
 * proxy.h - through which proxy an address is fetched.
 *
 * The setting names one for all addresses ("http://proxy:3128"), "none", or leaves it to the
 * environment: http_proxy, https_proxy, all_proxy and no_proxy, in lower case or, but for
 * http_proxy, in capitals, as curl(1) has them. A name in no_proxy stands for itself and for all
 * names below it, "*" for all. */
#ifndef SITREP_PROXY_H
#define SITREP_PROXY_H

#include <stdbool.h>
#include "base/str.h"

/* NULL: none, fetch it directly. The string is the setting's or the environment's. */
const char *proxy_for(const char *setting, struct str url);
/* "a.example.org" by the list ".example.org,localhost". */
bool proxy_excepts(struct str list, struct str host);

#endif
