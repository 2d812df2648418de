/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as a form and as JSON: every slice lies in the body, and it ends. */
#include <stdint.h>
#include <stdlib.h>

#include "ingestor/intake_form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void inside(struct str whole, struct str part)
{
	if (part.n && (part.p < whole.p || part.p + part.n > whole.p + whole.n))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str body = {(const char *)data, size}, rest = body, line = body, object,
		   type = STR("");
	struct form_part part;

	str_next_line(&line, &type);
	while (form_next(&rest, form_boundary(type), &part)) {
		inside(body, part.name);
		inside(body, part.file);
		inside(body, part.content);
	}
	for (rest = body; json_next_object(&rest, &object);)
		inside(body, object);
	return 0;
}
