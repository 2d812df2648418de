# SPDX-License-Identifier: Apache-2.0
"""Clients of brokers, for bench/peers: each puts N bodies durably, UNDERWAY at a time, then takes and acknowledges
all of them one by one, and returns the seconds of both. They speak to the socket themselves, with commands made
ahead and sent many at a time, so that it is the broker that is measured and not a client library."""
import json, socket, struct, sys, time

def port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]

def dial(number, patience_s=5):
    began = time.time()
    while time.time() - began < patience_s:
        try:
            s = socket.create_connection(("127.0.0.1", number))
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return s, s.makefile("rb", 1 << 20)
        except OSError:
            time.sleep(0.05)
    sys.exit("peers: nobody listens")

def windows(count, underway):
    for at in range(0, count, underway):
        yield min(underway, count - at)

# --- beanstalkd

def beanstalkd(number, count, underway, body):
    s, f = dial(number)
    t = time.time()
    for n in windows(count, underway):
        s.sendall((b"put 0 0 60 %d\r\n" % len(body) + body + b"\r\n") * n)
        assert all(f.readline().startswith(b"INSERTED") for _ in range(n))
    middle = time.time()
    for n in windows(count, underway):
        s.sendall(b"reserve\r\n" * n)
        ids = []
        for _ in range(n):
            ids.append(f.readline().split()[1])
            f.read(len(body) + 2)
        s.sendall(b"".join(b"delete %s\r\n" % i for i in ids))
        assert all(f.readline() == b"DELETED\r\n" for _ in ids)
    return middle - t, time.time() - middle

# --- Redis streams

def resp(*words):
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in words)

def reply(f):
    kind, rest = (line := f.readline())[:1], line[1:-2]
    if kind == b"*":
        return [reply(f) for _ in range(int(rest))]
    if kind == b"$":
        return f.read(int(rest) + 2)[:-2] if rest != b"-1" else None
    assert kind != b"-", rest
    return rest

def redis(number, count, underway, body):
    s, f = dial(number)
    s.sendall(resp(b"XGROUP", b"CREATE", b"q", b"g", b"0", b"MKSTREAM"))
    reply(f)
    t = time.time()
    for n in windows(count, underway):
        s.sendall(resp(b"XADD", b"q", b"*", b"b", body) * n)
        for _ in range(n):
            reply(f)
    middle = time.time()
    for n in windows(count, underway):
        s.sendall(resp(b"XREADGROUP", b"GROUP", b"g", b"w", b"COUNT", b"%d" % n, b"STREAMS", b"q", b">"))
        ids = [entry[0] for entry in reply(f)[0][1]]
        s.sendall(b"".join(resp(b"XACK", b"q", b"g", i) + resp(b"XDEL", b"q", i) for i in ids))
        for _ in range(2 * len(ids)):
            reply(f)
    return middle - t, time.time() - middle

# --- RabbitMQ, AMQP 0-9-1: frames of kind, channel, size, payload, 0xCE

METHOD, HEADER, BODY, HEARTBEAT = 1, 2, 3, 8

def frame(kind, payload, channel=1):
    return struct.pack(">BHI", kind, channel, len(payload)) + payload + b"\xce"

def method(klass, number, arguments=b"", channel=1):
    return frame(METHOD, struct.pack(">HH", klass, number) + arguments, channel)

def short(s):
    return bytes([len(s)]) + s

def long(s):
    return struct.pack(">I", len(s)) + s

def next_frame(f):
    while True:
        kind, _, n = struct.unpack(">BHI", f.read(7))
        payload = f.read(n + 1)[:-1]
        if kind != HEARTBEAT:
            return kind, payload

def expect(f, klass, number):
    kind, payload = next_frame(f)
    assert kind == METHOD and struct.unpack(">HH", payload[:4]) == (klass, number), payload
    return payload[4:]

def amqp_open(number):
    s, f = dial(number, 120)
    s.sendall(b"AMQP\x00\x00\x09\x01")
    expect(f, 10, 10)  # Start
    s.sendall(method(10, 11, long(b"") + short(b"PLAIN") + long(b"\0guest\0guest") + short(b"en_US"), 0))
    expect(f, 10, 30)  # Tune
    s.sendall(method(10, 31, struct.pack(">HIH", 16, 131072, 0), 0) + method(10, 40, short(b"/") + b"\0\0", 0))
    expect(f, 10, 41)
    s.sendall(method(20, 10, b"\0"))
    expect(f, 20, 11)
    return s, f

def amqp(kind):
    """Of a queue type, published persistent with confirms."""
    def measure(number, count, underway, body):
        s, f = amqp_open(number)
        arguments = long(short(b"x-queue-type") + b"S" + long(kind))
        s.sendall(method(50, 10, b"\0\0" + short(b"q") + b"\x02" + arguments))  # declare, durable
        expect(f, 50, 11)
        s.sendall(method(85, 10, b"\0"))  # confirms
        expect(f, 85, 11)
        publish = (method(60, 40, b"\0\0" + short(b"") + short(b"q") + b"\0") +
                   frame(HEADER, struct.pack(">HHQHB", 60, 0, len(body), 0x1000, 2)) + frame(BODY, body))
        t, sent = time.time(), 0
        confirmed, single = 0, set()  # all up to a number, and single ones beyond it
        while confirmed + len(single) < count:
            n = min(underway - (sent - confirmed - len(single)), count - sent)
            if n > 0:
                s.sendall(publish * n)
                sent += n
            tag, multiple = struct.unpack(">QB", expect(f, 60, 80))
            if multiple:
                confirmed, single = tag, {other for other in single if other > tag}
            else:
                single.add(tag)
        middle = time.time()
        s.sendall(method(60, 10, struct.pack(">IHB", 0, underway, 0)))  # prefetch
        expect(f, 60, 11)
        s.sendall(method(60, 20, b"\0\0" + short(b"q") + short(b"c") + b"\0" + long(b"")))
        expect(f, 60, 21)
        acks, taken = [], 0
        while taken < count:
            tag = struct.unpack(">Q", expect(f, 60, 60)[2:10])[0]
            n = struct.unpack(">Q", next_frame(f)[1][4:12])[0]
            while n > 0:
                n -= len(next_frame(f)[1])
            acks.append(method(60, 80, struct.pack(">QB", tag, 0)))
            taken += 1
            if len(acks) == underway // 4 or taken == count:
                s.sendall(b"".join(acks))
                acks = []
        s.sendall(method(20, 40, b"\0\0" + short(b"") + b"\0\0\0\0"))  # close: after the acks before it
        expect(f, 20, 41)
        return middle - t, time.time() - middle
    return measure

# --- NATS JetStream

def nats_message(f):
    while True:
        line = f.readline()
        if line.startswith(b"MSG"):
            words = line.split()
            return words[3] if len(words) == 5 else None, f.read(int(words[-1]) + 2)[:-2]
        assert not line.startswith(b"-ERR"), line

def nats_ask(s, f, subject, request):
    request = json.dumps(request).encode()
    s.sendall(b"PUB %s answer %d\r\n%s\r\n" % (subject, len(request), request))
    answer = json.loads(nats_message(f)[1])
    assert "error" not in answer, answer

def nats(number, count, underway, body):
    s, f = dial(number)
    f.readline()
    s.sendall(b'CONNECT {"verbose":false,"pedantic":false}\r\nSUB answer 1\r\nSUB work 2\r\n')
    nats_ask(s, f, b"$JS.API.STREAM.CREATE.q", {"name": "q", "subjects": ["q"], "storage": "file",
                                                 "retention": "workqueue", "num_replicas": 1})
    nats_ask(s, f, b"$JS.API.CONSUMER.DURABLE.CREATE.q.c", {"stream_name": "q", "config": {
        "durable_name": "c", "ack_policy": "explicit", "deliver_policy": "all", "max_ack_pending": 4 * underway}})
    t = time.time()
    for n in windows(count, underway):
        s.sendall((b"PUB q answer %d\r\n" % len(body) + body + b"\r\n") * n)
        for _ in range(n):
            assert b'"seq"' in nats_message(f)[1]
    middle = time.time()
    for n in windows(count, underway):
        request = b'{"batch":%d}' % n
        s.sendall(b"PUB $JS.API.CONSUMER.MSG.NEXT.q.c work %d\r\n%s\r\n" % (len(request), request))
        handles = [nats_message(f)[0] for _ in range(n)]
        s.sendall(b"".join(b"PUB %s answer 4\r\n+ACK\r\n" % h for h in handles))
        for _ in handles:
            nats_message(f)
    return middle - t, time.time() - middle
