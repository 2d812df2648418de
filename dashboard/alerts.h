/* SPDX-License-Identifier: Apache-2.0
 * alerts.h - asks the saved searches every ALERT_MS, and posts what is new to their webhooks.
 *
 * The body is {"search": NAME, "count": N, "facts": [...]}, at most ALERT_FACTS at a time, the
 * facts as the API has them. An answer of 2xx is remembered by the store; anything else is tried
 * again with a pause that doubles, up to ten minutes. */
#ifndef SITREP_ALERTS_H
#define SITREP_ALERTS_H

#include "dashboard/site.h"
#include "service/service.h"

#define ALERT_MS 5000
#define ALERT_FACTS 100

struct alerts;

struct alerts *alerts_start(
	struct site *site, struct service *service, bool allow_private, struct err *err);
void alerts_stop(struct alerts **alerts);

#endif
