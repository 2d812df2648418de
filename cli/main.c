/* SPDX-License-Identifier: Apache-2.0
 * sitrep: everything from the terminal. The table below is the usage page; a command is one row. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/ascii.h"
#include "base/date.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/parse.h"
#include "cli/cli.h"

struct phrase {
	const char *words; /* one or two */
	cli_fn *fn;
	const char *arguments, *help;
};

static const struct phrase phrases[] = {
	{"up", cli_up, "", "run the whole pipeline here; Ctrl-C drains and stops"},
	{"submit", cli_submit, "PATH|URL...|-",
		"feed files, folders, archives, pages, JSON lines (--jsonl), lists (--urls)"},
	{"watch", cli_watch, "[DIR...]", "keep feeding from a folder; without DIR: which ones"},
	{"unwatch", cli_unwatch, "DIR...", "stop feeding from it"},
	{"feed add", cli_feed_add, "URL...",
		"keep feeding from RSS, Atom, JSON feeds and sitemaps"},
	{"feed remove", cli_feed_remove, "URL...", "stop that"},
	{"feed list", cli_feed_list, "", "the feeds, when they were last heard, and what is wrong"},
	{"feed import", cli_feed_import, "FILE", "add the feeds of an OPML file"},
	{"source list", cli_source_list, "",
		"folders and feeds: when they were last heard, what is wrong"},
	{"source pause", cli_source_pause, "DIR|URL...", "take nothing from it"},
	{"source resume", cli_source_resume, "DIR|URL...", "go on, with what came meanwhile"},
	{"source set", cli_source_set, "DIR|URL SLOT=VALUE",
		"interval=10m (of a feed), address=URL (or another folder)"},
	{"source changes", cli_source_changes, "", "what was done to sources, when and by whom"},
	{"status", cli_status, "", "the queue, the workers and the store, once"},
	{"top", cli_top, "", "the same, live"},
	{"tap", cli_tap, "[ingestor|store]", "every status as it comes, a JSON line each"},
	{"check", cli_check, "",
		"one line and an exit code for Nagios: 0 well, 1 warning, 2 critical"},
	{"where", cli_where, "ID...", "where a report is now"},
	{"pause", cli_pause, "[extract|ingest]", "hand out no work; or take no report in"},
	{"drain", cli_drain, "[extract|ingest|store]",
		"the same, and wait until nothing is left there"},
	{"resume", cli_resume, "[extract|ingest]", "go on"},
	{"dead list", cli_dead_list, "", "reports that could not be read, and why"},
	{"dead show", cli_dead_show, "ID", "one of them with its first bytes"},
	{"dead retry", cli_dead_retry, "ID...", "read them once more (--reason WORD, --all)"},
	{"dead drop", cli_dead_drop, "ID...", "give them up (--reason WORD, --all)"},
	{"search", cli_search, "WORDS", "reports that hold the words, best first"},
	{"claims", cli_claims, "[KIND]", "who did what to how many, when, where, says who"},
	{"incidents", cli_incidents, "[TYPE]", "attacks, bombings, kidnappings"},
	{"entities", cli_entities, "[TYPE]", "who and what is named; --all: every mention"},
	{"reports", cli_reports, "", "what has been read"},
	{"stories", cli_stories, "[ID]",
		"copies and versions of the same report, and how many origins they have"},
	{"report", cli_report, "ID", "one report: its text and its claims"},
	{"export", cli_export, "[claims|incidents]",
		"--format csv, jsonl, geojson, stix, brief or manifest"},
	{"alert add", cli_alert_add, "NAME WEBHOOK [claims|incidents]",
		"post what is new and passes the filters"},
	{"alert list", cli_alert_list, "", "the saved searches, and how often each had news"},
	{"alert remove", cli_alert_remove, "NUMBER...", "stop that"},
	{"correct accept", cli_correct_accept, "FACT...",
		"this is right (column fact of claims --json)"},
	{"correct reject", cli_correct_reject, "FACT...", "this is wrong: leave it out everywhere"},
	{"correct edit", cli_correct_edit, "FACT SLOT=VALUE...", "this is what it should say"},
	{"correct merge", cli_correct_merge, "FACT FIGURE",
		"the same figure; --type T NAME NAME: the same entity"},
	{"correct split", cli_correct_split, "FACT...",
		"another figure; --type T NAME: another entity"},
	{"correct undo", cli_correct_undo, "NUMBER...", "take a decision back"},
	{"correct list", cli_correct_list, "", "every decision"},
	{"correct export", cli_correct_export, "", "those that stand, as test examples"},
	{"extract", cli_extract, "FILE...|-", "read without any daemon; --jsonl: a report a line"},
	{"explain", cli_explain, "FILE|ID|-",
		"why a text gives the facts that it gives, and no others"},
	{"reprocess", cli_reprocess, "",
		"read kept originals again; --dry-run: show what would change"},
	{"audit", cli_audit, "", "prove that nothing was lost"},
	{"keys new", cli_keys_new, "", "make our key pair, for daemons on several hosts"},
	{"keys list", cli_keys_list, "", "our public key, and those that are allowed"},
	{"keys allow", cli_keys_allow, "NAME FILE|KEY|- [ROLE,...]",
		"let a peer in, and know it by that name"},
	{"keys revoke", cli_keys_revoke, "NAME...", "and throw it out"},
	{"backup", cli_backup, "FILE [SPOOL]", "copy the live database, and the spool"},
	{"validate", cli_validate, "[FILE|DIR]", "check configuration, lexicons and patterns"},
	{"test", cli_test, "[FILE...]", "do your own sentences still say what they must?"},
	{"config show", cli_config_show, "", "every setting, its value and where it came from"},
};

static struct str first_word(const struct phrase *phrase)
{
	struct str words = str_from(phrase->words);

	return str_slice(words, 0, str_find(words, STR(" "), 0));
}

static bool begins_with(const struct phrase *phrase, const char *word)
{
	return str_eq(first_word(phrase), str_from(word));
}

static bool is_command(const char *word)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(phrases); i++)
		if (begins_with(&phrases[i], word))
			return true;
	return false;
}

/* What only some commands take. */
static const struct {
	const char *word, *help;
} own_options[] = {
	{"submit", "--wait          until all is read and stored\n"
		   "  --jsonl         a report a line\n"
		   "  --urls          the arguments list addresses, one a line\n"
		   "  --again         read what is known already once more"},
	{"dead", "--reason WORD   all that died of it\n  --all           all of them"},
	{"entities", "--all           every mention\n  --form F        any, name, noun, pronoun or "
		     "value"},
	{"export", "--format F      csv, jsonl, geojson, stix, brief or manifest"},
	{"extract", "--jsonl         a report a line"},
	{"reprocess", "--dry-run       show what would change"},
	{"check", "--warning AGE, --critical AGE   of the oldest report that waits"},
	{"correct", "--by NAME, --comment TEXT   go with the decision\n  --type T        names of "
		    "entities are meant"},
};

static void print_own_options(FILE *to, const char *word)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(own_options); i++)
		if (strcmp(own_options[i].word, word) == 0)
			fprintf(to, "\n  %s\n", own_options[i].help);
}

/* Of the commands that begin with the word; of all if none does. */
static void print_usage(FILE *to, const char *word)
{
	bool known = false;
	size_t i;

	for (i = 0; word && i < ARRAY_SIZE(phrases); i++)
		known = known || begins_with(&phrases[i], word);
	fputs("usage: sitrep COMMAND [OPTIONS] [ARGUMENTS]\n\n", to);
	for (i = 0; i < ARRAY_SIZE(phrases); i++)
		if (!known || begins_with(&phrases[i], word))
			fprintf(to, "  %-14s %-18s %s\n", phrases[i].words, phrases[i].arguments,
				phrases[i].help);
	if (known)
		print_own_options(to, word);
	fputs("\nListings take --json, --csv, --limit N, and the filters --words W, --report ID, "
	      "--kind K,\n"
	      "--theme T, --place P, --country ISO, --who W, --source S, --organisation O, --since "
	      "DAY,\n"
	      "--until DAY, --modality M, --figure F, --form F, --min-confidence C; --sort "
	      "oldest|newest|day|value.\n"
	      "Settings are flags too: --state-dir DIR (see sitrep config show). --config FILE "
	      "reads\n"
	      "settings from FILE. Exit codes are those of sysexits(3): 64 usage, 65 bad data, 66 "
	      "no\n"
	      "input, 69 nobody there, 74 I/O, 75 try later, 78 configuration. See sitrep(1).\n",
		to);
}

enum option_kind {
	OPTION_FLAG,
	OPTION_STR,
	OPTION_TEXT,
	OPTION_DAY,
	OPTION_LIMIT,
	OPTION_FRACTION,
	OPTION_SORT
};

struct option {
	const char *name;
	enum option_kind kind;
	size_t at; /* in struct cli */
};

static const struct option options[] = {
	{"--wait", OPTION_FLAG, offsetof(struct cli, wait)},
	{"--dry-run", OPTION_FLAG, offsetof(struct cli, dry_run)},
	{"--all", OPTION_FLAG, offsetof(struct cli, all)},
	{"--jsonl", OPTION_FLAG, offsetof(struct cli, jsonl)},
	{"--urls", OPTION_FLAG, offsetof(struct cli, urls)},
	{"--again", OPTION_FLAG, offsetof(struct cli, again)},
	{"--format", OPTION_TEXT, offsetof(struct cli, to)},
	{"--by", OPTION_TEXT, offsetof(struct cli, by)},
	{"--comment", OPTION_TEXT, offsetof(struct cli, comment)},
	{"--warning", OPTION_TEXT, offsetof(struct cli, warning)},
	{"--critical", OPTION_TEXT, offsetof(struct cli, critical)},
	{"--reason", OPTION_TEXT, offsetof(struct cli, reason)},
	{"--words", OPTION_STR, offsetof(struct cli, filter.words)},
	{"--report", OPTION_STR, offsetof(struct cli, filter.report)},
	{"--kind", OPTION_STR, offsetof(struct cli, filter.kind)},
	{"--type", OPTION_STR, offsetof(struct cli, filter.kind)},
	{"--theme", OPTION_STR, offsetof(struct cli, filter.theme)},
	{"--place", OPTION_STR, offsetof(struct cli, filter.place)},
	{"--country", OPTION_STR, offsetof(struct cli, filter.country)},
	{"--modality", OPTION_STR, offsetof(struct cli, filter.modality)},
	{"--form", OPTION_STR, offsetof(struct cli, filter.form)},
	{"--figure", OPTION_STR, offsetof(struct cli, filter.group)},
	{"--sort", OPTION_SORT, offsetof(struct cli, filter.sort)},
	{"--who", OPTION_STR, offsetof(struct cli, filter.who)},
	{"--source", OPTION_STR, offsetof(struct cli, filter.source)},
	{"--organisation", OPTION_STR, offsetof(struct cli, filter.organisation)},
	{"--since", OPTION_DAY, offsetof(struct cli, filter.since)},
	{"--until", OPTION_DAY, offsetof(struct cli, filter.until)},
	{"--limit", OPTION_LIMIT, offsetof(struct cli, limit)},
	{"--min-confidence", OPTION_FRACTION, offsetof(struct cli, filter.min_confidence)},
};

/* A year or a month is its first day, or its last. */
static bool take_day(const char *value, bool last, struct str *ret)
{
	static char days[2][16];
	char *day = days[last];
	int32_t parsed;
	size_t n = strlen(value);

	snprintf(day, sizeof(days[0]), "%.12s%s", value,
		n == 4   ? last ? "-12-31" : "-01-01"
		: n == 7 ? "-01"
			 : "");
	if (!day_parse(str_from(day), &parsed))
		return false;
	if (n == 7 && last) {
		int y, m, d;

		day_to_civil(parsed, &y, &m, &d);
		day_format(day_from_civil(y, m, days_in_month(y, m)), day);
	}
	*ret = n == 4 || n == 7 ? str_from(day) : str_from(value);
	return true;
}

static bool set_option(struct cli *cli, const struct option *o, const char *value, struct err *err)
{
	char *field = (char *)cli + o->at;
	uint64_t number;
	char *end;

	switch (o->kind) {
	case OPTION_FLAG:
		*(bool *)field = true;
		return true;
	case OPTION_TEXT:
		*(const char **)field = value;
		return true;
	case OPTION_STR:
		*(struct str *)field = str_from(value);
		if (strcmp(o->name, "--country") == 0)
			cli_country((struct str *)field);
		return true;
	case OPTION_DAY:
		return take_day(value, strcmp(o->name, "--until") == 0, (struct str *)field) ||
		       err_set(err, ERR_REJECT,
			       "%s wants a day such as 2024-05-31, a month or a year", o->name);
	case OPTION_SORT:
		return facts_sort_named(str_from(value), (enum sort *)field) ||
		       err_set(err, ERR_REJECT, "%s is oldest, newest, day or value", o->name);
	case OPTION_LIMIT:
		if (!parse_u64(str_from(value), 0, INT64_MAX, &number))
			return err_set(err, ERR_REJECT, "%s wants a number", o->name);
		cli->limit = number ? number : INT64_MAX;
		cli->filter.limit = (int64_t)cli->limit;
		return true;
	case OPTION_FRACTION:
		cli->filter.min_confidence = strtod(value, &end);
		return (*end == '\0' && cli->filter.min_confidence >= 0 &&
			       cli->filter.min_confidence <= 1) ||
		       err_set(err, ERR_REJECT, "%s wants a number from 0 to 1", o->name);
	}
	return false;
}

static const struct option *find_option(struct str name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(options); i++)
		if (str_eq(name, str_from(options[i].name)))
			return &options[i];
	return NULL;
}

/* Takes our own options off argv; what is left goes to the settings. */
static bool take_options(
	struct cli *cli, int *argc, char **argv, const char **ret_config, struct err *err)
{
	int i, kept = 1;

	for (i = 1; i < *argc; i++) {
		struct str arg = str_from(argv[i]);
		size_t eq = str_find(arg, STR("="), 0);
		const struct option *o = find_option(str_slice(arg, 0, eq));
		bool config = str_eq(str_slice(arg, 0, eq), STR("--config"));

		if (strcmp(argv[i], "--") == 0) {
			while (i < *argc)
				argv[kept++] = argv[i++];
		} else if (strcmp(argv[i], "--json") == 0 || strcmp(argv[i], "--csv") == 0) {
			enum output_format format = argv[i][2] == 'j' ? OUTPUT_JSON : OUTPUT_CSV;

			if (cli->format != OUTPUT_TABLE && cli->format != format)
				return err_set(err, ERR_REJECT, "--json or --csv, not both");
			cli->format = format;
		} else if (o && o->kind == OPTION_FLAG && eq == arg.n) {
			set_option(cli, o, NULL, err);
		} else if (o || config) {
			const char *value = eq < arg.n      ? arg.p + eq + 1
					    : i + 1 < *argc ? argv[++i]
							    : NULL;

			if (!value)
				return err_set(
					err, ERR_REJECT, "%.*s needs a value", STR_ARGS(arg));
			if (config)
				*ret_config = value;
			else if (!set_option(cli, o, value, err))
				return false;
		} else {
			argv[kept++] = argv[i];
		}
	}
	argv[kept] = NULL;
	*argc = kept;
	return true;
}

/* Finds the phrase and leaves its arguments in the cli. */
static const struct phrase *find_phrase(struct cli *cli, int argc, char **argv)
{
	char two[64];
	size_t i;

	if (argc < 2)
		return NULL;
	snprintf(two, sizeof(two), "%.30s %.30s", argv[1], argc > 2 ? argv[2] : "");
	for (i = 0; i < ARRAY_SIZE(phrases); i++) {
		bool long_phrase = strchr(phrases[i].words, ' ') != NULL;

		if (strcmp(phrases[i].words, long_phrase ? two : argv[1]) != 0)
			continue;
		cli->args = argv + (long_phrase ? 3 : 2);
		cli->nargs = argc - (long_phrase ? 3 : 2);
		return &phrases[i];
	}
	return NULL;
}

static int unknown_command(const char *word)
{
	const char *near = NULL;
	size_t least = 3, i;

	for (i = 0; i < ARRAY_SIZE(phrases); i++) {
		size_t d = str_distance(str_from(word), first_word(&phrases[i]));

		if (d < least) {
			least = d;
			near = phrases[i].words;
		}
	}
	fprintf(stderr, "sitrep: there is no command \"%s\"%s%s%s (see sitrep help)\n", word,
		near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
	return EX_USAGE;
}

static int run(struct cli *cli, int argc, char **argv)
{
	const struct phrase *phrase;
	const char *config = NULL;
	struct err err = {0};

	if (!take_options(cli, &argc, argv, &config, &err))
		return cli_usage(err.text);
	if (!settings_load(cli->settings, config, &err)) {
		cli_fail(&err);
		return EX_CONFIG;
	}
	if (!settings_take_flags(cli->settings, &argc, argv, &err))
		return cli_usage(err.text);
	phrase = find_phrase(cli, argc, argv);
	if (!phrase) {
		if (argc > 1)
			return unknown_command(argv[1]);
		print_usage(stderr, NULL);
		return EX_USAGE;
	}
	if (!phrase->arguments[0] && cli->nargs) {
		fprintf(stderr, "sitrep: %s takes no arguments\n", phrase->words);
		return EX_USAGE;
	}
	return phrase->fn(cli);
}

/* "sitrep help [COMMAND]", "sitrep [COMMAND] ... --help" */
static bool asks_for_help(int argc, char **argv)
{
	int i;

	if (argc > 1 && strcmp(argv[1], "help") == 0)
		return true;
	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--help") == 0)
			return true;
	return false;
}

int main(int argc, char **argv)
{
	struct cli cli = {.program = argv[0]};
	int code;

	if (asks_for_help(argc, argv)) {
		const char *word = strcmp(argv[1], "help") == 0 ? argv[2] : argv[1];

		if (word && word[0] != '-' && !is_command(word))
			return unknown_command(word);
		print_usage(stdout, word);
		return EX_OK;
	}
	if (argc > 1 && strcmp(argv[1], "--version") == 0) {
		printf("sitrep %s\n", SITREP_VERSION);
		return EX_OK;
	}
	log_setup("cli", LOG_LEVEL_WARN, false);
	cli.settings = settings_new();
	code = run(&cli, argc, argv);
	settings_free(&cli.settings);
	if (fflush(stdout) != 0 && code == EX_OK)
		code = EX_IOERR;
	return code;
}
