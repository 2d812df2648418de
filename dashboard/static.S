/* SPDX-License-Identifier: Apache-2.0 */
#include "static_stamp.h" /* compiled anew when one of the files changes */
	.macro file name, path
	.global \name, \name\()_n
\name:
	.incbin "\path"
9:
	.balign 8
\name\()_n:
	.quad 9b - \name
	.endm

	.section .rodata
	file static_style_css, "style.css"
	file static_page_js, "page.js"
	file static_icon_svg, "icon.svg"
	file static_openapi_json, "openapi.json"
	file static_outlines_txt, "outlines.txt"
	.section .note.GNU-stack,"",@progbits
