/* SPDX-License-Identifier: Apache-2.0 */
#include "base/compiler.h"
#include "text/claim_trace.h"

static const char *const texts[VERDICT_END] = {
	[VERDICT_CLAIM] = "made a claim",
	[VERDICT_WORDS] = "its other words do not follow",
	[VERDICT_NAME] = "the word is part of a name",
	[VERDICT_MANNER] = "none of its adverbs stands with the verb",
	[VERDICT_VOICE] = "the verb is in the other voice",
	[VERDICT_OBJECT] = "the object is none of the things that it wants",
	[VERDICT_TOPIC] = "the words around it are of another subject",
	[VERDICT_SUBJECT] = "the subject is none of those that it wants",
	[VERDICT_PREPOSITION] = "the phrase that it wants after a preposition is missing",
	[VERDICT_NO_OBJECT] = "it needs an object, and there is none",
	[VERDICT_EVENT] =
		"the event is not counted, nor said to have happened to a number of things",
	[VERDICT_INTENDED] = "the event was only wanted, attempted or feared",
	[VERDICT_ASSERTS_NOT] = "the sentence asserts nothing by it (a condition, purpose or wish)",
	[VERDICT_NEGATED] = "it is said not to have happened",
	[VERDICT_UNCOUNTED] = "this form of the verb needs a number, and there is none",
	[VERDICT_NOBODY] = "nobody is said to have done it",
	[VERDICT_SPOKEN_OF] = "another pattern has made a claim of the same phrase",
	[VERDICT_NONE] = "it says that these words are no claim",
	[VERDICT_REFINED] = "what this kind needs beyond the pattern is missing",
};

const char *verdict_text(enum verdict verdict)
{
	return (unsigned)verdict < ARRAY_SIZE(texts) ? texts[verdict] : NULL;
}
