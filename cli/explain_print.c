/* SPDX-License-Identifier: Apache-2.0 */
#include "base/emit.h"
#include "cli/explain_print.h"
#include "cli/output.h"
#include "model/extraction_json.h"
#include "text/group.h"
#include "text/parse.h"
#include "text/tag.h"

#define LABEL "    %-9s "

static void print_period(struct buf *out, struct period period)
{
	char day[16];

	day_format(period.start, day);
	buf_puts(out, period.start == DAY_NONE ? "..." : day);
	if (period.end == period.start)
		return;
	day_format(period.end, day);
	buf_printf(out, " to %s", period.end == DAY_NONE ? "..." : day);
}

static void print_words(struct buf *out, const struct tokens *t, const struct sentence *s)
{
	uint32_t i;

	buf_printf(out, LABEL, "words");
	for (i = s->first; i < s->last; i++) {
		output_text(out, token_text(t, i));
		buf_printf(out, "/%s%s", pos_name(t->v[i].pos), i + 1 < s->last ? " " : "\n");
	}
}

/* What the patterns see: the phrases of the sentence. */
static void print_phrases(
	struct buf *out, const struct explanation *e, const struct sentence *s, struct arena *arena)
{
	static const char *const names[] = {[GROUP_NOUN] = "noun",
		[GROUP_VERB] = "verb",
		[GROUP_PREPOSITION] = "prep",
		[GROUP_TIME] = "time",
		[GROUP_COORDINATOR] = "and",
		[GROUP_RELATIVE] = "rel",
		[GROUP_SUBORDINATOR] = "sub",
		[GROUP_COMMA] = "comma",
		[GROUP_STOP] = "stop",
		[GROUP_ADVERB] = "adv",
		[GROUP_OTHER] = "other"};
	static const char *const forms[] = {"", " to", " -ing", " -ed"};
	const struct tokens *t = &e->analysis.tokens;
	struct reading reading = {t, &e->times, &e->quantities};
	struct groups groups;
	size_t i;

	groups_make(&reading, s, arena, &groups);
	buf_printf(out, LABEL, "phrases");
	for (i = 0; i < groups.n; i++) {
		const struct group *g = &groups.v[i];

		buf_printf(out, "[%s%s ", names[g->sort], forms[g->form]);
		output_text(out, tokens_text(t, g->first, g->last));
		buf_puts(out, i + 1 < groups.n ? "] " : "]\n");
	}
}

/* "killed <-nsubj- Gunmen": every word but the root under its head. */
static void print_heads(struct buf *out, const struct tokens *t, const struct sentence *s)
{
	uint32_t i;

	buf_printf(out, LABEL, "grammar");
	for (i = s->first; i < s->last; i++) {
		const struct token *v = &t->v[i];

		if (v->deprel == DEPREL_PUNCT || v->deprel == DEPREL_NONE)
			continue;
		output_text(out, token_text(t, i));
		buf_printf(out, " %s", deprel_name(v->deprel));
		if (v->head >= 0) {
			buf_putc(out, ' ');
			output_text(out, token_text(t, (size_t)v->head));
		}
		buf_puts(out, "; ");
	}
	buf_putc(out, '\n');
}

static void print_entity(struct buf *out, struct str text, const struct entity *e)
{
	buf_printf(out, LABEL "%s \"", "entity", entity_type_name(e->type));
	output_text(out, str_slice(text, e->span.start, e->span.end));
	buf_puts(out, "\"");
	if (e->canonical.n) {
		buf_puts(out, " = ");
		output_text(out, e->canonical);
	}
	buf_printf(out, ", by %.*s (%.2f)\n", STR_ARGS(e->maker), (double)e->confidence);
}

static void print_time(struct buf *out, struct str text, const struct timex *time)
{
	buf_printf(out, LABEL "\"", "time");
	output_text(out, str_slice(text, time->span.start, time->span.end));
	buf_puts(out, "\" ");
	if (time->resolved)
		print_period(out, time->period);
	else
		buf_puts(out, "cannot be resolved");
	buf_putc(out, '\n');
}

static void print_quantity(struct buf *out, struct str text, const struct quantity *q)
{
	buf_printf(out, LABEL "\"", "number");
	output_text(out, str_slice(text, q->span.start, q->span.end));
	buf_puts(out, "\"");
	if (q->has_value)
		buf_printf(out, " %.10g", q->value);
	if (q->has_value && q->upper > q->value)
		buf_printf(out, " to %.10g", q->upper);
	if (q->modifier)
		buf_printf(out, " %s", modifier_name(q->modifier));
	if (q->unit.n)
		buf_printf(out, " %.*s", STR_ARGS(q->unit));
	buf_putc(out, '\n');
}

static void print_slot(struct buf *out, const char *name, struct str slot)
{
	if (!slot.n)
		return;
	buf_printf(out, ", %s \"", name);
	output_text(out, slot);
	buf_putc(out, '"');
}

static void print_claim(struct buf *out, const struct claim *c)
{
	size_t i;

	buf_printf(out, LABEL "%s", "claim", claim_kind_name(c->kind));
	print_slot(out, "subject", c->subject);
	print_slot(out, "object", c->object);
	if (c->has_value)
		buf_printf(out, ", value %.10g", c->value);
	if (c->modifier)
		buf_printf(out, " %s", modifier_name(c->modifier));
	if (c->unit.n)
		buf_printf(out, " %.*s", STR_ARGS(c->unit));
	if (c->has_time) {
		buf_puts(out, ", time ");
		print_period(out, c->time);
	}
	for (i = 0; i < c->nplaces; i++)
		print_slot(out, "place", c->places[i]);
	print_slot(out, "says", c->attributed_to);
	buf_printf(out, ", %s, %s; by \"", modality_name(c->modality), theme_name(c->theme));
	output_text(out, c->maker);
	buf_printf(out, "\" (%.2f)\n", (double)c->confidence);
}

static void print_attempt(struct buf *out, const struct attempt *a, const struct tokens *t)
{
	const struct trigger *trigger = a->trigger;

	if (a->verdict == VERDICT_CLAIM || a->verdict == VERDICT_WORDS)
		return;
	buf_printf(out, LABEL "%s \"%.*s\" at \"", "not", trigger_kind_name(trigger),
		STR_ARGS(trigger->maker));
	output_text(out, token_text(t, a->token));
	buf_printf(out, "\": %s\n", verdict_text(a->verdict));
}

/* The facts and steps of a text are in its order, so one walk over the sentences passes them
 * all. */
struct walk {
	const struct extraction *x;
	const struct explanation *e;
	struct arena *arena;
	size_t sentence, entity, time, quantity, claim, attempt;
};

static bool walk_next(struct walk *w, struct span *ret)
{
	const struct tokens *t = &w->e->analysis.tokens;

	if (w->sentence >= t->nsentences)
		return false;
	*ret = t->sentences[w->sentence++].span;
	return true;
}

static const struct entity *next_entity(struct walk *w, struct span in)
{
	const struct extraction *x = w->x;

	return w->entity < x->nentities && x->entities[w->entity].span.start < in.end
		       ? &x->entities[w->entity++]
		       : NULL;
}

static const struct timex *next_time(struct walk *w, struct span in)
{
	const struct timexes *times = &w->e->times;

	return w->time < times->n && times->v[w->time].span.start < in.end ? &times->v[w->time++]
									   : NULL;
}

static const struct quantity *next_quantity(struct walk *w, struct span in)
{
	const struct quantities *q = &w->e->quantities;

	return w->quantity < q->n && q->v[w->quantity].span.start < in.end ? &q->v[w->quantity++]
									   : NULL;
}

static const struct claim *next_claim(struct walk *w, struct span in)
{
	const struct extraction *x = w->x;

	return w->claim < x->nclaims && x->claims[w->claim].span.start < in.end
		       ? &x->claims[w->claim++]
		       : NULL;
}

static const struct attempt *next_attempt(struct walk *w)
{
	const struct claim_trace *trace = &w->e->trace;

	return w->attempt < trace->n && trace->v[w->attempt].sentence < w->sentence
		       ? &trace->v[w->attempt++]
		       : NULL;
}

static void print_sentence(struct buf *out, struct walk *w, struct span span)
{
	const struct tokens *t = &w->e->analysis.tokens;
	const struct sentence *s = &t->sentences[w->sentence - 1];
	const struct attempt *attempt;
	const struct quantity *quantity;
	const struct entity *entity;
	const struct timex *time;
	const struct claim *claim;

	buf_printf(out, "%zu  ", w->sentence);
	output_text(out, str_slice(w->x->text, span.start, span.end));
	buf_putc(out, '\n');
	print_words(out, t, s);
	print_phrases(out, w->e, s, w->arena);
	print_heads(out, t, s);
	while ((entity = next_entity(w, span)))
		print_entity(out, w->x->text, entity);
	while ((time = next_time(w, span)))
		print_time(out, w->x->text, time);
	while ((quantity = next_quantity(w, span)))
		print_quantity(out, w->x->text, quantity);
	if (w->e->trace.skipped[w->sentence - 1])
		buf_printf(out, LABEL "a heading, a question or page furniture asserts nothing\n",
			"skipped");
	while ((claim = next_claim(w, span)))
		print_claim(out, claim);
	while ((attempt = next_attempt(w)))
		print_attempt(out, attempt, t);
}

static void print_casualties(
	struct buf *out, const struct extraction *x, const struct casualties *c)
{
	buf_printf(out, "    %-9s %.10g", claim_kind_name(c->kind), c->low);
	if (c->open)
		buf_puts(out, " or more");
	else if (c->high > c->low)
		buf_printf(out, " to %.10g", c->high);
	if (c->attributed_to.n) {
		buf_puts(out, ", says ");
		output_text(out, c->attributed_to);
	}
	buf_puts(out, ": \"");
	output_text(out, str_slice(x->text, c->span.start, c->span.end));
	buf_puts(out, "\"\n");
}

static void print_incident(struct buf *out, const struct extraction *x, const struct incident *in)
{
	size_t role, i;

	buf_printf(out, "%s, %s", incident_type_name(in->type), incident_stage_name(in->stage));
	if (in->has_date) {
		buf_puts(out, ", ");
		print_period(out, in->date);
	}
	for (i = 0; i < in->nlocations; i++)
		print_slot(out, "place", in->locations[i]);
	for (role = 0; role < ROLE_COUNT; role++)
		for (i = 0; i < in->nroles[role]; i++)
			print_slot(out, incident_role_name((int)role), in->roles[role][i].text);
	if (in->blame)
		buf_printf(out, ", %s", blame_name(in->blame));
	buf_printf(out, "; by %.*s (%.2f)\n    told by  \"", STR_ARGS(in->maker),
		(double)in->confidence);
	output_text(out, str_slice(x->text, in->span.start, in->span.end));
	buf_puts(out, "\"\n");
	for (i = 0; i < in->ncasualties; i++)
		print_casualties(out, x, &in->casualties[i]);
}

void explain_print(const struct extraction *x, const struct explanation *e, struct arena *arena,
	struct buf *out)
{
	struct walk walk = {.x = x, .e = e, .arena = arena};
	struct span span;
	size_t i;

	while (walk_next(&walk, &span))
		print_sentence(out, &walk, span);
	if (x->nincidents)
		buf_puts(out, "\nIncidents\n");
	for (i = 0; i < x->nincidents; i++)
		print_incident(out, x, &x->incidents[i]);
	for (i = 0; i < x->nwarnings; i++) {
		buf_puts(out, "warning: ");
		output_text(out, x->warnings[i]);
		buf_putc(out, '\n');
	}
}

static void emit_token(
	struct emitter *w, const struct tokens *t, const struct sentence *s, size_t i)
{
	const struct token *v = &t->v[i];

	emit_open(w, '{');
	emit_member(w, "text", token_text(t, i));
	emit_member(w, "lemma", v->lemma);
	emit_member(w, "pos", str_from(pos_name(v->pos)));
	emit_member(w, "relation", str_from(deprel_name(v->deprel)));
	emit_key(w, "head");
	if (v->head >= 0)
		emit_int(w, v->head - (int64_t)s->first);
	else
		emit_null(w);
	emit_close(w, '}');
}

static void emit_attempt(struct emitter *w, const struct attempt *a, const struct tokens *t)
{
	emit_open(w, '{');
	emit_member(w, "kind", str_from(trigger_kind_name(a->trigger)));
	emit_member(w, "pattern", a->trigger->maker);
	emit_member(w, "at", token_text(t, a->token));
	emit_member(w, "verdict", str_from(verdict_text(a->verdict)));
	emit_close(w, '}');
}

static void emit_sentence(struct emitter *w, struct walk *walk, struct span span)
{
	const struct tokens *t = &walk->e->analysis.tokens;
	const struct sentence *s = &t->sentences[walk->sentence - 1];
	const struct attempt *attempt;
	const struct entity *entity;
	const struct claim *claim;
	uint32_t i;

	emit_member_int(w, "start", span.start);
	emit_member_int(w, "end", span.end);
	emit_member(w, "text", str_slice(walk->x->text, span.start, span.end));
	emit_member_bool(w, "skipped", walk->e->trace.skipped[walk->sentence - 1]);
	emit_key(w, "tokens");
	emit_open(w, '[');
	for (i = s->first; i < s->last; i++)
		emit_token(w, t, s, i);
	emit_close(w, ']');
	emit_key(w, "entities");
	emit_open(w, '[');
	while ((entity = next_entity(walk, span)))
		emit_entity(w, walk->x->text, entity);
	emit_close(w, ']');
	emit_key(w, "claims");
	emit_open(w, '[');
	while ((claim = next_claim(walk, span)))
		emit_claim(w, claim);
	emit_close(w, ']');
	emit_key(w, "tried");
	emit_open(w, '[');
	while ((attempt = next_attempt(walk)))
		emit_attempt(w, attempt, t);
	emit_close(w, ']');
}

void explain_print_json(const struct extraction *x, const struct explanation *e, struct buf *out)
{
	struct walk walk = {.x = x, .e = e};
	struct emitter w = {.out = out};
	struct span span;

	while (walk_next(&walk, &span)) {
		w.comma = false;
		emit_open(&w, '{');
		emit_sentence(&w, &walk, span);
		emit_close(&w, '}');
		buf_putc(out, '\n');
	}
}
