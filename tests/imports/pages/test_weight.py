"""The page of one import stays light and asks little, however long the file."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogue.models import Role
from imports.models import ImportRow
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(sign_in):
    return sign_in(Role.STRUCTURE_HEAD)


def url(name, batch):
    return reverse(f"imports:{name}", args=[batch.pk])


def test_the_page_asks_as_many_questions_for_few_rows_as_for_many(client, feed):
    def questions(count):
        batch = factories.ImportBatchFactory(feed=feed, counts={"changed": count})
        offers = factories.OfferFactory.create_batch(count, structure=feed.structure)
        ImportRow.objects.bulk_create(
            ImportRow(
                batch=batch,
                line=index + 2,
                key=f"{feed.partner.pk}|{offer.pk}",
                kind="changed",
                object_id=offer.pk,
                cleaned={"title": "Autre", "commune": factories.CommuneFactory().pk},
                faults=[
                    {
                        "field": "title",
                        "code": "odd",
                        "message": f"Bizarre {index}",
                        "level": "warning",
                    }
                ],
            )
            for index, offer in enumerate(offers)
        )
        with CaptureQueriesContext(connection) as queries:
            client.get(url("batch", batch))
        return len(queries)

    questions(1)
    assert questions(2) == questions(30) <= 30


def test_the_page_stays_light_when_every_column_of_every_row_changes(client, feed):
    batch = factories.ImportBatchFactory(feed=feed, counts={"changed": 300, "invalid": 300})
    long = "Une phrase qui n’en finit pas, avec des mots en quantité. " * 20
    texts = ["title", "summary", "description", "address", "fee_details", "how_to_apply"]
    offers = [factories.OfferFactory(structure=feed.structure, description=long) for _ in range(20)]
    ImportRow.objects.bulk_create(
        ImportRow(
            batch=batch,
            line=index + 2,
            key=f"{index}|{index}",
            kind="changed",
            object_id=offers[index % 20].pk,
            cleaned=dict.fromkeys(texts, f"{index} {long} {long[::-1]}"[:1900]),
            faults=[
                {
                    "field": name,
                    "code": "too-long",
                    "message": f"« {long[:80]} » est trop long ({index}).",
                    "remedy": "Raccourcissez ce texte, ou écrivez-le dans la description.",
                    "value": long[:80],
                    "level": "error",
                }
                for name in texts
            ],
        )
        for index in range(300)
    )
    assert len(client.get(url("batch", batch)).content) < 200_000
