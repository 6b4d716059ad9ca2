"""The feeds of the demonstration, from their files to the catalogue."""

import pytest

from catalogue.demo.loading import load as load_catalogue
from catalogue.geography import loading as communes
from catalogue.models import Offer, Structure
from imports import demo
from imports.models import Feed, ImportBatch
from tests.datasets import rows_for_the_module

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demonstration feeds")]


@pytest.fixture(scope="module", autouse=True)
def demonstration(django_db_setup, django_db_blocker):
    with rows_for_the_module(django_db_blocker):
        communes.load(communes.official_communes())
        load_catalogue()
        demo.load()
        yield


def last(code):
    return ImportBatch.objects.filter(feed__code=code).latest("pk")


def test_every_row_of_the_national_list_is_a_structure_or_is_explained():
    batch = last(demo.NATIONAL_LIST)
    assert batch.state == "applied"
    assert batch.counts["total"] == 450
    assert batch.counts["new"] == 0
    assert batch.counts["changed"] + batch.counts["unchanged"] == 450 - batch.counts["invalid"]


def test_structures_keep_the_names_that_they_had():
    assert Structure.objects.filter(name="Mission Locale Paris – Vallée de la Marne").exists()


def test_its_odd_rows_are_explained():
    batch = last(demo.NATIONAL_LIST)
    refused = batch.rows.filter(kind="invalid")
    assert all(row.faults[0]["message"] for row in refused)
    assert {row.raw["code_structure"] for row in refused} >= {"99994S00"}
    faults = [fault for row in batch.rows.all() for fault in row.faults]
    assert {"not-a-structure", "no-seat"} <= {fault["code"] for fault in faults}


def test_the_demonstration_s_own_offers_come_through_a_feed():
    offers = Offer.objects.filter(is_demonstration=True, external_id__startswith="demo:")
    feed = Feed.objects.get(code=demo.OFFERS)
    known = feed.provenances.values_list("object_id", flat=True)
    assert set(known) == set(offers.values_list("pk", flat=True))


def test_what_a_partner_s_file_brought_is_marked_as_demonstration():
    offers = Offer.objects.filter(partner__code=demo.PARTNER, external_id__startswith="MB-")
    assert offers.count() == 6
    assert all(offer.is_demonstration for offer in offers)


def test_a_second_file_waits_for_somebody_with_something_of_everything():
    batch = last(demo.PARTNER)
    assert batch.state == "review"
    kinds = ("new", "changed", "unchanged", "duplicate", "vanished", "invalid")
    assert all(batch.counts[kind] for kind in kinds)


def test_loading_again_makes_nothing():
    assert demo.load() == []
