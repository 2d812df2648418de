/* SPDX-License-Identifier: Apache-2.0
 * static.h - files of static/ inside the program (made by the build). */
#ifndef SITREP_STATIC_H
#define SITREP_STATIC_H

#include <stddef.h>

extern const char static_style_css[];
extern const size_t static_style_css_n;

#endif
