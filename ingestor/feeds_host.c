/* SPDX-License-Identifier: Apache-2.0
 * feeds_host.c - hosts that failed are left alone, each time for longer. */
#include "base/mem.h"
#include "base/url.h"
#include "ingestor/feeds_parts.h"

#define HOST_PAUSE_MS ((int64_t)60000)        /* after the first failure; doubles */
#define HOST_PAUSE_MAX_MS ((int64_t)21600000) /* six hours */

static struct host *find_host(const struct feeds *feeds, struct str name)
{
	size_t i;

	for (i = 0; i < feeds->nhosts; i++)
		if (str_eq(str_from(feeds->hosts[i].name), name))
			return &feeds->hosts[i];
	return NULL;
}

void feeds_host_failed(struct feeds *feeds, struct str url, int64_t retry_after_ms)
{
	struct str name = url_host(url);
	struct host *host = find_host(feeds, name);
	int64_t pause = HOST_PAUSE_MS;
	unsigned i;

	if (!host) {
		feeds->hosts = xrealloc(feeds->hosts, feeds->nhosts + 1, sizeof(*feeds->hosts));
		host = &feeds->hosts[feeds->nhosts++];
		*host = (struct host){.name = xstrndup(name.p, name.n)};
	}
	if (host->until_ms > feeds->now_ms)
		return; /* several at once are one failure */
	for (i = 0; i < host->failures && pause < HOST_PAUSE_MAX_MS; i++)
		pause *= 2;
	host->failures++;
	pause += (int64_t)feeds_random(feeds, (uint64_t)pause / 5);
	host->until_ms = feeds->now_ms + (retry_after_ms > pause ? retry_after_ms : pause);
}

void feeds_host_ok(struct feeds *feeds, struct str url)
{
	struct host *host = find_host(feeds, url_host(url));

	if (host)
		host->failures = 0;
}

void feeds_host_forgive(struct feeds *feeds, struct str url)
{
	struct host *host = find_host(feeds, url_host(url));

	if (host)
		*host = (struct host){.name = host->name};
}

int64_t feeds_host_until(const struct feeds *feeds, struct str url)
{
	const struct host *host = find_host(feeds, url_host(url));

	return host ? host->until_ms : 0;
}
