/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>

#include "store/diff.h"

#define MAX_DIFF_CELLS ((size_t)4000000)

struct lines {
	struct str *v; /* [n] */
	size_t n, cap;
};

static void split(struct str text, struct arena *arena, struct lines *ret)
{
	struct str line;

	*ret = (struct lines){.v = arena_alloc(arena, sizeof(*ret->v)), .cap = 1};
	while (str_next_line(&text, &line))
		if (str_trim(line).n)
			*ARENA_PUSH(arena, ret->v, ret->n, ret->cap) = line;
}

static void add(struct diff *diff, enum diff_kind kind, struct str text)
{
	diff->v[diff->n++] = (struct diff_line){kind, text};
}

/* lengths[i * (nb + 1) + j]: of the longest common subsequence of a[i..] and b[j..]. */
static void diff_middle(const struct str *a, size_t na, const struct str *b, size_t nb,
	struct arena *arena, struct diff *ret)
{
	uint32_t *lengths;
	size_t i, j;

	if ((na + 1) * (nb + 1) > MAX_DIFF_CELLS) {
		for (i = 0; i < na; i++)
			add(ret, DIFF_REMOVED, a[i]);
		for (j = 0; j < nb; j++)
			add(ret, DIFF_ADDED, b[j]);
		return;
	}
	lengths = arena_zalloc(arena, (na + 1) * (nb + 1), sizeof(*lengths));
	for (i = na; i-- > 0;)
		for (j = nb; j-- > 0;) {
			uint32_t *cell = &lengths[i * (nb + 1) + j];
			uint32_t down = cell[nb + 1], right = cell[1];

			*cell = str_eq(a[i], b[j]) ? cell[nb + 2] + 1 : down > right ? down : right;
		}
	for (i = j = 0; i < na || j < nb;)
		if (i < na && j < nb && str_eq(a[i], b[j])) {
			add(ret, DIFF_SAME, a[i++]);
			j++;
		} else if (i < na && (j == nb || lengths[(i + 1) * (nb + 1) + j] >=
							 lengths[i * (nb + 1) + j + 1])) {
			add(ret, DIFF_REMOVED, a[i++]);
		} else {
			add(ret, DIFF_ADDED, b[j++]);
		}
}

void diff_find(struct str before, struct str after, struct arena *arena, struct diff *ret)
{
	struct lines a, b;
	size_t head = 0, tail = 0, i;

	split(before, arena, &a);
	split(after, arena, &b);
	*ret = (struct diff){.v = arena_alloc(arena, (a.n + b.n + 1) * sizeof(*ret->v))};
	while (head < a.n && head < b.n && str_eq(a.v[head], b.v[head]))
		add(ret, DIFF_SAME, a.v[head++]);
	while (tail < a.n - head && tail < b.n - head &&
		str_eq(a.v[a.n - 1 - tail], b.v[b.n - 1 - tail]))
		tail++;
	diff_middle(a.v + head, a.n - head - tail, b.v + head, b.n - head - tail, arena, ret);
	for (i = 0; i < tail; i++)
		add(ret, DIFF_SAME, a.v[a.n - tail + i]);
}
