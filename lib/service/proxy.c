/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/url.h"
#include "service/proxy.h"

bool proxy_excepts(struct str list, struct str host)
{
	struct str name;

	while (str_next_field(&list, ',', &name)) {
		struct str tail;

		name = str_trim(name);
		if (str_eq(name, STR("*")))
			return true;
		if (str_starts(name, STR(".")))
			name = str_slice(name, 1, name.n);
		if (!name.n || host.n < name.n)
			continue;
		tail = str_slice(host, host.n - name.n, host.n);
		if (str_case_eq(tail, name) &&
			(tail.n == host.n || host.p[host.n - name.n - 1] == '.'))
			return true;
	}
	return false;
}

static const char *either(const char *small, const char *large)
{
	const char *value = getenv(small);

	if ((!value || !value[0]) && large)
		value = getenv(large);
	return value && value[0] ? value : NULL;
}

const char *proxy_for(const char *setting, struct str url)
{
	const char *proxy, *except = either("no_proxy", "NO_PROXY");

	if (!setting || strcmp(setting, "none") == 0)
		return NULL;
	if (setting[0])
		return setting;
	if (except && proxy_excepts(str_from(except), url_authority_host(url)))
		return NULL;
	proxy = str_case_starts(url, STR("https:")) ? either("https_proxy", "HTTPS_PROXY")
						    : either("http_proxy", NULL);
	return proxy ? proxy : either("all_proxy", "ALL_PROXY");
}
