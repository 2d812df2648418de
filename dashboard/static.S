/* SPDX-License-Identifier: Apache-2.0 */
	.section .rodata
	.global static_style_css, static_style_css_n
static_style_css:
	.incbin "style.css"
1:
	.balign 8
static_style_css_n:
	.quad 1b - static_style_css
	.section .note.GNU-stack,"",@progbits
