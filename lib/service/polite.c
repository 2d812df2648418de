/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/robots.h"
#include "base/url.h"
#include "service/polite.h"

#define KEEP_MS ((int64_t)86400000)  /* RFC 9309, 2.4: not longer than a day */
#define AGAIN_MS ((int64_t)600000)   /* when a host could not tell */
#define MAX_ORIGINS 10000            /* remembered; with more, all are asked anew */
#define MAX_RULES ((size_t)32 << 20) /* bytes of all their rules, likewise */

enum knowledge { UNKNOWN, ASKING, KNOWN, UNREACHABLE };

struct origin {
	char *name; /* owned: "https://example.org:8443" */
	enum knowledge knowledge;
	int64_t until_ms; /* monotonic: what is known holds until then */
	struct buf rules;
	struct polite *polite; /* borrowed */
};

/* A page that waits. */
struct wish {
	struct origin *origin;
	char *url; /* owned */
	fetch_fn *fn;
	void *arg;
	struct wish *next;
};

struct polite {
	struct fetcher *fetcher; /* borrowed */
	const char *agent;       /* borrowed */
	bool off;
	struct map origins; /* name -> struct origin, owned */
	struct wish *first, **last;
	size_t waiting;
	size_t rule_bytes;
};

struct polite *polite_new(struct fetcher *fetcher, const char *agent, bool off)
{
	struct polite *p = xcalloc(1, sizeof(*p));

	p->fetcher = fetcher;
	p->agent = agent && agent[0] ? agent : "sitrep";
	p->off = off;
	p->last = &p->first;
	map_init(&p->origins);
	return p;
}

static void free_origins(struct polite *p)
{
	size_t i;

	for (i = 0; p->origins.slots && i <= p->origins.mask; i++) {
		struct origin *o = p->origins.slots[i].value.ptr;

		if (str_absent(p->origins.slots[i].key))
			continue;
		buf_release(&o->rules);
		free(o->name);
		free(o);
	}
	map_release(&p->origins);
	map_init(&p->origins);
	p->rule_bytes = 0;
}

static void free_wish(struct wish *w)
{
	free(w->url);
	free(w);
}

void polite_free(struct polite **polite)
{
	struct polite *p = *polite;

	if (!p)
		return;
	while (p->first) {
		struct wish *w = p->first;

		p->first = w->next;
		free_wish(w);
	}
	free_origins(p);
	map_release(&p->origins);
	free(p);
	*polite = NULL;
}

size_t polite_waiting(const struct polite *p)
{
	return p->waiting;
}

/* All hosts are asked anew; those whose answer is on its way stay as they are. */
static void forget_rules(struct polite *p)
{
	size_t i;

	for (i = 0; p->origins.slots && i <= p->origins.mask; i++) {
		struct origin *o = p->origins.slots[i].value.ptr;

		if (str_absent(p->origins.slots[i].key) || o->knowledge == ASKING)
			continue;
		buf_release(&o->rules);
		buf_init(&o->rules, 2 * ROBOTS_MAX_BYTES);
		o->knowledge = UNKNOWN;
	}
	p->rule_bytes = 0;
}

static void on_robots(void *arg, const struct fetched *got)
{
	struct origin *o = arg;
	/* 429 is no refusal to tell, but a wish to be asked later */
	bool none =
		got->hopeless || (got->status >= 400 && got->status < 500 && got->status != 429);

	if (o->polite->rule_bytes > MAX_RULES)
		forget_rules(o->polite);
	if (got->status == 200)
		robots_rules(got->body, robots_token(str_from(o->polite->agent)), &o->rules);
	o->polite->rule_bytes += o->rules.n;
	o->knowledge = got->status == 200 || none ? KNOWN : UNREACHABLE;
	o->until_ms = clock_mono_ms() + (o->knowledge == KNOWN ? KEEP_MS : AGAIN_MS);
}

static struct origin *origin_of(struct polite *p, struct str url)
{
	struct str name = url_origin(url);
	struct map_slot *slot = map_get(&p->origins, name);
	struct origin *o;

	if (slot)
		return slot->value.ptr;
	if (p->origins.n >= MAX_ORIGINS && !p->waiting)
		free_origins(p);
	o = xcalloc(1, sizeof(*o));
	o->name = xstrndup(name.p, name.n);
	o->polite = p;
	buf_init(&o->rules, 2 * ROBOTS_MAX_BYTES);
	map_put(&p->origins, str_from(o->name), NULL)->value.ptr = o;
	return o;
}

static void ask(struct origin *o)
{
	AUTO(buf_release) struct buf url = {0};

	buf_init(&url, MAX_SOURCE_BYTES);
	buf_printf(&url, "%s/robots.txt", o->name);
	o->polite->rule_bytes -= o->rules.n;
	buf_reset(&o->rules);
	o->knowledge = ASKING;
	fetcher_add(o->polite->fetcher, buf_view(&url), STR(""), STR(""), on_robots, o);
}

void polite_add(struct polite *p, struct str url, fetch_fn *fn, void *arg)
{
	struct wish *w;

	if (p->off || !url_origin(url).n) {
		fetcher_add(p->fetcher, url, STR(""), STR(""), fn, arg);
		return;
	}
	w = xcalloc(1, sizeof(*w));
	w->origin = origin_of(p, url);
	w->url = xstrndup(url.p, url.n);
	w->fn = fn;
	w->arg = arg;
	*p->last = w;
	p->last = &w->next;
	p->waiting++;
	if (w->origin->knowledge == UNKNOWN ||
		(w->origin->knowledge != ASKING && clock_mono_ms() > w->origin->until_ms))
		ask(w->origin);
}

static void answer(struct wish *w)
{
	char sentence[512];
	struct fetched no = {.url = str_from(w->url),
		.body = STR(""),
		.media_type = STR(""),
		.etag = STR(""),
		.modified = STR(""),
		.moved = STR("")};

	no.denied = no.hopeless = w->origin->knowledge == KNOWN;
	if (no.denied)
		snprintf(sentence, sizeof(sentence),
			"%.200s/robots.txt asks programs not to fetch this page "
			"(fetch_robots = no goes against it)",
			w->origin->name);
	else
		snprintf(sentence, sizeof(sentence),
			"%.200s/robots.txt cannot be had, so it is not known whether "
			"this page may be fetched",
			w->origin->name);
	no.sentence = str_from(sentence);
	w->fn(w->arg, &no);
}

void polite_step(struct polite *p)
{
	struct wish *w, *todo = p->first;

	p->first = NULL;
	p->last = &p->first;
	while ((w = todo)) {
		struct origin *o = w->origin;

		todo = w->next;
		w->next = NULL;
		if (o->knowledge == UNKNOWN)
			ask(o); /* it was forgotten meanwhile */
		if (o->knowledge == ASKING) {
			*p->last = w;
			p->last = &w->next;
			continue;
		}
		p->waiting--;
		if (o->knowledge == KNOWN &&
			robots_allow(buf_view(&o->rules), url_path(str_from(w->url))))
			fetcher_add(p->fetcher, str_from(w->url), STR(""), STR(""), w->fn, w->arg);
		else
			answer(w);
		free_wish(w);
	}
}
