/* SPDX-License-Identifier: Apache-2.0
 * status_json.h - a Status as one line of JSON, the same for the command line and the dashboard. */
#ifndef SITREP_STATUS_JSON_H
#define SITREP_STATUS_JSON_H

#include "base/buf.h"
#include "wire/message.h"

void status_to_json(const struct status *status, struct buf *out); /* with LF */

#endif
