/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "text/cluster.h"
#include "text/feature.h"

#define FIRST_SLOTS ((size_t)1 << 15)

struct cluster_slot {
	uint32_t form;
	uint32_t class; /* 0: free */
};

static struct cluster_slot *slot_of(const struct clusters *clusters, uint32_t form)
{
	size_t i = hash_mix(form) & clusters->mask;

	while (clusters->slots[i].class && clusters->slots[i].form != form)
		i = (i + 1) & clusters->mask;
	return &clusters->slots[i];
}

static void grow(struct clusters *clusters)
{
	struct cluster_slot *old = clusters->slots;
	size_t i, n = old ? clusters->mask + 1 : 0;

	clusters->mask = (n ? 2 * n : FIRST_SLOTS) - 1;
	clusters->slots = xcalloc(clusters->mask + 1, sizeof(*old));
	for (i = 0; i < n; i++)
		if (old[i].class)
			*slot_of(clusters, old[i].form) = old[i];
	free(old);
}

static bool add_class(struct clusters *clusters, struct str words, uint32_t class, const char *name,
	struct err *err)
{
	struct cluster_slot *slot;
	struct str word;

	while (str_next_field(&words, ' ', &word)) {
		if (word.n == 0)
			continue;
		if (clusters->n * 2 >= clusters->mask)
			grow(clusters);
		slot = slot_of(clusters, word_form(word));
		if (slot->class)
			return err_set(err, ERR_FATAL, "%s:%u: %.*s is in a class already", name,
				class, STR_ARGS(word));
		*slot = (struct cluster_slot){word_form(word), class};
		clusters->n++;
	}
	return true;
}

bool clusters_read(
	struct clusters *ret_clusters, struct str text, const char *name, struct err *err)
{
	struct clusters clusters = {.checksum = hash_str(text)};
	struct str line;
	uint32_t number = 0;

	grow(&clusters);
	while (str_next_line(&text, &line)) {
		number++;
		/* "#" is a word as well: a comment is longer and has a blank after it */
		if (number == 1 && str_starts(line, STR("# ")))
			continue;
		if (!add_class(&clusters, line, number, name, err)) {
			clusters_release(&clusters);
			return false;
		}
	}
	*ret_clusters = clusters;
	return true;
}

void clusters_release(struct clusters *clusters)
{
	free(clusters->slots);
	*clusters = (struct clusters){0};
}

uint32_t clusters_get(const struct clusters *clusters, uint32_t form)
{
	return clusters && clusters->slots ? slot_of(clusters, form)->class : 0;
}
