#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the program makes of pages whose hosts its block model has not seen.

    folds.py TREE EVAL OUT [SET...]

TREE is a copy of the sources that may be changed (its model table is, five times), with a build directory
`build`; EVAL has make_docs.py and html/SET. For each fifth of the hosts (the hash of label.py, modulo five) the
model is trained without their pages, the program is built with it and reads those pages. OUT/SET.jsonl is then
for score_html.py. Not only the model's probabilities are held out: all that follows from them is done anew.
"""
import json
import subprocess
import struct
import sys
import zlib
from pathlib import Path
from urllib.parse import urlsplit

FOLDS = 5
HERE = Path(__file__).resolve().parent


def run(*words, **more):
    return subprocess.run([str(word) for word in words], check=True, **more)


def group_of(page_id, entry):
    """As label.py has it."""
    host = urlsplit(entry.get("url") or page_id).netloc or page_id
    return zlib.crc32(host.removeprefix("www.").encode()) & 0x7FFFFFFF


def without(rows, fold):
    """The rows of all pages but those of the fold."""
    at, kept = 0, []
    while at < len(rows):
        group, n, features = struct.unpack_from("<iii", rows, at)
        end = at + 12 + 4 * n * (features + 2)
        if group % FOLDS != fold:
            kept.append(rows[at:end])
        at = end
    return b"".join(kept)


def main():
    tree, evaluation, out = (Path(word).resolve() for word in sys.argv[1:4])
    sets = sys.argv[4:] or ["dev", "news", "web"]
    build, table = tree / "build", tree / "extractor/text/html_model_table.inc"
    tools = build / "extractor/train/article"
    out.mkdir(parents=True, exist_ok=True)
    run("ninja", "-C", build, "extractor/train/article/article-blocks", "extractor/train/article/article-boost",
        stdout=subprocess.DEVNULL)
    rows, docs = b"", []
    for name in sets:
        truth = evaluation / "html" / name / "ground-truth.json"
        lines = run(sys.executable, evaluation / "make_docs.py", truth.parent, capture_output=True).stdout
        blocks = run(tools / "article-blocks", input=lines, capture_output=True).stdout
        (out / "blocks").write_bytes(blocks)
        rows += run(sys.executable, HERE / "label.py", truth, out / "blocks", capture_output=True).stdout
        entries = json.loads(truth.read_text())
        docs += [(name, group_of(json.loads(line)["id"], entries[json.loads(line)["id"]]) % FOLDS, line)
                 for line in lines.splitlines(keepends=True)]
    answers = {name: open(out / f"{name}.jsonl", "wb") for name in sets}
    for fold in range(FOLDS):
        run(tools / "article-boost", "--table", table, input=without(rows, fold))
        run("ninja", "-C", build, "cli/sitrep", stdout=subprocess.DEVNULL)
        for name in sets:
            held = b"".join(line for of, number, line in docs if of == name and number == fold)
            answers[name].write(run(build / "cli/sitrep", "extract", "--jsonl", input=held,
                                    capture_output=True).stdout)
        print(f"fold {fold} of {FOLDS} is read", file=sys.stderr)


main()
