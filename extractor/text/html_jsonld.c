/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "base/utf8.h"
#include "text/html_jsonld.h"

enum field {
	TYPE,
	HEADLINE,
	NAME,
	PUBLISHED,
	CREATED,
	MODIFIED,
	BODY,
	URL,
	AUTHOR,
	PUBLISHER,
	NFIELDS
};

static const struct {
	struct str key;
	enum field field;
} keys[] = {
	{STR("@type"), TYPE},
	{STR("headline"), HEADLINE},
	{STR("name"), NAME},
	{STR("datePublished"), PUBLISHED},
	{STR("dateCreated"), CREATED},
	{STR("uploadDate"), CREATED},
	{STR("dateModified"), MODIFIED},
	{STR("articleBody"), BODY},
	{STR("url"), URL},
	{STR("author"), AUTHOR},
	{STR("creator"), AUTHOR},
	{STR("publisher"), PUBLISHER},
};

/* An object or array that is open. An array passes its key on to what stands in it. */
struct frame {
	bool array;
	struct str key;
	struct str fields[NFIELDS]; /* raw */
};

struct scanner {
	struct str s;
	size_t pos;
	struct arena *arena;
	struct linked_data *data;
	struct frame frames[LINKED_MAX_DEPTH];
	size_t depth;   /* may exceed LINKED_MAX_DEPTH */
	struct str key; /* of the value that comes next */
};

static unsigned hex4(struct str s, size_t at, bool *ret_ok)
{
	unsigned value = 0;
	size_t i;

	*ret_ok = at + 4 <= s.n;
	for (i = at; *ret_ok && i < at + 4; i++) {
		char c = ascii_lower(s.p[i]);

		if (ascii_is_digit(c))
			value = value * 16 + (unsigned)(c - '0');
		else if (c >= 'a' && c <= 'f')
			value = value * 16 + (unsigned)(c - 'a' + 10);
		else
			*ret_ok = false;
	}
	return value;
}

/* Behind "\u"; returns how many bytes of s were used. */
static size_t unescape_unicode(struct str s, size_t at, char *out, size_t *n)
{
	bool ok;
	uint32_t high = hex4(s, at, &ok), low;

	if (!ok)
		return 0;
	if (high >= 0xD800 && high < 0xDC00 && at + 6 <= s.n && s.p[at + 4] == '\\' &&
		s.p[at + 5] == 'u') {
		low = hex4(s, at + 6, &ok);
		if (ok && low >= 0xDC00 && low < 0xE000) {
			*n += utf8_encode(
				0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00), out + *n);
			return 10;
		}
	}
	*n += utf8_encode(high, out + *n);
	return 4;
}

struct str json_unescape(struct str raw, struct arena *arena)
{
	static const char plain[] = "\"\\/bfnrt", means[] = "\"\\/ \n\n\n ";
	char *out;
	size_t i, n = 0;

	if (!raw.n || !memchr(raw.p, '\\', raw.n))
		return html_decode(raw, arena);
	out = arena_alloc(arena, raw.n + 4);
	for (i = 0; i < raw.n; i++) {
		const char *at;

		if (raw.p[i] != '\\' || i + 1 == raw.n) {
			out[n++] = raw.p[i];
			continue;
		}
		i++;
		at = raw.p[i] ? strchr(plain, raw.p[i]) : NULL;
		if (raw.p[i] == 'u')
			i += unescape_unicode(raw, i + 1, out, &n);
		else
			out[n++] = at ? means[at - plain] : raw.p[i];
	}
	return html_decode((struct str){out, n}, arena);
}

/* The value of @type may carry its vocabulary: "http://schema.org/NewsArticle". */
static enum linked_kind kind_of(const struct frame *f)
{
	static const struct str articles[] = {STR("Article"), STR("BlogPosting"), STR("Report"),
		STR("LiveBlogPosting"), STR("DiscussionForumPosting"), STR("SocialMediaPosting")};
	static const struct str sites[] = {STR("WebSite"), STR("Organization")};
	struct str type = f->fields[TYPE];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(articles); i++)
		if (str_ends(type, articles[i]))
			return LINKED_ARTICLE;
	for (i = 0; i < ARRAY_SIZE(sites); i++)
		if (str_ends(type, sites[i]))
			return LINKED_SITE;
	if (str_ends(type, STR("Page")))
		return LINKED_PAGE;
	if (f->fields[HEADLINE].n && f->fields[PUBLISHED].n)
		return LINKED_ARTICLE;
	return LINKED_OTHER;
}

static struct frame *frame_at(struct scanner *sc, size_t depth)
{
	return depth && depth <= LINKED_MAX_DEPTH ? &sc->frames[depth - 1] : NULL;
}

static void keep_object(struct scanner *sc, const struct frame *f)
{
	enum linked_kind kind = kind_of(f);
	struct linked *out;

	if (kind == LINKED_OTHER || sc->data->n == LINKED_MAX)
		return;
	out = &sc->data->v[sc->data->n++];
	*out = (struct linked){.kind = kind,
		.section = f->key,
		.headline = json_unescape(f->fields[HEADLINE], sc->arena),
		.name = json_unescape(f->fields[NAME], sc->arena),
		.published = json_unescape(f->fields[PUBLISHED], sc->arena),
		.created = json_unescape(f->fields[CREATED], sc->arena),
		.modified = json_unescape(f->fields[MODIFIED], sc->arena),
		.author = json_unescape(f->fields[AUTHOR], sc->arena),
		.publisher = json_unescape(f->fields[PUBLISHER], sc->arena),
		.body = json_unescape(f->fields[BODY], sc->arena),
		.url = json_unescape(f->fields[URL], sc->arena)};
}

static bool field_of(struct str key, enum field *ret)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		if (str_eq(key, keys[i].key)) {
			*ret = keys[i].field;
			return true;
		}
	}
	return false;
}

static void offer(struct scanner *sc, size_t depth, struct str key, struct str value)
{
	struct frame *f;
	enum field field;

	while ((f = frame_at(sc, depth)) && f->array)
		depth--;
	if (f && value.n && field_of(key, &field) && !f->fields[field].n)
		f->fields[field] = value;
}

static struct str next_key(const struct scanner *sc)
{
	const struct frame *f = frame_at((struct scanner *)sc, sc->depth);

	return f && f->array ? f->key : sc->key;
}

static void open_frame(struct scanner *sc, bool array)
{
	struct str key = next_key(sc);
	struct frame *f = frame_at(sc, ++sc->depth);

	if (f)
		*f = (struct frame){.array = array, .key = key};
	sc->key = STR("");
}

static void close_frame(struct scanner *sc)
{
	struct frame *f = frame_at(sc, sc->depth);

	if (sc->depth == 0)
		return;
	if (f && !f->array) {
		/* an author or publisher given as an object counts by its name */
		offer(sc, sc->depth - 1, f->key, f->fields[NAME]);
		keep_object(sc, f);
	}
	sc->depth--;
	sc->key = STR("");
}

/* pos is behind the opening quote. A string that never ends ends with the input. */
static struct str scan_string(struct scanner *sc)
{
	size_t start = sc->pos, i;
	struct str raw;

	for (i = start; i < sc->s.n && sc->s.p[i] != '"'; i++)
		if (sc->s.p[i] == '\\')
			i++;
	if (i > sc->s.n)
		i = sc->s.n;
	raw = str_slice(sc->s, start, i);
	sc->pos = i < sc->s.n ? i + 1 : i;
	return raw;
}

static void take_string(struct scanner *sc)
{
	struct str raw = scan_string(sc);
	const struct frame *f = frame_at(sc, sc->depth);
	size_t at = sc->pos;

	while (at < sc->s.n && ascii_is_space(sc->s.p[at]))
		at++;
	if (at < sc->s.n && sc->s.p[at] == ':' && !(f && f->array)) {
		sc->key = raw;
		sc->pos = at + 1;
		return;
	}
	offer(sc, sc->depth, next_key(sc), raw);
}

void linked_data_read(struct str json, struct arena *arena, struct linked_data *data)
{
	struct scanner *sc = arena_zalloc(arena, 1, sizeof(*sc));

	*sc = (struct scanner){.s = json, .arena = arena, .data = data};
	while (sc->pos < json.n) {
		char c = json.p[sc->pos++];

		if (c == '"')
			take_string(sc);
		else if (c == '{' || c == '[')
			open_frame(sc, c == '[');
		else if (c == '}' || c == ']')
			close_frame(sc);
	}
	while (sc->depth)
		close_frame(sc);
}
