/* SPDX-License-Identifier: Apache-2.0
 * ports.h - ports of the loopback for daemons and tests, and what is said over a connection to
 * one. What cannot be had fails the test, unless it is said otherwise; a descriptor is the
 * caller's to close. */
#ifndef SITREP_PORTS_H
#define SITREP_PORTS_H

#include <stddef.h>
#include <stdint.h>
#include "base/str.h"

/* A port for something that will listen on it: no other test is given it until this process
 * ends. */
uint16_t line_free_port(void);
/* A socket that listens, on a port that the kernel chose. */
int listen_on_loopback(int *ret_port);
/* A connection; -1: nobody listens. */
int dial(int port);
/* The same, once somebody listens (waits 2 s). */
int line_connect(uint16_t port);
/* Sends raw bytes and reads until the other side closes; returns the status. ret: up to n - 1
 * bytes, as a string. */
int line_http(uint16_t port, const char *request, char *ret, size_t n);
/* The same with any bytes; 0 if there is no answer, since the other side has died. */
int line_http_bytes(uint16_t port, struct str request, char *ret, size_t n);

#endif
