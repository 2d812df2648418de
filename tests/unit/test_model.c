/* SPDX-License-Identifier: Apache-2.0 */
#include "support/testing.h"

#include <string.h>

#include "base/hash.h"
#include "text/feature.h"
#include "text/model.h"

#define SLOTS 4u
#define ENTRIES 3u
#define BODY (SLOTS * sizeof(struct model_slot) + ENTRIES * sizeof(struct model_entry))

static const struct model_want want = {MODEL_TAGGER, 5, 77};
static struct err err;
static struct model model;

/* A small file by hand, as model.h lays it out: two features, three weights. */
struct file {
	_Alignas(8) char bytes[MODEL_HEADER_BYTES + BODY];
};

static const uint64_t feature_a = 0x1111111100000001u, feature_b = 0x2222222200000001u;

static void put_u32(struct file *f, size_t at, uint32_t v)
{
	memcpy(f->bytes + at, &v, sizeof(v));
}

static void seal(struct file *f)
{
	uint64_t sum = hash_bytes(f->bytes + MODEL_HEADER_BYTES, BODY, 0);

	memcpy(f->bytes + 24, &sum, sizeof(sum));
}

static struct file good(void)
{
	struct file f = {0};
	struct model_slot slots[SLOTS] = {
		[1] = {0x11111111, 0 << 7 | 2}, [2] = {0x22222222, 2 << 7 | 1}};
	struct model_entry entries[ENTRIES] = {{1, 3}, {4, -2}, {0, 1}};
	float scale = 0.5f;

	memcpy(f.bytes, "SITREPML", 8);
	put_u32(&f, 8, MODEL_FORMAT);
	put_u32(&f, 12, want.kind);
	put_u32(&f, 16, (uint32_t)want.features);
	put_u32(&f, 32, want.nlabels);
	put_u32(&f, 36, 2);
	put_u32(&f, 40, ENTRIES);
	memcpy(f.bytes + 44, &scale, sizeof(scale));
	memcpy(f.bytes + MODEL_HEADER_BYTES, slots, sizeof(slots));
	memcpy(f.bytes + MODEL_HEADER_BYTES + sizeof(slots), entries, sizeof(entries));
	seal(&f);
	return f;
}

static bool reads(const struct file *f, size_t n)
{
	err = (struct err){0};
	return model_read(&model, f->bytes, n, want, "x.model", &err);
}

static void refused(const struct file *f, size_t n, const char *because)
{
	ck_assert(!reads(f, n));
	ck_assert_int_eq(err.kind, ERR_FATAL);
	ck_assert_msg(strstr(err.text, because), "%s", err.text);
	ck_assert_msg(strstr(err.text, "x.model"), "%s", err.text);
}

START_TEST(a_model_adds_the_weights_of_its_features)
{
	struct file f = good();
	const uint64_t features[] = {feature_a, feature_b, 0x3333333300000001u};
	int32_t scores[5] = {0};

	ck_assert_msg(reads(&f, sizeof(f.bytes)), "%s", err.text);
	model_score(&model, features, 3, scores);
	ck_assert_int_eq(scores[0], 1);
	ck_assert_int_eq(scores[1], 9);
	ck_assert_int_eq(scores[4], -4);
	ck_assert_int_eq(model_lookup(&model, feature_b), 0);
	ck_assert_int_eq(model_lookup(&model, 5), -1);
}
END_TEST

START_TEST(a_dense_row_has_a_weight_for_every_label)
{
	struct file f = good();
	const int8_t roots[6] = {1, -2, 0, 3, 4, 0};
	int32_t scores[5] = {0};

	put_u32(&f, MODEL_HEADER_BYTES + 8 + 4, 0 << 7 | MODEL_DENSE);
	memcpy(f.bytes + MODEL_HEADER_BYTES + SLOTS * sizeof(struct model_slot), roots,
		sizeof(roots));
	seal(&f);
	/* the other row would now start inside it, with label 4: harmless */
	ck_assert_msg(reads(&f, sizeof(f.bytes)), "%s", err.text);
	model_score(&model, &feature_a, 1, scores);
	ck_assert_int_eq(scores[0], 1);
	ck_assert_int_eq(scores[1], -4);
	ck_assert_int_eq(scores[2], 0);
	ck_assert_int_eq(scores[3], 9);
	ck_assert_int_eq(scores[4], 16);
}
END_TEST

START_TEST(a_damaged_model_is_refused_with_a_sentence)
{
	struct file f = good();

	refused(&f, 10, "not a model file");
	refused(&f, sizeof(f.bytes) - 1, "damaged");
	f.bytes[0] = 'X';
	refused(&f, sizeof(f.bytes), "not a model file");
	f = good();
	f.bytes[sizeof(f.bytes) - 1] ^= 1;
	refused(&f, sizeof(f.bytes), "checksum");
	f = good();
	put_u32(&f, 36, 31);
	refused(&f, sizeof(f.bytes), "sizes");
}
END_TEST

START_TEST(a_model_for_other_code_is_refused)
{
	struct file f = good();

	put_u32(&f, 8, MODEL_FORMAT + 1);
	refused(&f, sizeof(f.bytes), "format");
	f = good();
	put_u32(&f, 12, MODEL_PARSER);
	refused(&f, sizeof(f.bytes), "kind");
	f = good();
	put_u32(&f, 16, 78);
	refused(&f, sizeof(f.bytes), "train it again");
}
END_TEST

START_TEST(a_forged_model_cannot_point_outside_itself)
{
	struct file f = good();

	put_u32(&f, MODEL_HEADER_BYTES + 8 + 4, 2 << 7 | 2);
	seal(&f);
	refused(&f, sizeof(f.bytes), "leaves the table");
	f = good();
	f.bytes[MODEL_HEADER_BYTES + SLOTS * sizeof(struct model_slot)] = 5;
	seal(&f);
	refused(&f, sizeof(f.bytes), "unknown label");
}
END_TEST

START_TEST(a_missing_model_is_named)
{
	err = (struct err){0};
	ck_assert(!model_open(&model, "/nonexistent/x.model", want, &err));
	ck_assert(strstr(err.text, "/nonexistent/x.model"));
}
END_TEST

START_TEST(a_feature_set_is_known_by_its_templates)
{
	const struct template one[] = {{1, {0}}, {2, {0, 1}}}, other[] = {{1, {0}}, {2, {0, 2}}};
	const uint32_t atoms[] = {7, 8, 9};
	uint64_t a[2], b[2];

	ck_assert(features_hash(one, 2, 1) != features_hash(other, 2, 1));
	ck_assert(features_hash(one, 2, 1) != features_hash(one, 2, 2));
	features_fill(one, 2, atoms, a);
	features_fill(other, 2, atoms, b);
	ck_assert(a[0] == b[0] && a[1] != b[1] && a[0] != a[1]);
}
END_TEST

TEST_MAIN("model", a_model_adds_the_weights_of_its_features,
	a_dense_row_has_a_weight_for_every_label, a_damaged_model_is_refused_with_a_sentence,
	a_model_for_other_code_is_refused, a_forged_model_cannot_point_outside_itself,
	a_missing_model_is_named, a_feature_set_is_known_by_its_templates)
