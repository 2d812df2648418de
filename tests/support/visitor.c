/* SPDX-License-Identifier: Apache-2.0 */
#include "support/visitor.h"

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "support/ports.h"

uint16_t port;

void start_dashboard(struct line *line)
{
	port = line_free_port();
	line_flag(line, PART_DASHBOARD, "--dashboard-listen=127.0.0.1:%u", port);
	line_start_part(line, PART_DASHBOARD);
	while (get("/readyz") != 200)
		nap(20);
}

void begin(struct line *line)
{
	line_start(line, FLAGS("--http-listen="));
	start_dashboard(line);
}

int ask(const char *method, const char *path, const char *headers, const char *body)
{
	static char request[200000];

	snprintf(request, sizeof(request),
		"%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
		"%sContent-Length: %zu\r\n\r\n%s",
		method, path, headers, strlen(body), body);
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

static char token[64];

void take_token(void)
{
	snprintf(token, sizeof(token), "%s", between("name=token value=", ">"));
}

int send_form(const char *path, const char *fields, ...)
{
	char form[2000];
	int n = snprintf(form, sizeof(form), "token=%s&", token);
	va_list ap;

	va_start(ap, fields);
	vsnprintf(form + n, sizeof(form) - (size_t)n, fields, ap);
	va_end(ap);
	return post(path, form);
}

void feed(struct line *line, const char *name, const char *text)
{
	const char *path = line_file(line, name, text, strlen(text));

	ck_assert_int_eq(SITREP(line, out, "submit", "--wait", path), 0);
}
