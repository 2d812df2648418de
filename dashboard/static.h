/* SPDX-License-Identifier: Apache-2.0
 * static.h - files of static/ inside the program (made by the build). */
#ifndef SITREP_STATIC_H
#define SITREP_STATIC_H

#include <stddef.h>

extern const char static_style_css[], static_page_js[], static_icon_svg[], static_openapi_json[],
	static_outlines_txt[];
extern const size_t static_style_css_n, static_page_js_n, static_icon_svg_n, static_openapi_json_n,
	static_outlines_txt_n;

#endif
