/* SPDX-License-Identifier: Apache-2.0
 * extraction.h - what was found in one report: the end of the extractor's chain, the store's input.
 *
 * No span, no fact: every entity, incident and claim carries a half-open range of UTF-8 bytes of
 * text. All memory, text included, belongs to the arena that the extraction was made in; strings
 * in slots are slices of text wherever that is possible (extraction_offset tells), so that a slot
 * can be shown where it stands. An absent str (p == NULL) is null in JSON.
 *
 * Names of kinds, types and labels are the evaluation contract's; they are what the database, the
 * API and the exports say. Append to the enums, never reorder: their numbers travel in messages. */
#ifndef SITREP_EXTRACTION_H
#define SITREP_EXTRACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/date.h"
#include "base/str.h"

struct span {
	uint32_t start;
	uint32_t end;
};

enum entity_type {
	ENTITY_PERSON = 1,
	ENTITY_ORGANISATION,
	ENTITY_LOCATION,
	ENTITY_NATIONALITY,
	ENTITY_TEMPORAL,
	ENTITY_MONEY,
	ENTITY_QUANTITY,
	ENTITY_WEAPON,
	ENTITY_MILITARY_PLATFORM,
	ENTITY_VEHICLE,
	ENTITY_DOCUMENT_REFERENCE,
	ENTITY_COMMS_IDENTIFIER,
	ENTITY_COORDINATE,
	ENTITY_FREQUENCY,
	ENTITY_URL,
	ENTITY_TYPE_END
};

/* How a mention speaks of what it means. */
enum entity_form {
	FORM_UNKNOWN, /* read by a version that did not say */
	FORM_NAME,
	FORM_NOUN, /* "the ministry", "three soldiers" */
	FORM_PRONOUN,
	FORM_VALUE, /* a time, an amount, an address */
	FORM_END
};

struct entity {
	enum entity_type type;
	enum entity_form form;
	struct span span;
	struct str canonical; /* "KZ", "org:knb", a full name; absent if unknown */
	struct str maker;     /* what found it: "model", "lexicon:countries", "pattern:date" */
	float confidence;     /* 0..1 */
};

enum claim_kind {
	CLAIM_KILLED = 1,
	CLAIM_WOUNDED,
	CLAIM_ABDUCTED,
	CLAIM_DISPLACED,
	CLAIM_MISSING,
	CLAIM_ARRESTED,
	CLAIM_CHARGED,
	CLAIM_SENTENCED,
	CLAIM_RELEASED,
	CLAIM_EXTRADITED,
	CLAIM_REPATRIATED,
	CLAIM_SURRENDERED,
	CLAIM_DISRUPTED,
	CLAIM_ATTACKS,
	CLAIM_DENIED_ENTRY,
	CLAIM_RECRUITED,
	CLAIM_SEIZED,
	CLAIM_FROZEN,
	CLAIM_FUNDING,
	CLAIM_DEPLOYED,
	CLAIM_TRAINED,
	CLAIM_STRENGTH,
	CLAIM_SHARE,
	CLAIM_AGENCY,
	CLAIM_MEMBERSHIP,
	CLAIM_AGREEMENT,
	CLAIM_LAW,
	CLAIM_PROHIBITION,
	CLAIM_PROGRAMME,
	CLAIM_EVALUATION,
	CLAIM_DESIGNATION,
	CLAIM_RESPONSIBILITY,
	CLAIM_SYSTEM,
	CLAIM_STATEMENT,
	CLAIM_KIND_END
};

enum modifier {
	MODIFIER_NONE, /* null */
	MODIFIER_EXACT,
	MODIFIER_AT_LEAST,
	MODIFIER_MORE_THAN,
	MODIFIER_AT_MOST,
	MODIFIER_LESS_THAN,
	MODIFIER_ABOUT,
	MODIFIER_END
};

enum modality {
	MODALITY_ASSERTED = 1,
	MODALITY_ALLEGED,
	MODALITY_PLANNED,
	MODALITY_ONGOING,
	MODALITY_DENIED,
	MODALITY_END
};

enum theme {
	THEME_INCIDENT = 1,
	THEME_LAW_ENFORCEMENT,
	THEME_LEGISLATION,
	THEME_BORDER_SECURITY,
	THEME_TERRORIST_FINANCING,
	THEME_FOREIGN_FIGHTERS,
	THEME_MILITARY,
	THEME_COOPERATION,
	THEME_HUMANITARIAN,
	THEME_VIOLENT_EXTREMISM,
	THEME_OTHER,
	THEME_END
};

struct claim {
	enum claim_kind kind;
	struct span span; /* the sentence, or the item or row of a list or table */
	struct str subject;
	struct str object;
	bool has_value;
	double value;
	enum modifier modifier;
	struct str unit; /* singular, lower case; ISO 4217 for money */
	bool has_time;
	struct period time;
	struct str *places; /* [nplaces] most specific first */
	size_t nplaces;
	struct str
		/* ISO 3166-1 alpha-2 of the country that this part of the report is about
		 * (text/about.h); may be absent */
		about;
	struct str attributed_to;
	enum modality modality;
	enum theme theme;
	struct str maker; /* the pattern or model that fired */
	float confidence; /* 0..1 */
};

enum incident_type {
	INCIDENT_ATTACK = 1,
	INCIDENT_BOMBING,
	INCIDENT_KIDNAPPING,
	INCIDENT_ARSON,
	INCIDENT_ROBBERY,
	INCIDENT_FORCED_WORK_STOPPAGE,
	INCIDENT_TYPE_END
};

enum incident_stage { STAGE_ACCOMPLISHED = 1, STAGE_ATTEMPTED, STAGE_THREATENED, STAGE_END };

enum incident_role {
	ROLE_PERPETRATOR_INDIVIDUALS,
	ROLE_PERPETRATOR_ORGANISATIONS,
	ROLE_PHYSICAL_TARGETS,
	ROLE_VICTIMS,
	ROLE_WEAPONS,
	ROLE_COUNT
};

/* Who is to have done it, as the report puts it. */
enum blame {
	BLAME_NONE, /* null: nobody says */
	BLAME_CLAIMED,
	BLAME_ACCUSED,
	BLAME_SUSPECTED,
	BLAME_DENIED,
	BLAME_END
};

struct filler {
	struct str text;     /* the best mention */
	struct str type;     /* of the taxonomies in incidents/types.txt; absent: unknown */
	struct str *aliases; /* [naliases] other mentions of the same thing */
	size_t naliases;
};

/* What one statement of the report says of how many were killed, wounded or abducted in an
 * incident. */
struct casualties {
	enum claim_kind kind;     /* CLAIM_KILLED, CLAIM_WOUNDED or CLAIM_ABDUCTED */
	double low, high;         /* persons; high is the same as low if it is open */
	bool open;                /* "at least 12": nobody says how many at most */
	struct str attributed_to; /* who says so; absent: the report itself */
	struct span span;         /* the claim's */
};

struct incident {
	enum incident_type type;
	enum incident_stage stage;
	bool has_date;
	struct period date;
	struct str *locations; /* [nlocations] country first, then ever more specific */
	size_t nlocations;
	struct str about;                 /* as of a claim */
	struct filler *roles[ROLE_COUNT]; /* [nroles[i]] distinct entities */
	size_t nroles[ROLE_COUNT];
	enum blame blame;              /* of the perpetrators */
	struct casualties *casualties; /* [ncasualties] in the order of the text, none twice */
	size_t ncasualties;
	struct span span;
	struct str maker;
	float confidence;
};

/* What the date of a report rests on. */
enum date_evidence {
	EVIDENCE_NONE,
	EVIDENCE_GIVEN,     /* came with the report, from its sender */
	EVIDENCE_JSON_LD,   /* schema.org in a script */
	EVIDENCE_OPENGRAPH, /* meta og:... and article:... */
	EVIDENCE_META,      /* any other meta element */
	EVIDENCE_MICRODATA, /* itemprop, time pubdate */
	EVIDENCE_TIME,      /* a time element */
	EVIDENCE_URL,
	EVIDENCE_BYLINE,     /* an element that is named after dates or authors */
	EVIDENCE_DATELINE,   /* words near the headline or in the text */
	EVIDENCE_SCRIPT,     /* a variable in a script */
	EVIDENCE_PICTURE,    /* the address of the page's picture */
	EVIDENCE_MAIL,       /* the Date of a message */
	EVIDENCE_HEADER,     /* lines "Date: ..." above a text */
	EVIDENCE_PROPERTIES, /* of a PDF or word processor file */
	EVIDENCE_FEED,       /* the entry of the feed that named it */
	EVIDENCE_END
};

enum date_precision {
	PRECISION_NONE,
	PRECISION_DAY,
	PRECISION_MONTH,
	PRECISION_YEAR,
	PRECISION_END
};

struct dating {
	enum date_evidence from;
	enum date_precision precision; /* of a month or year, the date is its first day */
};

struct extraction {
	struct str title;                        /* absent if none was found */
	struct str published;                    /* "YYYY-MM-DD", absent if unknown */
	struct str modified;                     /* the same, of the last change */
	struct dating published_by, modified_by; /* NONE where the date is absent, or nobody said */
	struct str language;                     /* ISO 639-1 or -3, absent if unknown */
	struct str author;
	struct str publisher;
	struct str url;          /* canonical address */
	struct str text;         /* main text, valid UTF-8 */
	struct str media_type;   /* what the bytes were read as */
	struct str version;      /* of the extractor, data files included */
	struct entity *entities; /* [nentities] by start, longer first */
	size_t nentities;
	struct incident *incidents; /* [nincidents] */
	size_t nincidents;
	struct claim *claims; /* [nclaims] by start */
	size_t nclaims;
	struct str *links; /* [nlinks] related addresses, not text */
	size_t nlinks;
	struct str *warnings; /* [nwarnings] whole sentences: what could not be read and why */
	size_t nwarnings;
};

/* Names as the contract spells them; NULL for a number out of range. */
const char *entity_type_name(int type);
const char *entity_form_name(int form); /* NULL for FORM_UNKNOWN */
const char *claim_kind_name(int kind);
const char *modifier_name(int modifier); /* NULL for MODIFIER_NONE */
const char *modality_name(int modality);
const char *theme_name(int theme);
const char *incident_type_name(int type);
const char *incident_stage_name(int stage);
const char *incident_role_name(int role);
const char *blame_name(int blame);            /* NULL for BLAME_NONE */
const char *date_evidence_name(int evidence); /* NULL for EVIDENCE_NONE */
const char *date_precision_name(int precision);
/* The number of a name, 0 if there is none (roles: -1). */
int entity_type_from(struct str name);
int claim_kind_from(struct str name);
int modifier_from(struct str name);
int modality_from(struct str name);
int theme_from(struct str name);
int incident_type_from(struct str name);
int incident_stage_from(struct str name);

/* The values that are meant by a number and its modifier: "more than 12" is 13 and more, "up to
 * 12" 0 to 12. Where there is no upper end *ret_high is *ret_low and the answer is false. */
bool claim_bounds(double value, enum modifier modifier, double *ret_low, double *ret_high);

#define INCIDENT_ID_BYTES 17 /* 16 hexadecimal digits and a NUL */
/* A name for the incident that depends on its type, day, country, place and roles alone,
 * whatever their case and order: the same from every report that tells the same, and after the
 * report is read again. The first 64 bits of a SHA-256, so that two different ones meet in none
 * of a few million. */
void incident_id(const struct incident *incident, char ret[INCIDENT_ID_BYTES]);

/* Takes out the facts that are less sure than that. */
void extraction_keep_sure(struct extraction *extraction, double min_confidence);

/* The day of publication, for what is reckoned from it: DAY_NONE unless it is known to the day. */
int32_t extraction_day(const struct extraction *extraction);
/* Where slot stands in text, or -1 if it is no slice of it. */
int64_t extraction_offset(const struct extraction *extraction, struct str slot);
/* Both slots are slices of the text that share a byte. */
bool extraction_overlap(const struct extraction *extraction, struct str a, struct str b);
/* Every rule above, checked: spans in order, inside the text and on character bounds, labels in
 * range, text valid UTF-8. For tests and for what arrives in messages. */
struct err;
bool extraction_valid(const struct extraction *extraction, struct err *err);

#endif
