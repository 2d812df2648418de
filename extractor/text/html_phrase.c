/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "text/html_phrase.h"

#define LONG_TEXT 160

/* Lower case; parted by '|'. */
static const struct str phrases[PHRASE_COUNT] = {
	[PHRASE_AD] =
		STR("advertis|anzeige|werbung|publicidad|publicité|pubblicità|publicidade|reklam|"
		    "sponsored|promoted|ad |annonse|annons|mainos|реклама|story continues below|"
		    "article continues|広告"),
	[PHRASE_RELATED] = STR(
		"read more|read also|also read|read next|more on|more from|more:|related|"
		"see also|you may also|you might|recommended|don't miss|most read|"
		"most popular|trending|latest|lesen sie|mehr zum|mehr dazu|auch interessant|"
		"lire aussi|à lire|leia|lea también|lee también|mira también|leggi anche|"
		"читайте|lees ook|läs också|läs mer|les også|czytaj|zobacz|čtěte|další|関連|관련|"
		"続きを読む|watch:|video:|up next|next article|previous|weitere|zum thema|"
		"haberin devamı|ilgili"),
	[PHRASE_SHARE] =
		STR("share|teilen|compart|partager|condividi|tweet|facebook|twitter|whatsapp|"
		    "print|email|e-mail|follow us|follow |copy link|link kopi|pinterest|linkedin|"
		    "telegram|paylaş|dela |del |udostępnij|поделиться|like this"),
	[PHRASE_SUBSCRIBE] =
		STR("subscribe|newsletter|sign up|sign in|log in|login|register|abonn|suscr|"
		    "inscri|assine|anmelden|registrier|get the|join |download|donate|support us|"
		    "already a|iscriviti|become a|unlock|start your"),
	[PHRASE_CREDIT] =
		STR("photo|foto|bild:|bild |image|getty|reuters|picture|afp|©|(c)|copyright|"
		    "credit|quelle|source:|fuente|crédit|all rights reserved|alle rechte|"
		    "todos los derechos|tous droits|illustration|file photo|写真|caption"),
	[PHRASE_COOKIE] = STR("cookie|consent|privacy|datenschutz|we use|wir verwenden|terms of|"
			      "javascript|your browser|gdpr|einwilligung|externe inhalte|browser"),
	[PHRASE_BY] =
		STR("by |von |por |par |di |af |av |door |autor|author|written by|text:|redak|от "),
	[PHRASE_COMMENT] =
		STR("comment|kommentar|coment|leave a reply|reply|antworten|responder|répondre|"
		    "коммент|yorum|said|posted by|report abuse|be the first"),
	[PHRASE_DATE] =
		STR("published|updated|posted|last updated|last modified|stand:|veröffentlicht|"
		    "aktualisiert|publié|mis à jour|publicado|actualizado|atualizado|pubblicato|"
		    "опубликовано|min read|minutes read|lesezeit|uhr|minuten|ago|mon |tue |wed |"
		    "thu |fri |sat |sun "),
	[PHRASE_TAGS] =
		STR("tags|tag:|topics|themen|filed under|schlagw|categor|keywords|posted in|"
		    "temas|etiquetas|mots-clés|теги|in this article|mehr über"),
};

static size_t lower_copy(struct str s, char *out, size_t room)
{
	size_t i, n = s.n < room ? s.n : room;

	for (i = 0; i < n; i++)
		out[i] = ascii_lower(s.p[i]);
	return n;
}

bool phrase_starts(struct str text, enum phrase kind)
{
	char lower[LONG_TEXT];
	struct str s = {lower, lower_copy(text, lower, sizeof(lower))}, rest = phrases[kind], one;

	while (str_next_field(&rest, '|', &one))
		if (str_starts(s, one))
			return true;
	return false;
}

struct phrase_index {
	struct entry {
		struct str phrase;
		enum phrase kind;
		struct entry *next;
	} * first[256]; /* by first byte */
};

struct phrase_index *phrase_index_new(struct arena *arena)
{
	struct phrase_index *index = arena_zalloc(arena, 1, sizeof(*index));
	int kind;

	for (kind = 0; kind < PHRASE_COUNT; kind++) {
		struct str rest = phrases[kind], one;

		while (str_next_field(&rest, '|', &one)) {
			struct entry *entry = arena_alloc(arena, sizeof(*entry));
			struct entry **slot = &index->first[(unsigned char)one.p[0]];

			*entry = (struct entry){one, (enum phrase)kind, *slot};
			*slot = entry;
		}
	}
	return index;
}

static bool is_word_byte(char c)
{
	return ascii_is_alnum(c) || ((unsigned char)c & 0x80);
}

void phrase_features(const struct phrase_index *index, struct str text, float row[PHRASE_COUNT])
{
	char lower[LONG_TEXT];
	struct str s = {lower, lower_copy(text, lower, sizeof(lower))};
	size_t i, end = text.n < LONG_TEXT ? s.n : 1;

	for (i = 0; i < end; i++) {
		const struct entry *entry = index->first[(unsigned char)s.p[i]];

		if (i > 0 && is_word_byte(s.p[i - 1]) && is_word_byte(s.p[i]))
			continue;
		for (; entry; entry = entry->next)
			if (row[entry->kind] < (i == 0 ? 1.0f : 0.5f) &&
				str_starts(str_slice(s, i, s.n), entry->phrase))
				row[entry->kind] = i == 0 ? 1.0f : 0.5f;
	}
}

bool phrase_ends_sentence(struct str text)
{
	static const struct str closers[] = {STR("\""), STR("'"), STR(")"), STR("”"), STR("’"),
		STR("»"), STR("“"), STR("]"), STR("」")};
	static const struct str ends[] = {STR("."), STR("!"), STR("?"), STR("…"), STR("。"),
		STR("؟"), STR("۔"), STR("।"), STR("！"), STR("？")};
	size_t i;

	text = str_trim(text);
	for (i = 0; i < ARRAY_SIZE(closers); i++)
		if (str_ends(text, closers[i]))
			text.n -= closers[i].n;
	for (i = 0; i < ARRAY_SIZE(ends); i++)
		if (str_ends(text, ends[i]))
			return true;
	return false;
}
