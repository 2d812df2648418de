#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The second step of training the block model: labels for blocks.

    label.py ground-truth.json blocks.jsonl > rows.bin

A page's blocks, one behind the other, are aligned with its right text by 4-word shingles (the unit
that extraction is scored in): a word counts as right if a shingle over it occurs in the right text
and has not been used up by a longer run elsewhere on the page. A block's label is the share of its
words that are right. Output, little endian: per page an int32 group (hash of the host), an int32
number of blocks n, an int32 number of features f; then n rows of float32 label, words, f features.
"""

import json
import re
import struct
import sys
import zlib
from collections import Counter
from urllib.parse import urlsplit

WORD = re.compile(r"\w+")
SHINGLE = 4


def right_words(words, gold):
    """Which of the page's words belong to the right text."""
    want = Counter(tuple(gold[i:i + SHINGLE]) for i in range(max(1, len(gold) - SHINGLE + 1)))
    windows = [tuple(words[i:i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))]
    runs, start = [], None
    for i, window in enumerate(windows + [None]):
        hit = window is not None and window in want
        if hit and start is None:
            start = i
        elif not hit and start is not None:
            runs.append((start, i))
            start = None
    right = [False] * len(words)
    for start, end in sorted(runs, key=lambda run: run[0] - run[1]):
        for i in range(start, end):
            if want[windows[i]] > 0:
                want[windows[i]] -= 1
                right[i:i + SHINGLE] = [True] * min(SHINGLE, len(words) - i)
    return right


def main():
    gold_path, blocks_path = sys.argv[1:3]
    with open(gold_path, encoding="utf-8") as handle:
        gold = json.load(handle)
    out = sys.stdout.buffer
    with open(blocks_path, encoding="utf-8") as handle:
        for line in handle:
            page = json.loads(line)
            entry = gold.get(page["id"])
            if not entry or not page["blocks"]:
                continue
            words, spans = [], []
            for block in page["blocks"]:
                own = WORD.findall(block["text"])
                spans.append((len(words), len(words) + len(own)))
                words += own
            right = right_words(words, WORD.findall(entry["articleBody"]))
            host = urlsplit(entry.get("url") or page["id"]).netloc or page["id"]
            group = zlib.crc32(host.removeprefix("www.").encode()) & 0x7FFFFFFF
            out.write(struct.pack("<iii", group, len(spans), len(page["blocks"][0]["row"])))
            for (start, end), block in zip(spans, page["blocks"]):
                n = end - start
                label = sum(right[start:end]) / n if n else 0.0
                row = [0.0 if v is None else v for v in block["row"]]
                out.write(struct.pack(f"<{len(row) + 2}f", label, n, *row))


if __name__ == "__main__":
    main()
