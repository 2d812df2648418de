/* SPDX-License-Identifier: Apache-2.0 */
#include "ingestor/seg_record.h"

#include <endian.h>
#include <string.h>

#include "base/crc32c.h"
#include "ingestor/spool_ops.h"

#define MAGIC "SITREPSG"
#define ABSENT UINT32_MAX

static void put32(struct buf *out, uint32_t x)
{
	x = htole32(x);
	buf_append(out, &x, sizeof(x));
}

static void put64(struct buf *out, uint64_t x)
{
	x = htole64(x);
	buf_append(out, &x, sizeof(x));
}

static void put_str(struct buf *out, struct str s)
{
	put32(out, str_absent(s) ? ABSENT : (uint32_t)s.n);
	buf_str(out, s);
}

/* What is taken off the front; a string that is too short for what is wanted turns bad and
 * yields zeros. */
struct reader {
	struct str rest;
	bool bad;
};

static struct str take(struct reader *r, size_t n)
{
	struct str s = {0};

	if (n > r->rest.n) {
		r->bad = true;
		return s;
	}
	s = str_slice(r->rest, 0, n);
	r->rest = str_slice(r->rest, n, r->rest.n);
	return s;
}

static uint32_t take32(struct reader *r)
{
	struct str s = take(r, sizeof(uint32_t));
	uint32_t x = 0;

	if (s.n)
		memcpy(&x, s.p, sizeof(x));
	return le32toh(x);
}

static uint64_t take64(struct reader *r)
{
	struct str s = take(r, sizeof(uint64_t));
	uint64_t x = 0;

	if (s.n)
		memcpy(&x, s.p, sizeof(x));
	return le64toh(x);
}

static struct str take_str(struct reader *r)
{
	uint32_t n = take32(r);

	return n == ABSENT ? (struct str){0} : take(r, n);
}

void seg_header_write(const struct seg_header *h, char out[SEG_HEADER])
{
	AUTO(buf_release) struct buf b = {0};
	char zeros[SEG_HEADER] = {0};

	buf_init(&b, SEG_HEADER);
	buf_puts(&b, MAGIC);
	put32(&b, h->version);
	put32(&b, SEG_HEADER);
	put64(&b, h->number);
	put64(&b, h->salt);
	put64(&b, h->before_end);
	put64(&b, (uint64_t)h->begun_ms);
	buf_append(&b, zeros, SEG_HEADER - 4 - b.n);
	put32(&b, crc32c(0, b.data, b.n));
	memcpy(out, b.data, SEG_HEADER);
}

bool seg_header_read(const char in[SEG_HEADER], struct seg_header *ret)
{
	struct reader r = {.rest = {in, SEG_HEADER}}, tail = {.rest = {in + SEG_HEADER - 4, 4}};

	if (!str_eq(take(&r, 8), STR(MAGIC)) || take32(&tail) != crc32c(0, in, SEG_HEADER - 4))
		return false;
	ret->version = take32(&r);
	take32(&r);
	ret->number = take64(&r);
	ret->salt = take64(&r);
	ret->before_end = take64(&r);
	ret->begun_ms = (int64_t)take64(&r);
	return true;
}

static uint32_t mark_of(uint64_t salt)
{
	return (uint32_t)salt;
}

uint32_t record_body_crc(uint32_t so_far, bool first, uint64_t salt, struct str bytes)
{
	return crc32c(first ? (uint32_t)(salt >> 32) : so_far, bytes.p, bytes.n);
}

void record_write(struct buf *out, uint64_t salt, const struct record *record, struct str body)
{
	size_t begin = out->n;
	uint32_t crc;

	put32(out, mark_of(salt));
	put32(out, 0);
	put32(out, (uint32_t)record->type | record->flags << 8);
	put32(out, (uint32_t)record->meta.n);
	put32(out, (uint32_t)body.n);
	put32(out, record_body_crc(0, true, salt, body));
	put64(out, record->seq);
	buf_str(out, record->meta);
	crc = htole32(crc32c((uint32_t)(salt >> 32), out->data + begin + 8, out->n - begin - 8));
	memcpy(out->data + begin + 4, &crc, sizeof(crc));
	buf_str(out, body);
}

size_t record_head_bytes(const char *in, uint64_t salt)
{
	struct reader r = {.rest = {in, RECORD_HEADER}};
	uint32_t n;

	if (take32(&r) != mark_of(salt))
		return 0;
	take64(&r);
	n = take32(&r);
	return n <= MAX_RECORD_META ? RECORD_HEADER + n : 0;
}

bool record_read(const char *in, uint64_t salt, struct record *ret)
{
	struct reader r = {.rest = {in, RECORD_HEADER}};
	uint32_t crc, type, nmeta;

	if (take32(&r) != mark_of(salt))
		return false;
	crc = take32(&r);
	type = take32(&r);
	nmeta = take32(&r);
	if (crc != crc32c((uint32_t)(salt >> 32), in + 8, RECORD_HEADER - 8 + nmeta))
		return false;
	ret->type = (enum record_type)(type & 0xFF);
	ret->flags = type >> 8 & 0xFF;
	ret->body_bytes = take32(&r);
	ret->body_crc = take32(&r);
	ret->seq = take64(&r);
	ret->meta = (struct str){in + RECORD_HEADER, nmeta};
	return true;
}

void state_pack(struct buf *out, const struct spool_item *item, bool keep)
{
	put32(out, (uint32_t)item->state | (uint32_t)item->priority << 8);
	put32(out, item->attempt);
	put32(out, item->failed);
	put32(out, item->lost);
	put64(out, (uint64_t)item->due_ms);
	put64(out, (uint64_t)item->changed_ms);
	if (keep)
		return;
	put_str(out, item->reason);
	put_str(out, item->sentence);
}

static void read_state(struct reader *r, bool keep, struct spool_item *item)
{
	uint32_t state = take32(r);

	item->state = (enum spool_state)(state & 0xFF);
	item->priority = (enum priority)(state >> 8 & 0xFF);
	item->attempt = take32(r);
	item->failed = take32(r);
	item->lost = take32(r);
	item->due_ms = (int64_t)take64(r);
	item->changed_ms = (int64_t)take64(r);
	if (keep)
		return;
	item->reason = take_str(r);
	item->sentence = take_str(r);
}

static bool state_is_known(const struct spool_item *item)
{
	return item->state >= SPOOL_READY && item->state <= SPOOL_DEAD &&
	       item->priority <= PRIORITY_WAITED;
}

bool state_unpack(struct str meta, bool keep, struct spool_item *item)
{
	struct reader r = {.rest = meta};
	struct spool_item read = *item;

	read_state(&r, keep, &read);
	if (r.bad || !state_is_known(&read))
		return false;
	*item = read;
	return true;
}

void item_pack(struct buf *out, const struct spool_item *item, const struct report *report)
{
	state_pack(out, item, false);
	put64(out, (uint64_t)item->received_ms);
	put32(out, report->verbatim);
	buf_append(out, item->id.bytes, REPORT_ID_BYTES);
	put_str(out, item->source);
	put_str(out, item->media_type);
	put_str(out, report->url);
	put_str(out, report->title);
	put_str(out, report->published);
	put_str(out, report->dated);
}

bool item_unpack(struct str meta, struct spool_item *ret_item, struct report *ret_report)
{
	struct reader r = {.rest = meta};
	struct spool_item item = {0};
	struct report report = {0};
	struct str id;

	read_state(&r, false, &item);
	item.received_ms = (int64_t)take64(&r);
	report.verbatim = take32(&r) != 0;
	id = take(&r, REPORT_ID_BYTES);
	if (id.n)
		memcpy(item.id.bytes, id.p, REPORT_ID_BYTES);
	item.source = take_str(&r);
	item.media_type = take_str(&r);
	report.url = take_str(&r);
	report.title = take_str(&r);
	report.published = take_str(&r);
	report.dated = take_str(&r);
	if (r.bad || !state_is_known(&item))
		return false;
	report.id = item.id;
	report.media_type = item.media_type;
	report.source = item.source;
	report.received_ms = item.received_ms;
	*ret_item = item;
	*ret_report = report;
	return true;
}

void note_pack(struct buf *out, struct str key, struct str value)
{
	put_str(out, key);
	put_str(out, value);
}

bool note_unpack(struct str meta, struct str *ret_key, struct str *ret_value)
{
	struct reader r = {.rest = meta};

	*ret_key = take_str(&r);
	*ret_value = take_str(&r);
	return !r.bad;
}

void commit_pack(struct buf *out, uint64_t batch_bytes, const struct spool_counts *counts)
{
	struct spool_counts c = *counts;
	const char *name;
	uint64_t *n;
	size_t i;

	put64(out, batch_bytes);
	for (i = 0; (n = spool_counter(&c, i, &name)); i++)
		put64(out, *n);
}

bool commit_unpack(struct str meta, uint64_t *ret_batch_bytes, struct spool_counts *counts)
{
	struct reader r = {.rest = meta};
	const char *name;
	uint64_t *n;
	size_t i;

	*ret_batch_bytes = take64(&r);
	for (i = 0; !r.bad && (n = spool_counter(counts, i, &name)); i++)
		*n = take64(&r);
	return !r.bad;
}
