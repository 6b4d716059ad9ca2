"""Reads `data/`."""

import csv
import tomllib
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


def read(name):
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def left_out():
    """The rows of the national list that are no structure, with the reason."""
    return read("names")["left_out"]


def register_rows():
    """The national list, without the rows that are no structure; and those, with the reason."""
    with (DATA / "missions_locales.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["imilo_code"] not in left_out()]
    return rows, left_out()


def offers():
    """Each offer with its code and themes: by default, the one its file is named after."""
    for path in sorted((DATA / "offers").glob("*.toml")):
        for offer in tomllib.loads(path.read_text(encoding="utf-8"))["offers"]:
            yield {"themes": [path.stem], **offer}
