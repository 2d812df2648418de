/* SPDX-License-Identifier: Apache-2.0 */
#include "support/visitor.h"

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

uint16_t port;

void begin(struct line *line)
{
	static char listen_flag[64];
	const struct timespec pause = {.tv_nsec = 20000000};

	port = line_free_port();
	snprintf(listen_flag, sizeof(listen_flag), "--dashboard-listen=127.0.0.1:%u", port);
	line_start(line, FLAGS("--http-listen=", listen_flag));
	line_start_part(line, PART_DASHBOARD);
	while (get("/readyz") != 200)
		nanosleep(&pause, NULL);
}

int ask(const char *method, const char *path, const char *headers, const char *body)
{
	static char request[200000];

	snprintf(request, sizeof(request), "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
		"%sContent-Length: %zu\r\n\r\n%s", method, path, headers, strlen(body), body);
	return line_http(port, request, out, sizeof(out));
}

int get(const char *path)
{
	return ask("GET", path, "", "");
}

int post(const char *path, const char *form)
{
	return ask("POST", path, "Content-Type: application/x-www-form-urlencoded\r\n", form);
}

void has(const char *needle)
{
	ck_assert_msg(strstr(out, needle) != NULL, "\"%s\" is not in: %.3000s", needle, out);
}

void hasnt(const char *needle)
{
	ck_assert_msg(strstr(out, needle) == NULL, "\"%s\" is in: %.3000s", needle, out);
}

const char *between(const char *from, const char *to)
{
	static char found[4][512];
	static unsigned turn;
	char *at = strstr(out, from), *end = at ? strstr(at + strlen(from), to) : NULL;
	char *into = found[turn++ % 4];

	ck_assert_msg(end && (size_t)(end - at) < 512, "no %s...%s in: %.2000s", from, to, out);
	at += strlen(from);
	memcpy(into, at, (size_t)(end - at));
	into[end - at] = '\0';
	return into;
}

void feed(struct line *line, const char *name, const char *text)
{
	const char *path = line_file(line, name, text, strlen(text));

	ck_assert_int_eq(SITREP(line, out, "submit", "--wait", path), 0);
}
