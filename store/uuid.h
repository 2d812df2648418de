/* SPDX-License-Identifier: Apache-2.0
 * uuid.h - names that are the same whenever and wherever they are made: UUID version 5 (RFC 9562,
 * 5.5), the SHA-1 (FIPS 180-4) of a namespace and a name. Not for secrets. */
#ifndef SITREP_UUID_H
#define SITREP_UUID_H

#include "base/str.h"

#define UUID_TEXT 37 /* with the NUL */

/* In sitrep's own namespace. */
void uuid_of(struct str name, char out[UUID_TEXT]);

#endif
