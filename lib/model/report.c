/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"
#include "base/parse.h"
#include "model/report.h"
#include "model/sha256.h"

void report_identify(struct report *report)
{
	sha256(report->body, report->id.bytes);
}

void report_id_hex(const struct report_id *id, char out[REPORT_ID_HEX])
{
	format_hex(id->bytes, REPORT_ID_BYTES, out);
}

bool report_id_parse(struct str hex, struct report_id *ret)
{
	return parse_hex(hex, ret->bytes, REPORT_ID_BYTES);
}

bool report_check_published(struct str *published, struct err *err)
{
	int32_t day;

	if (published->n && !day_parse(*published, &day))
		return err_set(err, ERR_REJECT, "published \"%.*s\" is no day such as 2024-05-31",
			(int)(published->n < 60 ? published->n : 60), published->p);
	if (published->n)
		*published = str_slice(*published, 0, DAY_CHARS);
	return true;
}
