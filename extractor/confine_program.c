/* SPDX-License-Identifier: Apache-2.0
 * confine_program.c - seccomp and Landlock around a program that we did not write.
 *
 * An ordinary program needs the loader's calls beside its own, so the list is longer than the
 * reader's; files can be opened for reading only, and where Landlock (Linux 5.13) is there, only
 * those below a few folders of the system. */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/compiler.h"
#include "extractor/confine_parts.h"

#define CPU_SECONDS 60
#define PROGRAM_FILES 64

/* What loading a program, reading files and standard streams, and memory need. */
static const int allowed[] = {SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev),
	SCMP_SYS(pread64), SCMP_SYS(close), SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(statx),
	SCMP_SYS(lseek), SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
	SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getdents64), SCMP_SYS(getcwd),
	SCMP_SYS(fcntl), SCMP_SYS(fadvise64), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap),
	SCMP_SYS(mprotect), SCMP_SYS(madvise), SCMP_SYS(brk), SCMP_SYS(futex),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction),
	SCMP_SYS(sigaltstack), SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(getrandom),
	SCMP_SYS(gettid), SCMP_SYS(getpid), SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid),
	SCMP_SYS(getegid), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(uname), SCMP_SYS(sysinfo),
	SCMP_SYS(arch_prctl), SCMP_SYS(set_tid_address), SCMP_SYS(set_robust_list), SCMP_SYS(rseq),
	SCMP_SYS(getrlimit), SCMP_SYS(sched_getaffinity), SCMP_SYS(sched_yield), SCMP_SYS(execve),
	SCMP_SYS(restart_syscall)};

static const int deadly[] = {SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(socket), SCMP_SYS(connect),
	SCMP_SYS(bind), SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
	SCMP_SYS(io_uring_setup), SCMP_SYS(bpf), SCMP_SYS(mount), SCMP_SYS(kexec_load)};

/* Its own limits may be asked for, not set (root could raise them), and nobody else's touched.
 * With a sanitizer memory is limited after the filter is there. */
static bool allow_reading_limits(scmp_filter_ctx filter)
{
	const struct scmp_arg_cmp rules[] = {SCMP_A0(SCMP_CMP_EQ, 0), SCMP_A2(SCMP_CMP_EQ, 0)};

	return seccomp_rule_add_array(
		       filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), SANITIZED ? 1 : 2, rules) == 0;
}

static bool filter_system_calls(struct err *err)
{
	/* the access mode is in the last two bits; whoever creates wants to write */
	const scmp_datum_t mode = O_ACCMODE | O_CREAT | O_TRUNC;
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bool ok = filter && confine_rules(filter, SCMP_ACT_ALLOW, allowed, ARRAY_SIZE(allowed)) &&
		  confine_rules(filter, SCMP_ACT_KILL_PROCESS, deadly, ARRAY_SIZE(deadly)) &&
		  confine_own_signals(filter) && allow_reading_limits(filter) &&
		  seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
			  SCMP_A2(SCMP_CMP_MASKED_EQ, mode, O_RDONLY)) == 0;

#ifdef __NR_open
	ok = ok && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(open), 1,
			   SCMP_A1(SCMP_CMP_MASKED_EQ, mode, O_RDONLY)) == 0;
#endif
	ok = ok && seccomp_load(filter) == 0;
	seccomp_release(filter);
	return ok || err_set(err, ERR_FATAL, "cannot set the system call filter: %m");
}

static void allow_below(int rules, const char *path)
{
	struct landlock_path_beneath_attr below = {
		.allowed_access = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE |
				  LANDLOCK_ACCESS_FS_READ_DIR,
		.parent_fd = open(path, O_PATH | O_CLOEXEC),
	};

	if (below.parent_fd < 0)
		return; /* not every system has every one of them */
	syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &below, 0);
	close(below.parent_fd);
}

/* A kernel without Landlock is no reason to refuse: the filter above still stands. */
static void hide_files(void)
{
	static const char *const visible[] = {
		"/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/fonts", "/etc/alternatives"};
	struct landlock_ruleset_attr attr = {
		.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1};
	int rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr), 0);
	size_t i;

	if (rules < 0)
		return;
	for (i = 0; i < ARRAY_SIZE(visible); i++)
		allow_below(rules, visible[i]);
	syscall(SYS_landlock_restrict_self, rules, 0);
	close(rules);
}

bool confine_program(size_t memory_bytes, size_t output_bytes, struct err *err)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return err_set(err, ERR_FATAL, "cannot give up new privileges: %m");
	hide_files();
	/* a sanitizer's memory is larger than what the program is to have */
	return confine_limit(RLIMIT_CORE, 0, "core files", err) &&
	       confine_limit(RLIMIT_FSIZE, output_bytes, "file size", err) &&
	       confine_limit(RLIMIT_CPU, CPU_SECONDS, "time", err) &&
	       confine_limit(RLIMIT_NOFILE, PROGRAM_FILES, "open files", err) &&
	       (SANITIZED || confine_limit(RLIMIT_AS, memory_bytes, "memory", err)) &&
	       filter_system_calls(err) &&
	       (!SANITIZED || confine_limit(RLIMIT_AS, memory_bytes, "memory", err));
}
