/* SPDX-License-Identifier: Apache-2.0
 * crc32c.h - the checksum of iSCSI (RFC 3720, Castagnoli's polynomial), for frames in files of
 * ours. It finds what a disk tears or flips; it is no defence against somebody who chooses the
 * bytes. */
#ifndef SITREP_CRC32C_H
#define SITREP_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* seed: 0, or the result over what stands before. By the processor's own instruction where it
 * has one. */
uint32_t crc32c(uint32_t seed, const void *data, size_t n);
/* The same without it, for tests and other processors. */
uint32_t crc32c_portable(uint32_t seed, const void *data, size_t n);

#endif
