/* SPDX-License-Identifier: Apache-2.0 */
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "extractor/confine.h"

#define CONFINED_FILES 4 /* no descriptor beyond those that are open already */

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

static bool limit(int resource, rlim_t value, const char *name, struct err *err)
{
	struct rlimit r = {value, value};

	return setrlimit(resource, &r) == 0 || err_set(err, ERR_FATAL, "cannot limit %s: %m", name);
}

static bool limit_all(size_t memory_bytes, struct err *err)
{
	return limit(RLIMIT_CORE, 0, "core files", err) &&
	       limit(RLIMIT_FSIZE, 0, "file size", err) &&
	       (SANITIZED || (limit(RLIMIT_AS, memory_bytes, "memory", err) &&
				     limit(RLIMIT_NOFILE, CONFINED_FILES, "open files", err)));
}

static bool filter_system_calls(struct err *err)
{
	static const int allowed[] = {SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv),
		SCMP_SYS(writev), SCMP_SYS(recvfrom), SCMP_SYS(sendto), SCMP_SYS(close),
		SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(mprotect),
		SCMP_SYS(madvise), SCMP_SYS(brk), SCMP_SYS(futex), SCMP_SYS(rt_sigreturn),
		SCMP_SYS(rt_sigprocmask), SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
		SCMP_SYS(getrandom), SCMP_SYS(gettid), SCMP_SYS(getpid), SCMP_SYS(tgkill),
		SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(restart_syscall)};
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	bool ok = filter != NULL;
	size_t i;

	for (i = 0; ok && i < ARRAY_SIZE(allowed); i++)
		ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
	/* libc looks at its descriptors and at the machine; the answer "no" does not stop it */
	ok = ok && seccomp_rule_add(filter, SCMP_ACT_ERRNO(1), SCMP_SYS(fstat), 0) == 0;
	ok = ok && seccomp_rule_add(filter, SCMP_ACT_ERRNO(1), SCMP_SYS(newfstatat), 0) == 0;
	ok = ok && seccomp_rule_add(filter, SCMP_ACT_ERRNO(1), SCMP_SYS(ioctl), 0) == 0;
	ok = ok && seccomp_load(filter) == 0;
	seccomp_release(filter);
	return ok || err_set(err, ERR_FATAL, "cannot set the system call filter: %m");
}

bool confine(size_t memory_bytes, struct err *err)
{
	/* the child must not outlive its parent */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return err_set(err, ERR_FATAL, "cannot give up new privileges: %m");
	prctl(PR_SET_DUMPABLE, 0);
	return limit_all(memory_bytes, err) && (SANITIZED || filter_system_calls(err));
}
