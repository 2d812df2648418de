#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""promtool has nothing to say about our metrics and rules, and Debian's Prometheus scrapes a running line."""
import json, os, re, subprocess, urllib.request
import line

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
RULES = os.path.join(ROOT, "packaging/prometheus/sitrep.rules.yml")
line.need("promtool", "prometheus")


def promtool_approves():
    with line.Line() as l:
        os.mkdir(l.dir + "/in")
        l.sitrep("watch", l.dir + "/in")
        line.until(lambda: "sitrep_source_warning" in l.ask("GET", "/metrics")[1])
        metrics = l.ask("GET", "/metrics")[1]
    run = subprocess.run(["promtool", "check", "metrics"], input=metrics, text=True, capture_output=True)
    assert run.returncode == 0 and not run.stderr, run.stderr
    run = subprocess.run(["promtool", "check", "rules", RULES], text=True, capture_output=True)
    assert run.returncode == 0, run.stdout + run.stderr
    # rules and panels ask for metrics that there are
    known = set(re.findall(r"^(sitrep_\w+)", metrics, re.M))
    for path in (RULES, os.path.join(ROOT, "packaging/grafana/sitrep.json")):
        with open(path) as f:
            asked = set(re.findall(r"\b(sitrep_\w+)", f.read()))
        lacking = asked - known
        assert not lacking, (path, lacking)


def prometheus_scrapes():
    with line.Line() as l:
        l.feed("a.txt", "Gunmen killed 3 people in Mosul, Iraq, on 4 May 2023, police said.\n")
        port = line.free_port()
        config = l.dir + "/prometheus.yml"
        with open(config, "w") as f:
            f.write(f"global: {{scrape_interval: 1s}}\nscrape_configs: [{{job_name: sitrep, static_configs: "
                    f"[{{targets: ['127.0.0.1:{l.port}']}}]}}]\nrule_files: ['{os.path.abspath(RULES)}']\n")
        server = subprocess.Popen(["prometheus", "--config.file=" + config, "--storage.tsdb.path=" + l.dir + "/tsdb",
                                   f"--web.listen-address=127.0.0.1:{port}"], stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL)

        def stored():
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/query?query=sitrep_store_reports") as answer:
                found = json.load(answer)["data"]["result"]
            return found and found[0]["value"][1] == "1"
        try:
            line.until(stored, 60)
        finally:
            server.terminate()
            server.wait()


line.main(promtool_approves, prometheus_scrapes)
