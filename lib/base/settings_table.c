/* SPDX-License-Identifier: Apache-2.0 */
#include "base/compiler.h"
#include "base/settings.h"

#define MINUTE ((uint64_t)60000)
#define DAY (24 * 60 * MINUTE)
#define GIB ((uint64_t)1 << 30)

const struct setting setting_table[] = {
	{"state_dir", SETTING_STRING, "", 0, 0,
		"where spool and database are; empty: /var/lib/sitrep for root, else "
		"$XDG_STATE_HOME/sitrep"},
	{"run_dir", SETTING_STRING, "", 0, 0,
		"where the sockets are; empty: /run/sitrep for root, else $XDG_RUNTIME_DIR/sitrep"},
	{"data_dir", SETTING_STRING, "", 0, 0,
		"lexicons and models; empty: those that came with the program"},
	{"lexicon_dir", SETTING_STRING, "", 0, 0,
		"your own lexicons and claim patterns; empty: lexicons/ beside the configuration, "
		"if there"},
	{"key_dir", SETTING_STRING, "", 0, 0,
		"our key pair and the keys that we trust, for tcp; empty: keys in state_dir"},
	{"log_level", SETTING_STRING, "info", 0, 0, "debug, info, warn or error"},
	{"log_format", SETTING_STRING, "logfmt", 0, 0, "logfmt or json"},

	{"spool_max_reports", SETTING_NUMBER, "5000000", 1, 1000000000,
		"ceiling of the spool in reports; at it, submitters are told to wait"},
	{"spool_max_bytes", SETTING_SIZE, "16G", 1 << 20, 16384 * GIB,
		"ceiling of the spool in bytes of report bodies"},
	{"spool", SETTING_STRING, "log", 0, 0,
		"how the spool is kept: log, a log of segments in spool.log, or sqlite, in the "
		"tables of spool.db; what "
		"is in the other is taken over at the start"},
	{"spool_segment", SETTING_SIZE, "64M", 4096, GIB,
		"bytes after which the spool's log begins a new file"},
	{"lease", SETTING_DURATION, "30s", 100, DAY,
		"how long a report is lent without a sign of life from its worker"},
	{"max_attempts", SETTING_NUMBER, "5", 1, 1000,
		"failed attempts after which a report is dead"},
	{"max_lost", SETTING_NUMBER, "20", 1, 100000,
		"lost leases (its worker vanished) after which a report is dead"},
	{"retry_min", SETTING_DURATION, "1s", 1, DAY, "pause before the first retry; doubles"},
	{"retry_max", SETTING_DURATION, "5m", 1, DAY, "longest pause before a retry"},
	{"watch", SETTING_STRING, "", 0, 0,
		"folders to feed from, separated by colons; more with `sitrep watch`"},
	{"watch_rescan", SETTING_DURATION, "10s", 100, DAY,
		"how often watched folders are read again, whatever inotify says"},
	{"watch_settle", SETTING_DURATION, "2s", 0, DAY,
		"how long a file's size and time must stand still before it is taken"},
	{"feed_interval", SETTING_DURATION, "15m", 100, DAY,
		"how often a feed is asked for news, unless it wants to be asked more rarely"},
	{"source_silence", SETTING_DURATION, "7d", 1000, 365 * DAY,
		"a feed or folder that brings nothing new for so long raises a warning"},
	{"fetch_time", SETTING_DURATION, "60s", 100, DAY,
		"longest time for fetching one page or feed"},
	{"fetch_private", SETTING_BOOL, "no", 0, 0,
		"whether addresses of the local network may be fetched from"},
	{"fetch_agent", SETTING_STRING, "", 0, 0, "what to call ourselves; empty: sitrep/VERSION"},
	{"fetch_robots", SETTING_BOOL, "yes", 0, 0,
		"whether pages that a feed, sitemap or list names are left alone where robots.txt "
		"asks for it"},
	{"fetch_proxy", SETTING_STRING, "", 0, 0,
		"HTTP proxy for feeds and pages; none; empty: as http_proxy and its like in the "
		"environment say"},
	{"http_listen", SETTING_STRING, "127.0.0.1:8741", 0, 0,
		"where the ingestor takes POST /reports; empty: nowhere"},
	{"http_token_file", SETTING_STRING, "", 0, 0,
		"file with the token that HTTP clients must send; needed beyond loopback"},

	{"window", SETTING_NUMBER, "128", 1, 4096,
		"reports that an extractor holds at once (its credit)"},
	{"report_time", SETTING_DURATION, "30s", 10, DAY,
		"longest time that one report may take to read"},
	{"report_memory", SETTING_SIZE, "1G", 64 << 20, 1024 * GIB,
		"most memory that reading one report may take"},
	{"reading_nice", SETTING_NUMBER, "10", 0, 19,
		"how far reading stands back behind commits and pages for a processor (nice(1))"},
	{"ingestors", SETTING_STRING, "", 0, 0,
		"ingestors to work for, NAME@tcp://HOST:PORT, separated by spaces; empty: the one "
		"in run_dir"},
	{"stores", SETTING_STRING, "", 0, 0,
		"stores that get the results, likewise; every extractor needs the same list"},

	{"work_listen", SETTING_STRING, "", 0, 0,
		"where extractors on other hosts find the ingestor: tcp://0.0.0.0:8742; empty: "
		"nowhere"},
	{"intake_listen", SETTING_STRING, "", 0, 0,
		"where `sitrep submit` and its like on other hosts do; empty: nowhere"},
	{"results_listen", SETTING_STRING, "", 0, 0,
		"where extractors on other hosts find the store; empty: nowhere"},
	{"ingestor_status_listen", SETTING_STRING, "", 0, 0,
		"where the ingestor's status is to be had on other hosts; empty: nowhere"},
	{"store_status_listen", SETTING_STRING, "", 0, 0,
		"where the store's status is to be had on other hosts; empty: nowhere"},
	{"intake", SETTING_STRING, "", 0, 0,
		"ingestor that `sitrep submit` and its like speak to; empty: the one in run_dir"},
	{"statuses", SETTING_STRING, "", 0, 0,
		"where statuses are watched, separated by spaces; empty: in run_dir"},

	{"commit_reports", SETTING_NUMBER, "256", 1, 100000, "most reports in one transaction"},
	{"copy_resemblance", SETTING_NUMBER, "50", 1, 100,
		"percent of all shingles that a near copy shares with its original, or"},
	{"copy_containment", SETTING_NUMBER, "80", 1, 100,
		"percent of the shorter text's shingles that it shares"},
	{"checkpoint_pages", SETTING_NUMBER, "8000", 100, 10000000,
		"pages in SQLite's log before it is folded into the database"},

	{"dashboard_listen", SETTING_STRING, "127.0.0.1:8740", 0, 0,
		"where the dashboard's page and API are; empty: nowhere"},
	{"dashboard_token_file", SETTING_STRING, "", 0, 0,
		"file with the token that the dashboard asks for; needed beyond loopback"},
	{"webhook_private", SETTING_BOOL, "yes", 0, 0,
		"whether alerts may be posted to addresses of the local network"},
	{"extractors", SETTING_NUMBER, "0", 0, 1024,
		"extractors that `sitrep up` starts; 0: one for each processor"},
	{"drain", SETTING_DURATION, "10s", 0, DAY,
		"how long a stopping daemon may finish what it holds"},
};

const size_t nsettings = ARRAY_SIZE(setting_table);
