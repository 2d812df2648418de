# SPDX-License-Identifier: Apache-2.0
"""The real daemons in a private directory, for tests that look at them from outside: a browser, Prometheus,
the API's own description. What lacks a tool is skipped with a sentence (exit code 77)."""
import http.client, json, os, shutil, signal, socket, subprocess, sys, tempfile, time, traceback

BUILD = os.environ["SITREP_BUILD_DIR"]


def need(*programs):
    for program in programs:
        if not shutil.which(program):
            print(f"skipped: {program} is not installed (tools/setup --test installs it)")
            sys.exit(77)


CLAIMS = []


def free_port():
    """As line_free_port() in support/line.c: no other test is given it while this one runs."""
    for i in range(20000):
        port = 12000 + (os.getpid() + len(CLAIMS) + i) % 20000
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0sitrep-test-port-{port}")
            with socket.socket() as s:
                s.bind(("127.0.0.1", port))
        except OSError:
            claim.close()
            continue
        CLAIMS.append(claim)
        return port
    raise AssertionError("no port is free")


def until(what, seconds=30):
    """What the function returns, once that is true; until then it may fail."""
    end, last = time.monotonic() + seconds, None
    while time.monotonic() < end:
        try:
            got = what()
            if got:
                return got
        except Exception as e:
            last = e
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s (last: {last!r})")


class Line:
    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="sitrep-outside-")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = dict(os.environ, SITREP_STATE_DIR=self.dir + "/state", SITREP_RUN_DIR=self.dir + "/run",
                        SITREP_HTTP_LISTEN="", SITREP_DASHBOARD_LISTEN=f"127.0.0.1:{self.port}",
                        SITREP_EXTRACTORS="1", XDG_CONFIG_HOME=self.dir)
        self.log = open(self.dir + "/log", "w")
        self.up = subprocess.Popen([BUILD + "/cli/sitrep", "up"], env=self.env, stderr=self.log, stdout=self.log)

    def __enter__(self):
        until(lambda: self.ask("GET", "/readyz")[0] == 200)
        return self

    def __exit__(self, *_):
        self.up.send_signal(signal.SIGTERM)
        self.up.wait()
        self.log.close()
        shutil.rmtree(self.dir)

    def ask(self, method, path, body=None, headers={}):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers

    def feed(self, name, data):
        path = os.path.join(self.dir, name)
        with open(path, "wb") as f:
            f.write(data if isinstance(data, bytes) else data.encode())
        return self.sitrep("submit", "--wait", path)

    def sitrep(self, *words):
        run = subprocess.run([BUILD + "/cli/sitrep", *words], env=self.env, capture_output=True, text=True)
        return run.returncode, run.stdout, run.stderr

    def rows(self, path):
        status, text, _ = self.ask("GET", path)
        assert status == 200, (path, status, text)
        return [json.loads(line) for line in text.splitlines()]


def main(*tests):
    """Runs them and closes as Check does, so that they are counted with the others."""
    failures = 0
    for test in tests:
        try:
            test()
        except Exception:
            failures += 1
            print(f"{test.__name__} failed:")
            traceback.print_exc(file=sys.stdout)
    print(f"{100 * (len(tests) - failures) // len(tests)}%: Checks: {len(tests)}, Failures: {failures}, Errors: 0")
    sys.exit(failures > 0)
