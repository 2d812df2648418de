/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

#include "base/ascii.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "service/keys.h"

#define MAX_CERTIFICATE 65536
#define MAX_KEYS 10000
#define PUBLIC "own.key"
#define SECRET "own.key_secret"
#define ALLOWED "allowed"

struct keys {
	char *dir;
	char text[KEY_TEXT], secret[KEY_TEXT];
	struct key *v; /* [n] owned, sorted by name */
	size_t n;
	struct timespec changed; /* of the directory, when it was read */
	bool lost;
};

static bool is_key(struct str s, char ret[KEY_TEXT])
{
	unsigned char bytes[32];

	if (s.n != KEY_TEXT - 1 || memchr(s.p, '\0', s.n))
		return false;
	memcpy(ret, s.p, s.n);
	ret[s.n] = '\0';
	return zmq_z85_decode(bytes, ret) != NULL;
}

/* The value of a property, between quotes (ZPL). */
static bool property(struct str file, const char *name, char ret[KEY_TEXT])
{
	size_t at = str_find(file, str_from(name), 0), open, close;

	open = str_find(file, STR("\""), at);
	close = str_find(file, STR("\""), open < file.n ? open + 1 : file.n);
	return close < file.n && is_key(str_slice(file, open + 1, close), ret);
}

static const char *const role_names[] = {"extract", "submit", "watch", "serve"};

bool key_roles_parse(struct str text, unsigned *ret_roles, struct err *err)
{
	unsigned roles = 0;
	struct str name;
	size_t i;

	while (str_next_field(&text, ',', &name)) {
		for (i = 0; i < ARRAY_SIZE(role_names) &&
			    !str_eq(str_trim(name), str_from(role_names[i]));
			i++)
			;
		if (i == ARRAY_SIZE(role_names))
			return err_set(err, ERR_REJECT,
				"\"%.*s\" is no role of a key: extract, submit, watch or serve",
				STR_ARGS(name));
		roles |= 1u << i;
	}
	if (!roles)
		return err_set(err, ERR_REJECT,
			"a key has at least one role: extract, submit, watch or serve");
	*ret_roles = roles;
	return true;
}

const char *key_roles_name(unsigned roles, char out[48])
{
	size_t i, n = 0;

	out[0] = '\0';
	for (i = 0; roles != KEY_ALL && i < ARRAY_SIZE(role_names); i++)
		if (roles & 1u << i)
			n += (size_t)snprintf(out + n, 48 - n, "%s%s", n ? "," : "", role_names[i]);
	return roles == KEY_ALL ? "all" : out;
}

/* What a certificate says of them; one that says nothing is of the time before there were any. */
static bool certificate_roles(struct str file, unsigned *ret_roles, struct err *err)
{
	size_t at = str_find(file, STR("\n    roles = \""), 0), close;

	*ret_roles = KEY_ALL;
	if (at == file.n)
		return true;
	at = str_find(file, STR("\""), at) + 1;
	close = str_find(file, STR("\""), at);
	return key_roles_parse(str_slice(file, at, close), ret_roles, err);
}

bool key_parse(struct str text, char ret_text[KEY_TEXT], struct err *err)
{
	struct str bare = str_trim(text);

	return is_key(bare, ret_text) || property(text, "public-key", ret_text) ||
	       err_set(err, ERR_REJECT,
		       "that is no public key: one has 40 characters, and stands in the "
		       "file own.key (sitrep keys new)");
}

static bool join(char out[PATH_MAX], const char *dir, const char *name, struct err *err)
{
	return snprintf(out, PATH_MAX, "%s/%s", dir, name) < PATH_MAX ||
	       err_set(err, ERR_REJECT, "%s: that path is too long", dir);
}

static bool read_certificate(const char *path, struct buf *ret, struct err *err)
{
	buf_init(ret, MAX_CERTIFICATE);
	return file_read(path, ret, err);
}

static bool name_valid(struct str name)
{
	size_t i;

	for (i = 0; i < name.n; i++)
		if (!ascii_is_alnum(name.p[i]) && !strchr("-_.", name.p[i]))
			return false;
	return name.n > 0 && name.n < KEY_NAME && name.p[0] != '.';
}

/* Whole or not at all: written beside, synced, then given its name (link(2) where it must be
 * new). */
static bool write_private(const char *path, struct str text, bool replace, struct err *err)
{
	char part[PATH_MAX];
	bool ok;
	int fd;

	if (snprintf(part, sizeof(part), "%s.%d.part", path, (int)getpid()) >= (int)sizeof(part))
		return err_set(err, ERR_REJECT, "%s: that path is too long", path);
	unlink(part);
	fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_set(err, ERR_RETRY, "cannot write %s: %m", part);
	ok = write(fd, text.p, text.n) == (ssize_t)text.n && fsync(fd) == 0;
	if (!ok)
		err_set(err, ERR_RETRY, "cannot write %s: %m", part);
	close(fd);
	if (ok && (replace ? rename(part, path) : link(part, path)) < 0)
		ok = err_set(
			err, errno == EEXIST ? ERR_REJECT : ERR_RETRY, "cannot make %s: %m", path);
	unlink(part);
	return ok;
}

static void certificate(struct buf *out, struct str name, const char *public_text,
	const char *secret, unsigned roles)
{
	char names[48];

	buf_init(out, MAX_CERTIFICATE);
	buf_printf(out, "#   A %s of sitrep (CurveZMQ).%s\n\nmetadata\n    name = \"%.*s\"\n",
		secret ? "key pair" : "public key", secret ? " SECRET: never copy it." : "",
		STR_ARGS(name));
	if (roles != KEY_ALL)
		buf_printf(out, "    roles = \"%s\"\n", key_roles_name(roles, names));
	buf_printf(out, "curve\n    public-key = \"%s\"\n", public_text);
	if (secret)
		buf_printf(out, "    secret-key = \"%s\"\n", secret);
}

bool keys_make(const char *dir, bool replace, struct err *err)
{
	AUTO(buf_release) struct buf open = {0};
	AUTO(buf_release) struct buf both = {0};
	char text[KEY_TEXT], secret[KEY_TEXT], host[64] = "", path[PATH_MAX], public_path[PATH_MAX];

	if (!dir_make(dir, 0700, err) || !join(path, dir, SECRET, err) ||
		!join(public_path, dir, PUBLIC, err))
		return false;
	if (zmq_curve_keypair(text, secret) != 0)
		return err_set(
			err, ERR_FATAL, "cannot make a key pair: %s", zmq_strerror(zmq_errno()));
	gethostname(host, sizeof(host) - 1);
	certificate(&open, str_from(host), text, NULL, KEY_ALL);
	certificate(&both, str_from(host), text, secret, KEY_ALL);
	return write_private(path, buf_view(&both), replace, err) &&
	       write_private(public_path, buf_view(&open), true, err);
}

static bool load_own(struct keys *keys, struct err *err)
{
	AUTO(buf_release) struct buf file = {0};
	char path[PATH_MAX];
	struct stat st;

	if (!join(path, keys->dir, SECRET, err))
		return false;
	/* of two daemons that start at once one makes it, and both take it */
	if (access(path, F_OK) < 0 && !keys_make(keys->dir, false, err) &&
		(err->kind != ERR_REJECT || access(path, F_OK) < 0))
		return false;
	err_clear(err);
	if (stat(path, &st) == 0 && (st.st_mode & 077))
		return err_set(err, ERR_REJECT,
			"%s can be read by others: chmod 600, or make a new one", path);
	return read_certificate(path, &file, err) &&
	       ((property(buf_view(&file), "public-key", keys->text) &&
			property(buf_view(&file), "secret-key", keys->secret)) ||
		       err_set(err, ERR_REJECT, "%s holds no key pair", path));
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct key *)a)->name, ((const struct key *)b)->name);
}

static bool load_one(const char *dir, struct str file_name, struct key *ret, struct err *err)
{
	AUTO(buf_release) struct buf file = {0};
	char path[PATH_MAX];

	snprintf(ret->name, sizeof(ret->name), "%.*s", (int)file_name.n - 4, file_name.p);
	if (!join(path, dir, file_name.p, err) || !read_certificate(path, &file, err))
		return false;
	if (!property(buf_view(&file), "public-key", ret->text))
		return err_set(err, ERR_REJECT, "%s holds no public key", path);
	return certificate_roles(buf_view(&file), &ret->roles, err) || err_prefix(err, "%s", path);
}

static bool is_certificate(struct str name)
{
	return str_ends(name, STR(".key")) && name_valid(str_slice(name, 0, name.n - 4));
}

static bool load_allowed(const char *dir, struct key **ret_keys, size_t *ret_n, struct err *err)
{
	DIR *d = opendir(dir);
	const struct dirent *entry;
	struct key *v = NULL;
	size_t n = 0;
	bool ok = true;

	if (!d)
		return err_set(err, ERR_RETRY, "cannot read %s: %m", dir);
	while (ok && n < MAX_KEYS && (entry = readdir(d))) {
		if (!is_certificate(str_from(entry->d_name)))
			continue;
		v = xrealloc(v, n + 1, sizeof(*v));
		ok = load_one(dir, str_from(entry->d_name), &v[n], err);
		n++;
	}
	closedir(d);
	if (!ok) {
		free(v);
		return false;
	}
	if (n)
		qsort(v, n, sizeof(*v), by_name);
	*ret_keys = v;
	*ret_n = n;
	return true;
}

/* Two changes within one tick of the file system's clock look like one, so what has just changed is
 * not trusted to be the last. */
static bool unchanged(const struct keys *keys, const struct stat *st)
{
	return memcmp(&st->st_mtim, &keys->changed, sizeof(st->st_mtim)) == 0 &&
	       clock_wall_ms() / 1000 > (int64_t)st->st_mtim.tv_sec + 1;
}

bool keys_refresh(struct keys *keys, bool always, struct err *err)
{
	char dir[PATH_MAX];
	struct key *v = NULL, *old = keys->v;
	struct stat st;
	size_t n = 0, i, nold = keys->n;

	if (!join(dir, keys->dir, ALLOWED, err) || !dir_make(dir, 0700, err))
		return false;
	if (stat(dir, &st) < 0)
		return err_set(err, ERR_RETRY, "cannot stat %s: %m", dir);
	if (!always && unchanged(keys, &st))
		return true;
	if (!load_allowed(dir, &v, &n, err))
		return false;
	keys->v = v;
	keys->n = n;
	keys->changed = st.st_mtim;
	for (i = 0; i < nold; i++) {
		const struct key *now = keys_find(keys, old[i].text);

		keys->lost |= !now || (old[i].roles & ~now->roles);
	}
	free(old);
	return true;
}

struct keys *keys_open(const char *dir, struct err *err)
{
	struct keys *keys = xcalloc(1, sizeof(*keys));
	struct err local = {0};

	keys->dir = xstrdup(dir);
	if (!load_own(keys, &local) || !keys_refresh(keys, true, &local)) {
		keys_close(&keys);
		err_set(err, local.kind, "%s", local.text);
	}
	return keys;
}

void keys_close(struct keys **keys)
{
	if (!*keys)
		return;
	explicit_bzero((*keys)->secret, sizeof((*keys)->secret));
	free((*keys)->dir);
	free((*keys)->v);
	free(*keys);
	*keys = NULL;
}

bool keys_take_lost(struct keys *keys)
{
	bool lost = keys->lost;

	keys->lost = false;
	return lost;
}

const char *keys_public(const struct keys *keys)
{
	return keys->text;
}

const char *keys_secret(const struct keys *keys)
{
	return keys->secret;
}

const struct key *keys_find(const struct keys *keys, const char *text)
{
	size_t i;

	for (i = 0; i < keys->n; i++)
		if (strcmp(keys->v[i].text, text) == 0)
			return &keys->v[i];
	return NULL;
}

const struct key *keys_named(const struct keys *keys, struct str name)
{
	size_t i;

	for (i = 0; i < keys->n; i++)
		if (str_eq(str_from(keys->v[i].name), name))
			return &keys->v[i];
	return NULL;
}

const struct key *keys_at(const struct keys *keys, size_t i)
{
	return i < keys->n ? &keys->v[i] : NULL;
}

static bool allowed_path(char out[PATH_MAX], const char *dir, struct str name, struct err *err)
{
	if (!name_valid(name))
		return err_set(err, ERR_REJECT,
			"\"%.*s\" is no name for a key: letters, digits, \"-\", "
			"\"_\" and \".\", 64 at most",
			STR_ARGS(name));
	return snprintf(out, PATH_MAX, "%s/" ALLOWED "/%.*s.key", dir, STR_ARGS(name)) < PATH_MAX ||
	       err_set(err, ERR_REJECT, "%s: that path is too long", dir);
}

bool keys_allow(const char *dir, struct str name, const char *text, unsigned roles, struct err *err)
{
	AUTO(buf_release) struct buf file = {0};
	char path[PATH_MAX], folder[PATH_MAX];

	if (!allowed_path(path, dir, name, err) || !join(folder, dir, ALLOWED, err) ||
		!dir_make(dir, 0700, err) || !dir_make(folder, 0700, err))
		return false;
	if (access(path, F_OK) == 0)
		return err_set(err, ERR_REJECT, "there is a key of the name %.*s: revoke it first",
			STR_ARGS(name));
	certificate(&file, name, text, NULL, roles);
	return write_private(path, buf_view(&file), false, err);
}

bool keys_revoke(const char *dir, struct str name, struct err *err)
{
	char path[PATH_MAX];

	return allowed_path(path, dir, name, err) &&
	       (unlink(path) == 0 || err_set(err, errno == ENOENT ? ERR_REJECT : ERR_RETRY,
					     "cannot revoke %.*s: %m", STR_ARGS(name)));
}
