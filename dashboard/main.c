/* SPDX-License-Identifier: Apache-2.0
 * sitrep-dashboard: the page, the API and the metrics, from the statuses and the database. */
#include <limits.h>
#include <stdio.h>
#include <sysexits.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "dashboard/site.h"
#include "service/daemon.h"
#include "service/service.h"
#include "wire/wire.h"

struct program {
	struct daemon daemon;
	struct service *service;
	struct http *http;
	struct site site;
};

static void on_status(void *arg, struct link *link, struct str peer, struct str frame)
{
	struct program *p = arg;
	AUTO(arena_release) struct arena arena = {0};
	struct message m;
	struct err err = {0};

	(void)link;
	(void)peer;
	arena_init(&arena, MAX_UNPACK_BYTES);
	if (wire_unpack(frame, &arena, &m, &err) && m.type == MESSAGE_STATUS)
		site_take_status(&p->site, &m.u.status, &arena, clock_wall_ms());
}

static void on_batch(void *arg)
{
	struct program *p = arg;

	http_pump(p->http);
}

static bool subscribe(struct program *p, struct err *err)
{
	static const char *const tcp[] = {"statuses"};
	struct endpoints list;
	size_t i;

	if (!daemon_secure(&p->daemon, p->service, tcp, ARRAY_SIZE(tcp), err) ||
		!daemon_statuses(p->daemon.settings, &list, err))
		return false;
	for (i = 0; i < list.n; i++)
		if (!service_connect_subscriber(p->service, list.v[i], on_status, p, err))
			return false;
	return true;
}

static bool start(struct program *p, struct err *err)
{
	const struct settings *s = p->daemon.settings;
	struct http_options options = {
		.listen = settings_string(s, "dashboard_listen"),
		.token_file = settings_string(s, "dashboard_token_file"),
		.max_body = 65536,
		.fn = site_answer,
		.arg = &p->site,
	};

	if (!options.listen[0])
		return err_set(err, ERR_REJECT, "dashboard_listen is empty: nothing to do");
	if (!daemon_state_dir(s, p->site.state_dir, err) || !subscribe(p, err))
		return false;
	p->http = http_start(p->service, &options, err);
	service_on_batch(p->service, on_batch, p);
	if (p->http)
		log_info("started", "listen=%s version=%s", options.listen, SITREP_VERSION);
	return p->http != NULL;
}

int main(int argc, char **argv)
{
	struct program p = {0};
	struct err err = {0};
	int code = EX_OK;

	daemon_init(&p.daemon, "dashboard", argc, argv);
	p.service = service_new(settings_number(p.daemon.settings, "drain"));
	if (start(&p, &err))
		service_run(p.service);
	else
		code = daemon_fail(&err);
	http_stop(&p.http);
	db_close(&p.site.db);
	arena_release(&p.site.ingestor_arena);
	arena_release(&p.site.store_arena);
	service_free(&p.service);
	daemon_release(&p.daemon);
	return code;
}
