/* SPDX-License-Identifier: Apache-2.0
 * intake_form.h - the envelopes in which reports come over HTTP: forms (multipart/form-data, RFC
 * 7578) and JSON that holds one object, an array or a line for each. Only the envelope is opened
 * here; what is in it is for the extractor. Time is linear in the size. */
#ifndef SITREP_INTAKE_FORM_H
#define SITREP_INTAKE_FORM_H

#include <stdbool.h>
#include "base/str.h"

/* All slices of the body. */
struct form_part {
	struct str name;
	struct str file;       /* absent: a plain field */
	struct str media_type; /* "" if none was given */
	struct str content;
};

/* The boundary of a Content-Type, "" if it names none. */
struct str form_boundary(struct str content_type);
/* Takes the next part off *rest (at first the whole body); false at the end or where the form is
 * broken. */
bool form_next(struct str *rest, struct str boundary, struct form_part *ret);
/* Takes the next JSON object off *rest, whatever white space, brackets and commas stand around it;
 * false at the end. What is no object is returned as a whole, for the parser to complain about. */
bool json_next_object(struct str *rest, struct str *ret_object);

#endif
