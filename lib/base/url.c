/* SPDX-License-Identifier: Apache-2.0 */
#include "base/url.h"

struct str url_origin(struct str url)
{
	size_t at = str_find(url, STR("://"), 0), end;

	if (at == url.n)
		return STR("");
	for (end = at + 3;
		end < url.n && url.p[end] != '/' && url.p[end] != '?' && url.p[end] != '#'; end++)
		;
	return end > at + 3 ? str_slice(url, 0, end) : STR("");
}

struct str url_path(struct str url)
{
	struct str path = str_slice(url, url_origin(url).n, url.n);

	return str_slice(path, 0, str_find(path, STR("#"), 0));
}

struct str url_authority_host(struct str url)
{
	struct str host = url_origin(url);
	size_t i, end;

	if (!host.n)
		return STR("");
	host = str_slice(host, str_find(host, STR("://"), 0) + 3, host.n);
	for (i = host.n; i > 0; i--)
		if (host.p[i - 1] == '@') {
			host = str_slice(host, i, host.n);
			break;
		}
	if (str_starts(host, STR("["))) {
		end = str_find(host, STR("]"), 0);
		return str_slice(host, 0, end < host.n ? end + 1 : end);
	}
	return str_slice(host, 0, str_find(host, STR(":"), 0));
}

struct str url_host(struct str url)
{
	struct str host = url_authority_host(url);

	return str_case_starts(host, STR("www.")) ? str_slice(host, 4, host.n) : host;
}
