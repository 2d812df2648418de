/* SPDX-License-Identifier: Apache-2.0
 * testing.h - what the tests share. A test file ends with TEST_MAIN("name", test, test, ...). */
#ifndef SITREP_TESTING_H
#define SITREP_TESTING_H

#include <check.h>
#include <stdlib.h>
#include "base/compiler.h"

/* What hangs is ended. Check's own four seconds are too few, and with sanitizers thousands of
 * reports take some times as long. */
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define TEST_SECONDS 240
#endif
#endif
#if !defined(TEST_SECONDS) && defined(__SANITIZE_ADDRESS__)
#define TEST_SECONDS 240
#endif
#ifndef TEST_SECONDS
#define TEST_SECONDS 120
#endif

#define TEST_MAIN(name, ...) \
	int main(void) \
	{ \
		const TTest *const tests[] = {__VA_ARGS__}; \
		Suite *suite = suite_create(name); \
		TCase *group = tcase_create(name); \
		SRunner *runner = srunner_create(suite); \
		size_t i; \
		int failed; \
\
		tcase_set_timeout(group, TEST_SECONDS); \
		for (i = 0; i < ARRAY_SIZE(tests); i++) \
			tcase_add_test(group, tests[i]); \
		suite_add_tcase(suite, group); \
		srunner_run_all(runner, CK_ENV); \
		failed = srunner_ntests_failed(runner); \
		srunner_free(runner); \
		return failed ? EXIT_FAILURE : EXIT_SUCCESS; \
	}

#endif
