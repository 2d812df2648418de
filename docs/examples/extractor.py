#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""extractor.py RUN_DIR - a stage of sitrep in another language, from the .proto files alone.

Finds years in plain text. Borrows reports from the ingestor, sends what it found to the store, and tells
the ingestor when that is committed. docs/python-extractor.md walks through it."""
import os, re, socket, sys, time
import zmq
from envelope_pb2 import Envelope  # protoc --proto_path=proto --python_out=. proto/*.proto

WINDOW, BEAT_S, RESEND_S, TEMPORAL = 16, 1.0, 5.0, 5  # TEMPORAL: enum entity_type
NAME = f"python-{socket.gethostname()}-{os.getpid()}-{time.time_ns():x}"  # unique among the living

def dealer(context, endpoint):
    link = context.socket(zmq.DEALER)
    link.identity = NAME.encode()
    link.connect(endpoint)
    return link

def send(link, **body):
    link.send(Envelope(protocol=1, **body).SerializeToString())

def stored_zstd(body):
    """A Zstandard frame (RFC 8878) of uncompressed blocks: the store keeps the original in one."""
    out, step = b"\x28\xb5\x2f\xfd\xa0" + len(body).to_bytes(4, "little"), 1 << 17
    for at in range(0, max(len(body), 1), step):
        block = body[at:at + step]
        out += (len(block) << 3 | (at + step >= len(body))).to_bytes(3, "little") + block
    return out

def read(report):
    """The work itself: offsets are UTF-8 bytes of the text."""
    text = report.body.decode("utf-8", "replace").encode()
    years = [dict(type=TEMPORAL, start=m.start(), end=m.end(), maker="python:year", confidence=0.9)
             for m in re.finditer(rb"\b(?:19|20)\d\d\b", text)]
    return dict(text=text.decode(), version="python-years-1", language="en", entities=years,
                media_type=report.media_type, title=report.title, published=report.published)

def result_of(report):
    about = type(report)()
    about.CopyFrom(report)
    about.ClearField("body")
    return dict(report=about, extraction=read(report), original_zstd=stored_zstd(report.body),
                original_bytes=len(report.body), worker=NAME)

def main(run_dir):
    context, held, done, beat = zmq.Context(), {}, 0, 0.0  # held: id -> [lease, result, when it was sent]
    ingestor = dealer(context, f"ipc://{run_dir}/ingestor.work")
    store = dealer(context, f"ipc://{run_dir}/store.results")
    poller = zmq.Poller()
    poller.register(ingestor, zmq.POLLIN)
    poller.register(store, zmq.POLLIN)
    while True:
        ready = dict(poller.poll(200))
        if ingestor in ready:
            work = Envelope.FromString(ingestor.recv()).assignment
            held[work.report.id] = [work.lease, result_of(work.report), 0.0]
        if store in ready:
            answer = Envelope.FromString(store.recv())
            leases = [held.pop(i)[0] for i in answer.committed.ids if i in held]
            if leases:  # it is on the store's disk: the spool may forget it
                send(ingestor, done=dict(leases=leases))
                done += len(leases)
            if answer.uncommitted.id in held:
                failed, why = held.pop(answer.uncommitted.id)[0], answer.uncommitted
                send(ingestor, failed=dict(lease=failed, permanent=why.permanent, reason="store",
                                           sentence=why.sentence))
        now = time.monotonic()
        for entry in held.values():
            if not entry[2] or now - entry[2] > RESEND_S:  # until committed: the store may have died
                send(store, result=entry[1])
                entry[2] = now
        if now - beat > BEAT_S:  # grants credit and renews the leases of all that is held
            beat = now
            send(ingestor, heartbeat=dict(worker=NAME, window=WINDOW, pid=os.getpid(), done=done,
                                          held=[entry[0] for entry in held.values()]))

if __name__ == "__main__":
    main(sys.argv[1])
