/* SPDX-License-Identifier: Apache-2.0 */
#include <archive.h>
#include <archive_entry.h>

#include "base/limits.h"
#include "text/package.h"

#define MAX_ENTRIES 20000

static void close_archive(struct archive **archive)
{
	archive_read_free(*archive);
}

static bool fail(struct archive *archive, struct err *err)
{
	const char *why = archive_error_string(archive);

	return err_set(err, ERR_REJECT, "the file is a damaged zip package: %s",
		why ? why : "no reason given");
}

static bool unpack(struct archive *archive, struct package_part *part, size_t *left,
	struct arena *arena, struct err *err)
{
	size_t cap = 0, n = 0;
	char *data = NULL;

	for (;;) {
		const void *block;
		size_t length;
		la_int64_t offset;
		int result = archive_read_data_block(archive, &block, &length, &offset);

		if (result == ARCHIVE_EOF)
			break;
		if (result < ARCHIVE_WARN)
			return fail(archive, err);
		if (length > *left || n + length > MAX_PART_BYTES)
			return err_set(err, ERR_REJECT,
				"the part %s unpacks to more than %zu bytes", part->name,
				n + *left < MAX_PART_BYTES ? n + *left : MAX_PART_BYTES);
		if (n + length > cap) {
			char *larger = arena_alloc(arena, cap = 2 * (n + length));

			if (n)
				memcpy(larger, data, n);
			data = larger;
		}
		if (length)
			memcpy(data + n, block, length);
		n += length;
		*left -= length;
	}
	part->content = (struct str){n ? data : "", n};
	return true;
}

static struct package_part *find(struct package_part *parts, size_t n, const char *name)
{
	size_t i;

	for (i = 0; name && i < n; i++)
		if (str_absent(parts[i].content) && strcmp(parts[i].name, name) == 0)
			return &parts[i];
	return NULL;
}

bool package_read(
	struct str zip, struct package_part *parts, size_t n, struct arena *arena, struct err *err)
{
	AUTO(close_archive) struct archive *archive = archive_read_new();
	size_t left = MAX_PACKAGE_BYTES, entries = 0;
	struct archive_entry *entry;
	int result;

	archive_read_support_format_zip(archive);
	if (archive_read_open_memory(archive, zip.p, zip.n) != ARCHIVE_OK)
		return fail(archive, err);
	while ((result = archive_read_next_header(archive, &entry)) == ARCHIVE_OK ||
		result == ARCHIVE_WARN) {
		struct package_part *part = find(parts, n, archive_entry_pathname(entry));

		if (++entries > MAX_ENTRIES)
			return err_set(
				err, ERR_REJECT, "the package has more than %d parts", MAX_ENTRIES);
		if (part && archive_entry_is_encrypted(entry))
			return err_set(err, ERR_REJECT, "the package is encrypted");
		if (part && !unpack(archive, part, &left, arena, err))
			return false;
	}
	return result == ARCHIVE_EOF || fail(archive, err);
}
