/* SPDX-License-Identifier: Apache-2.0
 * sha256.h - SHA-256 (FIPS 180-4) by the processor's own instructions where it has them, else by
 * libsodium's portable code, which takes four times as long. */
#ifndef SITREP_SHA256_H
#define SITREP_SHA256_H

#include "base/str.h"

#define SHA256_BYTES 32

void sha256(struct str data, unsigned char out[SHA256_BYTES]);
void sha256_portable(struct str data, unsigned char out[SHA256_BYTES]);

#endif
