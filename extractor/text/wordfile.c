/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/limits.h"
#include "text/wordfile.h"

bool wordfile_open(struct wordfile *file, const char *dir, const char *name, struct arena *arena,
	struct err *err)
{
	AUTO(buf_release) struct buf buf = {0};
	char path[WORDFILE_PATH_BYTES];
	struct err why = {0};

	if ((size_t)snprintf(path, sizeof(path), "%s%s%s", dir ? dir : "", dir ? "/" : "", name) >=
		sizeof(path))
		return err_set(err, ERR_FATAL, "the path of %s is too long", name);
	buf_init(&buf, MAX_TEXT_BYTES);
	if (!file_read(path, &buf, &why))
		return err_set(err, ERR_FATAL, "%s", why.text);
	wordfile_of_text(file, arena_str(arena, buf_view(&buf)), path);
	return true;
}

void wordfile_of_text(struct wordfile *file, struct str text, const char *path)
{
	snprintf(file->path, sizeof(file->path), "%s", path);
	file->line = 0;
	file->text = file->rest = text;
}

bool wordfile_next(struct wordfile *file, struct str *ret_line)
{
	struct str line;

	while (str_next_line(&file->rest, &line)) {
		file->line++;
		line = str_trim(str_slice(line, 0, str_find(line, STR(" #"), 0)));
		if (line.n && line.p[0] != '#') {
			*ret_line = line;
			return true;
		}
	}
	return false;
}

bool wordfile_wrong(const struct wordfile *file, struct str what, const char *why, struct err *err)
{
	return err_set(err, ERR_FATAL, "%s:%u: \"%.*s\" %s", file->path, file->line,
		(int)(what.n < 80 ? what.n : 80), what.p ? what.p : "", why);
}

bool wordfile_exists(const char *dir, const char *name)
{
	char path[WORDFILE_PATH_BYTES];

	return (size_t)snprintf(path, sizeof(path), "%s/%s", dir, name) < sizeof(path) &&
	       access(path, F_OK) == 0;
}
