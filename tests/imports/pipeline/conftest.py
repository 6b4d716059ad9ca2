"""Files of offers through the pipeline, without the services around it."""

import csv
import io

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from imports import applying, classification, originals, staging, undoing
from imports.models import BatchState
from tests.factories import FeedFactory, ImportBatchFactory

HEADERS = {
    "Identifiant": "external_id",
    "Titre": "title",
    "Type": "kind",
    "Résumé": "summary",
    "Places": "capacity",
    "Début": "starts_on",
    "Fin": "ends_on",
    "Thématiques": "themes",
    "Partenaire": "partner",
    "Dispositif": "scheme",
}


def csv_file(rows, headers):
    output = io.StringIO()
    writer = csv.DictWriter(output, headers, delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return output.getvalue().encode()


def row(rank=1, **cells):
    return {"Identifiant": f"A{rank}", "Titre": f"Atelier {rank}", "Type": "atelier"} | cells


class Pipeline:
    def __init__(self, feed):
        self.feed = feed

    def received(self, rows, headers=None):
        """A batch whose columns are matched."""
        headers = headers or list({name: None for row in rows for name in row})
        content = csv_file(rows, headers)
        batch = ImportBatchFactory(
            feed=self.feed,
            original=ContentFile(content, "offres.csv"),
            size=len(content),
            state=BatchState.STAGING,
            mapping={header: HEADERS[header] for header in headers},
        )
        batch.inspection = originals.as_json(originals.inspect(batch))
        batch.save()
        return batch

    def reviewed(self, rows, headers=None):
        batch = self.received(rows, headers)
        staging.stage(batch, beat=lambda lines: None)
        classification.classify(batch)
        return batch

    def applied(self, rows, headers=None, **choices):
        batch = self.reviewed(rows, headers)
        batch.choices = choices
        self.apply(batch)
        return batch

    def apply(self, batch):
        with transaction.atomic():
            applying.apply(batch)
            batch.is_indexed = False
            batch.save()

    def undo(self, batch):
        with transaction.atomic():
            undoing.undo(batch)
            batch.is_indexed = False
            batch.save()


@pytest.fixture
def feed(db):
    return FeedFactory()


@pytest.fixture
def pipeline(feed):
    return Pipeline(feed)


def kinds(batch):
    """Line → kind, of a reviewed batch."""
    return dict(batch.rows.order_by("line").values_list("line", "kind"))
