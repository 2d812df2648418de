/* SPDX-License-Identifier: Apache-2.0
 * export.h - /export/claims.csv and its like: an export (store/export.h) as a stream to the
 * client. */
#ifndef SITREP_DASHBOARD_EXPORT_H
#define SITREP_DASHBOARD_EXPORT_H

#include "dashboard/site.h"

/* name: "claims.csv", "incidents.stix", "corrections.jsonl" */
void export_answer(struct site *site, struct http_request *request, struct str name);

#endif
