/* SPDX-License-Identifier: Apache-2.0
 * fetch_address.c - which addresses are public. */
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>

#include "base/compiler.h"
#include "base/url.h"
#include "service/fetch.h"

struct net {
	const char *base;
	unsigned bits;
};

static bool in_nets(const struct net *nets, size_t n, int family, const unsigned char *address)
{
	size_t i;

	for (i = 0; i < n; i++) {
		unsigned char base[16] = {0};
		unsigned bit;

		inet_pton(family, nets[i].base, base);
		for (bit = 0; bit < nets[i].bits; bit++)
			if ((base[bit / 8] ^ address[bit / 8]) & (0x80 >> bit % 8))
				break;
		if (bit == nets[i].bits)
			return true;
	}
	return false;
}

static bool is_private_v4(const unsigned char *address)
{
	static const struct net nets[] = {{"0.0.0.0", 8}, {"10.0.0.0", 8}, {"100.64.0.0", 10},
		{"127.0.0.0", 8}, {"169.254.0.0", 16}, {"172.16.0.0", 12}, {"192.0.0.0", 24},
		{"192.0.2.0", 24}, {"192.88.99.0", 24}, {"192.168.0.0", 16}, {"198.18.0.0", 15},
		{"198.51.100.0", 24}, {"203.0.113.0", 24}, {"224.0.0.0", 3}};

	return in_nets(nets, ARRAY_SIZE(nets), AF_INET, address);
}

static bool is_private_v6(const unsigned char *address)
{
	static const struct net nets[] = {{"::", 96}, {"64:ff9b:1::", 48}, {"100::", 64},
		{"2001::", 23}, {"2001:db8::", 32}, {"fc00::", 7}, {"fe80::", 9}, {"ff00::", 8}};
	static const struct {
		struct net net;
		size_t at; /* where an IPv4 address stands in it */
	} holders[] = {{{"::ffff:0:0", 96}, 12}, {{"64:ff9b::", 96}, 12}, {{"2002::", 16}, 2}};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(holders); i++)
		if (in_nets(&holders[i].net, 1, AF_INET6, address))
			return is_private_v4(address + holders[i].at);
	return in_nets(nets, ARRAY_SIZE(nets), AF_INET6, address);
}

bool fetch_is_private(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET)
		return is_private_v4(
			(const unsigned char *)&((const struct sockaddr_in *)address)->sin_addr);
	if (address->sa_family == AF_INET6)
		return is_private_v6(
			(const unsigned char *)&((const struct sockaddr_in6 *)address)->sin6_addr);
	return true;
}

/* getaddrinfo() with AI_NUMERICHOST asks nobody, and reads "127.1" and "0x7f000001" as a
 * resolver would. */
static bool is_private_number(const char *host)
{
	const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM};
	struct addrinfo *found = NULL;
	bool is_private = false;

	if (getaddrinfo(host, NULL, &hints, &found) == 0) {
		is_private = fetch_is_private(found->ai_addr);
		freeaddrinfo(found);
	}
	return is_private;
}

bool fetch_names_private(struct str url)
{
	static const struct str ends[] = {
		STR("localhost"), STR("local"), STR("internal"), STR("home.arpa")};
	struct str host = url_authority_host(url);
	char name[256];
	size_t i;

	if (str_starts(host, STR("[")) && host.n > 1)
		host = str_slice(host, 1, host.n - 1);
	while (str_ends(host, STR(".")))
		host.n--;
	if (!host.n || host.n >= sizeof(name))
		return true;
	for (i = 0; i < ARRAY_SIZE(ends); i++) {
		size_t at = host.n - (host.n < ends[i].n ? host.n : ends[i].n);

		if (str_case_eq(str_slice(host, at, host.n), ends[i]) &&
			(at == 0 || host.p[at - 1] == '.'))
			return true;
	}
	snprintf(name, sizeof(name), "%.*s", STR_ARGS(host));
	return is_private_number(name);
}
