/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <sys/stat.h>

#include "train/file.h"

bool file_read(const char *path, struct arena *arena, struct str *ret, struct err *err)
{
	FILE *f = fopen(path, "rb");
	struct stat st;
	size_t n;
	char *p;

	if (!f)
		return err_set(err, ERR_FATAL, "cannot open %s: %m", path);
	if (fstat(fileno(f), &st) < 0) {
		fclose(f);
		return err_set(err, ERR_FATAL, "cannot read %s: %m", path);
	}
	p = arena_alloc(arena, (size_t)st.st_size + 1);
	n = fread(p, 1, (size_t)st.st_size, f);
	p[n] = '\0';
	fclose(f);
	*ret = (struct str){p, n};
	return true;
}
