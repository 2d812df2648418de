/* SPDX-License-Identifier: Apache-2.0
 * daemon.h - what every daemon's main() does first: settings, log, directories, endpoints. */
#ifndef SITREP_DAEMON_H
#define SITREP_DAEMON_H

#include <limits.h>
#include "base/err.h"
#include "base/settings.h"
#include "service/keys.h"
#include "service/service.h"
#include "wire/message.h"

struct daemon {
	const char *stage; /* "ingestor", for log lines */
	struct settings *settings;
	int64_t started_ms;
	const char *config; /* the file that --config named, NULL: none; borrowed from argv */
	char **argv;        /* [argc] owned, as it came but for --config */
	int argc;
	char trouble[512]; /* the last thing that went wrong with the disk, for the status */
	int64_t trouble_ms;
	int64_t refused_ms;   /* when the last stranger was logged */
	uint64_t forbidden;   /* requests that came from another host */
	int64_t forbidden_ms; /* when the last of them was logged */
};

/* Reads --config FILE, flags, environment and files; sets up the log. Prints --help and --version
 * and exits. On failure prints the sentence and exits with EX_CONFIG or EX_USAGE. */
void daemon_init(struct daemon *daemon, const char *stage, int argc, char **argv);
void daemon_release(struct daemon *daemon); /* for AUTO */
/* SIGHUP: reads files, environment and flags once more and applies log_level and log_format.
 * What else of the result takes effect is the daemon's to say; it frees it, and logs "reloaded".
 * NULL, after logging why, if there is a mistake: everything stays as it is. */
struct settings *daemon_reload(struct daemon *daemon);
/* The same for daemons that have nothing of their own to reload: a service_fn, arg is the
 * daemon. */
void daemon_on_reload(void *daemon);
/* Logs the sentence and returns the exit code that fits its kind: EX_CONFIG, EX_TEMPFAIL, ... */
int daemon_fail(const struct err *err);

/* The setting, or its default place, made if it is missing. */
/* The same without making it: for those who only read. */
const char *daemon_state_path(const struct settings *settings);
bool daemon_state_dir(const struct settings *settings, char out[PATH_MAX], struct err *err);
bool daemon_run_dir(const struct settings *settings, char out[PATH_MAX], struct err *err);
/* Only one process of this stage may work in the state directory, and in the run directory: a
 * second one would take the sockets away. Waits a few seconds for one that is about to stop;
 * ERR_RETRY if it does not. The lock ends with the process, so take it before binding sockets,
 * and close those before the lock could matter to a successor. */
bool daemon_lock(const struct daemon *daemon, struct err *err);
const char *daemon_data_dir(const struct settings *settings);
/* The analyst's own lexicons and patterns; "" if there are none. */
const char *daemon_lexicon_dir(const struct settings *settings);
/* "ipc://RUN_DIR/NAME", NAME one of ingestor.work, ingestor.intake, ingestor.status,
 * store.results, store.status. */
bool daemon_endpoint(
	const struct settings *settings, const char *name, char out[PATH_MAX + 8], struct err *err);
/* Where the keys are, whether made or not. */
bool daemon_key_dir(const struct settings *settings, char out[PATH_MAX], struct err *err);
/* Where the statuses of all daemons are watched: the setting, or those in run_dir. */
struct endpoints {
	const char *v[16]; /* [n] point into text */
	size_t n;
	char text[2 * PATH_MAX + 32];
};
bool daemon_statuses(const struct settings *settings, struct endpoints *ret, struct err *err);
/* The keys, if one of the settings names a tcp endpoint; NULL, and no error, if none does. */
struct keys *daemon_keys(
	const struct settings *settings, const char *const *names, size_t n, struct err *err);
/* Gives the service its keys if one of these settings names a tcp endpoint, and logs who is
 * refused. Before the links are made. */
bool daemon_secure(struct daemon *daemon, struct service *service, const char *const *names,
	size_t n, struct err *err) MUST_CHECK;
/* Requests act for the human who owns the daemons, so they are taken by ipc alone; a key lets
 * work in over tcp, not commands. Only VERB_WHERE, by which a submitter waits, is for everybody.
 * Call within on_frame. False: logged, counted, and *ret_refusal is the answer. */
bool daemon_may_ask(struct daemon *daemon, const struct link *link, const struct request *request,
	struct reply *ret_refusal);
/* For the status: the disk failed, or was found damaged. */
void daemon_trouble(struct daemon *daemon, const struct err *err);
/* The parts of a Status that all daemons fill alike. */
struct status daemon_status(const struct daemon *daemon, const struct service *service,
	int64_t now_ms, uint64_t unreadable);

#endif
