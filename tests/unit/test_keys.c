/* SPDX-License-Identifier: Apache-2.0
 * Keys: files that only we may read, names that are safe as file names, and changes that are
 * noticed. */
#include "support/testing.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "service/keys.h"

static char dir[64], path[128];

static const char *in(const char *name)
{
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

static void begin(void)
{
	snprintf(dir, sizeof(dir), "/tmp/sitrep-keys-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
}

static struct keys *open_keys(void)
{
	struct err err = {0};
	struct keys *keys = keys_open(dir, &err);

	ck_assert_msg(keys != NULL, "%s", err.text);
	return keys;
}

static unsigned mode_of(const char *name)
{
	struct stat st;

	ck_assert_int_eq(stat(in(name), &st), 0);
	return st.st_mode & 07777;
}

START_TEST(a_pair_is_made_once_and_is_private)
{
	char text[KEY_TEXT];
	struct keys *keys;
	struct err err = {0};

	begin();
	keys = open_keys();
	snprintf(text, sizeof(text), "%s", keys_public(keys));
	keys_close(&keys);
	keys = open_keys();
	ck_assert_str_eq(text, keys_public(keys));
	ck_assert_str_ne(text, keys_secret(keys));
	ck_assert_uint_eq(mode_of("own.key_secret"), 0600);
	ck_assert_uint_eq(mode_of("own.key"), 0600);
	ck_assert_uint_eq(mode_of("allowed"), 0700);
	keys_close(&keys);
	ck_assert(!keys_make(dir, false, &err));
	ck_assert_int_eq(err.kind, ERR_REJECT);
	ck_assert(keys_make(dir, true, &err));
	keys = open_keys();
	ck_assert_str_ne(text, keys_public(keys));
	keys_close(&keys);
}
END_TEST

START_TEST(a_secret_that_others_can_read_is_refused)
{
	struct keys *keys;
	struct err err = {0};

	begin();
	keys = open_keys();
	keys_close(&keys);
	ck_assert_int_eq(chmod(in("own.key_secret"), 0640), 0);
	ck_assert_ptr_null(keys_open(dir, &err));
	ck_assert_int_eq(err.kind, ERR_REJECT);
	ck_assert_ptr_nonnull(strstr(err.text, "can be read by others"));
}
END_TEST

START_TEST(allowed_keys_are_found_and_revoked_ones_are_not)
{
	struct keys *keys, *other;
	struct err err = {0};
	char text[KEY_TEXT];

	begin();
	other = open_keys();
	snprintf(text, sizeof(text), "%s", keys_public(other));
	keys_close(&other);
	begin();
	keys = open_keys();
	ck_assert_ptr_null(keys_find(keys, text));
	ck_assert(keys_allow(dir, STR("field-1"), text, KEY_ALL, &err));
	ck_assert(!keys_allow(dir, STR("field-1"), text, KEY_ALL, &err));
	ck_assert(keys_refresh(keys, false, &err));
	ck_assert(!keys_take_lost(keys));
	ck_assert_str_eq(keys_find(keys, text)->name, "field-1");
	ck_assert_str_eq(keys_named(keys, STR("field-1"))->text, text);
	ck_assert_uint_eq(mode_of("allowed/field-1.key"), 0600);
	ck_assert(keys_revoke(dir, STR("field-1"), &err));
	ck_assert(keys_refresh(keys, false, &err));
	ck_assert_ptr_null(keys_find(keys, text));
	ck_assert(keys_take_lost(keys));
	ck_assert(!keys_take_lost(keys));
	keys_close(&keys);
}
END_TEST

START_TEST(a_key_has_the_roles_that_it_was_given)
{
	struct err err = {0};
	char text[KEY_TEXT], name[48];
	struct keys *keys;
	unsigned roles = 0;

	begin();
	keys = open_keys();
	snprintf(text, sizeof(text), "%s", keys_public(keys));
	ck_assert(key_roles_parse(STR("extract, watch"), &roles, &err));
	ck_assert_uint_eq(roles, KEY_EXTRACT | KEY_WATCH);
	ck_assert(!key_roles_parse(STR("extract,root"), &roles, &err));
	ck_assert_ptr_nonnull(strstr(err.text, "\"root\" is no role"));
	ck_assert(!key_roles_parse(STR(""), &roles, &err));
	ck_assert(keys_allow(dir, STR("some"), text, roles, &err));
	ck_assert(keys_refresh(keys, true, &err));
	ck_assert_uint_eq(keys_named(keys, STR("some"))->roles, KEY_EXTRACT | KEY_WATCH);
	ck_assert_str_eq(
		key_roles_name(keys_named(keys, STR("some"))->roles, name), "extract,watch");
	/* fewer than before is a loss: who is connected must be looked at again */
	ck_assert(keys_revoke(dir, STR("some"), &err));
	ck_assert(keys_allow(dir, STR("some"), text, KEY_WATCH, &err));
	ck_assert(keys_refresh(keys, true, &err));
	ck_assert(keys_take_lost(keys));
	/* more is none, and a certificate from before there were roles has all of them */
	ck_assert(keys_revoke(dir, STR("some"), &err));
	ck_assert(keys_allow(dir, STR("some"), text, KEY_ALL, &err));
	ck_assert(keys_refresh(keys, true, &err));
	ck_assert(!keys_take_lost(keys));
	ck_assert_uint_eq(keys_named(keys, STR("some"))->roles, KEY_ALL);
	keys_close(&keys);
}
END_TEST

START_TEST(names_cannot_leave_the_directory_and_keys_must_be_keys)
{
	static const char *const names[] = {"", ".", "..", ".x", "a/b", "a b", "a\n"};
	char text[KEY_TEXT];
	struct err err = {0};
	size_t i;

	begin();
	for (i = 0; i < ARRAY_SIZE(names); i++)
		ck_assert(!keys_allow(dir, str_from(names[i]), "k", KEY_ALL, &err));
	ck_assert(!key_parse(STR(""), text, &err));
	ck_assert(!key_parse(STR("short"), text, &err));
	ck_assert(!key_parse(STR("public-key = \"unterminated"), text, &err));
	ck_assert(!key_parse(STR("~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~"), text, &err));
	ck_assert(key_parse(STR(" 0123456789012345678901234567890123456789\n"), text, &err));
	ck_assert_str_eq(text, "0123456789012345678901234567890123456789");
}
END_TEST

START_TEST(a_damaged_certificate_leaves_the_old_ones_in_force)
{
	struct keys *keys;
	struct err err = {0};
	FILE *f;

	begin();
	keys = open_keys();
	ck_assert(keys_allow(dir, STR("a"), keys_public(keys), KEY_ALL, &err));
	ck_assert(keys_refresh(keys, true, &err));
	f = fopen(in("allowed/b.key"), "w");
	fputs("curve\n    public-key = \"?\"\n", f);
	fclose(f);
	ck_assert(!keys_refresh(keys, true, &err));
	ck_assert_ptr_nonnull(strstr(err.text, "b.key holds no public key"));
	ck_assert_ptr_nonnull(keys_named(keys, STR("a")));
	keys_close(&keys);
}
END_TEST

TEST_MAIN("keys", a_pair_is_made_once_and_is_private, a_secret_that_others_can_read_is_refused,
	allowed_keys_are_found_and_revoked_ones_are_not, a_key_has_the_roles_that_it_was_given,
	names_cannot_leave_the_directory_and_keys_must_be_keys,
	a_damaged_certificate_leaves_the_old_ones_in_force)
