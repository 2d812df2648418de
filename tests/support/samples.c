/* SPDX-License-Identifier: Apache-2.0 */
#include "support/samples.h"

struct report_id sample_id(unsigned char fill)
{
	struct report_id id;

	memset(id.bytes, fill, sizeof(id.bytes));
	return id;
}

static struct report sample_report(void)
{
	return (struct report){.id = sample_id(7),
		.body = STR("some bytes\0and more"),
		.media_type = STR("text/plain"),
		.source = STR("/in/box/a.txt"),
		.url = STR("https://news.example/a"),
		.title = STR("A title"),
		.published = STR("2024-02-29"),
		.dated = STR("Thu, 29 Feb 2024"),
		.received_ms = 1700000000000,
		.verbatim = true};
}

struct extraction sample_extraction(struct arena *arena)
{
	struct str text = arena_str(arena, STR("At least 12 people were killed in Omsk."));
	struct extraction x = {.title = STR("A title"),
		.text = text,
		.language = STR("en"),
		.media_type = STR("text/plain"),
		.version = STR("test-1"),
		.modified = STR("2024-03-01"),
		.modified_by = {EVIDENCE_OPENGRAPH, PRECISION_MONTH}};
	struct filler *victims = arena_zalloc(arena, 1, sizeof(*victims));

	x.entities = arena_zalloc(arena, 1, sizeof(*x.entities));
	x.nentities = 1;
	x.entities[0] = (struct entity){.type = ENTITY_LOCATION,
		.span = {34, 38},
		.maker = STR("test"),
		.confidence = 0.5f};
	x.claims = arena_zalloc(arena, 1, sizeof(*x.claims));
	x.nclaims = 1;
	x.claims[0] = (struct claim){.kind = CLAIM_KILLED,
		.span = {0, 39},
		.object = str_slice(text, 12, 18),
		.has_value = true,
		.value = 12,
		.modifier = MODIFIER_AT_LEAST,
		.unit = STR("person"),
		.has_time = true,
		.time = {day_from_civil(2024, 1, 2), DAY_NONE},
		.modality = MODALITY_ASSERTED,
		.theme = THEME_INCIDENT,
		.maker = STR("test"),
		.confidence = 0.75f};
	x.claims[0].places = arena_zalloc(arena, 1, sizeof(struct str));
	x.claims[0].places[0] = str_slice(text, 34, 38);
	x.claims[0].nplaces = 1;
	victims[0].text = str_slice(text, 12, 18);
	x.incidents = arena_zalloc(arena, 1, sizeof(*x.incidents));
	x.nincidents = 1;
	x.incidents[0] = (struct incident){.type = INCIDENT_ATTACK,
		.stage = STAGE_ACCOMPLISHED,
		.span = {0, 39},
		.maker = STR("test"),
		.confidence = 0.25f};
	x.incidents[0].roles[ROLE_VICTIMS] = victims;
	x.incidents[0].nroles[ROLE_VICTIMS] = 1;
	x.incidents[0].casualties = arena_zalloc(arena, 1, sizeof(struct casualties));
	x.incidents[0].ncasualties = 1;
	x.incidents[0].casualties[0] =
		(struct casualties){CLAIM_KILLED, 12, 12, true, str_slice(text, 34, 38), {0, 39}};
	return x;
}

static struct leases sample_leases(struct arena *arena)
{
	struct leases leases = {arena_zalloc(arena, 2, sizeof(struct lease)), 2};

	leases.v[0] = (struct lease){1, 2};
	leases.v[1] = (struct lease){(uint64_t)1 << 40, 3};
	return leases;
}

static struct status sample_status(struct arena *arena)
{
	struct status s = {.stage = STR("ingestor"),
		.pid = 7,
		.version = STR("1"),
		.now_ms = 5,
		.has_queue = true,
		.has_store = true};

	s.queue.ready = 5;
	s.queue.paused = true;
	s.queue.closed = true;
	s.queue.commit = (struct latency){0.5, 1.5, 9};
	s.store.reports = 8;
	s.workers = arena_zalloc(arena, 1, sizeof(*s.workers));
	s.nworkers = 1;
	s.workers[0] = (struct worker_status){.worker = STR("w"),
		.window = 9,
		.busy = true,
		.busy_on = sample_id(3),
		.host = STR("h"),
		.version = STR("1")};
	s.sources = arena_zalloc(arena, 1, sizeof(*s.sources));
	s.nsources = 1;
	s.sources[0] = (struct source_status){
		.name = STR("/in"), .kind = STR("folder"), .accepted = 4, .warning = STR("")};
	return s;
}

static struct item *sample_items(struct arena *arena)
{
	struct item *items = arena_zalloc(arena, 1, sizeof(*items));
	struct mishap *mishaps = arena_zalloc(arena, 1, sizeof(*mishaps));

	mishaps[0] =
		(struct mishap){5, 1, STR("delayed"), STR("w-1"), STR("crash"), STR("it died")};
	items[0] = (struct item){.seq = 4,
		.id = sample_id(5),
		.state = STR("dead"),
		.attempt = 2,
		.source = STR("s"),
		.reason = STR("crash"),
		.sentence = STR("it died"),
		.head = STR("\xff\0x"),
		.media_type = STR("text/plain"),
		.worker = STR("w-2"),
		.mishaps = mishaps,
		.nmishaps = 1};
	return items;
}

static struct report_id *sample_ids(struct arena *arena)
{
	struct report_id *ids = arena_zalloc(arena, 2, sizeof(*ids));

	ids[0] = sample_id(1);
	ids[1] = sample_id(2);
	return ids;
}

struct message sample_message(enum message_type type, struct arena *arena)
{
	struct message m = {.type = type};

	switch (type) {
	case MESSAGE_SUBMIT:
		m.u.submit = (struct submit){9, sample_report(), PRIORITY_WAITED, true};
		break;
	case MESSAGE_SUBMITTED:
		m.u.submitted = (struct submitted){.token = 9,
			.outcome = OUTCOME_DUPLICATE,
			.id = sample_id(2),
			.source = STR("first"),
			.sentence = STR("known")};
		break;
	case MESSAGE_HEARTBEAT:
		m.u.heartbeat = (struct heartbeat){.worker = STR("w-1"),
			.window = 128,
			.held = sample_leases(arena),
			.host = STR("h"),
			.version = STR("v"),
			.busy = true,
			.busy_on = sample_id(1)};
		break;
	case MESSAGE_ASSIGNMENT:
		m.u.assignment = (struct assignment){{5, 1}, sample_report(), 30000};
		break;
	case MESSAGE_DONE:
		m.u.done.leases = sample_leases(arena);
		m.u.done.text_bytes = arena_zalloc(arena, 2, sizeof(uint32_t));
		m.u.done.text_bytes[1] = 4000;
		break;
	case MESSAGE_RELEASED:
		m.u.released = sample_leases(arena);
		break;
	case MESSAGE_FAILED:
		m.u.failed = (struct failed){{5, 1}, true, STR("crash"), STR("it died")};
		break;
	case MESSAGE_RESULT:
		m.u.result = (struct result){.report = sample_report(),
			.original_bytes = 10,
			/* "some bytes" compressed by zstd 1.5 at level 3 */
			.original_zstd = STR("\x28\xb5\x2f\xfd\x20\x0a\x51\x00\x00some bytes"),
			.extraction = sample_extraction(arena),
			.worker = STR("w-1"),
			.read_ms = 3};
		break;
	case MESSAGE_COMMITTED:
		m.u.committed = (struct committed){sample_ids(arena), 2};
		break;
	case MESSAGE_UNCOMMITTED:
		m.u.uncommitted = (struct uncommitted){sample_id(1), false, STR("full")};
		break;
	case MESSAGE_REQUEST:
		m.u.request = (struct request){.token = 3,
			.verb = VERB_DEAD_RETRY,
			.ids = sample_ids(arena),
			.nids = 2,
			.text = STR("crash"),
			.all = true,
			.after = 9,
			.limit = 10};
		break;
	case MESSAGE_REPLY:
		m.u.reply = (struct reply){.token = 3,
			.ok = true,
			.sentence = STR("fine"),
			.items = sample_items(arena),
			.nitems = 1,
			.count = 2,
			.next = 4};
		break;
	case MESSAGE_STATUS:
		m.u.status = sample_status(arena);
		break;
	case MESSAGE_MEMBER:
		m.u.member = (struct unpacked){.report = sample_report(),
			.key = STR("urn:1"),
			.teaser = true,
			.sentence = STR("it is empty")};
		break;
	case MESSAGE_MEMBERS_END:
		m.u.members_end = (struct members_end){.ok = true,
			.sentence = STR("fine"),
			.kind = STR("rss"),
			.title = STR("News"),
			.members = 3,
			.passed_over = 4,
			.ttl_ms = 60000,
			.skip_hours = 0x800001,
			.skip_days = 0x41};
		break;
	case MESSAGE_TYPE_END:
		break;
	}
	return m;
}
