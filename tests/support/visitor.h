/* SPDX-License-Identifier: Apache-2.0
 * visitor.h - the dashboard in front of the real daemons, and somebody who looks at it. What fails fails the test. */
#ifndef SITREP_VISITOR_H
#define SITREP_VISITOR_H

#include "support/line.h"

#define BOMB "A car bomb killed at least 12 people at a market in Mosul, Iraq, on 4 May 2023, police said.\n"

extern uint16_t port; /* the dashboard's */

/* Starts all daemons, and returns when the dashboard is ready. */
void begin(struct line *line);
/* These return the status; the answer, headers and all, is in out. */
int ask(const char *method, const char *path, const char *headers, const char *body);
int get(const char *path);
int post(const char *path, const char *form);
void has(const char *needle); /* in out */
void hasnt(const char *needle);
/* What stands between two strings in it; the answer lives in one of four rotating buffers. */
const char *between(const char *from, const char *to);
/* Submits a file and waits until it is read. */
void feed(struct line *line, const char *name, const char *text);

#endif
