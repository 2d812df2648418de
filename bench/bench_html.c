/* SPDX-License-Identifier: Apache-2.0
 * bench_html.c - how fast pages are read, beside libxml2 and (where it is installed) gumbo
 * parsing the same pages and doing nothing. bench/readability.mjs is the peer that does as much.
 *
 *     bench_html [ROUNDS] < docs.jsonl
 *
 * docs.jsonl holds one page a line, {"id", "html"} or {"id", "html_base64"}. All pages are kept
 * in memory, each contestant reads all of them, the best of the rounds counts; CPU time, one
 * thread.
 * */
#ifdef HAVE_GUMBO
#include <gumbo.h>
#endif
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/parse.h"
#include "model/extraction_json.h"
#include "text/article.h"
#include "text/html_block.h"

struct pages {
	struct str *v; /* [n] */
	size_t n;
	size_t bytes;
};

static double cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void read_pages(struct arena *arena, struct pages *pages)
{
	char *line = NULL;
	size_t cap = 0, room = 0;
	ssize_t n;

	while ((n = getline(&line, &cap, stdin)) > 0) {
		struct report report;
		struct str id;

		if (!report_from_json((struct str){line, (size_t)n}, arena, &report, &id, NULL))
			continue;
		*ARENA_PUSH(arena, pages->v, pages->n, room) = report.body;
		pages->bytes += report.body.n;
	}
	free(line);
}

static void quiet(void *context, const char *format, ...)
{
	(void)context;
	(void)format;
}

static void parse_libxml2(struct str page, struct arena *arena)
{
	(void)arena;
	xmlFreeDoc(htmlReadMemory(page.p, (int)page.n, NULL, "utf-8",
		HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
			HTML_PARSE_COMPACT));
}

#ifdef HAVE_GUMBO
static void parse_gumbo(struct str page, struct arena *arena)
{
	(void)arena;
	gumbo_destroy_output(&kGumboDefaultOptions,
		gumbo_parse_with_options(&kGumboDefaultOptions, page.p, page.n));
}
#endif

static void parse_ours(struct str page, struct arena *arena)
{
	struct html html;

	html_parse(page, arena, &html);
}

static void parse_blocks(struct str page, struct arena *arena)
{
	struct html html;
	struct html_blocks blocks;

	html_parse(page, arena, &html);
	html_blocks_find(&html, arena, &blocks);
}

static void read_article(struct str page, struct arena *arena)
{
	struct article article;
	struct err err;

	if (!article_from_html(
		    page, &(struct page_about){.charset = STR("utf-8")}, arena, &article, &err))
		fprintf(stderr, "%s\n", err.text);
}

static void measure(const char *name, void (*read)(struct str, struct arena *),
	const struct pages *pages, uint64_t rounds)
{
	AUTO(arena_release) struct arena arena = {0};
	double best = 1e9;
	uint64_t r;
	size_t i;

	arena_init(&arena, 0);
	for (r = 0; r < rounds; r++) {
		double start = cpu_seconds(), took;

		for (i = 0; i < pages->n; i++) {
			arena_reset(&arena);
			read(pages->v[i], &arena);
		}
		took = cpu_seconds() - start;
		best = took < best ? took : best;
	}
	printf("%-34s %7.0f pages/s %7.1f MB/s\n", name, (double)pages->n / best,
		(double)pages->bytes / 1e6 / best);
}

int main(int argc, char **argv)
{
	AUTO(arena_release) struct arena arena = {0};
	struct pages pages = {0};
	uint64_t rounds = 5;

	if (argc > 1 && !parse_u64(str_from(argv[1]), 1, 1000, &rounds))
		return 1;
	arena_init(&arena, 0);
	read_pages(&arena, &pages);
	if (!pages.n)
		return 1;
	xmlSetGenericErrorFunc(NULL, quiet);
	measure("libxml2 htmlReadMemory, bare", parse_libxml2, &pages, rounds);
#ifdef HAVE_GUMBO
	measure("gumbo_parse, bare", parse_gumbo, &pages, rounds);
#endif
	measure("html_parse", parse_ours, &pages, rounds);
	measure("html_parse + html_blocks_find", parse_blocks, &pages, rounds);
	measure("article_from_html, everything", read_article, &pages, rounds);
	return 0;
}
