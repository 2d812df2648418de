/* SPDX-License-Identifier: Apache-2.0
 * visitor.h - the dashboard in front of the real daemons, and somebody who looks at it. What
 * fails fails the test. */
#ifndef SITREP_VISITOR_H
#define SITREP_VISITOR_H

#include "support/line.h"

#define BOMB \
	"A car bomb killed at least 12 people at a market in Mosul, Iraq, on 4 May 2023, police " \
	"said.\n"

extern uint16_t port; /* the dashboard's */

/* In front of a line that was started; returns when it is ready. */
void start_dashboard(struct line *line);
void begin(struct line *line); /* starts all daemons */
/* These return the status; the answer, headers and all, is in out. */
int ask(const char *method, const char *path, const char *headers, const char *body);
int get(const char *path);
int post(const char *path, const char *form);
/* Of a page with forms, which is in out. */
void take_token(void);
/* A form of the dashboard's own: that token, and the fields as by printf(3). */
int send_form(const char *path, const char *fields, ...) PRINTF_LIKE(2, 3);
/* What stands between two strings in out; the answer lives in one of four rotating buffers. */
const char *between(const char *from, const char *to);
/* Submits a file and waits until it is read. */
void feed(struct line *line, const char *name, const char *text);

#endif
