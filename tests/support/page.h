/* SPDX-License-Identifier: Apache-2.0
 * page.h - a web page whose paragraphs are known, for tests of what the reading leaves of it. */
#ifndef SITREP_PAGE_H
#define SITREP_PAGE_H

#include "text/article.h"

#define A \
	"The committee met on Tuesday, after the harbour of Vellmar had been closed for two " \
	"days, and heard " \
	"from the officers who were on duty that night."
#define B \
	"Nobody was hurt in the second explosion, the ministry said, although three vehicles and " \
	"part of a " \
	"warehouse were destroyed before the fire service arrived."
#define C \
	"Residents who had been told to leave their homes were allowed back on Thursday, and the " \
	"road to the " \
	"north was opened to traffic again."
#define D \
	"The governor of the province promised that those who had lost their boats would be paid " \
	"before the " \
	"winter, but named no sum and no day."
#define P(text) "<p>" text "</p>"
#define HEAD(title) \
	"<!doctype html><html lang=en><head><meta charset=utf-8><title>" title \
	"</title></head><body>"
#define MENU \
	"<nav><ul><li><a href=/>Home</a><li><a href=/w>World</a><li><a " \
	"href=/s>Sport</a></ul></nav>"
#define FOOT "<footer><p><a href=/i>Imprint</a> <a href=/p>Privacy</a></p></footer></body></html>"
#define PAGE(body) \
	HEAD("Harbour closed for two days") \
	MENU "<main><article><h1>Harbour closed for two days</h1>" body "</article></main>" FOOT

extern struct arena arena;
extern struct article article; /* that was read last */

/* Its text. */
bool has(const char *part);
size_t times(const char *part); /* it is there */

#endif
