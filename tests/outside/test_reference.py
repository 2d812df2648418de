# SPDX-License-Identifier: Apache-2.0
"""Every claim of the reference report is found, and nothing else: measured with the scorer of ../shared/eval, where it is."""
import json
import os
import subprocess
import sys

REFERENCE = "seed-kazakhstan"
SKIPPED = 77

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
shared = os.path.join(os.path.dirname(root), "shared", "eval")
build = os.environ["SITREP_BUILD_DIR"]


def reference(path):
    with open(path, encoding="utf-8") as lines:
        return next(line for line in lines if json.loads(line)["id"] == REFERENCE)


def write(name, line):
    path = os.path.join(build, "reference-" + name + ".jsonl")
    with open(path, "w", encoding="utf-8") as file:
        file.write(line)
    return path


def main():
    if not os.path.isdir(shared):
        print("there is no", shared)
        return SKIPPED
    docs = reference(os.path.join(shared, "claims", "dev.jsonl"))
    read = subprocess.run([os.path.join(build, "cli", "sitrep"), "extract", "--jsonl"], input=docs, capture_output=True,
                          text=True, check=True).stdout
    gold = write("gold", reference(os.path.join(shared, "claims", "dev.gold.jsonl")))
    scores = subprocess.run([sys.executable, os.path.join(shared, "score_claims.py"), "--json", "--gold", gold,
                             "--pred", write("read", read)], capture_output=True, text=True, check=True).stdout
    detection = json.loads(scores)["detection"]
    print(detection)
    return detection["f"] < 100


sys.exit(main())
