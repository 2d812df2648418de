/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fault.h"

#ifdef WITH_FAULTS
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

void fault_here(const char *name)
{
	static long left = -1;
	static char wanted[64];
	const char *spec = getenv("SITREP_FAULT"), *colon = spec ? strchr(spec, ':') : NULL;

	if (left < 0) {
		left = 0;
		if (colon && (size_t)(colon - spec) < sizeof(wanted)) {
			memcpy(wanted, spec, (size_t)(colon - spec));
			left = atol(colon + 1);
		}
	}
	if (left > 0 && strcmp(name, wanted) == 0 && --left == 0)
		kill(getpid(), SIGKILL);
}
static bool says(const char *bytes, size_t n, const char *word)
{
	return memmem(bytes, n, word, strlen(word)) != NULL;
}

void fault_poison(const char *bytes, size_t n)
{
	volatile bool endless = true;

	if (says(bytes, n, "POISON-CRASH"))
		abort();
	while (endless && says(bytes, n, "POISON-LOOP"))
		;
	while (says(bytes, n, "POISON-MEMORY"))
		memset(xmalloc(1 << 20), 1, 1 << 20);
}
#else
typedef int fault_compiled_away; /* ISO C wants a declaration */
#endif
