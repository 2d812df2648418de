#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A web server for tests that behaves badly on request. Prints its port; every address of the loopback
network reaches it, so that each misbehaviour can have a host of its own. Every request is written to
the file that is its argument, a line "path status" each."""
import email.utils
import http.server
import json
import socketserver
import sys
import threading
import time
import zlib

LOG = open(sys.argv[1], "a", buffering=1)
LOCK = threading.Lock()
SEEN = {}


def count(path):
    with LOCK:
        SEEN[path] = SEEN.get(path, 0) + 1
        return SEEN[path]


def story(name, n):
    return (f"Report {n} of {name}: at least {n + 2} people were killed in Vellmar on 4 May 2021, "
            f"the governor of {name} said, after a bombing near the harbour of the town. ") * 3


def rss(name, items, extra=""):
    body = "".join(items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{name}</title>{extra}{body}</channel></rss>'


def full(name, n):
    return (f"<item><title>{name} {n}</title><guid isPermaLink='false'>{name}-{n}</guid>"
            f"<link>/nowhere</link><pubDate>Thu, 06 May 2021 10:00:00 GMT</pubDate>"
            f"<content:encoded xmlns:content='c'><![CDATA[<p>{story(name, n)}</p>]]></content:encoded></item>")


def teaser(name, n, guid):
    return (f"<item><title>{name} {n}</title><guid isPermaLink='false'>{guid}</guid>"
            f"<link>/page/{name}/{n}</link><description>In short.</description></item>")


def make_bomb():
    """200 MB of spaces, packed. A block that ends in a full flush may be repeated, which is quicker than to
    pack them; who reads to the checksum has lost already."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    start = packer.compress(b"<rss>") + packer.flush(zlib.Z_FULL_FLUSH)
    return start + 200 * (packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH))


BOMB = make_bomb()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def answer(self, body, kind="application/xml", status=200, **headers):
        data = body if isinstance(body, bytes) else body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", headers.pop("length", len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)
        LOG.write(f"{self.path} {status} {self.headers.get('User-Agent')}\n")

    def asked_by(self, host):
        return self.headers.get("Host", "").startswith(host)

    def robots(self):
        """What the hosts ask, each its own."""
        if self.asked_by("127.0.0.60"):
            self.answer("User-agent: *\nDisallow: /\n\nUser-agent: sitrep\nDisallow: /page/denied/\nAllow: /\n", "text/plain")
        elif self.asked_by("127.0.0.61"):
            self.answer("later", status=503)
        else:
            self.answer("nothing here", status=404)

    def do_GET(self):
        n = count(self.path)
        path = self.path
        if path.startswith("http://"):  # we are the proxy
            path = "/" + path.split("/", 3)[3]
        try:
            if path.startswith("/page/"):
                _, _, name, number = path.split("/")
                page = f"<html><head><title>{name} {number}</title></head><body><article><h1>{name} {number}</h1>"
                self.answer(page + f"<p>{story(name, int(number))}</p></article></body></html>", "text/html")
            elif path == "/etag.xml":
                if self.headers.get("If-None-Match") == '"v1"':
                    self.answer("", status=304, ETag='"v1"')
                else:
                    self.answer(rss("etag", [full("etag", i) for i in range(3)]), ETag='"v1"')
            elif path == "/teasers.xml":
                self.answer(rss("teasers", [teaser("teasers", i, f"t{i}") for i in range(20)]))
            elif path == "/equal.xml":  # ever more entries, all of the same second, the new ones in the middle
                items = [full("equal", i) for i in range(min(2 * n, 12))]
                self.answer(rss("equal", items[::2] + items[1::2]))
            elif path == "/ids.xml":  # an id for each request
                self.answer(rss("ids", [teaser("ids", i, f"{n}-{i}") for i in range(4)]))
            elif path == "/home.xml":  # all entries point to the home page
                self.answer(rss("home", [full("home", i) for i in range(5)]))
            elif path == "/moved.xml":
                self.answer("", status=301, Location="/etag2.xml")
            elif path == "/inside.xml":  # asks to be read from within the reader's own network
                self.answer("", status=302, Location=f"http://127.0.0.1:{self.server.server_address[1]}/secret.xml")
            elif path == "/secret.xml":
                self.answer(rss("secret", [full("secret", 0)]))
            elif path == "/etag2.xml":
                self.answer(rss("moved", [full("moved", i) for i in range(2)]))
            elif path == "/feed.json":
                self.answer(json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "json", "items": [
                    {"id": str(i), "url": f"/x{i}", "title": f"json {i}", "content_html": f"<p>{story('json', i)}</p>"}
                    for i in range(2)]}), "application/feed+json")
            elif path == "/sitemap.xml":
                urls = "".join(f"<url><loc>/page/map/{i}</loc></url>" for i in range(3))
                self.answer(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>')
            elif path == "/gone-pages.xml":  # the pages are not there: the teasers must do
                self.answer(rss("gone", [f"<item><title>gone {i}</title><link>/gone/{i}</link>"
                                         f"<description>{story('gone', i)[:400]}</description></item>"
                                         for i in range(2)]))
            elif path == "/broken.xml":  # breaks off in the second entry
                whole = rss("broken", [full("broken", i) for i in range(2)])
                self.answer(whole[:len(whole) - 300])
            elif path == "/robots.txt":
                self.robots()
            elif path == "/denied.xml":  # robots.txt asks to leave its pages alone
                self.answer(rss("denied", [f"<item><title>denied {i}</title><link>/page/denied/{i}</link>"
                                           f"<description>{story('denied', i)[:150]}</description></item>"
                                           for i in range(2)]))
            elif path == "/ttl.xml":  # asks not to be asked for an hour
                self.answer(rss("ttl", [full("ttl", 0)], "<ttl>60</ttl>"))
            elif path == "/skip.xml":  # asks never to be asked, which nobody can mean
                hours = "".join(f"<hour>{h}</hour>" for h in range(24))
                self.answer(rss("skip", [full("skip", 0)], f"<skipHours>{hours}</skipHours>"))
            elif path == "/lie.xml":  # a feed that is called a picture
                self.answer(rss("lie", [full("lie", 0)]), "image/png")
            elif path == "/later.xml":  # a date, as RFC 9110 allows
                self.answer("later", status=429, Retry_After=email.utils.formatdate(time.time() + 3600, usegmt=True))
            elif path == "/headers.xml":
                self.answer(rss("headers", [full("headers", 0)]), **{f"X-{i}": "x" * 4000 for i in range(100)})
            elif path == "/chunks.xml":  # breaks off in a chunk
                self.send_response(200)
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                self.wfile.write(b"1000\r\n<rss version='2.0'><channel>")
                self.close_connection = True
            elif path == "/nogzip.xml":  # says it is packed, and is not
                self.answer(rss("nogzip", [full("nogzip", 0)]), Content_Encoding="gzip")
            elif path == "/empty.xml":
                self.answer("")
            elif path == "/inside":  # a redirect into somebody's network
                self.answer("", status=302, Location="http://10.0.0.1/page/secret/1")
            elif path == "/loop":
                self.answer("", status=302, Location="/loop")
            elif path == "/file":
                self.answer("", status=302, Location="file:///etc/passwd")
            elif path == "/bomb.xml":
                self.answer(BOMB, Content_Encoding="gzip")
            elif path == "/short.xml":
                self.answer(rss("short", [full("short", 0)]), length=100000)
                self.close_connection = True
            elif path == "/drip.xml":
                self.send_response(200)
                self.end_headers()
                for _ in range(1000):
                    self.wfile.write(b" ")
                    self.wfile.flush()
                    time.sleep(0.2)
            elif path == "/busy.xml":
                self.answer("later", status=503, Retry_After="3600")
            elif path == "/html":
                self.answer("<html><body><p>Not a feed.</p></body></html>", "text/html")
            else:
                self.answer("nothing here", status=404)
        except (BrokenPipeError, ConnectionResetError):
            LOG.write(f"{path} aborted\n")


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True


server = Server(("0.0.0.0", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
