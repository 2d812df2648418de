/* SPDX-License-Identifier: Apache-2.0
 * sitrep-dashboard: the page, the API and the metrics, from the statuses and the database. */
#include <limits.h>
#include <stdio.h>
#include <sys/random.h>
#include <sysexits.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/parse.h"
#include "dashboard/alerts.h"
#include "dashboard/site.h"
#include "service/daemon.h"
#include "service/service.h"
#include "wire/wire.h"

struct program {
	struct daemon daemon;
	struct service *service;
	struct http *http;
	struct alerts *alerts;
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

static void on_reply(void *arg, struct link *link, struct str peer, struct str frame)
{
	struct program *p = arg;
	AUTO(arena_release) struct arena arena = {0};
	struct message m;

	(void)link;
	(void)peer;
	arena_init(&arena, MAX_UNPACK_BYTES);
	if (wire_unpack(frame, &arena, &m, NULL) && m.type == MESSAGE_REPLY)
		ask_take_reply(&p->site, &m.u.reply);
}

static void on_second(void *arg)
{
	struct program *p = arg;
	AUTO(buf_release) struct buf live = {0};

	ask_expire(&p->site);
	if (!http_listeners(p->http))
		return;
	buf_init(&live, MAX_FRAME_BYTES);
	queue_write_live(&p->site, clock_wall_ms(), &live);
	http_send_event(p->http, "queue", buf_view(&live));
}

static void on_batch(void *arg)
{
	struct program *p = arg;

	http_pump(p->http);
}

/* The sockets to the daemons: their statuses, and where they can be asked. */
static bool connect_daemons(struct program *p, struct err *err)
{
	static const char *const tcp[] = {"statuses"};
	char intake[PATH_MAX + 8], results[PATH_MAX + 8];
	struct endpoints list;
	size_t i;

	if (!daemon_secure(&p->daemon, p->service, tcp, ARRAY_SIZE(tcp), err) ||
		!daemon_statuses(p->daemon.settings, &list, err) ||
		!daemon_endpoint(p->daemon.settings, "ingestor.intake", intake, err) ||
		!daemon_endpoint(p->daemon.settings, "store.results", results, err))
		return false;
	for (i = 0; i < list.n; i++)
		if (!service_connect_subscriber(p->service, list.v[i], on_status, p, err))
			return false;
	p->site.to_ingestor = service_connect_dealer(p->service, intake, NULL, on_reply, p, err);
	if (!p->site.to_ingestor)
		return false;
	p->site.to_store = service_connect_dealer(p->service, results, NULL, on_reply, p, err);
	return p->site.to_store != NULL;
}

static bool make_form_token(struct site *site, struct err *err)
{
	unsigned char bytes[16];

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return err_set(err, ERR_FATAL, "the system has no random numbers: %m");
	format_hex(bytes, sizeof(bytes), site->form_token);
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
	if (!daemon_state_dir(s, p->site.state_dir, err) || !make_form_token(&p->site, err) ||
		!connect_daemons(p, err))
		return false;
	p->http = http_start(p->service, &options, err);
	p->site.http = p->http;
	service_on_batch(p->service, on_batch, p);
	service_every(p->service, 1000, on_second, p);
	service_on_reload(p->service, daemon_on_reload, &p->daemon);
	p->alerts = p->http ? alerts_start(&p->site, p->service,
				      settings_bool(s, "webhook_private"), err)
			    : NULL;
	if (p->alerts)
		log_info("started", "listen=%s version=%s", options.listen, SITREP_VERSION);
	return p->alerts != NULL;
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
	alerts_stop(&p.alerts);
	http_stop(&p.http);
	db_close(&p.site.db);
	arena_release(&p.site.ingestor_arena);
	arena_release(&p.site.store_arena);
	service_free(&p.service);
	daemon_release(&p.daemon);
	return code;
}
