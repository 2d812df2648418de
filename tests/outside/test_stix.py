#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The STIX bundle keeps the rules of STIX 2.1: those that the OASIS JSON schemas express, and that what is referred to is
there. With the Python package stix2-validator installed the schemas themselves are asked as well."""
import json, re, time
import line

try:
    import stix2validator
except ImportError:
    stix2validator = None

TEXTS = ["A car bomb killed at least 12 people at a market in Mosul, Iraq, on 4 May 2023, police said. The Islamic State "
         "claimed responsibility for the attack.\n",
         "Gunmen of Boko Haram shot dead 7 soldiers in Maiduguri, Nigeria, on 3 March 2022, the army said.\n",
         "Al-Shabaab fighters kidnapped two \"doctors\" & a driver near Kismayo, Somalia, on 9 June 2021.\n"]
ID = re.compile(r"^[a-z][a-z0-9-]+[a-z0-9]--[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
TIME = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$")
COMMON = {"type": str, "spec_version": str, "id": str, "created_by_ref": str, "created": str, "modified": str,
          "confidence": int, "external_references": list, "extensions": dict}
# type: what it must have, what it may have
TYPES = {
    "identity": ({"name": str}, {"identity_class": str, "description": str}),
    "extension-definition": ({"name": str, "schema": str, "version": str, "extension_types": list, "created_by_ref": str},
                             {"description": str}),
    "location": ({"country": str}, {"name": str, "description": str}),
    "threat-actor": ({"name": str}, {"description": str, "aliases": list}),
    "incident": ({"name": str}, {"description": str}),
    "relationship": ({"relationship_type": str, "source_ref": str, "target_ref": str}, {"description": str}),
}


def no_empty_lists(value, where):
    if isinstance(value, list):
        assert value, f"{where} is an empty list"
        for i, v in enumerate(value):
            no_empty_lists(v, f"{where}[{i}]")
    elif isinstance(value, dict):
        assert value, f"{where} is an empty object"
        for k, v in value.items():
            assert v is not None, f"{where}.{k} is null"
            no_empty_lists(v, f"{where}.{k}")


def hold_object(o, ids):
    must, may = TYPES[o["type"]]
    allowed = {**COMMON, **must, **may}
    where = o["id"]
    assert {"type", "spec_version", "id", "created", "modified", *must} <= set(o), where
    for key, value in o.items():
        assert key in allowed and isinstance(value, allowed[key]) and not isinstance(value, bool), (where, key, value)
        assert re.fullmatch(r"[a-z0-9_]{2,250}", key), key
    assert o["spec_version"] == "2.1" and ID.match(o["id"]) and o["id"].startswith(o["type"] + "--"), where
    assert TIME.match(o["created"]) and TIME.match(o["modified"]) and o["created"] <= o["modified"], where
    assert 0 <= o.get("confidence", 0) <= 100, where
    for ref in ("created_by_ref", "source_ref", "target_ref"):
        assert ref not in o or o[ref] in ids, (where, ref)
    if o["type"] == "relationship":
        assert re.fullmatch(r"[a-z0-9-]+", o["relationship_type"]), where
        for ref in ("source_ref", "target_ref"):
            assert o[ref].split("--")[0] not in ("relationship", "sighting", "bundle", "marking-definition"), where
    for reference in o.get("external_references", []):
        assert reference["source_name"] and set(reference) & {"external_id", "description", "url"}, where
    for key, extension in o.get("extensions", {}).items():
        assert ids[key]["extension_types"] == [extension["extension_type"]] == ["property-extension"], where
        for name in extension:
            assert re.fullmatch(r"[a-z][a-z0-9_]{2,249}", name), (where, name)
    no_empty_lists(o, where)


def bundle_of(l):
    status, text, headers = l.ask("GET", "/export/incidents.stix")
    assert status == 200 and headers["Content-Type"].startswith("application/stix+json"), headers["Content-Type"]
    return text


def the_bundle_keeps_the_rules():
    with line.Line() as l:
        for i, text in enumerate(TEXTS):
            l.feed(f"{i}.txt", text)
        text = bundle_of(l)
        bundle = json.loads(text)
        assert set(bundle) == {"type", "id", "objects"} and bundle["type"] == "bundle" and ID.match(bundle["id"])
        ids = {o["id"]: o for o in bundle["objects"]}
        assert len(ids) == len(bundle["objects"]), "an id twice"
        for o in bundle["objects"]:
            hold_object(o, ids)
        count = {t: sum(o["type"] == t for o in bundle["objects"]) for t in TYPES}
        assert count["incident"] == len(l.rows("/api/incidents")) >= 3, count
        assert count["threat-actor"] >= 2 and count["location"] == 3 and count["relationship"] >= 5, count
        if stix2validator:
            results = stix2validator.validate_string(text, stix2validator.ValidationOptions(version="2.1"))
            assert results.is_valid, results.as_dict()
        else:
            print("stix2-validator is not installed: its schemas were not asked")


def the_same_facts_make_the_same_bundle():
    with line.Line() as l:
        l.feed("a.txt", TEXTS[0])
        first = bundle_of(l)
        time.sleep(1.1)
        assert bundle_of(l) == first
        # a correction is a new version of the same object
        fact = l.rows("/api/incidents")[0]["fact"]
        status, text, _ = l.ask("POST", "/api/do/correct", json.dumps({"verb": "edit", "fact": fact, "change": {"stage": "attempted"}}),
                                {"Content-Type": "application/json"})
        assert status == 200, text
        old, new = ({o["id"]: o for o in json.loads(t)["objects"]} for t in (first, bundle_of(l)))
        changed = [i for i in old if old[i] != new.get(i)]
        assert len(changed) == 1 and changed[0].startswith("incident--"), changed
        assert old[changed[0]]["created"] == new[changed[0]]["created"]
        assert old[changed[0]]["modified"] < new[changed[0]]["modified"]


line.main(the_bundle_keeps_the_rules, the_same_facts_make_the_same_bundle)
