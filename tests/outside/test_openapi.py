#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The API does what its description says: every path is asked, every answer is held against its schema."""
import json, os
import line

TEXT = "A car bomb killed at least 12 people at a market in Mosul, Iraq, on 4 May 2023, police said.\n"
TYPES = {"string": str, "integer": int, "boolean": bool, "object": dict, "array": list, "null": type(None)}


def is_of(value, kind):
    if kind == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[kind]) and not (kind == "integer" and isinstance(value, bool))


def hold(value, schema, doc, where):
    """The part of JSON Schema that the description uses. Members that it does not name are an error too."""
    if "$ref" in schema:
        schema = doc["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    kinds = schema.get("type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    assert any(is_of(value, k) for k in kinds), f"{where}: {value!r} is no {kinds}"
    assert "enum" not in schema or value in schema["enum"], f"{where}: {value!r}"
    if isinstance(value, dict):
        missing = set(schema.get("required", [])) - set(value)
        assert not missing, f"{where} lacks {missing}"
        for key, member in value.items():
            if schema is not doc["components"]["schemas"]["status"]:
                assert key in schema["properties"], f"{where}.{key} is not described"
            if key in schema["properties"]:
                hold(member, schema["properties"][key], doc, f"{where}.{key}")
    if isinstance(value, list):
        for i, member in enumerate(value):
            hold(member, schema["items"], doc, f"{where}[{i}]")


def the_description_is_true():
    with line.Line() as l:
        l.feed("a.txt", TEXT)
        l.feed("copy.txt", TEXT + "\n")
        os.mkdir(l.dir + "/inbox")
        l.sitrep("watch", l.dir + "/inbox")
        l.feed("p.png", b"\x89PNG\r\n\x1a\n1")
        doc = json.loads(l.ask("GET", "/api/openapi.json")[1])
        checked = 0
        for path, methods in doc["paths"].items():
            for method, what in methods.items():
                if path == "/events":
                    continue
                checked += ask_one(l, doc, path, method, what)
        assert checked == sum(len(m) for m in doc["paths"].values()) - 1


def ask_one(l, doc, path, method, what):
    ident = l.rows("/api/reports")[0]["id"]
    path = path.replace("{id}", ident).replace("{format}", "csv")
    path += {"/api/search": "?q=mosul"}.get(path, "")
    body, headers = None, {}
    if method == "post":
        headers = {"X-Sitrep": "1", "Content-Type": "application/x-www-form-urlencoded"}
        body = {"/api/do/retry": "reason=none", "/api/do/drop": "reason=none", "/api/do/undo": "decision=77",
                "/api/do/forget": "search=77",
                "/api/do/source": "do=pause&by=ann&source=" + l.dir + "/inbox",
                "/api/do/save": "name=n&listing=claims&query=kind%3Dkilled&webhook=http://127.0.0.1:9/"}.get(path, "")
    if path == "/api/do/correct":
        headers = {"Content-Type": "application/json"}
        body = json.dumps({"verb": "accept", "fact": l.rows("/api/claims")[0]["fact"]})
    status, text, got = l.ask(method.upper(), path, body, headers)
    wanted = 400 if path in ("/api/do/undo", "/api/do/forget") else 200
    assert status == wanted, (path, status, text)
    answer = what["responses"]["200" if wanted == 200 else "4XX"]
    for kind, content in answer.get("content", {}).items():
        assert got["Content-Type"].startswith(kind), (path, got["Content-Type"])
        if "schema" not in content:
            continue
        lines = text.splitlines()
        assert lines or "search" in path, f"{path} is empty"
        for one in lines:
            hold(json.loads(one), content["schema"], doc, path)
    return 1


def each_parameter_is_known():
    with line.Line() as l:
        l.feed("a.txt", TEXT)
        doc = json.loads(l.ask("GET", "/api/openapi.json")[1])
        values = {"since": "2020-01-01", "until": "2024-01-01", "sort": "day", "limit": "7", "after": "1",
                  "report": l.rows("/api/reports")[0]["id"], "kind": "killed", "country": "IQ", "q": "mosul", "form": "name"}
        for path, methods in doc["paths"].items():
            path = path.replace("{id}", values["report"])
            for p in methods.get("get", {}).get("parameters", []):
                if "$ref" not in p or not path.startswith("/api/"):
                    continue
                name = p["$ref"].rsplit("/", 1)[1]
                needed = "q=mosul&" if path == "/api/search" else ""
                status, text, _ = l.ask("GET", f"{path}?{needed}{name}={values.get(name, 'x')}")
                assert status == 200, (path, name, status, text)
        for bad in ("limit=0", "limit=1001", "sort=up", "since=may", "after=x"):
            status, text, got = l.ask("GET", "/api/claims?" + bad)
            assert status == 400 and got["Content-Type"] == "application/json", (bad, status)
            hold(json.loads(text), {"$ref": "#/components/schemas/error"}, doc, bad)


def stories_are_paged_and_told():
    texts = [TEXT, "Gunmen of Boko Haram shot dead 7 soldiers near Maiduguri, Nigeria, on 3 March 2022, the army said.",
             "The court in Almaty sentenced two recruiters to nine years in prison on Tuesday, prosecutors told reporters."]
    with line.Line() as l:
        for n, one in enumerate(texts):
            for i in range(2):
                l.feed(f"{n}-{i}.txt", one + "\n" * i)
        seen, path = [], "/api/stories?limit=1"
        while path:
            status, text, headers = l.ask("GET", path)
            assert status == 200, (path, status, text)
            seen += [json.loads(one) for one in text.splitlines()]
            path = headers["Link"] and headers["Link"].split(">")[0][1:]
        assert [s["reports"] for s in seen] == [2, 2, 2], seen
        assert len({s["id"] for s in seen}) == 3 and seen[0]["number"] > seen[2]["number"], seen
        members = l.rows("/api/stories/" + seen[0]["id"])
        assert [m["how"] for m in members] == ["first", "same"] and members[0]["id"] == seen[0]["id"]
        assert l.rows("/api/stories/" + members[1]["id"][:12]) == members
        assert l.ask("GET", "/api/stories/ffffffff")[0] == 404
        status, page, _ = l.ask("GET", "/stories?limit=2")
        assert status == 200 and page.count('href="/story/') == 2 and "rel=next" in page


line.main(the_description_is_true, each_parameter_is_known, stories_are_paged_and_told)
