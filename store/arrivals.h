/* SPDX-License-Identifier: Apache-2.0
 * arrivals.h - frames that came for the store, read ahead.
 *
 * While the daemon writes one result, a second thread (service/readahead.h) reads the next ones
 * and prepares them (store_prepare), which needs no database. They are handled in the order in
 * which they came. */
#ifndef SITREP_ARRIVALS_H
#define SITREP_ARRIVALS_H

#include "base/err.h"
#include "store/prepared.h"
#include "wire/message.h"

struct arrival {
	struct str peer, frame;   /* owned; whoever takes one leaves zero behind */
	struct arena arena, more; /* of the message, of what is prepared */
	bool ok;                  /* else err says why it cannot be read */
	struct err err;
	struct message message;
	struct prepared prepared; /* of a result */
};

struct arrivals;

/* After service_new(). */
struct arrivals *arrivals_new(void);
void arrivals_free(struct arrivals **arrivals);
/* False if there are too many, or too large ones: handle the next one first. The bytes are
 * copied. */
bool arrivals_add(struct arrivals *arrivals, struct str peer, struct str frame);
/* The oldest, until the next call of either; NULL if there is none. */
struct arrival *arrivals_next(struct arrivals *arrivals);

#endif
