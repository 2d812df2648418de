/* SPDX-License-Identifier: Apache-2.0
 * top: the queue, live, in 80 x 24. q quits, p pauses and resumes the reading, i the intake, r
 * retries all that is dead, s sorts the workers by the next column, / filters workers and sources
 * by a part of their name. */
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/cli.h"

#define HISTORY 60

struct screen {
	struct cli *cli;
	struct client *client;
	struct status ingestor, store; /* strings in the arenas */
	struct arena ingestor_arena, store_arena;
	double in[HISTORY], out[HISTORY]; /* reports a second, oldest first */
	uint64_t last_accepted, last_done;
	int64_t last_ms;
	const char *message;
	size_t sort;     /* in orders[] */
	char filter[32]; /* what a name must hold */
	bool typing;     /* keys go to the filter */
};

typedef int order_fn(const void *a, const void *b);

/* Numbers descending, so that what stands out is on top. */
static int descending(uint64_t a, uint64_t b)
{
	return a < b ? 1 : a > b ? -1 : 0;
}

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const struct worker_status *)a)->worker,
		((const struct worker_status *)b)->worker);
}

static int by_leased(const void *a, const void *b)
{
	return descending(((const struct worker_status *)a)->leased,
		((const struct worker_status *)b)->leased);
}

static int by_done(const void *a, const void *b)
{
	return descending(
		((const struct worker_status *)a)->done, ((const struct worker_status *)b)->done);
}

static int by_failed(const void *a, const void *b)
{
	return descending(((const struct worker_status *)a)->failed,
		((const struct worker_status *)b)->failed);
}

static int by_memory(const void *a, const void *b)
{
	return descending(((const struct worker_status *)a)->rss_bytes,
		((const struct worker_status *)b)->rss_bytes);
}

static const struct {
	const char *column;
	order_fn *compare;
} orders[] = {{"WORKER", by_name}, {"HOLDS", by_leased}, {"DONE", by_done}, {"FAILED", by_failed},
	{"MEMORY", by_memory}};

static struct termios saved;

static void restore_terminal(void)
{
	tcsetattr(STDIN_FILENO, TCSANOW, &saved);
	fputs("\033[?25h\033[?1049l", stdout);
	fflush(stdout);
}

static void prepare_terminal(void)
{
	struct termios raw;

	tcgetattr(STDIN_FILENO, &saved);
	raw = saved;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	tcsetattr(STDIN_FILENO, TCSANOW, &raw);
	fputs("\033[?1049h\033[?25l", stdout);
	atexit(restore_terminal);
}

static void push(double *history, double value)
{
	size_t i;

	for (i = 0; i + 1 < HISTORY; i++)
		history[i] = history[i + 1];
	history[HISTORY - 1] = value;
}

static void take_rates(struct screen *s)
{
	const struct queue_status *q = &s->ingestor.queue;
	double seconds = (double)(s->ingestor.now_ms - s->last_ms) / 1000;

	if (s->last_ms && seconds > 0 && q->accepted >= s->last_accepted &&
		q->done >= s->last_done) {
		push(s->in, (double)(q->accepted - s->last_accepted) / seconds);
		push(s->out, (double)(q->done - s->last_done) / seconds);
	}
	s->last_ms = s->ingestor.now_ms;
	s->last_accepted = q->accepted;
	s->last_done = q->done;
}

/* The last n values as block characters, scaled to their own top. */
static void spark(const double *history, size_t n)
{
	static const char *const blocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	double top = 1;
	size_t i;

	for (i = HISTORY - n; i < HISTORY; i++)
		if (history[i] > top)
			top = history[i];
	for (i = HISTORY - n; i < HISTORY; i++)
		fputs(history[i] > 0 ? blocks[(int)(history[i] / top * 7)] : " ", stdout);
}

static double recent(const double *history)
{
	double sum = 0;
	size_t i;

	for (i = HISTORY - 5; i < HISTORY; i++)
		sum += history[i];
	return sum / 5;
}

static void draw_queue(const struct screen *s)
{
	const struct queue_status *q = &s->ingestor.queue;
	char bytes[16], max[16], age[16], drain[16] = "-";
	double rate = recent(s->out);

	format_bytes(q->bytes, bytes);
	format_bytes(q->max_bytes, max);
	format_age(q->oldest_ms, age);
	if (rate > 0)
		format_age((int64_t)((double)(q->ready + q->leased + q->delayed) / rate * 1000),
			drain);
	printf("  \033[1m%-12s%-12s%-12s%-12s\033[0m%s%s\033[K\n", "READY", "LEASED", "DELAYED",
		"DEAD", q->paused ? "\033[7m PAUSED \033[0m" : "",
		q->closed ? " \033[7m INTAKE CLOSED \033[0m" : "");
	printf("  %-12" PRIu64 "%-12" PRIu64 "%-12" PRIu64 "%s%-12" PRIu64 "\033[0m\033[K\n",
		q->ready, q->leased, q->delayed, q->dead ? "\033[31m" : "", q->dead);
	printf("  oldest %s   spool %s of %s   empty in %s\033[K\n\033[K\n", age, bytes, max,
		drain);
	printf("  in  %8.1f/s  ", recent(s->in));
	spark(s->in, 50);
	printf("\033[K\n  out %8.1f/s  ", rate);
	spark(s->out, 50);
	printf("\033[K\n\033[K\n");
	printf("  accepted %" PRIu64 "  known %" PRIu64 "  done %" PRIu64 "  retried %" PRIu64
	       "  lost %" PRIu64 "  refused %" PRIu64 "\033[K\n",
		q->accepted, q->duplicate, q->done, q->retried, q->expired, q->refused);
}

static bool wanted(const struct screen *s, struct str name)
{
	return !s->filter[0] || str_case_find(name, str_from(s->filter), 0) < name.n;
}

static void draw_worker(const struct screen *s, const struct worker_status *w)
{
	char rss[16], seen[16], busy[16] = "";

	format_bytes(w->rss_bytes, rss);
	format_age(s->ingestor.now_ms - w->seen_ms, seen);
	if (w->busy)
		format_age(s->ingestor.now_ms - w->busy_since_ms, busy);
	printf("  %s%-24.*s %4u/%-4u %8" PRIu64 " %6" PRIu64 " %7s %6s %6s\033[0m\033[K\n",
		w->gone ? "\033[31m" : "", (int)(w->worker.n < 24 ? w->worker.n : 24), w->worker.p,
		w->leased, w->window, w->done, w->failed, w->gone ? "gone" : rss, busy, seen);
}

static void draw_head(const struct screen *s)
{
	static const char *const formats[] = {"%-24s", " %9s", " %8s", " %6s", " %7s"};
	size_t i;

	fputs("\n  ", stdout);
	for (i = 0; i < ARRAY_SIZE(orders); i++) {
		fputs(i == s->sort ? "\033[1;4m" : "\033[1m", stdout);
		printf(formats[i], orders[i].column);
		fputs("\033[0m", stdout);
	}
	printf("\033[1m %6s %6s\033[0m\033[K\n", "BUSY", "SEEN");
}

static void draw_workers(struct screen *s)
{
	size_t i, shown = 0, most = s->ingestor.nsources ? 6 : 8;

	qsort(s->ingestor.workers, s->ingestor.nworkers, sizeof(*s->ingestor.workers),
		orders[s->sort].compare);
	draw_head(s);
	for (i = 0; i < s->ingestor.nworkers; i++)
		if (wanted(s, s->ingestor.workers[i].worker) && ++shown <= most)
			draw_worker(s, &s->ingestor.workers[i]);
	if (shown > most)
		printf("  and %zu more\033[K\n", shown - most);
	if (!status_workers(&s->ingestor))
		printf("  no extractor has been heard\033[K\n");
}

static void draw_sources(const struct screen *s)
{
	size_t i, shown = 0;

	for (i = 0; i < s->ingestor.nsources && shown < 3; i++) {
		const struct source_status *f = &s->ingestor.sources[i];
		char age[16] = "never";

		if (!wanted(s, f->name))
			continue;
		if (f->last_ms)
			format_age(s->ingestor.now_ms - f->last_ms, age);
		printf("  %s%-40.*s last %-7s %8" PRIu64 " accepted\033[0m\033[K\n",
			f->warning.n ? "\033[31m" : "", (int)(f->name.n < 40 ? f->name.n : 40),
			f->name.p, age, f->accepted);
		shown++;
	}
}

static void draw(struct screen *s)
{
	const struct store_status *st = &s->store.store;
	char now[32], bytes[16];

	clock_format(clock_wall_ms(), now);
	printf("\033[H  \033[1msitrep\033[0m  %.19sZ%s\033[K\n\033[K\n", now,
		s->ingestor.draining ? "  draining" : "");
	if (s->ingestor.has_queue) {
		draw_queue(s);
		draw_workers(s);
		draw_sources(s);
	} else {
		printf("  the ingestor is silent\033[K\n");
	}
	format_bytes(st->database_bytes, bytes);
	if (s->store.has_store)
		printf("\033[K\n  \033[1mSTORE\033[0m  %" PRIu64 " reports, %s  commit %.1f/%.1f ms"
		       "  stored after %.0f/%.0f ms (p50/p99)\033[K\n",
			st->reports, bytes, st->commit.p50, st->commit.p99, st->age.p50,
			st->age.p99);
	else
		printf("\033[K\n  the store is silent\033[K\n");
	if (s->typing)
		printf("\033[K\n  filter: %s_   (Enter keeps it, Escape clears it)\033[J",
			s->filter);
	else
		printf("\033[K\n  q quit  p pause/resume  i intake  r retry dead  s sort  / "
		       "filter%s%s  %s\033[J",
			s->filter[0] ? ": " : "", s->filter, s->message ? s->message : "");
	fflush(stdout);
}

/* A key for the filter: printable ones are added, backspace takes one away. */
static void type(struct screen *s, char key)
{
	size_t n = strlen(s->filter);

	if (key == '\n' || key == '\r' || key == '\033')
		s->typing = false;
	if (key == '\033')
		s->filter[0] = '\0';
	else if ((key == 127 || key == '\b') && n)
		s->filter[n - 1] = '\0';
	else if (key >= ' ' && key < 127 && n + 1 < sizeof(s->filter))
		s->filter[n] = key;
}

static void on_key(struct screen *s, char key)
{
	AUTO(arena_release) struct arena arena = {0};
	struct request request = {0};
	struct reply reply;
	int code;

	if (s->typing) {
		type(s, key);
		return;
	}
	if (key == 's')
		s->sort = (s->sort + 1) % ARRAY_SIZE(orders);
	s->typing = key == '/';
	if (key == 'p')
		request.verb = s->ingestor.queue.paused ? VERB_RESUME : VERB_PAUSE;
	else if (key == 'i')
		request = (struct request){
			.verb = s->ingestor.queue.closed ? VERB_RESUME : VERB_PAUSE,
			.text = STR("ingest")};
	else if (key == 'r')
		request = (struct request){.verb = VERB_DEAD_RETRY, .all = true};
	else
		return;
	s->message = cli_ask(s->cli, &request, &arena, &reply, &code) ? "done" : "no answer";
}

static void take_status(struct screen *s, int timeout_ms)
{
	AUTO(arena_release) struct arena arena = {0};
	struct message m;

	if (!client_receive(s->client, timeout_ms, &arena, &m, NULL) || m.type != MESSAGE_STATUS)
		return;
	/* the strings move with the arena that holds them */
	if (m.u.status.has_queue) {
		arena_release(&s->ingestor_arena);
		s->ingestor_arena = arena;
		arena = (struct arena){0};
		s->ingestor = m.u.status;
		take_rates(s);
	} else if (m.u.status.has_store) {
		arena_release(&s->store_arena);
		s->store_arena = arena;
		arena = (struct arena){0};
		s->store = m.u.status;
	}
}

static void run(struct screen *s)
{
	while (!cli_interrupted()) {
		struct pollfd keys = {.fd = STDIN_FILENO, .events = POLLIN};
		char key = 0;

		take_status(s, 250);
		draw(s);
		if (poll(&keys, 1, 0) > 0 && read(STDIN_FILENO, &key, 1) == 1) {
			if (key == 'q' && !s->typing)
				return;
			on_key(s, key);
		}
	}
}

int cli_top(struct cli *cli)
{
	struct err err = {0};
	struct screen s = {.cli = cli, .client = cli_subscribe(cli, &err)};

	if (!s.client)
		return cli_fail(&err);
	if (!isatty(STDOUT_FILENO) || !isatty(STDIN_FILENO)) {
		client_close(&s.client);
		return cli_status(cli); /* into a pipe: one look */
	}
	cli_catch_signals();
	prepare_terminal();
	run(&s);
	client_close(&s.client);
	arena_release(&s.ingestor_arena);
	arena_release(&s.store_arena);
	return EX_OK;
}
