/* SPDX-License-Identifier: Apache-2.0 */
#include "base/url.h"

struct str url_host(struct str url)
{
	size_t at = str_find(url, STR("://"), 0), end;

	if (at == url.n)
		return STR("");
	url = str_slice(url, at + 3, url.n);
	for (end = 0; end < url.n && url.p[end] != '/' && url.p[end] != '?' && url.p[end] != '#' &&
		url.p[end] != ':'; end++)
		;
	url = str_slice(url, 0, end);
	return str_case_starts(url, STR("www.")) ? str_slice(url, 4, url.n) : url;
}
