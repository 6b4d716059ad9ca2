"""Checks a JSON-LD document against schema.org's vocabulary: types, properties, expected values."""

import json
from pathlib import Path

VOCABULARY = json.loads((Path(__file__).parent / "vocabulary.json").read_text())
TYPES, ENUMERATIONS = VOCABULARY["types"], VOCABULARY["enumerations"]
TEXTS = {"Text", "URL", "Date", "DateTime", "Time", "string"}
NUMBERS = {"Number", "Integer", "Float"}


def faults(node, path="document"):
    """What is wrong with a typed node, and with those inside."""
    kind = node.get("@type")
    if kind not in TYPES:
        return [f"{path}: unknown type {kind}"]
    allowed = properties(kind)
    found = []
    for name, value in node.items():
        if name.startswith("@"):
            continue
        if name not in allowed:
            found.append(f"{path}: {kind} has no property {name}")
            continue
        for item in value if isinstance(value, list) else [value]:
            found += value_faults(item, allowed[name], f"{path}.{name}")
    return found


def value_faults(value, expected, path):
    if isinstance(value, dict):
        if not lineage(value.get("@type")) & set(expected):
            return [f"{path}: {value.get('@type')} is none of {expected}"]
        return faults(value, path)
    if isinstance(value, bool):
        fine = "Boolean" in expected
    elif isinstance(value, int | float):
        fine = NUMBERS & set(expected)
    else:
        members = {f"https://schema.org/{m}" for e in expected for m in ENUMERATIONS.get(e, [])}
        fine = value in members if members else TEXTS & set(expected)
    return [] if fine else [f"{path}: {value!r} is none of {expected}"]


def properties(kind):
    found = dict(TYPES[kind]["properties"])
    for parent in TYPES[kind]["extends"]:
        found |= properties(parent)
    return found


def lineage(kind):
    if kind not in TYPES:
        return set()
    return {kind}.union(*(lineage(parent) for parent in TYPES[kind]["extends"]))
