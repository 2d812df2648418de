/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "extractor/confine_parts.h"

#define CONFINED_FILES 4 /* no descriptor beyond those that are open already */

static bool limit_all(size_t memory_bytes, struct err *err)
{
	return confine_limit(RLIMIT_CORE, 0, "core files", err) &&
	       confine_limit(RLIMIT_FSIZE, 0, "file size", err) &&
	       (SANITIZED ||
		       (confine_limit(RLIMIT_AS, memory_bytes, "memory", err) &&
			       confine_limit(RLIMIT_NOFILE, CONFINED_FILES, "open files", err)));
}

/* What reading text needs. sysinfo: qsort(3) asks how much memory there is. */
static const int allowed[] = {SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev),
	SCMP_SYS(recvfrom), SCMP_SYS(sendto), SCMP_SYS(close), SCMP_SYS(mmap), SCMP_SYS(munmap),
	SCMP_SYS(mremap), SCMP_SYS(mprotect), SCMP_SYS(madvise), SCMP_SYS(brk), SCMP_SYS(futex),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(clock_gettime),
	SCMP_SYS(gettimeofday), SCMP_SYS(getrandom), SCMP_SYS(gettid), SCMP_SYS(getpid),
	SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(restart_syscall), SCMP_SYS(sysinfo),
	SCMP_SYS(fstat), SCMP_SYS(lseek)};

/* What nothing that reads text would ask for: whoever does has been taken over. */
static const int deadly[] = {SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork),
	SCMP_SYS(clone), SCMP_SYS(clone3), SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(bind),
	SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
	SCMP_SYS(io_uring_setup), SCMP_SYS(bpf), SCMP_SYS(mount), SCMP_SYS(kexec_load)};

bool confine_limit(int resource, rlim_t value, const char *name, struct err *err)
{
	struct rlimit r = {value, value};

	return setrlimit(resource, &r) == 0 || err_set(err, ERR_FATAL, "cannot limit %s: %m", name);
}

/* Not every system call has a number on every machine: those are left out. */
bool confine_rules(void *filter, uint32_t action, const int *calls, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (calls[i] >= 0 && seccomp_rule_add(filter, action, calls[i], 0) != 0)
			return false;
	return true;
}

bool confine_own_signals(void *filter)
{
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
		       SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid())) == 0;
}

/* Everything else is answered with "not permitted": libc asks for this and that and lives
 * without. */
static bool filter_system_calls(struct err *err)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bool ok = filter && confine_rules(filter, SCMP_ACT_ALLOW, allowed, ARRAY_SIZE(allowed)) &&
		  confine_rules(filter, SCMP_ACT_KILL_PROCESS, deadly, ARRAY_SIZE(deadly)) &&
		  confine_own_signals(filter) && seccomp_load(filter) == 0;

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
