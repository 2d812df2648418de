/* SPDX-License-Identifier: Apache-2.0
 * compiler.h - the few words that we add to C, most of them GNU attributes.
 *
 * AUTO(f) at a declaration runs f(&variable) when the scope ends, however it is left. Every
 * destructor here takes the address of what it destroys and accepts an empty one, so moving
 * ownership away (and leaving NULL behind) is all that is needed to keep something alive. */
#ifndef SITREP_COMPILER_H
#define SITREP_COMPILER_H

#define AUTO(destructor) __attribute__((cleanup(destructor)))
#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define NORETURN __attribute__((noreturn))
#define UNUSED __attribute__((unused))

/* 1 if built with a sanitizer, which needs more memory and more of the system. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#endif
