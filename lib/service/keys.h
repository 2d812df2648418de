/* SPDX-License-Identifier: Apache-2.0
 * keys.h - who we are and whom we trust, for links between hosts (CurveZMQ: ZeroMQ RFC 26).
 *
 *   KEY_DIR/own.key            our public key: give it to those who shall trust us
 *   KEY_DIR/own.key_secret     both halves; whoever reads it is us
 *   KEY_DIR/allowed/NAME.key   public keys of those we trust
 *
 * The files are CZMQ's certificates (ZPL, ZeroMQ RFC 4), mode 0600 in directories of mode 0700;
 * keys are written in Z85 (RFC 32), 40 characters. A key is trusted with what its roles say, all
 * of them if its certificate names none ("roles" in the metadata): to connect to this or that of
 * our daemons' sockets, or to be connected to as NAME@tcp://HOST:PORT, which the other end must
 * prove to be. `sitrep keys` changes the directory; daemons notice within a second. */
#ifndef SITREP_KEYS_H
#define SITREP_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"
#include "base/str.h"

#define KEY_TEXT 41 /* Z85 and NUL */
#define KEY_NAME 65 /* letters, digits, "-", "_" and "."; no "." in front */

enum key_role {
	KEY_EXTRACT = 1, /* takes work, brings results */
	KEY_SUBMIT = 2,  /* hands reports in, asks where they are */
	KEY_WATCH = 4,   /* hears the statuses */
	KEY_SERVE = 8,   /* is an ingestor or a store that we connect to */
	KEY_ALL = 15
};

struct key {
	char name[KEY_NAME];
	char text[KEY_TEXT];
	unsigned roles; /* of enum key_role */
};

struct keys; /* one directory, as it was when last looked at */

/* Makes our own pair if there is none. ERR_REJECT: a file there is malformed, or others may read
 * our secret. */
struct keys *keys_open(const char *dir, struct err *err);
void keys_close(struct keys **keys); /* NULL is fine; leaves NULL */
/* Reads the allowed keys again if files came or went (always: or not). On failure the old ones
 * stay. */
bool keys_refresh(struct keys *keys, bool always, struct err *err) MUST_CHECK;
/* Since this was last asked: was a key lost that had been allowed? */
bool keys_take_lost(struct keys *keys);

const char *keys_public(const struct keys *keys);
const char *keys_secret(const struct keys *keys);
/* Allowed ones by key, by name, by number (sorted by name); NULL if there is none. */
const struct key *keys_find(const struct keys *keys, const char *text);
const struct key *keys_named(const struct keys *keys, struct str name);
const struct key *keys_at(const struct keys *keys, size_t i);

/* ERR_REJECT: not a key. text is the key itself or the contents of a public certificate. */
bool key_parse(struct str text, char ret_text[KEY_TEXT], struct err *err) MUST_CHECK;
/* "extract", "submit", "watch", "serve", with commas between; ERR_REJECT: it is none of these. */
bool key_roles_parse(struct str text, unsigned *ret_roles, struct err *err) MUST_CHECK;
/* The name of one role; of several the list, "all" for all, in out. */
const char *key_roles_name(unsigned roles, char out[48]);
/* ERR_REJECT: the name is malformed, or another key has it. */
bool keys_allow(const char *dir, struct str name, const char *text, unsigned roles,
	struct err *err) MUST_CHECK;
bool keys_revoke(const char *dir, struct str name, struct err *err) MUST_CHECK;
/* Makes our pair; with replace, in place of the one that is there, else ERR_REJECT if there is
 * one. */
bool keys_make(const char *dir, bool replace, struct err *err) MUST_CHECK;

#endif
