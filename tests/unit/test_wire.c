/* SPDX-License-Identifier: Apache-2.0 */
#include "support/testing.h"

#include "base/hash.h"
#include "base/limits.h"
#include "support/samples.h"
#include "wire/wire.h"

static struct arena arena;

static struct str pack(const struct message *m)
{
	AUTO(buf_release) struct buf buf = {0};
	struct err err = {0};

	buf_init(&buf, MAX_FRAME_BYTES);
	ck_assert_msg(wire_pack(m, &buf, &err), "%s", err.text);
	return arena_str(&arena, buf_view(&buf));
}

static struct message round_trip(const struct message *m)
{
	struct message back = {0};
	struct err err = {0};

	ck_assert_msg(wire_unpack(pack(m), &arena, &back, &err), "%s", err.text);
	ck_assert_int_eq(back.type, m->type);
	return back;
}

START_TEST(every_type_of_message_survives_a_round_trip)
{
	int type;

	for (type = MESSAGE_SUBMIT; type < MESSAGE_TYPE_END; type++) {
		struct message m = sample_message((enum message_type)type, &arena), back;

		back = round_trip(&m);
		/* packing what was unpacked gives the same bytes: nothing was lost */
		ck_assert(str_eq(pack(&m), pack(&back)));
	}
}
END_TEST

START_TEST(a_result_keeps_its_facts)
{
	struct message m = sample_message(MESSAGE_RESULT, &arena), back = round_trip(&m);
	const struct extraction *x = &back.u.result.extraction;
	const struct claim *c = &x->claims[0];

	ck_assert_uint_eq(x->nclaims, 1);
	ck_assert(c->has_value);
	ck_assert(c->value == 12);
	ck_assert_int_eq(c->modifier, MODIFIER_AT_LEAST);
	ck_assert(c->has_time);
	ck_assert_int_eq(c->time.end, DAY_NONE);
	ck_assert(str_absent(c->attributed_to));
	/* a slot is a slice of the text again */
	ck_assert_int_eq(extraction_offset(x, c->object),
		extraction_offset(&m.u.result.extraction, m.u.result.extraction.claims[0].object));
	ck_assert_uint_eq(x->nincidents, 1);
	ck_assert_uint_eq(x->incidents[0].nroles[ROLE_VICTIMS], 1);
	ck_assert(str_absent(x->published));
	ck_assert_int_eq(x->published_by.from, EVIDENCE_NONE);
	ck_assert(str_eq(x->modified, STR("2024-03-01")));
	ck_assert_int_eq(x->modified_by.from, EVIDENCE_OPENGRAPH);
	ck_assert_int_eq(x->modified_by.precision, PRECISION_MONTH);
}
END_TEST

START_TEST(a_span_outside_the_text_is_refused)
{
	struct message m = sample_message(MESSAGE_RESULT, &arena), back;
	struct err err = {0};

	m.u.result.extraction.claims[0].span.end = 100000;
	ck_assert(!wire_unpack(pack(&m), &arena, &back, &err));
	ck_assert_int_eq(err.kind, ERR_REJECT);
}
END_TEST

START_TEST(an_unknown_field_is_tolerated)
{
	struct message m = sample_message(MESSAGE_DONE, &arena), back;
	struct str frame = pack(&m);
	char longer[512];

	/* field 4000, varint 1: from a future version */
	memcpy(longer, frame.p, frame.n);
	memcpy(longer + frame.n, "\x80\xfa\x01\x01", 4);
	ck_assert(wire_unpack((struct str){longer, frame.n + 4}, &arena, &back, NULL));
	ck_assert_uint_eq(back.u.done.leases.n, m.u.done.leases.n);
	ck_assert_uint_eq(back.u.done.text_bytes[1], 4000);
}
END_TEST

START_TEST(another_protocol_is_refused)
{
	struct message back;
	struct err err = {0};

	/* protocol 9, done {} */
	ck_assert(!wire_unpack(STR("\x08\x09\x32\x00"), &arena, &back, &err));
	ck_assert_ptr_nonnull(strstr(err.text, "protocol 9"));
	ck_assert(!wire_unpack(STR(""), &arena, &back, &err));
	ck_assert(!wire_unpack(STR("\x08\x01"), &arena, &back, &err));
}
END_TEST

/* Every sample, cut at every byte and with bytes changed: refused or read, never a crash. */
START_TEST(damaged_frames_do_no_harm)
{
	int type;
	size_t i;

	for (type = MESSAGE_SUBMIT; type < MESSAGE_TYPE_END; type++) {
		struct message m = sample_message((enum message_type)type, &arena);
		struct str frame = pack(&m);

		for (i = 0; i < frame.n; i++) {
			AUTO(arena_release) struct arena scratch = {0};
			char *copy = (char *)arena_str(&scratch, frame).p;
			struct message back;

			scratch.limit = 1 << 22;
			(void)!wire_unpack(str_slice(frame, 0, i), &scratch, &back, NULL);
			copy[i] = (char)(copy[i] ^ (1 << (hash_mix(i) & 7)));
			(void)!wire_unpack((struct str){copy, frame.n}, &scratch, &back, NULL);
		}
	}
}
END_TEST

START_TEST(a_small_frame_cannot_ask_for_much_memory)
{
	AUTO(arena_release) struct arena small = {0};
	AUTO(buf_release) struct buf bomb = {0};
	struct message back;
	size_t i;

	/* a Done with a million empty leases: 2 bytes each on the wire */
	buf_init(&bomb, 8 << 20);
	buf_append(&bomb, "\x08\x01\x32", 3);
	buf_append(&bomb, "\x80\x89\x7a", 3); /* length 2,000,000 */
	for (i = 0; i < 1000000; i++)
		buf_append(&bomb, "\x0a\x00", 2);
	arena_init(&small, 1 << 20);
	ck_assert(!wire_unpack(buf_view(&bomb), &small, &back, NULL));
	ck_assert_uint_le(small.used, 1 << 20);
}
END_TEST

START_TEST(strings_that_are_no_utf8_are_made_so)
{
	struct message m = sample_message(MESSAGE_SUBMIT, &arena), back;

	m.u.submit.report.source = STR("caf\xe9/\xff\xc3\xa9");
	back = round_trip(&m);
	ck_assert(str_eq(back.u.submit.report.source, STR("caf?/?\xc3\xa9")));
}
END_TEST

TEST_MAIN("wire", every_type_of_message_survives_a_round_trip, a_result_keeps_its_facts,
	a_span_outside_the_text_is_refused, an_unknown_field_is_tolerated,
	another_protocol_is_refused, damaged_frames_do_no_harm,
	a_small_frame_cannot_ask_for_much_memory, strings_that_are_no_utf8_are_made_so)
