#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A saved search tells its webhook what is new: once, all of it, and again if the webhook failed."""
import http.server, json, threading
import line

HEADERS = {"X-Sitrep": "1", "Content-Type": "application/x-www-form-urlencoded"}


class Hook(http.server.ThreadingHTTPServer):
    """Answers 500 to the first message, 200 to the others, and keeps all."""

    def __init__(self):
        self.got = []
        hook = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.got.append(json.loads(body))
                self.send_response(500 if len(hook.got) == 1 else 200)
                self.end_headers()

            def log_message(self, *_):
                pass
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


def news_are_told_until_they_are_taken():
    hook = Hook()
    with line.Line() as l:
        l.feed("old.txt", "Gunmen killed 3 people in Mosul, Iraq, on 4 May 2023, police said.\n")
        form = f"name=Iraq&listing=claims&query=kind%3Dkilled%26place%3Dmosul&webhook=http://127.0.0.1:{hook.server_port}/x"
        status, text, _ = l.ask("POST", "/api/do/save", form, HEADERS)
        assert status == 200, text
        assert "Iraq" in l.ask("GET", "/searches")[1]
        l.feed("other.txt", "Gunmen killed 5 people in Aleppo, Syria, on 4 May 2023, police said.\n")
        l.feed("new.txt", "Gunmen killed 4 people in Mosul, Iraq, on 6 May 2023, police said.\n")
        line.until(lambda: len(hook.got) >= 2, 60)
        assert hook.got[0] == hook.got[1]
        assert hook.got[1]["search"] == "Iraq" and hook.got[1]["count"] == 1, hook.got[1]
        assert hook.got[1]["facts"][0]["value"] == 4
        l.feed("third.txt", "Gunmen killed 6 people in Mosul, Iraq, on 7 May 2023, police said.\n")
        line.until(lambda: len(hook.got) >= 3, 60)
        assert [f["value"] for f in hook.got[2]["facts"]] == [6], hook.got[2]
        status, text, _ = l.ask("POST", "/api/do/forget", "search=1", HEADERS)
        assert status == 200, text
    hook.shutdown()


def a_report_that_is_read_again_is_no_news():
    hook = Hook()
    hook.got.append({})  # the first message need not fail here
    with line.Line() as l:
        old = "Gunmen killed 3 people in Mosul, Iraq, on 4 May 2023, police said.\n"
        l.feed("old.txt", old)
        code, out, err = l.sitrep("alert", "add", "All killed", f"http://127.0.0.1:{hook.server_port}/x", "--kind", "killed",
                                  "--place", "mosul")
        assert code == 0 and out.startswith("alert 1: "), (code, out, err)
        code, out, _ = l.sitrep("alert", "list", "--json")
        row = json.loads(out)
        assert code == 0 and row["query"] == "kind=killed&place=mosul" and row["told"] == 0, row
        new = "Gunmen killed 4 people in Mosul, Iraq, on 6 May 2023, police said.\n"
        l.feed("new.txt", new)
        line.until(lambda: len(hook.got) >= 2, 60)
        # all of it again: the facts are the same, and get other rows (a reading that took just as many
        # milliseconds as the last is taken for its echo)
        before = {c["fact"]: c["claim"] for c in l.rows("/api/claims?kind=killed")}
        for value, name in ((3, "old.txt"), (4, "new.txt")):
            def read_again():
                l.sitrep("submit", "--wait", "--again", l.dir + "/" + name)
                c, = [c for c in l.rows("/api/claims?kind=killed") if c["value"] == value]
                return c["claim"] > before[c["fact"]]
            line.until(read_again, 60)
        l.feed("third.txt", "Gunmen killed 6 people in Mosul, Iraq, on 7 May 2023, police said.\n")
        line.until(lambda: len(hook.got) >= 3, 60)
        assert [[f["value"] for f in message["facts"]] for message in hook.got[1:]] == [[4], [6]], hook.got[1:]
        assert l.sitrep("alert", "remove", "1")[0] == 0
        assert l.sitrep("alert", "remove", "1")[0] == 65 and l.sitrep("alert", "remove", "x")[0] == 64
        assert l.sitrep("alert", "list")[2] == "there are no alerts\n"
        assert l.sitrep("alert", "add", "x", "ftp://x/")[0] == 65 and l.sitrep("alert", "add", "x")[0] == 64
    hook.shutdown()


def nonsense_is_refused():
    with line.Line() as l:
        for form in ("", "name=x&listing=claims&webhook=ftp://x/", "name=x&listing=claims&webhook=javascript:1",
                     "name=&listing=claims&webhook=http://x/", "name=x&listing=all&webhook=http://x/",
                     "name=x&listing=claims&query=sort%3Dup&webhook=http://x/"):
            status, text, _ = l.ask("POST", "/api/do/save", form, HEADERS)
            assert status == 400 and json.loads(text)["error"], (form, status, text)


line.main(news_are_told_until_they_are_taken, a_report_that_is_read_again_is_no_news, nonsense_is_refused)
