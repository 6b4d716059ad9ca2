"""A file through the reading, the matching and the cleaning, without the batch's life."""

import csv
from dataclasses import dataclass, field

import pytest

from catalogue.widgets import ColdLookup
from imports import matching, reading, targets
from imports.cleaning import Cleaner
from imports.models import ImportBatch
from tests.factories import FeedFactory, NetworkFactory


@dataclass
class Read:
    match: matching.Match
    rows: list = field(default_factory=list)

    @property
    def errors(self):
        return [
            (number, fault.field, fault.code)
            for number, _cleaned, faults in self.rows
            for fault in faults
            if fault.level == "error"
        ]

    @property
    def warnings(self):
        return [
            (number, fault.code)
            for number, _cleaned, faults in self.rows
            for fault in faults
            if fault.level == "warning"
        ]

    @property
    def cleaned(self):
        return [cleaned for _number, cleaned, _faults in self.rows]


@pytest.fixture
def national_feed(db):
    """A feed of the national union, which reaches every region's structures."""

    def make(code):
        return FeedFactory(
            target=code, structure=None, partner=None, network=NetworkFactory(kind="national")
        )

    return make


@pytest.fixture
def read():
    def run(feed, path):
        inspection = reading.inspect(path)
        target = targets.get(feed.target)
        match = matching.match(target, inspection.headers, {}, inspection.samples)
        cleaner = Cleaner(ImportBatch(feed=feed, mapping=match.mapping))
        found = Read(match)
        for line in reading.rows(path, inspection):
            try:
                objects = cleaner.clean(line)
            except ColdLookup as cold:
                cold.warm()
                objects = cleaner.clean(line)
            found.rows += [(line.number, cleaned, list(faults)) for _k, cleaned, faults in objects]
        return found

    return run


@pytest.fixture
def read_rows(read, tmp_path):
    """The same for a list of dictionaries, sent as CSV."""

    def run(feed, *rows):
        path = tmp_path / "fichier.csv"
        headers = list({name: None for row in rows for name in row})
        with path.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, headers, delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
        return read(feed, path)

    return run
